import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ceilTo,
  divideSignificant,
  exact,
  floorTo,
  fractionDigits,
  normUp,
  simplestBetween,
  squareRootUp,
  toText,
  unitOf,
} from './exact-decimal.js';

/** Decimals of up to 12 digits and exponents from −15 to 5. */
const decimals = fc
  .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: -15, max: 5 }))
  .map(([mantissa, exponent]) => exact(`${mantissa}e${exponent}`));
const digits = fc.integer({ min: 0, max: 20 });

describe('directed roundings of decimals', () => {
  it('for every x: floor ≤ x < floor + unit, x ≤ ceil < x + unit, and neither has more digits than asked for', () => {
    fc.assert(
      fc.property(decimals, digits, (x, places) => {
        const [floor, ceil, unit] = [floorTo(x, places), ceilTo(x, places), unitOf(places)];
        expect(floor.lte(x) && floor.plus(unit).gt(x)).toBe(true);
        expect(ceil.gte(x) && ceil.minus(unit).lt(x)).toBe(true);
        expect(Math.max(fractionDigits(floor), fractionDigits(ceil))).toBeLessThanOrEqual(places);
      }),
      { numRuns: 500 },
    );
  });

  it('for every x ≥ 0 the root rounded up is at least √x and within one unit of its 12th digit', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        const x = value.abs();
        const root = squareRootUp(x);
        expect(root.times(root).gte(x)).toBe(true);
        const below = root.times(exact('0.99999999999'));
        expect(x.eq(exact('0')) || below.times(below).lt(x)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('for every short x the root of x² is x exactly', () => {
    fc.assert(
      fc.property(decimals, (x) => {
        expect(toText(squareRootUp(x.times(x)))).toBe(toText(x.abs()));
      }),
      { numRuns: 300 },
    );
  });

  it('norms are exact for one entry and for Pythagorean triples, above otherwise', () => {
    expect(toText(normUp(['0', '-0.3', '0']))).toBe('0.3');
    expect(toText(normUp(['3', '-4']))).toBe('5');
    expect(toText(normUp(['1', '1']))).toBe('1.41421356238');
    expect(toText(normUp([]))).toBe('0');
  });

  it('for every x and y ≠ 0 the quotient is within half a unit of its last digit', () => {
    fc.assert(
      fc.property(decimals, decimals, (x, y) => {
        fc.pre(!y.eq(exact('0')));
        const quotient = divideSignificant(x, y, 5);
        // |q·y − x| ≤ 5·10^(e−5)·|y|, where e is the exponent of q.
        const slack = y.abs().times(unitOf(5 - quotient.e).times(exact('5')));
        expect(quotient.times(y).minus(x).abs().lte(slack)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the simplest decimal between two', () => {
  it.each([
    ['-1', '1', '0'],
    ['0.001', '1000', '1'],
    ['0.3', '0.7', '0.3'],
    ['0.31', '0.39', '0.31'],
    ['0.25', '0.31', '0.3'],
    ['-0.31', '-0.25', '-0.3'],
    ['250.5', '251.5', '251'],
    ['0.3', '0.3', '0.3'],
    ['0', '5', '0'],
  ])('of [%s, %s] is %s', (min, max, expected) => {
    expect(toText(simplestBetween(exact(min), exact(max)))).toBe(expected);
  });
});

describe('decimal text', () => {
  it.each(['', '.5', '1.', 'NaN', 'Infinity', '0x1', '1/3', ' 1', '--1'])('%j is refused', (text) => {
    expect(() => exact(text)).toThrow(RangeError);
  });

  it('is plain: no exponent, no trailing zeros, no negative zero', () => {
    expect(['1e-12', '-0', '1.50', '1e3', '-0.0'].map((text) => toText(exact(text)))).toEqual([
      '0.000000000001',
      '0',
      '1.5',
      '1000',
      '0',
    ]);
  });
});
