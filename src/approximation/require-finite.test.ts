import { describe, expect, it } from 'vitest';
import { parseTarget } from '../expression/parse/index.js';
import { TargetError } from '../expression/target.js';
import { requireFinite } from './require-finite.js';

const POWER = 'Math.pow(Math.abs(x - 0.5), -0.4)';

describe('a target with a declared singularity', () => {
  const declared = (formula: string) =>
    parseTarget(`
      export const domain = [[0, 1]];
      export const singularities = [{ point: [0.5], exponent: 0.4 }];
      export function target(x: number): number { return ${formula}; }
    `);

  it.each([
    POWER,
    '1 / Math.cbrt(x - 0.5)',
    'Math.log(Math.abs(x - 0.5))',
    'Math.sqrt(1 / Math.abs(x - 0.5) ** 0.5)',
    'x > 0.5 ? (x - 0.5) ** -0.4 : 0',
    '(x - 0.5) ** 2 / Math.abs(x - 0.5) ** 2.25',
  ])('may be infinite there: %s', async (formula) => {
    const target = await declared(formula);
    expect(() => requireFinite(target, { allowSingularities: true })).not.toThrow();
    expect(() => requireFinite(target)).toThrow(TargetError);
  });

  it.each([
    ['beside it, on an interval of any length', `${POWER} + Math.sqrt(Math.abs(x - 0.5) - 1e-12)`],
    ['on one side of it', `${POWER} + Math.log(x - 0.5)`],
    ['on the other', `(x - 0.5) ** -0.4`],
    ['at another point nearby', `${POWER} + 1 / (x - 0.5000000001)`],
    ['at points that are dense there', `${POWER} + Math.tan(1 / (x - 0.5))`],
  ])('is refused where it is undefined %s', async (_, formula) => {
    const target = await declared(formula);
    expect(() => requireFinite(target, { allowSingularities: true })).toThrow(TargetError);
  });
});
