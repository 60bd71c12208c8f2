import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as directed from './directed.js';
import { scaledInteger } from './dyadic.js';

const { nextUp, nextDown, addDown, addUp, subDown, subUp, mulDown, mulUp, divDown, divUp, sqrtDown, sqrtUp } = directed;
const MAX = Number.MAX_VALUE;
const TINY = Number.MIN_VALUE;
const UNIT = 1n << 1074n;
/** Scaled value that ±∞ stands for when the exact result is beyond the finite doubles. */
const BEYOND = 1n << 4200n;

const scaled = (x: number): bigint => (Number.isFinite(x) ? scaledInteger(x) : x > 0 ? BEYOND : -BEYOND);

/** The neighbours of a double, from its bits: independent of `nextUp`. */
const bits = new DataView(new ArrayBuffer(8));
function neighbour(x: number, direction: 1n | -1n): number {
  if (x === 0) return Number(direction) * TINY;
  bits.setFloat64(0, x);
  bits.setBigInt64(0, bits.getBigInt64(0) + (x > 0 ? direction : -direction));
  return bits.getFloat64(0);
}

/** Finite doubles of every magnitude, with many bit patterns that make exact results, ties and edges. */
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    100,
    -100,
    0.1,
    TINY,
    -TINY,
    MAX,
    -MAX,
    2 ** -1022,
    2 ** -1021,
    2 ** -969,
    1 + 2 ** -52,
  ),
  fc.integer({ min: -1000, max: 1000 }),
  fc
    .tuple(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), fc.integer({ min: -1074, max: 993 }))
    .map(([m, e]) => m * 2 ** e),
  fc.double({ noNaN: true, min: -(2 ** -1000), max: 2 ** -1000 }),
  fc.double({ noNaN: true, min: 2 ** 960, max: MAX }),
  fc.double({ noNaN: true, min: 0.5, max: 2 }),
);

/** `sign(exact − x)` for the doubles `x` around an exact result. */
type SideOf = (x: number) => bigint;

/** `up` is the smallest double ≥ the exact result, and `down` the largest ≤ it. */
function expectTightest(down: number, up: number, side: SideOf): void {
  expect(side(down) >= 0n).toBe(true);
  expect(side(up) <= 0n).toBe(true);
  if (side(down) === 0n || side(up) === 0n) expect(down === up).toBe(true);
  else expect(neighbour(down, 1n) === up || (down === 0 && up === TINY) || (down === -TINY && up === 0)).toBe(true);
}

const RUNS = { numRuns: 10_000, seed: 20261 };

