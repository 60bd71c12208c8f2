import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalDown, decimalUp, exactDecimal, parseDown, parseNear, parseUp } from './decimal-text.js';
import { nextDown, nextUp } from './directed.js';
import { scaledInteger } from './dyadic.js';

const RUNS = { numRuns: 1_000, seed: 20263 };
const MAX = Number.MAX_VALUE;
const TINY = Number.MIN_VALUE;
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0, TINY, MAX, -MAX, 1e21, 1e22, 1e-6, 1e-7, 0.1, 999.9995),
);

/** A decimal as an integer number of `2^−1074·10^−2000`, by string arithmetic alone. */
function exactUnits(text: string): bigint {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text)!;
  const magnitude = BigInt(whole! + fraction) * 10n ** BigInt(2000 + Number(exponent) - fraction.length) * 2n ** 1074n;
  return sign === '-' ? -magnitude : magnitude;
}
const unitsOf = (x: number): bigint => scaledInteger(x) * 10n ** 2000n;

/** Significant digits of a decimal text. */
function digitsOf(text: string): number {
  return text.replace(/e.*/, '').replace(/[-.]/g, '').replace(/^0+/, '').length;
}

describe('doubles as decimal text', () => {
  it('for every finite double, exactDecimal has exactly its value', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(exactUnits(exactDecimal(x))).toBe(unitsOf(x));
      }),
      RUNS,
    );
  });

  it('for every finite double and number of digits, decimalDown and decimalUp are the tightest such decimals', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 25 }), (x, count) => {
        const [down, up] = [decimalDown(x, count), decimalUp(x, count)];
        const [below, exact, above] = [exactUnits(down), unitsOf(x), exactUnits(up)];
        expect(below <= exact && exact <= above).toBe(true);
        if (below === above) return;
        expect(below < exact && exact < above).toBe(true);
        // One unit in the last of `count` digits apart: the larger magnitude has `count` digits or is a power of ten.
        const larger = Math.abs(x) === x ? above : -below;
        const gap = (above - below).toString().length;
        expect(larger.toString().length - gap).toBeGreaterThanOrEqual(count - 1);
        expect(Math.max(digitsOf(down.replace(/0+$/, '')), 1)).toBeLessThanOrEqual(Math.max(count, 22));
      }),
      RUNS,
    );
  });

  it('writes numbers as JavaScript does, positionally from 1e-6 to 1e21', () => {
    expect(exactDecimal(0.1)).toBe('0.1000000000000000055511151231257827021181583404541015625');
    expect(exactDecimal(-2.5)).toBe('-2.5');
    expect(exactDecimal(1e21)).toBe('1e+21');
    expect(exactDecimal(123456789012345678901)).toBe('123456789012345683968');
    expect(exactDecimal(2 ** -24)).toBe('5.9604644775390625e-8');
    expect(exactDecimal(2 ** -19)).toBe('0.0000019073486328125');
    expect([exactDecimal(-0), exactDecimal(Infinity), exactDecimal(-Infinity), exactDecimal(NaN)]).toEqual([
      '0',
      'Infinity',
      '-Infinity',
      'NaN',
    ]);
  });

  it('rounds in the direction asked for, across powers of ten and zero', () => {
    expect([decimalDown(0.1, 3), decimalUp(0.1, 3)]).toEqual(['0.1', '0.101']);
    expect([decimalDown(999.9995, 4), decimalUp(999.9995, 4)]).toEqual(['999.9', '1000']);
    expect([decimalDown(-999.9995, 4), decimalUp(-999.9995, 4)]).toEqual(['-1000', '-999.9']);
    expect([decimalDown(1.5e300, 1), decimalUp(1.5e300, 1)]).toEqual(['1e+300', '2e+300']);
    expect([decimalDown(TINY, 2), decimalUp(TINY, 2)]).toEqual(['4.9e-324', '5e-324']);
    expect([decimalDown(9.99e-7, 1), decimalUp(9.99e-7, 1)]).toEqual(['9e-7', '0.000001']);
    expect([decimalDown(Infinity, 5), decimalUp(-Infinity, 5), decimalUp(0, 5)]).toEqual([
      'Infinity',
      '-Infinity',
      '0',
    ]);
    expect(decimalUp(1 / 3)).toBe('0.33333333333333332');
    for (const count of [0, -1, 1.5, NaN]) {
      expect(() => decimalDown(1, count)).toThrow(expect.objectContaining({ code: 'invalid-precision' }));
    }
  });
});

describe('decimal text as doubles', () => {
  it('for every finite double, its exact text reads as it alone, and its shortest text encloses it', () => {
    fc.assert(
      fc.property(finite, (x) => {
        const text = exactDecimal(x);
        expect([parseDown(text) + 0, parseUp(text) + 0, parseNear(text) + 0]).toEqual([x + 0, x + 0, x + 0]);
        const short = String(x);
        expect(parseDown(short) <= x && x <= parseUp(short)).toBe(true);
        expect(parseUp(short) <= nextUp(parseDown(short))).toBe(true);
      }),
      RUNS,
    );
  });

  it('for every decimal literal, the ends are the tightest doubles around its exact value', () => {
    const literal = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.integer({ min: -40, max: 20 }), fc.boolean());
    fc.assert(
      fc.property(literal, ([digits, exponent, negative]) => {
        const text = `${negative ? '-' : ''}${digits}e${exponent < 0 ? '' : '+'}${exponent}`;
        const exact = exactUnits(text);
        const [down, up] = [parseDown(text), parseUp(text)];
        expect(unitsOf(down) <= exact && exact <= unitsOf(up)).toBe(true);
        expect(unitsOf(nextUp(down)) > exact && unitsOf(nextDown(up)) < exact).toBe(true);
      }),
      RUNS,
    );
  });

  it('reads values between a double and the next by exact comparison, however close', () => {
    const half = '0.500000000000000000000000000000000000000000000000000000000000000000000000001';
    expect([parseDown(half), parseUp(half)]).toEqual([0.5, nextUp(0.5)]);
    expect([parseDown(`-${half}`), parseUp(`-${half}`)]).toEqual([-nextUp(0.5), -0.5]);
    expect([parseDown('.5'), parseUp('5.e-1'), parseUp('+0.5')]).toEqual([0.5, 0.5, 0.5]);
  });

  it('stays in range for literals beyond all doubles, without computing their digits', () => {
    expect([parseDown('1e999999999'), parseUp('1e999999999')]).toEqual([MAX, Infinity]);
    expect([parseDown('-1e999999999'), parseUp('-1e999999999')]).toEqual([-Infinity, -MAX]);
    expect([parseDown('1e-999999999'), parseUp('1e-999999999')]).toEqual([0, TINY]);
    expect([parseDown('-1e-400') + 0, parseUp('-1e-400') + 0]).toEqual([-TINY, 0]);
    expect([parseDown('1.8e308'), parseUp('1.8e308')]).toEqual([MAX, Infinity]);
    expect([parseDown('0e999999999'), parseUp('-0')].map((x) => x + 0)).toEqual([0, 0]);
  });

  it('refuses what is no decimal number', () => {
    for (const text of ['', '.', 'e5', '1e', '0x10', '1_000', '--1', ' 1', 'NaN', 'Infinity', '1,5']) {
      for (const parse of [parseDown, parseUp, parseNear]) {
        expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'invalid-literal' }));
      }
    }
  });
});
