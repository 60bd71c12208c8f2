import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText, hostileTexts } from '../../../properties/support/hostile-text.js';
import {
  attributeOf,
  commentsOf,
  dangersIn,
  elementsOf,
  parsePart,
  textOf,
} from '../../../properties/support/html-tree.js';
import { claims } from '../../theorems/index.js';
import { formula, formulaCss } from './formula.js';
import { StyleClasses } from './style-classes.js';

const statements = claims.flatMap(({ statement, published }) => [
  statement,
  ...(published === undefined ? [] : [published]),
]);

describe('a formula', () => {
  test.each(statements)('%s is typeset, for the eye and as MathML, without style attributes', (latex) => {
    const page = parsePart(formula(latex, new StyleClasses()).text);
    const names = new Set(elementsOf(page).map(({ tagName }) => tagName));
    expect(names).toContain('math');
    expect(names).not.toContain('code');
    expect(names).not.toContain('annotation');
    expect(dangersIn(page)).toEqual([]);
    expect(elementsOf(page).some((element) => attributeOf(element, 'class')?.includes('katex-error'))).toBe(false);
  });

  test('that is anything at all loads, runs and restyles nothing, and its style sheet has no address', () => {
    const inFormula = fc.oneof(
      hostileText,
      fc.tuple(fc.constantFrom(...statements), hostileText).map(([latex, text]) => `${latex} \\text{${text}}`),
      hostileText.map((text) => `\\text{${text}} \\textcolor{${text}}{x} \\rule{${text}}{1em}`),
    );
    fc.assert(
      fc.property(inFormula, (latex) => {
        const styles = new StyleClasses();
        const page = parsePart(`<p>${formula(latex, styles).text}</p>`);
        expect(dangersIn(page)).toEqual([]);
        expect(commentsOf(page)).toEqual([]);
        expect(styles.css()).not.toMatch(/url|expression|import|[<>\\"'@]/);
      }),
      { examples: hostileTexts.map((text) => [text] as [string]) },
    );
  });

  test('that is not LaTeX is shown as it was written', () => {
    expect(textOf(parsePart(formula('\\frac{1}{', new StyleClasses()).text))).toBe('\\frac{1}{');
    expect(textOf(parsePart(formula('x'.repeat(5000), new StyleClasses()).text))).toBe('x'.repeat(5000));
  });
});

test('the style sheet brings the fonts that are used, as data, and no others', () => {
  const plain = formula('x + 1', new StyleClasses()).text;
  const css = formulaCss(plain);
  expect(css).toContain('font-family:KaTeX_Main;');
  expect(css).not.toContain('font-family:KaTeX_Caligraphic;src');
  expect(css.match(/url\([^)]{0,20}/g)?.every((url) => url.startsWith('url(data:font/woff2'))).toBe(true);
  expect(formulaCss('no formula')).not.toContain('@font-face');
});
