/** What the number systems of MPFR promise besides the laws: bounded memory, sides that are told apart, and a way out. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decimalIntervalSystem } from '../src/numeric/decimal-interval.js';
import { numeralOfScaled } from '../src/numeric/decimal-conversion.js';
import { DOWN, mpfrLibrary, NEAREST, UP, type Rounding, type UnaryName } from '../src/numeric/mpfr/library.js';
import { mpfrIntervalSystem } from '../src/numeric/mpfr/interval.js';
import { compare, isNaN, scaledFromMpfr, type MpfrNumber } from '../src/numeric/mpfr/number.js';
import { registersOf } from '../src/numeric/mpfr/registers.js';
import { mpfrSystem } from '../src/numeric/mpfr/system.js';
import { mpfr } from './support/mpfr.js';
import { describeWith } from './support/optional-tool.js';

const FUNCTIONS = ['sqrt', 'cbrt', 'exp', 'expm1', 'log', 'sin', 'cos', 'tan', 'atan', 'tanh'] as const;

describeWith(mpfr, 'numbers of MPFR', () => {
  const registers = registersOf(50);
  const oracle = decimalIntervalSystem(120);

  /** How a number lies to the exact value of a function: −1 below, 1 above. */
  const sideOf = (name: UnaryName, x: number, found: MpfrNumber): number => {
    const exact = oracle[name](oracle.fromNumber(x));
    const value = oracle.literal(numeralOfScaled(scaledFromMpfr(found)));
    return oracle.less(value, exact) === true ? -1 : oracle.less(exact, value) === true ? 1 : 0;
  };
  const isOutward = (down: Rounding, up: Rounding, name: UnaryName, x: number): boolean => {
    const number = registers.fromNumber(x, NEAREST);
    const [lo, hi] = [registers.unary(name, number, down), registers.unary(name, number, up)];
    return isNaN(lo) || (sideOf(name, x, lo) === -1 && sideOf(name, x, hi) === 1);
  };
  // Irrational values: neither end is exact.
  const arguments_ = fc.tuple(
    fc.constantFrom(...FUNCTIONS),
    fc.integer({ min: 1, max: 2 ** 30 }).map((k) => (2 * k + 1) / 2 ** 28),
  );

  it('rounded down and up are on either side of the exact value, which decimals of 120 digits enclose', () => {
    fc.assert(
      fc.property(arguments_, ([name, x]) => isOutward(DOWN, UP, name, x)),
      { numRuns: 500, seed: 3 },
    );
  });

  it('with the two sides exchanged, or rounded to nearest, are found out', () => {
    for (const [down, up] of [
      [UP, DOWN],
      [NEAREST, UP],
      [DOWN, NEAREST],
    ] as const) {
      const { failed } = fc.check(
        fc.property(arguments_, ([name, x]) => isOutward(down, up, name, x)),
        { numRuns: 100, seed: 3 },
      );
      expect(failed).toBe(true);
    }
  });

  it('give the next number as the upper bound of what is inexact, and the same of what is exact', () => {
    fc.assert(
      fc.property(arguments_, ([name, x]) => {
        const number = registers.fromNumber(x, NEAREST);
        const { lo, hi } = registers.unaryBounds(name, number);
        expect(hi).toEqual(registers.unary(name, number, UP));
        expect(lo).toEqual(registers.unary(name, number, DOWN));
      }),
      { numRuns: 200, seed: 4 },
    );
    const { lo, hi } = registers.unaryBounds('sqrt', registers.fromNumber(9, NEAREST));
    expect(compare(lo, hi)).toBe(0);
  });

  it('leave the memory as it is, over a million operations', () => {
    const system = mpfrSystem(50);
    const intervals = mpfrIntervalSystem(50);
    const [one, third] = [system.literal('1'), system.div(system.literal('1'), system.literal('3'))];
    const use = (times: number): void => {
      let x = one;
      for (let i = 0; i < times; i++) {
        x = system.add(system.mul(x, third), one);
        if (i % 100 === 0) {
          x = system.add(system.exp(system.neg(x)), system.literal(system.toText(x)));
          intervals.sin(intervals.hull(intervals.fromNumber(i), intervals.literal(`1e${i % 40}`)));
        }
      }
    };
    use(1000);
    const before = mpfrLibrary().mem.length;
    const free = mpfrLibrary().malloc(16);
    mpfrLibrary().free(free);
    use(500_000);
    expect(mpfrLibrary().mem.length).toBe(before);
    // What was free at the beginning is about free again: 5,000 numbers left behind would be more than twice as far.
    const again = mpfrLibrary().malloc(16);
    mpfrLibrary().free(again);
    expect(Math.abs(again - free)).toBeLessThan(2 ** 15);
  });

  it('of different precisions are not mixed', () => {
    const short = mpfrSystem(15).literal('1');
    expect(() => mpfrSystem(50).add(short, short)).toThrow('64 bits among those of 192');
  });

  it('exist for 2 to 1000 digits, in whole limbs', () => {
    for (const digits of [1, 1001, 2.5, NaN]) expect(() => mpfrSystem(digits)).toThrow('2 to 1000');
    expect([2, 18, 19, 50, 1000].map((digits) => registersOf(digits).bits)).toEqual([64, 64, 128, 192, 3328]);
    expect(mpfrSystem(1000).toText(mpfrSystem(1000).constant('PI')).slice(-6)).toBe('420199');
    for (const text of ['', '0x10', 'NaN', '1e', '--1', '.', ' 1']) {
      expect(() => mpfrSystem(20).literal(text), text).toThrow('not a decimal literal');
    }
    expect(mpfrSystem(20).toText(mpfrSystem(20).literal('-.5E1'))).toBe('-5');
    const huge = mpfrIntervalSystem(20).literal('1e99999999999999999999');
    expect([mpfrIntervalSystem(20).lower(huge), mpfrIntervalSystem(20).upper(huge)]).toEqual([
      Number.MAX_VALUE,
      Infinity,
    ]);
  });
});

describe('without the package', () => {
  it('the fault says what to install, or to use instead', async () => {
    vi.resetModules();
    vi.doMock('gmp-wasm', () => {
      throw new Error("Cannot find package 'gmp-wasm'");
    });
    const { loadMpfr, mpfrLibrary: libraryOf } = await import('../src/numeric/mpfr/library.js');
    await expect(loadMpfr()).rejects.toThrow(/gmp-wasm.*\n.*npm install gmp-wasm@1\.3\.2, or use decimal/);
    expect(libraryOf).toThrow('not loaded');
    vi.doUnmock('gmp-wasm');
    vi.resetModules();
  });
});
