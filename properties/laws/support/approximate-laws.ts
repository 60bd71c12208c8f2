/** The laws of an approximate system: near the truth at every point, honest about what has no value. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumericError, type NumberSystem } from '../../../src/numeric/number-system.js';
import type { ApproximateOptions } from '../number-system-laws.js';
import { Exact, check, decimalOf, decimalOfDouble, truth } from './oracle.js';
import { OPERATIONS } from './operations.js';
import { sample } from './samples.js';

export function describeApproximateLaws<T>(
  subject: ApproximateOptions<T> & { readonly system: NumberSystem<T> },
): void {
  const { system, value, unit, largest, errorInUnits, oracleDigits, poles, runs } = subject;
  const parameters = { numRuns: runs, seed: 20261121 };

  for (const operation of OPERATIONS) {
    const second = operation.arity === 2 ? sample(operation) : fc.constant('0');
    it(`for every argument, ${operation.name} is within ${errorInUnits} units in the last place of the exact result`, () => {
      fc.assert(
        fc.property(sample(operation), second, (a, b) => {
          const [s, t] = [system.literal(a), system.literal(b)];
          const [x, y] = [value(s), value(t)];
          if (!x.isFinite() || !y.isFinite()) return;
          const result = operation.apply(system, s, t);
          const found = value(result);
          const shown = (): string => `${operation.name}(${x.toString()}, ${y.toString()}) = ${found.toString()}`;
          if (!operation.isInside(x, y)) {
            check(!system.isDefined(result) || (poles === 'infinite' && !found.isFinite()), shown);
            return;
          }
          const { lo, hi } = truth(operation, x, y, oracleDigits);
          const size = lo.abs();
          // Beyond the largest number either the largest or infinity is nearest.
          if (size.gt(largest)) {
            const least = Exact.sub(largest, unit(largest).times(errorInUnits));
            check(found.s === lo.s && found.abs().gte(least), shown);
            return;
          }
          const error = Exact.max(Exact.sub(lo, found), Exact.sub(found, hi));
          check(error.lte(unit(size).times(errorInUnits)), () => `${shown()}, not ${lo.toString()}`);
          check(system.isDefined(result), shown);
        }),
        parameters,
      );
    });
  }

  it('for every literal and double, the nearest number is taken, of the double itself and not of its short numeral', () => {
    fc.assert(
      fc.property(sample(), fc.double({ noNaN: true, noDefaultInfinity: true }), (text, double) => {
        for (const [number, exact] of [
          [system.literal(text), decimalOf(text)],
          [system.fromNumber(double), decimalOfDouble(double)],
        ] as const) {
          const error = Exact.sub(value(number), exact).abs();
          expect(error.lte(unit(exact.abs()).times('0.5')), `${exact.toString()}: ${system.toText(number)}`).toBe(true);
        }
      }),
      parameters,
    );
  });

  it('for all numbers, comparisons, hulls and bounds are those of the exact values', () => {
    fc.assert(
      fc.property(sample(), sample(), fc.boolean(), (a, b, same) => {
        const [x, y] = [system.literal(a), system.literal(same ? a : b)];
        const [p, q] = [value(x), value(y)];
        expect([system.less(x, y), system.lessOrEqual(x, y), system.equal(x, y)]).toEqual([p.lt(q), p.lte(q), p.eq(q)]);
        if (p.eq(q)) expect(value(system.hull(x, y)).eq(p)).toBe(true);
        else expect(() => system.hull(x, y)).toThrow(NumericError);
        expect(decimalOfDouble(system.lower(x)).lte(p) && decimalOfDouble(system.upper(x)).gte(p)).toBe(true);
      }),
      parameters,
    );
  });

  it('what has no value is not defined, nor is what is computed from it, and no comparison holds of it', () => {
    const nothing = system.fromNumber(NaN);
    const one = system.literal('1');
    const zero = system.literal('0');
    const values = [
      nothing,
      system.log(system.literal('-1')),
      system.sqrt(system.literal('-1')),
      system.pow(zero, zero),
    ];
    for (const undefinedOne of [...values, system.div(zero, zero)]) {
      expect(system.isDefined(undefinedOne)).toBe(false);
      for (const compare of [system.less, system.lessOrEqual, system.equal]) {
        expect(compare(undefinedOne, one) === true || compare(one, undefinedOne) === true).toBe(false);
      }
      for (const operation of OPERATIONS) {
        // x⁰ is 1 for every x, NaN included, in ECMAScript; and hypot(NaN, ∞) is ∞.
        if (operation.name === 'powInteger(·, 0)') continue;
        expect(system.isDefined(operation.apply(system, undefinedOne, one)), operation.name).toBe(false);
      }
    }
  });
}
