/**
 * Every enclosure against a much finer one of the same number, and its promised width. The finer ones are anchored by
 * the vectors of an independent program in `decimal-interval-oracle.test.ts`.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledFromNumber } from '../decimal-conversion.js';
import { encloseAtan } from './arctangent.js';
import { arctangentTable, euler, lnTen, lnTwo, logarithmTable, pi } from './constants.js';
import { encloseExp, encloseExpm1 } from './exponential.js';
import { encloseTanh } from './hyperbolic-tangent.js';
import { encloseLog } from './logarithm.js';
import { enclosePow, enclosePowInteger, reciprocal } from './power.js';
import { encloseCbrt, encloseSqrt, integerRoot } from './roots.js';
import { bitLength, estimateLog2, floorFixed, powerOfTen, scale, type Enclosure, type Scaled } from './scaled.js';
import { encloseCos, encloseSin, encloseTan, quadrant } from './trigonometric.js';

/** Both ends as integers of one common unit `2^twos 10^tens`. */
function align(x: Enclosure, y: Enclosure): { x: Enclosure; y: Enclosure } {
  const twos = Math.min(x.twos, y.twos);
  const tens = Math.min(x.tens, y.tens);
  const to = (e: Enclosure): Enclosure => {
    const factor = powerOfTen(e.tens - tens) << BigInt(e.twos - twos);
    return { lo: e.lo * factor, hi: e.hi * factor, twos, tens };
  };
  return { x: to(x), y: to(y) };
}

function isInside(inner: Enclosure, outer: Enclosure): boolean {
  const { x, y } = align(inner, outer);
  return y.lo <= x.lo && x.hi <= y.hi;
}

const abs = (x: bigint): bigint => (x < 0n ? -x : x);

/** Is the width at most `2^-bits` times the smaller end? */
function isNarrow({ lo, hi }: Enclosure, bits: number): boolean {
  const smallest = abs(lo) < abs(hi) ? abs(lo) : abs(hi);
  return lo <= hi && (hi - lo) << BigInt(bits) <= smallest;
}

const decimal = (digits: number, low: number, high: number): fc.Arbitrary<Scaled> =>
  fc
    .record({
      m: fc.bigInt({ min: -(10n ** BigInt(digits)), max: 10n ** BigInt(digits) }).filter((m) => m !== 0n),
      exponent: fc.integer({ min: low, max: high }),
    })
    .map(({ m, exponent }) => ({ m, twos: 0, tens: exponent - digits }));

const dyadic: fc.Arbitrary<Scaled> = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((x) => x !== 0)
  .map(scaledFromNumber);

const moderate = fc.oneof(decimal(3, -2, 2), decimal(20, -1, 1), decimal(40, -30, 4), decimal(12, -400, 2));
const anything = fc.oneof(moderate, decimal(20, -500, 500), dyadic);
const positive = anything.map((x) => ({ ...x, m: abs(x.m) }));
const nearOne = fc
  .tuple(
    fc.bigInt({ min: -1000n, max: 1000n }).filter((k) => k !== 0n),
    fc.integer({ min: 4, max: 200 }),
  )
  .map(([k, places]) => ({ m: powerOfTen(places) + k, twos: 0, tens: -places }))
  .filter((x) => x.m > 0n);
const exponentArgument = anything.filter((x) => estimateLog2(x) < 20);

type Enclose = (x: Scaled, bits: number) => Enclosure;

const FUNCTIONS: readonly (readonly [string, Enclose, fc.Arbitrary<Scaled>])[] = [
  ['exp', encloseExp, exponentArgument],
  ['expm1', encloseExpm1, exponentArgument],
  ['log', encloseLog, fc.oneof(positive, nearOne)],
  ['sin', encloseSin, anything],
  ['cos', encloseCos, anything],
  ['tan', encloseTan, anything],
  ['atan', encloseAtan, fc.oneof(anything, nearOne)],
  ['tanh', encloseTanh, anything],
  ['sqrt', encloseSqrt, positive],
  ['cbrt', encloseCbrt, anything],
];

describe('enclosures of elementary functions', () => {
  const runs = { numRuns: 300, seed: 42 };
  for (const [name, enclose, argument] of FUNCTIONS) {
    it(`for every number and precision, ${name} contains a finer enclosure and is as narrow as promised`, () => {
      fc.assert(
        fc.property(argument, fc.constantFrom(8, 24, 53, 87, 90, 119, 170), (x, bits) => {
          const coarse = enclose(x, bits);
          expect(isNarrow(coarse, bits)).toBe(true);
          expect(isInside(enclose(x, bits + 300), coarse)).toBe(true);
        }),
        runs,
      );
    });
  }

  it('for every positive number and exponent, pow contains a finer enclosure and is as narrow as promised', () => {
    fc.assert(
      fc.property(
        fc.oneof(decimal(20, -30, 30), nearOne),
        decimal(20, -20, 4),
        fc.constantFrom(8, 53, 87, 170),
        (x, y, bits) => {
          const base = { ...x, m: abs(x.m) };
          const coarse = enclosePow(base, y, bits);
          const fine = enclosePow(base, y, bits + 300);
          if (typeof coarse === 'string' || typeof fine === 'string') throw new Error('no such power overflows');
          expect(isNarrow(coarse, bits)).toBe(true);
          expect(isInside(fine, coarse)).toBe(true);
        },
      ),
      runs,
    );
  });

  it('for every positive number and integer, x^n contains the exact power and its reciprocal the exact reciprocal', () => {
    fc.assert(
      fc.property(decimal(15, -5, 5), fc.integer({ min: 1, max: 300 }), fc.constantFrom(8, 53, 170), (x, n, bits) => {
        const base = { ...x, m: abs(x.m) };
        const power = base.m ** BigInt(n);
        const exact = { lo: power, hi: power, twos: 0, tens: base.tens * n };
        const coarse = enclosePowInteger(base, n, bits);
        expect(isNarrow(coarse, bits)).toBe(true);
        expect(isInside(exact, coarse)).toBe(true);
        // r encloses 1/power: r.lo · power ≤ 1 ≤ r.hi · power.
        const inverse = reciprocal(coarse, bits);
        const one = { lo: 1n, hi: 1n, twos: 0, tens: 0 };
        expect(isInside(one, scale(inverse, { m: power, twos: 0, tens: exact.tens }))).toBe(true);
        expect(isNarrow(inverse, bits - 2)).toBe(true);
      }),
      runs,
    );
  });

  it('an exact square, cube or power comes out exact', () => {
    fc.assert(
      fc.property(decimal(12, -20, 20), ({ m, tens }) => {
        const square = encloseSqrt({ m: m * m, twos: 0, tens: 2 * tens }, 100);
        const cube = encloseCbrt({ m: m ** 3n, twos: 0, tens: 3 * tens }, 100);
        expect(square.lo).toBe(square.hi);
        expect(cube.lo).toBe(cube.hi);
        expect(isInside({ lo: m, hi: m, twos: 0, tens }, cube)).toBe(true);
      }),
      runs,
    );
  });
});

