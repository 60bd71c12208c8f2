import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../../../properties/support/hostile-text.js';
import { attributeOf, commentsOf, elementsOf, parsePart, textOf } from '../../../properties/support/html-tree.js';
import { printable } from '../../check/spell-out.js';
import { escapeText, given, safe, trusted } from './template.js';

describe('a template', () => {
  test('keeps every text in its place: an HTML parser finds the same elements, and the text that was put in', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (attribute, content) => {
        const page = parsePart(safe`<p title="${attribute}">${content}</p><b>end</b>`.text);
        const [p, b, ...others] = elementsOf(page);
        expect(others).toEqual([]);
        expect([p!.tagName, b!.tagName]).toEqual(['p', 'b']);
        expect(p!.attrs.length).toBe(1);
        expect(attributeOf(p!, 'title')).toBe(printable(attribute, Infinity));
        expect(textOf(p!)).toBe(printable(content, Infinity));
        expect(commentsOf(page)).toEqual([]);
      }),
    );
  });

  test('spells out what would turn or colour the text around it', () => {
    expect(escapeText('a\u{202e}b\u{1b}[31m')).toBe('a\\u{202e}b\\u{1b}[31m');
    expect(escapeText(`<a href='x'>"&"</a>`)).toBe('&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;');
  });

  test('takes markup, numbers, lists and nothing', () => {
    expect(safe`<ul>${[1, 2].map((n) => safe`<li>${n}</li>`)}${undefined}${trusted('<hr>')}</ul>`.text).toBe(
      '<ul><li>1</li><li>2</li><hr></ul>',
    );
    expect(given(undefined, () => safe`x`)).toBeUndefined();
    expect(given('<', (text) => safe`${text}`)?.text).toBe('&lt;');
  });
});

test('values of templates stand in content or between double quotes, and only two libraries are trusted', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const sources = files.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);
  // An attribute without quotes, in single ones, or a name: none of them would be escaped as it should.
  const unquoted = sources.flatMap(([file, text]) =>
    [...text.matchAll(/<[a-z][^<>`]*?(?:=|=')\$\{/g)].map(([match]) => `${file}: ${match}`),
  );
  expect(unquoted).toEqual([]);
  const trusting = sources
    .filter(([file, text]) => file !== 'template.ts' && text.includes('trusted('))
    .map(([file]) => file);
  expect(trusting.toSorted()).toEqual(['charts/chart.ts', 'formula.ts', 'page.ts']);
  expect(
    sources.filter(([file, text]) => file !== 'template.ts' && text.includes('new Html(')).map(([file]) => file),
  ).toEqual([]);
});
