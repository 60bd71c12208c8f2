import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem } from './decimal-interval.js';
import { decimalSystem } from './decimal.js';
import { NumericError } from './number-system.js';

const system = decimalSystem(20);
const wide = decimalIntervalSystem(60);

describe('the decimal system', () => {
  it('exists for 2 to 1000 digits, one per precision, and leaves the global constructor alone', () => {
    for (const digits of [1, 1001, 2.5, NaN]) expect(() => decimalSystem(digits)).toThrow(NumericError);
    expect(decimalSystem(34)).toBe(decimalSystem(34));
    expect(decimalSystem(1000).name).toBe('decimal-1000');
    expect([Decimal.precision, Decimal.rounding]).toEqual([20, Decimal.ROUND_HALF_UP]);
  });

  it('takes the exact value of a double and of a literal, rounded half to even', () => {
    expect(system.toText(system.fromNumber(0.1))).toBe('0.10000000000000000555');
    expect(decimalSystem(60).toText(decimalSystem(60).fromNumber(0.1))).toBe(
      '0.1000000000000000055511151231257827021181583404541015625',
    );
    expect(system.toText(system.literal('0.1'))).toBe('0.1');
    expect(system.toText(system.literal('1.00000000000000000005'))).toBe('1');
    expect(system.toText(system.literal('1.00000000000000000015'))).toBe('1.0000000000000000002');
    expect(system.fromNumber(5e-324).sd()).toBe(20);
    expect(() => system.literal('0b1')).toThrow(NumericError);
  });

  it('is undefined where a function is, even where decimal.js answers infinity', () => {
    const zero = system.literal('0');
    const minusOne = system.literal('-1');
    for (const value of [
      system.div(minusOne, zero),
      system.log(zero),
      system.log(minusOne),
      system.sqrt(minusOne),
      system.pow(zero, zero),
      system.pow(minusOne, system.literal('2')),
      system.powInteger(zero, -1),
      system.fromNumber(NaN),
    ]) {
      expect(value.isNaN()).toBe(true);
      expect(system.isDefined(value)).toBe(false);
      expect(system.isDefined(system.min(value, zero))).toBe(false);
      expect(system.isDefined(system.hypot(zero, value))).toBe(false);
      expect([system.less(value, zero), system.lessOrEqual(value, value), system.equal(value, zero)]).toEqual([
        false,
        false,
        false,
      ]);
    }
    expect(system.sin(system.literal('1e100000')).isNaN()).toBe(true);
    expect(system.exp(system.literal('1e10')).eq(Infinity)).toBe(true);
    expect(system.exp(system.literal('-1e10')).isZero()).toBe(true);
    expect(system.tanh(system.exp(system.literal('1e10'))).eq(1)).toBe(true);
    expect(system.sin(system.exp(system.literal('1e10'))).isNaN()).toBe(true);
  });

  it('for every argument, each function is within 0.51 units in the last place', () => {
    const functions = ['exp', 'expm1', 'sin', 'cos', 'tan', 'atan', 'tanh', 'cbrt'] as const;
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), fc.constantFrom(...functions), (x, name) => {
        const argument = system.fromNumber(x);
        const value = system[name](argument);
        const truth = wide[name]({ lo: argument, hi: argument, defined: true });
        const unit = new Decimal(10).pow(truth.lo.e - 19);
        expect(value.minus(truth.lo).abs().lte(unit.times('0.51'))).toBe(true);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('has constants to the last place', () => {
    expect(system.toText(system.constant('PI'))).toBe('3.1415926535897932385');
    expect(system.toText(system.constant('LOG10E'))).toBe('0.43429448190325182765');
    expect(system.toText(system.constant('SQRT1_2'))).toBe('0.7071067811865475244');
  });

  it('has hulls of equal values only, and doubles on either side', () => {
    const tenth = system.literal('0.1');
    expect(system.hull(tenth, system.literal('0.10'))).toBe(tenth);
    expect(() => system.hull(tenth, system.literal('0.2'))).toThrow(NumericError);
    expect([system.lower(tenth), system.upper(tenth)]).toEqual([0.09999999999999999, 0.1]);
    expect(system.toNumber(tenth)).toBe(0.1);
  });
});
