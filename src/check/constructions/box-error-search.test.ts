import { expect, test } from 'vitest';
import { parseTarget } from '../../expression/parse/index.js';
import { defaultBoxes, isSearched } from './box-error-search.js';

test('boxes are as many as cost ten million of a max-affine layer, at least a thousand', () => {
  expect(defaultBoxes(1)).toBe(10_000_000);
  expect(defaultBoxes(0.01)).toBe(10_000_000);
  expect(defaultBoxes(400)).toBe(25_000);
  expect(defaultBoxes(1e9)).toBe(1000);
});

test('errors of up to three inputs are searched, unless a box costs more than 100,000 of a max-affine layer', async () => {
  const inputs = async (count: number) => {
    const names = Array.from({ length: count }, (_, t) => `x${t}`);
    const domain = names.map(() => '[0, 1]').join(', ');
    return parseTarget(
      `export const domain = [${domain}]; export function target(${names.map((name) => `${name}: number`).join(', ')}) { return ${names.join(' + ')}; }`,
    );
  };
  expect(isSearched(await inputs(3), 100_000)).toBe(true);
  expect(isSearched(await inputs(3), 100_001)).toBe(false);
  expect(isSearched(await inputs(4), 1)).toBe(false);
});
