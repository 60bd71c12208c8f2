import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as fixed from './fixed-point.js';
import { powerOfTwo, scaleDown, scaleUp } from './powers-of-two.js';

const { fixedArtanh, fixedAtan, fixedLn2, fixedPi, integerSquareRoot, leadingPart, nearestDouble, nearestRest } = fixed;
const RUNS = { numRuns: 500, seed: 20266 };

/** `digits` (after the point) of a number below 10, cut off, as scaled integer. */
function fromDigits(text: string, bits: number): bigint {
  const [whole, fraction] = text.split('.');
  return (BigInt(whole! + fraction!) << BigInt(bits)) / 10n ** BigInt(fraction!.length);
}

describe('constants in fixed point', () => {
  // The first hundred decimals, from the tables of OEIS A000796 and A002162.
  const PI = '3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679';
  const LN2 = '0.6931471805599453094172321214581765680755001343602552541206800094933936219696947156058633269964186875';

  it('for every precision up to 300 bits, π and ln 2 are within their stated errors', () => {
    for (let bits = 20; bits <= 300; bits += 7) {
      const [pi, ln2] = [fixedPi(bits) - fromDigits(PI, bits), fixedLn2(bits) - fromDigits(LN2, bits)];
      expect(pi * pi <= BigInt(40 * bits + 81) ** 2n).toBe(true);
      expect(ln2 * ln2 <= BigInt(4 * bits + 9) ** 2n).toBe(true);
    }
  });

  it('for all p/q ≤ 1/2, arctangents obey the addition theorem, artanh too, within their stated errors', () => {
    const ratio = fc.tuple(fc.bigInt(1n, 400n), fc.bigInt(1000n, 3000n));
    fc.assert(
      fc.property(ratio, ratio, fc.integer({ min: 60, max: 300 }), ([a, b], [c, d], bits) => {
        // atan(a/b) + atan(c/d) = atan((ad + bc)/(bd − ac)), as long as that ratio is at most 1/2.
        fc.pre(2n * (a * d + b * c) <= b * d - a * c);
        const allowed = BigInt(3 * (2 * bits + 4));
        const atan = fixedAtan(a, b, bits) + fixedAtan(c, d, bits) - fixedAtan(a * d + b * c, b * d - a * c, bits);
        const artanh =
          fixedArtanh(a, b, bits) + fixedArtanh(c, d, bits) - fixedArtanh(a * d + b * c, b * d + a * c, bits);
        expect([atan * atan <= allowed ** 2n, artanh * artanh <= allowed ** 2n]).toEqual([true, true]);
      }),
      RUNS,
    );
  });

  it('for every integer, integerSquareRoot is the root rounded down', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 400n), (n) => {
        const root = integerSquareRoot(n);
        expect(root * root <= n && n < (root + 1n) ** 2n).toBe(true);
      }),
      RUNS,
    );
  });

  it('for every fixed-point number, the leading part and the rest add up to it as closely as two doubles can', () => {
    fc.assert(
      fc.property(fc.bigInt(1n << 150n, 1n << 165n), (n) => {
        const units = (x: number): bigint => BigInt(x * 2 ** 160);
        const nearest = nearestDouble(n, 160);
        const rest = nearestRest(n, 160, nearest);
        // Half an ulp of half an ulp: 2^−106 of the number.
        const missing = n - units(nearest) - units(rest);
        expect((missing < 0n ? -missing : missing) <= n >> 106n).toBe(true);
        const leading = leadingPart(n, 160, 20);
        expect(Number.isInteger(leading * 2 ** 20) && units(leading) <= n && n - units(leading) < 1n << 140n).toBe(
          true,
        );
      }),
      RUNS,
    );
  });
});

describe('powers of two', () => {
  it('for every exponent, the table agrees with repeated doubling and with the operator **', () => {
    let power = Number.MIN_VALUE;
    for (let m = -1074; m <= 1023; m++) {
      if (m >= -1022) expect(powerOfTwo(m)).toBe(power);
      expect(2 ** m).toBe(power);
      power *= 2;
    }
  });

  it('rounds outward below the normal range and above the largest double', () => {
    expect([scaleDown(1.5, -1074), scaleUp(1.5, -1074)]).toEqual([Number.MIN_VALUE, 2 * Number.MIN_VALUE]);
    expect([scaleDown(1, -1074), scaleUp(1, -1074)]).toEqual([Number.MIN_VALUE, Number.MIN_VALUE]);
    expect([scaleDown(1, -5000), scaleUp(1, -5000)]).toEqual([0, Number.MIN_VALUE]);
    expect([scaleDown(1, 1024), scaleUp(1, 1024)]).toEqual([Number.MAX_VALUE, Infinity]);
    expect([scaleDown(0.5, 1024), scaleUp(0.5, 1024)]).toEqual([2 ** 1023, 2 ** 1023]);
    expect([scaleDown(1, 5000), scaleUp(1, 5000)]).toEqual([Number.MAX_VALUE, Infinity]);
    expect([scaleDown(1.25, 3), scaleUp(1.25, -3)]).toEqual([10, 0.15625]);
  });
});
