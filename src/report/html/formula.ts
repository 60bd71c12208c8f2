/** Formulas, typeset when the page is written: HTML for the eye and MathML for screen readers. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import katex from 'katex';
import { printable } from '../../check/spell-out.js';
import type { StyleClasses } from './style-classes.js';
import { safe, trusted, type Html } from './template.js';

/** A statement longer than this is shown as it was written. */
const MOST_CHARACTERS = 4000;
/** KaTeX complains on the console of characters that its fonts lack. */
const LATEX = /^[\x20-\x7e]*$/;

/** A formula on a line of its own. One that is not LaTeX is shown as it was written. */
export function formula(latex: string, styles: StyleClasses): Html {
  const source = printable(latex, Infinity);
  if (source.length > MOST_CHARACTERS || !LATEX.test(source)) return safe`<code>${source}</code>`;
  let rendered: string;
  try {
    // Nothing that LaTeX can say becomes a link, an attribute or a class of its choice.
    rendered = katex.renderToString(source, {
      displayMode: true,
      trust: false,
      strict: 'ignore',
      maxSize: 5,
      maxExpand: 200,
    });
  } catch {
    return safe`<code>${source}</code>`;
  }
  return trusted(rendered.replace(ANNOTATION, '').replace(STYLED, withoutStyle));

  function withoutStyle(_tag: string, name: string, before: string, style: string, after: string): string {
    const added = styles.classOf(style);
    const others = `${before}${after}`;
    if (added === undefined) return `<${name}${others}>`;
    return CLASS.test(others)
      ? `<${name}${others.replace(CLASS, (_, classes: string) => ` class="${classes} ${added}"`)}>`
      : `<${name} class="${added}"${others}>`;
  }
}

/** The source again, in a second copy. */
const ANNOTATION = /<annotation[^<>]*>[^<>]*<\/annotation>/g;
/** A tag with a style. KaTeX escapes quotes and angle brackets wherever they are not its own. */
const STYLED = /<([a-zA-Z]+)((?: [\w:-]+="[^"<>]*")*?) style="([^"<>]*)"((?: [\w:-]+="[^"<>]*")*)>/g;
const CLASS = / class="([^"]*)"/;

/** Families of which formulas of statements use a font. */
const FONTS = [
  'AMS-Regular',
  'Main-Regular',
  'Main-Bold',
  'Math-Italic',
  'Size1-Regular',
  'Size2-Regular',
  'Size3-Regular',
  'Size4-Regular',
  'Caligraphic-Regular',
];

/** The style sheet of the formulas with those of its fonts that `body` uses, as data. */
export function formulaCss(body: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve('katex'));
  const css = readFileSync(join(folder, 'katex.min.css'), 'utf8');
  const rules = css.replace(/@font-face\{[^}]*\}/g, '');
  const used = FONTS.filter((font) => isUsed(font, body));
  const faces = used.map((font) => {
    const data = readFileSync(join(folder, 'fonts', `KaTeX_${font}.woff2`)).toString('base64');
    const [family, face] = font.split('-') as [string, string];
    const style = face === 'Italic' ? 'italic' : 'normal';
    const weight = face === 'Bold' ? 'bold' : 'normal';
    return `@font-face{font-family:KaTeX_${family};src:url(data:font/woff2;base64,${data}) format("woff2");font-weight:${weight};font-style:${style}}`;
  });
  return `${faces.join('\n')}\n${rules}`;
}

/** The classes by which KaTeX chooses its fonts; ordinary text and variables occur in every formula. */
const CLASSES: Readonly<Record<string, RegExp>> = {
  'AMS-Regular': /class="[^"]*\bamsrm\b|\bmathbb\b/,
  'Main-Bold': /\bmathbf\b|\btextbf\b/,
  'Size1-Regular': /\bsize1\b|\bsmall-op\b|\bdelimsizing\b/,
  'Size2-Regular': /\bsize2\b|\blarge-op\b|\bdelimsizing\b/,
  'Size3-Regular': /\bsize3\b|\bdelimsizing\b/,
  'Size4-Regular': /\bsize4\b|\bdelimsizing\b|\bdelim-size4\b/,
  'Caligraphic-Regular': /\bmathcal\b/,
};

function isUsed(font: string, body: string): boolean {
  return CLASSES[font]?.test(body) ?? body.includes('class="katex');
}