describe('directed arithmetic', () => {
  it('for every finite double, nextUp and nextDown are the neighbours by bit pattern', () => {
    fc.assert(
      fc.property(finite, (x) => {
        expect(nextUp(x) - neighbour(x, 1n) === 0 || nextUp(x) === neighbour(x, 1n)).toBe(true);
        expect(nextDown(x) - neighbour(x, -1n) === 0 || nextDown(x) === neighbour(x, -1n)).toBe(true);
      }),
      RUNS,
    );
  });

  it('steps across powers of two, zero, subnormals and the ends of the range', () => {
    for (let e = -1074; e <= 1023; e++) {
      for (const x of [2 ** e, -(2 ** e)]) {
        expect(nextUp(x) + 0).toBe(neighbour(x, 1n) + 0);
        expect(nextDown(x) + 0).toBe(neighbour(x, -1n) + 0);
      }
    }
    expect(nextUp(-0)).toBe(TINY);
    expect(nextDown(0)).toBe(-TINY);
    expect(nextUp(MAX)).toBe(Infinity);
    expect(nextUp(Infinity)).toBe(Infinity);
    expect(nextUp(-Infinity)).toBe(-MAX);
    expect(nextDown(Infinity)).toBe(MAX);
    expect(nextDown(-Infinity)).toBe(-Infinity);
    expect(nextUp(NaN)).toBeNaN();
  });

  it('for every pair of finite doubles, sums and differences are the tightest directed results', () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const sum = scaledInteger(a) + scaledInteger(b);
        expectTightest(addDown(a, b), addUp(a, b), (x) => sum - scaled(x));
        const difference = scaledInteger(a) - scaledInteger(b);
        expectTightest(subDown(a, b), subUp(a, b), (x) => difference - scaled(x));
      }),
      RUNS,
    );
  });

  it('for every pair of finite doubles, products are the tightest directed results', () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const product = scaledInteger(a) * scaledInteger(b);
        expectTightest(mulDown(a, b), mulUp(a, b), (x) => product - scaled(x) * UNIT);
      }),
      RUNS,
    );
  });

  it('for every pair of finite doubles with nonzero divisor, quotients are the tightest directed results', () => {
    fc.assert(
      fc.property(
        finite,
        finite.filter((b) => b !== 0),
        (a, b) => {
          const numerator = scaledInteger(a) * UNIT;
          const divisor = scaledInteger(b);
          expectTightest(divDown(a, b), divUp(a, b), (x) => (numerator - scaled(x) * divisor) * (b > 0 ? 1n : -1n));
        },
      ),
      RUNS,
    );
  });

  it('for every nonnegative double, square roots are the tightest directed results', () => {
    fc.assert(
      fc.property(finite, (y) => {
        const x = Math.abs(y);
        expectTightest(sqrtDown(x), sqrtUp(x), (r) => scaledInteger(x) * UNIT - scaled(r) ** 2n);
      }),
      RUNS,
    );
  });

  it('leaves exact results unchanged, subnormal ones too', () => {
    expect([mulDown(TINY, 1), mulUp(TINY, 1)]).toEqual([TINY, TINY]);
    expect([divDown(3 * TINY, 3), divUp(3 * TINY, 3)]).toEqual([TINY, TINY]);
    expect([subDown(1, 1), subUp(1, 1)]).toEqual([0, 0]);
    expect([sqrtDown(2 ** -1074), sqrtUp(2 ** -1074)]).toEqual([2 ** -537, 2 ** -537]);
    expect([mulDown(MAX, 0.5), mulUp(MAX, 0.5)]).toEqual([MAX / 2, MAX / 2]);
  });

  it('rounds overflow to the largest double or to infinity, by direction', () => {
    expect([addDown(MAX, MAX), addUp(MAX, MAX)]).toEqual([MAX, Infinity]);
    expect([addDown(-MAX, -MAX), addUp(-MAX, -MAX)]).toEqual([-Infinity, -MAX]);
    expect([mulDown(MAX, -2), mulUp(MAX, -2)]).toEqual([-Infinity, -MAX]);
    expect([divDown(MAX, 0.5), divUp(MAX, 0.5)]).toEqual([MAX, Infinity]);
    expect([divDown(MAX, -0.5), divUp(MAX, -0.5)]).toEqual([-Infinity, -MAX]);
  });

  it('rounds underflow to zero or to the smallest subnormal, by direction', () => {
    expect([mulDown(TINY, TINY), mulUp(TINY, TINY)]).toEqual([0, TINY]);
    expect([mulDown(TINY, -TINY) + 0, mulUp(TINY, -TINY) + 0]).toEqual([-TINY, 0]);
    expect([divDown(TINY, MAX), divUp(TINY, MAX)]).toEqual([0, TINY]);
    expect([divDown(-TINY, MAX) + 0, divUp(-TINY, MAX) + 0]).toEqual([-TINY, 0]);
  });

  it('treats infinite arguments as limits', () => {
    expect([mulDown(0, Infinity) + 0, mulUp(0, -Infinity) + 0]).toEqual([0, 0]);
    expect([addDown(Infinity, -Infinity), addUp(Infinity, -Infinity)]).toEqual([-Infinity, Infinity]);
    expect([addDown(-Infinity, MAX), addUp(-Infinity, MAX)]).toEqual([-Infinity, -Infinity]);
    expect([divDown(5, Infinity) + 0, divUp(-5, Infinity) + 0]).toEqual([0, 0]);
    expect([divDown(Infinity, Infinity) + 0, divUp(Infinity, Infinity)]).toEqual([0, Infinity]);
    expect([divDown(Infinity, -2), divUp(Infinity, -2)]).toEqual([-Infinity, -Infinity]);
    expect([sqrtDown(Infinity), sqrtUp(Infinity)]).toEqual([Infinity, Infinity]);
  });

  it('gives NaN exactly where there is no value', () => {
    for (const operation of [addDown, addUp, subDown, subUp, mulDown, mulUp, divDown, divUp]) {
      expect(operation(NaN, 1)).toBeNaN();
      expect(operation(0, NaN)).toBeNaN();
    }
    expect(divDown(1, 0)).toBeNaN();
    expect(divUp(0, 0)).toBeNaN();
    expect(sqrtDown(-1)).toBeNaN();
    expect(sqrtUp(-TINY)).toBeNaN();
  });
});
