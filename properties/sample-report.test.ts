/** The sample of the page that is kept: it is what this version makes of the documents beside it. */
import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { PicturesDocument } from '../src/check/pictures.js';
import { reportPage } from '../src/report/html/page.js';
import type { Results } from '../src/report/results.js';
import { attributeOf, dangersIn, elementsOf, parsePage } from './support/html-tree.js';

const file = (name: string): URL => new URL(`../reports/sample/${name}`, import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(file(name), 'utf8'));

const REMEDY = 'the sample is older than the page: npm run build && npx softproof report reports/sample';

/** Engines may differ in the last digit of a logarithm, and so in a hundredth of a pixel. */
function rounded(page: string): string {
  return page.replace(/(\d+)\.\d+/g, '$1').replace(/sha256-[^']*/, '');
}

test('the sample is what this version makes of its documents', { timeout: 60_000 }, () => {
  const wanted = reportPage(read('results.json') as Results, read('pictures.json') as PicturesDocument);
  const found = readFileSync(file('report.html'), 'utf8');
  // Not by toEqual: a difference of a megabyte helps nobody.
  expect(rounded(found) === rounded(wanted), REMEDY).toBe(true);
});

test('the sample is one small file that loads nothing', () => {
  const page = parsePage(readFileSync(file('report.html'), 'utf8'));
  expect(statSync(file('report.html')).size).toBeLessThan(3_000_000);
  expect(dangersIn(page)).toEqual([]);
  expect(elementsOf(page).filter((element) => attributeOf(element, 'class') === 'claim').length).toBeGreaterThan(20);
});

test('the picture of the page is small enough for a README', () => {
  const image = new URL('../docs/images/report.png', import.meta.url);
  expect(statSync(image).size).toBeLessThan(400_000);
});
