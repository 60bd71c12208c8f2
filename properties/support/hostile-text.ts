/** Text that tries to be more than text: markup, attributes, styles, formulas, commands of terminals, turned writing. */
import fc from 'fast-check';

export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  '<svg onload=alert(1)>',
  ']]></svg><iframe src="https://example.org">',
  'a" style="background:url(https://example.org/x)" b="',
  '<!-- ',
  '--> <b>',
  '&lt;b&gt; &amp; &#60;',
  '\u{1b}[31mred\u{1b}[0m',
  'safe\u{202e}txt.exe',
  '\u{0}\u{7f}\u{ad}\u{feff}\u{2028}',
  '\ud800 alone',
  'javascript:alert(1)',
  '${alert(1)} `x`',
  '\\href{javascript:alert(1)}{x}',
  '\\htmlClass{a}{b} \\htmlStyle{color: red; background: url(x)}{c} \\includegraphics{https://example.org/x.png}',
  '\\textcolor{red;background:url(x)}{y} \\color{#12"}z',
  '\\def\\a{\\a\\a}\\a',
  '$x$ </annotation></semantics></math><script>1</script>',
  '\r\nline\r',
];

/** Some of these, any other text, and both together. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.tuple(fc.constantFrom(...hostileTexts), fc.string({ minLength: 1 })).map(([a, b]) => `${b}${a}${b}`),
);
