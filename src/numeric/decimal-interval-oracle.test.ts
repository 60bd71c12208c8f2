/**
 * Decimal interval results against values of an independent program (fixtures/oracles/high-precision.py, mpmath).
 */
import { readFileSync } from 'node:fs';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem, type DecimalInterval } from './decimal-interval.js';
import type { ConstantName, NumberSystem } from './number-system.js';

const oracle = JSON.parse(
  readFileSync(new URL('../../fixtures/oracles/high-precision.json', import.meta.url), 'utf8'),
) as Record<string, readonly (readonly string[])[]>;

/** Exact enough to compare 70-digit numerals, to one unit of their last place. */
const Wide = Decimal.clone({ precision: 120, minE: -9e15, maxE: 9e15 });

type Operation = (system: NumberSystem<DecimalInterval>, ...args: readonly DecimalInterval[]) => DecimalInterval;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  exp: (s, x) => s.exp(x!),
  expm1: (s, x) => s.expm1(x!),
  log: (s, x) => s.log(x!),
  sin: (s, x) => s.sin(x!),
  cos: (s, x) => s.cos(x!),
  tan: (s, x) => s.tan(x!),
  atan: (s, x) => s.atan(x!),
  tanh: (s, x) => s.tanh(x!),
  sqrt: (s, x) => s.sqrt(x!),
  cbrt: (s, x) => s.cbrt(x!),
  pow: (s, x, y) => s.pow(x!, y!),
  hypot: (s, x, y) => s.hypot(x!, y!),
};

/** Is the number that `numeral` is within half a unit in the 70th digit in `x`? */
function contains(x: DecimalInterval, numeral: string): boolean {
  const value = new Wide(numeral);
  const doubt = value.abs().times('1e-69');
  return value.plus(doubt).gte(x.lo) && value.minus(doubt).lte(x.hi);
}

/** Width in units of the last place of `digits` digits, of the larger end. */
function widthInUnits(x: DecimalInterval, digits: number): number {
  if (x.lo.eq(x.hi)) return 0;
  const largest = x.lo.abs().gt(x.hi.abs()) ? x.lo : x.hi;
  return new Wide(x.hi)
    .minus(x.lo)
    .times(new Wide(10).pow(digits - 1 - largest.e))
    .toNumber();
}

describe('decimal interval results at 50 digits', () => {
  const system = decimalIntervalSystem(50);
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    it(`of ${name} contain the value of an independent program, and are at most two units in the last place wide`, () => {
      const cases = oracle[name]!;
      expect(cases.length).toBeGreaterThan(60);
      for (const row of cases) {
        // Arguments longer than 50 digits are not points of this system.
        if (row.slice(0, -1).some((text) => new Wide(text).sd() > 50)) continue;
        const result = operation(system, ...row.slice(0, -1).map((text) => system.literal(text)));
        const shown = `${name}(${row.slice(0, -1).join(', ')}) = ${row.at(-1)} in ${system.toText(result)}`;
        expect(contains(result, row.at(-1)!), shown).toBe(true);
        expect(widthInUnits(result, 50), shown).toBeLessThanOrEqual(2);
        expect(result.defined).toBe(true);
      }
    });
  }

  it('of constants contain the value of an independent program, and are at most one unit in the last place wide', () => {
    expect(oracle['constants']!.length).toBe(8);
    for (const [name, numeral] of oracle['constants']!) {
      const result = system.constant(name as ConstantName);
      expect(contains(result, numeral!), name).toBe(true);
      expect(widthInUnits(result, 50)).toBeLessThanOrEqual(1);
    }
  });
});

describe('decimal interval results at 2, 5, 20 and 60 digits', () => {
  for (const digits of [2, 5, 20, 60]) {
    it(`of every function contain the value of an independent program (${digits} digits)`, () => {
      const system = decimalIntervalSystem(digits);
      for (const [name, operation] of Object.entries(OPERATIONS)) {
        for (const row of oracle[name]!) {
          const result = operation(system, ...row.slice(0, -1).map((text) => system.literal(text)));
          expect(contains(result, row.at(-1)!), `${name}(${row.join(', ')}) ${system.toText(result)}`).toBe(true);
        }
      }
    });
  }
});
