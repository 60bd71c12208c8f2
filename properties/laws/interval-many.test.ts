/**
 * Interval arithmetic at very many points: no result outside its enclosure. 2,000 operations of each kind by default, a
 * million with SOFTPROOF_PROFILE=deep (some three minutes).
 */
import { describe, expect, it } from 'vitest';
import { nextDown, nextUp } from '../../src/numeric/directed.js';
import { intervalSystem, point } from '../../src/numeric/interval.js';
import { decimalOfDouble } from './support/oracle.js';
import { POINT_ORACLES, compareDouble, contains } from './support/double-oracle.js';
import { OPERATIONS, type Operation } from './support/operations.js';

const CASES = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 1_000_000 : 2_000;

/** 32-bit words, mixed from a counter; the same on every engine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

/** Where the exponents of interesting arguments end, by operation; elsewhere the whole range of the doubles. */
const EXPONENTS: Readonly<Record<string, readonly [number, number]>> = {
  exp: [-60, 10],
  expm1: [-80, 10],
  tanh: [-80, 6],
  atan: [-80, 70],
  pow: [-12, 12],
};

/** Points around which a function is delicate. */
const CENTRES: Readonly<Record<string, readonly number[]>> = {
  exp: [0, 709.782712893384, -708.3964185322641, -745.1332191019411, 0.34657359027997264, -0.35667494393873245],
  expm1: [0, 0.25, -0.25, 709.782712893384, -37, 0.5, 1],
  log: [1, 0.5, 2, Math.SQRT2, Math.SQRT1_2, Math.E, 2 ** -1022],
  tanh: [0, 19.06, 0.55, 1],
  atan: [0, 0.4375, 0.6875, 1, 1.1875, 2.4375],
  sqrt: [1, 4, 2 ** -1022, 2 ** 1000],
  cbrt: [1, 8, 27, 2 ** -1022],
  pow: [1, 2, 0.5],
  hypot: [3, 4, 5],
};

const ANGLES = ['sin', 'cos', 'tan'];

/** One argument: of random size, moderate, or a few steps away from a delicate point. */
function argument(name: string, random: () => number): number {
  const unit = (): number => (random() + random() / 2 ** 32) / 2 ** 32;
  const sign = random() % 2 === 0 ? 1 : -1;
  switch (random() % 4) {
    case 0: {
      const centres = CENTRES[name] ?? [0, 1];
      let x = ANGLES.includes(name) ? (random() % 4096) * (Math.PI / 4) : centres[random() % centres.length]!;
      const steps = random() % 8;
      for (let i = 0; i < steps; i++) x = sign > 0 ? nextUp(x) : nextDown(x);
      return sign * x;
    }
    case 1:
      return sign * 10 * unit();
    default: {
      const [low, high] = EXPONENTS[name] ?? [-1074, 1023];
      return sign * (1 + unit()) * 2 ** (low + (random() % (high - low + 1)));
    }
  }
}

const SIGNS = [-1, 0, 1].map(decimalOfDouble);

/** The first counterexample among so many random cases, as text. */
function findFailure(operation: Operation, cases: number): string | undefined {
  const { name, arity } = operation;
  const oracle = POINT_ORACLES[name]!;
  const random = generator(name.length * 7919 + name.charCodeAt(0));
  let inside = 0;
  for (let i = 0; i < cases; i++) {
    const x = argument(name, random);
    const y = arity === 2 ? argument(name, random) : 0;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    // Every natural domain here is a matter of signs.
    if (!operation.isInside(SIGNS[Math.sign(x) + 1]!, SIGNS[Math.sign(y) + 1]!)) continue;
    // 0^y = 0 has no logarithm; the law suite covers it.
    if (name === 'pow' && x === 0) continue;
    inside++;
    const result = operation.apply(intervalSystem, point(x), point(y));
    if (!result.defined || !contains(result.lo, result.hi, oracle(x, y))) {
      return `${name}(${x}, ${y}) = [${result.lo}, ${result.hi}]${result.defined ? '' : ', undefined'}`;
    }
  }
  return inside >= cases / 4 ? undefined : `only ${inside} of ${cases} cases in the domain of ${name}`;
}

describe(`interval operations at ${CASES} points`, () => {
  const operations = OPERATIONS.filter(({ name }) => name in POINT_ORACLES);

  it('have an oracle each', () => {
    expect(operations.length).toBe(Object.keys(POINT_ORACLES).length);
  });

  for (const operation of operations) {
    it(`never miss the exact result: ${operation.name}`, { timeout: 3_600_000 }, () => {
      expect(findFailure(operation, CASES)).toBe(undefined);
    });
  }

  it('would be seen to miss it: the nearest double alone does not contain 1/3, nor π from below', () => {
    const third = POINT_ORACLES['div']!(1, 3);
    expect(contains(1 / 3, 1 / 3, third)).toBe(false);
    expect(contains(1 / 3, nextUp(1 / 3), third)).toBe(true);
    expect(contains(nextDown(1 / 3), 1 / 3, third)).toBe(false);
    expect(contains(Math.E, nextUp(Math.E), POINT_ORACLES['exp']!(1, 0))).toBe(true);
    expect(contains(nextUp(Math.E), Infinity, POINT_ORACLES['exp']!(1, 0))).toBe(false);
    expect([0.1, 0.5, 0.6].map((x) => compareDouble(x, 5n, 0, -1))).toEqual([-1, 0, 1]);
    expect([3, 5].map((x) => compareDouble(x, 1n, 2, 0))).toEqual([-1, 1]);
  });
});
