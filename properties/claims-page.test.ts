/** docs/claims.md is what the claims say; its figures are compared with a whole check where one has been run. */
import { describe, expect, it } from 'vitest';
import { claimsPage, FIGURES, staleLine } from '../src/report/claims-page.js';
import { claims } from '../src/theorems/index.js';
import { readText } from './support/source-files.js';

const written = readText('docs/claims.md').text;
const figures = new Map(
  written.split(/^## /m).flatMap((part) => {
    const [id] = part.split('\n', 1);
    const line = part.split('\n').find((text) => text.startsWith(FIGURES));
    return line === undefined ? [] : [[id!, line.slice(FIGURES.length)] as const];
  }),
);

describe('the page of claims', () => {
  it('is what the claims say (if not: npm run check && npm run docs:claims)', () => {
    expect(claimsPage(claims, (id) => figures.get(id) ?? 'no figures')).toBe(written);
  });

  it('has figures of a certified check for every claim', () => {
    const wrong = claims.filter(({ id, mutants }) => {
      const line = figures.get(id) ?? '';
      const refuted = `${mutants.length} of ${mutants.length} mutants refuted`;
      return !line.startsWith('**certified**') || !line.includes(refuted) || !line.includes('profile standard');
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('is seen to be stale where a statement, a figure or a section differs, but for rounding', () => {
    expect(staleLine(written, written)).toBeUndefined();
    const changed = (from: string | RegExp, to: string) => written.replace(from, to);
    const statement = changed('\\frac{y}{1+y}', '\\frac{y}{2+y}');
    expect(statement).not.toBe(written);
    expect(staleLine(statement, written)).toBe(
      written.split('\n').findIndex((line) => line.includes('frac{y}{1+y}')) + 1,
    );
    expect(staleLine(changed('**certified**', '**held**'), written)).toBeDefined();
    expect(staleLine(changed(/tightest ratio 1\.00/, 'tightest ratio 0.90'), written)).toBeDefined();
    expect(staleLine(changed(/tightest ratio 1\.00/, 'tightest ratio 0.999'), written)).toBeUndefined();
    expect(staleLine(changed(/(\d+) enclosure/, '7 enclosure'), written)).toBeDefined();
    expect(staleLine(`${written}\n`, written)).toBe(written.split('\n').length + 1);
    expect(staleLine(written.slice(0, written.lastIndexOf('## ')), written)).toBeDefined();
  });
});
