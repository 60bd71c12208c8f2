import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { EXPONENT_LIMIT } from './decimal-context.js';
import { decimalIntervalSystem, type DecimalInterval } from './decimal-interval.js';
import { NumericError } from './number-system.js';

const system = decimalIntervalSystem(20);
const point = (text: string): DecimalInterval => system.literal(text);
const box = (lo: string, hi: string): DecimalInterval => {
  const end = (text: string): Decimal =>
    text.endsWith('∞') ? new Decimal(text.startsWith('-') ? -Infinity : Infinity) : point(text).lo;
  return { lo: end(lo), hi: end(hi), defined: true };
};
const EMPTY = system.fromNumber(NaN);

/** `[lo, hi]`, `∅`, with `?` when not everywhere defined. */
const shown = (x: DecimalInterval): string => {
  const text = x.lo.isNaN() ? '∅' : `[${x.lo.toString()}, ${x.hi.toString()}]`.replaceAll('Infinity', '∞');
  return x.defined ? text : `${text}?`;
};

describe('decimal intervals', () => {
  it('exist for 2 to 1000 digits, one system per precision, and leave the global constructor alone', () => {
    for (const digits of [1, 1001, 2.5, NaN, Infinity, -3]) {
      expect(() => decimalIntervalSystem(digits)).toThrow(NumericError);
    }
    expect(decimalIntervalSystem(2).name).toBe('decimal-interval-2');
    expect(decimalIntervalSystem(1000)).toBe(decimalIntervalSystem(1000));
    expect(Decimal.precision).toBe(20);
    expect(Decimal.rounding).toBe(Decimal.ROUND_HALF_UP);
  });

  it('read literals and doubles exactly, rounded outward where they do not fit', () => {
    expect(shown(point('0.1'))).toBe('[0.1, 0.1]');
    expect(shown(point('-.5E1'))).toBe('[-5, -5]');
    expect(shown(point('1.23456789012345678901'))).toBe('[1.234567890123456789, 1.2345678901234567891]');
    expect(shown(point('-1.23456789012345678901'))).toBe('[-1.2345678901234567891, -1.234567890123456789]');
    expect(shown(system.fromNumber(0.1))).toBe('[0.10000000000000000555, 0.10000000000000000556]');
    expect(shown(system.fromNumber(-0))).toBe('[0, 0]');
    expect(shown(system.fromNumber(2 ** 60))).toBe('[1152921504606846976, 1152921504606846976]');
    expect(shown(EMPTY)).toBe('∅?');
    expect(shown(system.fromNumber(-Infinity))).toBe('∅?');
    for (const text of ['', '0x10', 'NaN', 'Infinity', '1e', '1_000', '--1', '.', ' 1']) {
      expect(() => system.literal(text), text).toThrow(NumericError);
    }
  });

  it('round literals beyond the exponent range outward, never to zero or infinity', () => {
    expect(shown(point('1e-99999999999999999999'))).toBe(`[0, 1e-${EXPONENT_LIMIT}]`);
    expect(shown(point('-1e-600000000'))).toBe(`[-1e-${EXPONENT_LIMIT}, 0]`);
    expect(shown(point('1e99999999999999999999'))).toBe(`[9.9999999999999999999e+${EXPONENT_LIMIT}, ∞]`);
    expect(shown(point('0e99999999999999999999'))).toBe('[0, 0]');
  });

  it('saturate outward where products, quotients and exponentials leave the exponent range', () => {
    const huge = point('1e400000000');
    const tiny = point('1e-400000000');
    expect(shown(system.mul(huge, huge))).toBe(`[9.9999999999999999999e+${EXPONENT_LIMIT}, ∞]`);
    expect(shown(system.mul(huge, system.neg(huge)))).toBe(`[-∞, -9.9999999999999999999e+${EXPONENT_LIMIT}]`);
    expect(shown(system.mul(tiny, tiny))).toBe(`[0, 1e-${EXPONENT_LIMIT}]`);
    expect(shown(system.div(system.neg(tiny), huge))).toBe(`[-1e-${EXPONENT_LIMIT}, 0]`);
    for (const text of ['2e9', '1e10', '1e100', '1e499999999']) {
      expect(shown(system.exp(point(text))), text).toBe(`[9.9999999999999999999e+${EXPONENT_LIMIT}, ∞]`);
      expect(shown(system.exp(point(`-${text}`))), text).toBe(`[0, 1e-${EXPONENT_LIMIT}]`);
      expect(shown(system.expm1(point(`-${text}`))), text).toBe('[-1, -0.99999999999999999999]');
      expect(shown(system.tanh(point(text))), text).toBe('[0.99999999999999999999, 1]');
    }
    expect(shown(system.powInteger(huge, -3))).toBe(`[0, 1e-${EXPONENT_LIMIT}]`);
    expect(shown(system.powInteger(point('1.5'), Number.MAX_SAFE_INTEGER))).toBe(shown(system.mul(huge, huge)));
    expect(shown(system.pow(point('0.5'), point('1e12')))).toBe(`[0, 1e-${EXPONENT_LIMIT}]`);
  });

  it('are not fooled where the directed rounding of decimal.js is wrong', () => {
    const five = decimalIntervalSystem(5);
    expect(shown(five.tanh(five.literal('100')))).toBe('[0.99999, 1]');
    expect(shown(five.atan(five.literal('-1')))).toBe('[-0.7854, -0.78539]');
    const wide = decimalIntervalSystem(50);
    const root = wide.exp(wide.literal('-0.35667494393873237891263871124118447796401675904691'));
    expect(root.hi.gt('0.7')).toBe(true);
    expect(root.lo.lte('0.7')).toBe(true);
  });

  it('have exact values where functions have', () => {
    const zero = point('0');
    const one = point('1');
    for (const f of ['expm1', 'sin', 'tan', 'atan', 'tanh', 'sqrt', 'cbrt', 'sign', 'floor', 'abs', 'neg'] as const) {
      expect(shown(system[f](zero)), f).toBe('[0, 0]');
    }
    expect(shown(system.exp(zero))).toBe('[1, 1]');
    expect(shown(system.cos(zero))).toBe('[1, 1]');
    expect(shown(system.log(one))).toBe('[0, 0]');
    expect(shown(system.sqrt(point('2.25')))).toBe('[1.5, 1.5]');
    expect(shown(system.cbrt(point('-0.027')))).toBe('[-0.3, -0.3]');
    expect(shown(system.hypot(point('-3e-200'), point('4e-200')))).toBe('[5e-200, 5e-200]');
    expect(shown(system.pow(point('2'), point('-3')))).toBe('[0.125, 0.125]');
    expect(shown(system.pow(point('6.25'), point('0.5')))).toBe('[2.5, 2.5]');
    expect(shown(system.pow(one, point('1e300')))).toBe('[1, 1]');
    expect(shown(system.pow(point('7.3'), zero))).toBe('[1, 1]');
    expect(shown(system.powInteger(point('10'), 3_000_000))).toBe('[1e+3000000, 1e+3000000]');
  });

  it('divide by sets that contain zero as IEEE 1788 says', () => {
    const quotient = (x: DecimalInterval, y: DecimalInterval): string => shown(system.div(x, y));
    expect(quotient(box('1', '2'), box('4', '8'))).toBe('[0.125, 0.5]');
    expect(quotient(box('-1', '2'), box('-8', '-4'))).toBe('[-0.5, 0.25]');
    expect(quotient(box('1', '2'), point('0'))).toBe('∅?');
    expect(quotient(point('0'), point('0'))).toBe('∅?');
    expect(quotient(point('0'), box('-1', '2'))).toBe('[0, 0]?');
    expect(quotient(box('1', '2'), box('0', '4'))).toBe('[0.25, ∞]?');
    expect(quotient(box('1', '2'), box('-4', '0'))).toBe('[-∞, -0.25]?');
    expect(quotient(box('-2', '-1'), box('0', '4'))).toBe('[-∞, -0.25]?');
    expect(quotient(box('0', '1'), box('0', '4'))).toBe('[0, ∞]?');
    expect(quotient(box('-1', '1'), box('0', '4'))).toBe('[-∞, ∞]?');
    expect(quotient(box('1', '2'), box('-1', '1'))).toBe('[-∞, ∞]?');
    expect(quotient(box('1', '2'), box('4', '∞'))).toBe('[0, 0.5]');
    expect(quotient(box('1', '∞'), box('4', '∞'))).toBe('[0, ∞]');
    expect(quotient(EMPTY, point('1'))).toBe('∅?');
  });

  it('multiply unbounded and mixed sets', () => {
    const product = (x: DecimalInterval, y: DecimalInterval): string => shown(system.mul(x, y));
    expect(product(box('-2', '3'), box('-5', '7'))).toBe('[-15, 21]');
    expect(product(box('-3', '-2'), box('-5', '7'))).toBe('[-21, 15]');
    expect(product(box('2', '3'), box('-5', '-4'))).toBe('[-15, -8]');
    expect(product(point('0'), box('-∞', '∞'))).toBe('[0, 0]');
    expect(product(box('0', '1'), box('2', '∞'))).toBe('[0, ∞]');
    expect(product(box('-∞', '-1'), box('-∞', '2'))).toBe('[-∞, ∞]');
  });

  it('drop the points outside the domain, and say so', () => {
    expect(shown(system.sqrt(box('-1', '4')))).toBe('[0, 2]?');
    expect(shown(system.sqrt(box('-2', '-1')))).toBe('∅?');
    expect(shown(system.log(box('0', '1')))).toBe('[-∞, 0]?');
    expect(shown(system.log(box('-1', '0')))).toBe('∅?');
    expect(shown(system.powInteger(box('0', '2'), -1))).toBe('[0.5, ∞]?');
    expect(shown(system.powInteger(box('-2', '0'), -1))).toBe('[-∞, -0.5]?');
    expect(shown(system.powInteger(box('-2', '4'), -2))).toBe('[0.0625, ∞]?');
    expect(shown(system.powInteger(box('-2', '4'), -3))).toBe('[-∞, ∞]?');
    expect(shown(system.powInteger(point('0'), -2))).toBe('∅?');
    expect(shown(system.pow(box('-1', '4'), point('2')))).toBe('[0, 16]?');
    expect(shown(system.pow(box('0', '4'), box('-1', '2')))).toBe('[0, ∞]?');
    expect(shown(system.pow(point('0'), point('0')))).toBe('∅?');
    expect(shown(system.pow(point('0'), box('-1', '2')))).toBe('[0, 0]?');
    expect(shown(system.pow(box('-2', '-1'), point('2')))).toBe('∅?');
    expect(shown(system.tan(box('1', '2')))).toBe('[-∞, ∞]?');
    expect(system.isDefined(system.add(point('1'), system.log(box('0', '1'))))).toBe(false);
  });

  it('have tight powers: even ones of a set around zero start at 0', () => {
    expect(shown(system.powInteger(box('-2', '3'), 2))).toBe('[0, 9]');
    expect(shown(system.powInteger(box('-3', '-2'), 2))).toBe('[4, 9]');
    expect(shown(system.powInteger(box('-2', '3'), 3))).toBe('[-8, 27]');
    expect(shown(system.powInteger(box('-2', '3'), 0))).toBe('[1, 1]');
    expect(shown(system.powInteger(box('2', '4'), -2))).toBe('[0.0625, 0.25]');
    expect(shown(system.powInteger(box('-∞', '-2'), 2))).toBe('[4, ∞]');
    expect(() => system.powInteger(point('2'), 0.5)).toThrow(RangeError);
  });

  it('have the range of sine and cosine over wide sets', () => {
    expect(shown(system.sin(box('0', '3')))).toBe('[0, 1]');
    expect(shown(system.sin(box('2', '5')))).toMatch(/^\[-1, 0\.909/);
    expect(shown(system.sin(box('-∞', '0')))).toBe('[-1, 1]');
    expect(shown(system.cos(box('-1', '1')))).toMatch(/^\[0\.5403.*, 1\]$/);
    expect(shown(system.cos(box('3', '4')))).toMatch(/^\[-1, -0\.6536/);
    expect(shown(system.cos(box('1e30', '1.1e30')))).toBe('[-1, 1]');
    expect(shown(system.sin(point('1e100000')))).toBe('[-1, 1]');
    expect(shown(system.tan(point('1e100000')))).toBe('[-∞, ∞]');
    expect(shown(system.tan(box('1e100000', '2e100000')))).toBe('[-∞, ∞]?');
    // 3.1415926535897932384 < π < 3.1415926535897932385: the extremum −1 of cosine is met only by the second.
    const fine = decimalIntervalSystem(60);
    expect(fine.cos(box('3', '3.1415926535897932384')).lo.gt(-1)).toBe(true);
    expect(fine.cos(box('3', '3.1415926535897932385')).lo.eq(-1)).toBe(true);
    expect(shown(system.tan(box('1', '1.5707963267948966192')))).toBe('[1.5574077246549022305, 31926755792808630289]');
    expect(shown(system.tan(box('1', '1.5707963267948966193')))).toBe('[-∞, ∞]?');
  });

  it('bound functions by their limits over unbounded sets', () => {
    const all = box('-∞', '∞');
    expect(shown(system.exp(all))).toBe('[0, ∞]');
    expect(shown(system.expm1(all))).toBe('[-1, ∞]');
    expect(shown(system.tanh(all))).toBe('[-1, 1]');
    expect(shown(system.atan(all))).toBe('[-1.5707963267948966193, 1.5707963267948966193]');
    expect(shown(system.cbrt(all))).toBe('[-∞, ∞]');
    expect(shown(system.log(box('1', '∞')))).toBe('[0, ∞]');
    expect(shown(system.sqrt(box('4', '∞')))).toBe('[2, ∞]');
    expect(shown(system.hypot(all, point('2')))).toBe('[2, ∞]');
    expect(shown(system.pow(box('1', '∞'), box('-1', '1')))).toBe('[0, ∞]');
    expect(shown(system.pow(box('0.5', '2'), box('-∞', '∞')))).toBe('[0, ∞]');
    expect(shown(system.floor(all))).toBe('[-∞, ∞]');
    expect(shown(system.sign(all))).toBe('[-1, 1]');
    expect(shown(system.abs(box('-∞', '3')))).toBe('[0, ∞]');
  });

  it('compare in three values', () => {
    const one = point('1');
    const two = point('2');
    expect([system.less(one, two), system.less(two, one), system.less(one, one)]).toEqual([true, false, false]);
    expect(system.less(box('0', '2'), box('2', '3'))).toBe(undefined);
    expect(system.lessOrEqual(box('0', '2'), box('2', '3'))).toBe(true);
    expect(system.lessOrEqual(box('0', '2'), one)).toBe(undefined);
    expect([system.equal(one, one), system.equal(one, two), system.equal(one, box('0', '2'))]).toEqual([
      true,
      false,
      undefined,
    ]);
    for (const compare of [system.less, system.lessOrEqual, system.equal]) {
      expect([compare(EMPTY, one), compare(one, EMPTY), compare(EMPTY, EMPTY)]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it('give doubles on the right side, and the hull', () => {
    expect(system.lower(point('0.1'))).toBe(0.09999999999999999);
    expect(system.upper(point('0.1'))).toBe(0.1);
    expect([system.lower(point('0.5')), system.upper(point('0.5'))]).toEqual([0.5, 0.5]);
    expect([system.lower(point('1e400')), system.upper(point('1e400'))]).toEqual([Number.MAX_VALUE, Infinity]);
    expect([system.lower(point('-1e400')), system.upper(point('-1e400'))]).toEqual([-Infinity, -Number.MAX_VALUE]);
    expect([system.lower(point('1e-400')), system.upper(point('1e-400'))]).toEqual([0, 5e-324]);
    expect([system.lower(EMPTY), system.upper(EMPTY), system.toNumber(EMPTY)]).toEqual([NaN, NaN, NaN]);
    expect(shown(system.hull(point('1'), point('-2')))).toBe('[-2, 1]');
    expect(shown(system.hull(EMPTY, point('-2')))).toBe('[-2, -2]?');
    expect(system.toNumber(box('1', '2'))).toBe(1.5);
    expect(system.toText(system.exp(point('1')))).toBe('[2.7182818284590452353, 2.7182818284590452354]');
    expect(system.toText(EMPTY)).toBe('empty');
  });
});
