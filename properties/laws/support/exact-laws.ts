/** The laws of an exact system: the exact result, or a refusal. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalIntervalSystem } from '../../../src/numeric/decimal-interval.js';
import { NumericError, type NumberSystem } from '../../../src/numeric/number-system.js';
import type { ExactOptions } from '../number-system-laws.js';
import { check, containsNumber, decimalOf, showEnds } from './oracle.js';
import { OPERATIONS, type Operation } from './operations.js';
import { sample } from './samples.js';

/** Never refused, whatever the (finite, not too long) arguments. */
const TOTAL = ['neg', 'abs', 'sign', 'floor', 'add', 'sub', 'mul', 'min', 'max'];
const isTotal = (operation: Operation): boolean => TOTAL.includes(operation.name) || /, [0-3]\)$/.test(operation.name);

export function describeExactLaws<T>(subject: ExactOptions<T> & { readonly system: NumberSystem<T> }): void {
  const { system, value, oracleDigits, runs } = subject;
  const parameters = { numRuns: runs, seed: 20261121 };
  const oracle = decimalIntervalSystem(oracleDigits);

  const attempt = (operation: Operation, a: string, b: string): T | undefined => {
    try {
      return operation.apply(system, system.literal(a), system.literal(b));
    } catch (error) {
      if (error instanceof NumericError && error.code === 'not-exact') return undefined;
      throw error;
    }
  };

  for (const operation of OPERATIONS) {
    const second = operation.arity === 2 ? sample(operation) : fc.constant('0');
    it(`for every argument, ${operation.name} is the exact result${isTotal(operation) ? '' : ' or refused'}`, () => {
      fc.assert(
        fc.property(sample(operation), second, (a, b) => {
          const [x, y] = [decimalOf(a), decimalOf(b)];
          const result = attempt(operation, a, b);
          if (result === undefined) {
            check(!isTotal(operation), () => `${operation.name}(${a}, ${b}) is refused`);
            return;
          }
          expect(operation.isInside(x, y)).toBe(true);
          const enclosure = operation.apply(oracle, { lo: x, hi: x, defined: true }, { lo: y, hi: y, defined: true });
          const shown = (): string =>
            `${operation.name}(${a}, ${b}) = ${system.toText(result)} in ${showEnds(enclosure)}`;
          check(containsNumber(enclosure, value(result)), shown);
        }),
        parameters,
      );
    });
  }

  it('for all numbers, + and −, × and ÷, square and root undo each other exactly', () => {
    fc.assert(
      fc.property(sample(), sample(), (a, b) => {
        const [x, y] = [system.literal(a), system.literal(b)];
        const isSame = (z: T): void => expect(system.equal(z, x)).toBe(true);
        isSame(system.sub(system.add(x, y), y));
        isSame(system.neg(system.neg(x)));
        isSame(system.cbrt(system.powInteger(x, 3)));
        if (!decimalOf(b).isZero()) isSame(system.div(system.mul(x, y), y));
        expect(system.equal(system.sqrt(system.mul(x, x)), system.abs(x))).toBe(true);
        expect([system.less(x, y), system.lessOrEqual(x, y), system.equal(x, y)]).toEqual([
          decimalOf(a).lt(b),
          decimalOf(a).lte(b),
          decimalOf(a).eq(b),
        ]);
      }),
      parameters,
    );
  });
}