describe('quadrant', () => {
  it('for every number, q π/2 ≤ x < (q + 1) π/2, with π from a longer computation', () => {
    fc.assert(
      fc.property(anything, (x) => {
        const q = quadrant(x);
        const bits = Math.max(64, 64 + Math.ceil(estimateLog2(x)));
        // 2x against qπ, at a precision where the two sides are far apart or x is far below 1.
        const twice = { ...x, twos: x.twos + 1 };
        const X = floorFixed(twice, bits);
        expect(q * pi(bits) - abs(q) <= X + 1n).toBe(true);
        expect(X <= (q + 1n) * pi(bits) + abs(q + 1n)).toBe(true);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('tells numbers on either side of a multiple of π/2 apart', () => {
    const digits = '314159265358979323846264338327950288419716939937510582097494459';
    const below = { m: BigInt(digits), twos: 0, tens: -62 };
    expect(quadrant(below)).toBe(1n);
    expect(quadrant({ ...below, m: below.m + 1n })).toBe(2n);
    expect(quadrant({ ...below, m: -below.m })).toBe(-2n);
    expect(quadrant({ ...below, m: -below.m - 1n })).toBe(-3n);
    expect(quadrant({ m: 0n, twos: 0, tens: 0 })).toBe(0n);
    expect(quadrant({ m: -1n, twos: 0, tens: -1000 })).toBe(-1n);
  });
});

describe('constants', () => {
  it('at every number of bits from 1 to 400 are within one ulp of their value', () => {
    const fine = 1000;
    for (const constant of [pi, lnTwo, lnTen, euler]) {
      const reference = constant(fine);
      for (let bits = 1; bits <= 400; bits++) {
        expect(abs((constant(bits) << BigInt(fine - bits)) - reference) <= 1n << BigInt(fine - bits)).toBe(true);
      }
    }
  });

  it('and tables agree with each other: ln(81/64) = 2 ln(72/64), and arctan 1 = π/4', () => {
    const bits = 300;
    expect(abs(4n * arctangentTable(bits)(32) - pi(bits)) <= 5n).toBe(true);
    // (72/64)² = 81/64.
    expect(logarithmTable(bits)(64)).toBe(0n);
    expect(abs(2n * logarithmTable(bits)(72) - logarithmTable(bits)(81)) <= 3n).toBe(true);
  });
});

describe('integer helpers', () => {
  it('for every integer, the root is the floor of the real root', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 300n }), (n) => {
        const square = integerRoot(n, 2);
        const cube = integerRoot(n, 3);
        expect(square * square <= n && n < (square + 1n) ** 2n).toBe(true);
        expect(cube ** 3n <= n && n < (cube + 1n) ** 3n).toBe(true);
      }),
      { numRuns: 500, seed: 3 },
    );
    for (let n = 0n; n < 100n; n++) {
      expect(integerRoot(n, 2) ** 2n <= n && n < (integerRoot(n, 2) + 1n) ** 2n).toBe(true);
      expect(integerRoot(n, 3) ** 3n <= n && n < (integerRoot(n, 3) + 1n) ** 3n).toBe(true);
    }
  });

  it('for every number, the fixed-point floor is the floor of the exact rational', () => {
    fc.assert(
      fc.property(fc.oneof(decimal(10, -30, 30), dyadic), fc.integer({ min: 1, max: 200 }), (x, bits) => {
        const floor = floorFixed(x, bits);
        const exact = { lo: x.m, hi: x.m, twos: x.twos, tens: x.tens };
        expect(isInside(exact, { lo: floor, hi: floor + 1n, twos: -bits, tens: 0 })).toBe(true);
        const next = { lo: floor + 1n, hi: floor + 1n, twos: -bits, tens: 0 };
        const { x: at, y: above } = align(exact, next);
        expect(at.lo < above.lo).toBe(true);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it('the estimate of log₂ is at most log₂|x| plus 0.01, and at least it minus 1.01', () => {
    fc.assert(
      fc.property(decimal(20, -300, 300), (x) => {
        const exponent = bitLength(x.m * powerOfTen(Math.max(0, x.tens))) - bitLength(powerOfTen(Math.max(0, -x.tens)));
        // The quotient of an a-bit and a b-bit integer lies between 2^(a−b−1) and 2^(a−b+1).
        expect(estimateLog2(x)).toBeLessThanOrEqual(exponent + 1.01);
        expect(estimateLog2(x)).toBeGreaterThanOrEqual(exponent - 2.01);
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});
