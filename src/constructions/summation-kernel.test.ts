import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  autocorrelation,
  halfNodes,
  kernelAsSquare,
  mayBeAtMost,
  nodeWeights,
  oracle,
  overlap,
  product,
  ratio,
  sum,
  width,
} from '../../properties/support/expansion-oracle.js';
import type { DecimalInterval } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { intervalSystem } from '../numeric/interval.js';
import { fejerFirstMoment } from './fejer-kernel.js';
import { jacksonSecondMoment } from './jackson-kernel.js';
import { summationKernels, type KernelName } from './summation-kernel.js';

const names: readonly KernelName[] = ['fejer', 'jackson'];
const pi = oracle.constant('PI');
const degree = fc.integer({ min: 0, max: 14 });
/** Angles `π·fraction`. */
const fraction = fc
  .record({ numerator: fc.integer({ min: -900, max: 900 }), denominator: fc.constantFrom(64, 97, 360) })
  .map(({ numerator, denominator }) => ratio(numerator, denominator));

/** The angles between `θ = π·fraction` and the nodes, in [−π, π]. */
function distances(name: KernelName, N: number, at: DecimalInterval): DecimalInterval[] {
  const half = halfNodes(name, N);
  return Array.from({ length: 2 * half }, (_, j) => {
    const away = oracle.sub(at, ratio(2 * j + 1, 2 * half));
    const turns = oracle.fromNumber(2 * Math.round(oracle.toNumber(away) / 2));
    return oracle.mul(pi, oracle.sub(away, turns));
  });
}

/** `E` of functions of the angle, over all nodes. */
function meansAt(name: KernelName, N: number, at: DecimalInterval) {
  const weights = nodeWeights(name, N, at);
  const angles = distances(name, N, at);
  return (of: (angle: DecimalInterval) => DecimalInterval): DecimalInterval =>
    sum(angles.map((angle, j) => oracle.mul(weights[j]!, of(angle))));
}
const square = (angle: DecimalInterval): DecimalInterval => oracle.powInteger(angle, 2);

describe.each(names)('the kernel of %s', (name) => {
  const { multipliers, nodes, radius } = summationKernels[name];

  it('is the cosine polynomial of its multipliers, and a square: it is nowhere negative, for every degree', () => {
    fc.assert(
      fc.property(degree, fraction, (N, at) => {
        const angle = oracle.mul(pi, at);
        const terms = multipliers(oracle, N).map((multiplier, k) => {
          const wave = oracle.cos(oracle.mul(oracle.fromNumber(k), angle));
          return oracle.mul(oracle.mul(oracle.fromNumber(k === 0 ? 1 : 2), multiplier), wave);
        });
        const value = kernelAsSquare(name, N, angle);
        expect(overlap(sum(terms), value)).toBe(true);
        expect(oracle.lower(value)).toBeGreaterThanOrEqual(0);
        expect(width(sum(terms))).toBeLessThan(1e-35);
      }),
      { numRuns: 100, seed: 9 },
    );
  });

  it('has ρ_0 = 1 exactly, ρ_1 largest of the others, and autocorrelations as multipliers', () => {
    for (let N = 0; N <= 20; N++) {
      const found = multipliers(oracle, N);
      expect(found).toHaveLength(N + 1);
      expect(oracle.equal(found[0]!, oracle.literal('1'))).toBe(true);
      found.forEach((multiplier, k) => {
        expect(overlap(multiplier, autocorrelation(name, N, k))).toBe(true);
        expect(width(multiplier)).toBeLessThan(1e-37);
        if (k >= 2) expect(oracle.less(multiplier, found[1]!)).toBe(true);
      });
    }
  });

  it('weighs the nodes with probabilities, and E e^{imφ} = ρ_m for |m| ≤ 1 (and 2 for Jackson), at every angle', () => {
    fc.assert(
      fc.property(degree, fraction, (N, at) => {
        expect(nodes(N)).toBe(halfNodes(name, N));
        const weights = nodeWeights(name, N, at);
        for (const weight of weights) expect(oracle.lower(weight)).toBeGreaterThanOrEqual(0);
        const mean = meansAt(name, N, at);
        const known = [...multipliers(oracle, N), oracle.literal('0'), oracle.literal('0')];
        for (let m = 0; m <= (name === 'jackson' ? 2 : 1); m++) {
          const multiple = (angle: DecimalInterval): DecimalInterval => oracle.mul(oracle.fromNumber(m), angle);
          const cosine = mean((angle) => oracle.cos(multiple(angle)));
          expect(overlap(cosine, known[m]!)).toBe(true);
          expect(width(cosine)).toBeLessThan(1e-35);
          expect(
            overlap(
              mean((angle) => oracle.sin(multiple(angle))),
              oracle.literal('0'),
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 50, seed: 10 },
    );
  });

  it('has a radius that bounds the mean distance on every box, at all angles', () => {
    const axis = fc.record({
      N: fc.integer({ min: 0, max: 5 }),
      at: fraction,
      length: fc.constantFrom('1', '0.01', '7'),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 2 }), (axes) => {
        const lengths = axes.map(({ length }) => oracle.literal(length));
        const squares = axes.map(({ N, at }, t) => {
          const scale = oracle.div(lengths[t]!, pi);
          return distances(name, N, at).map((angle) => square(oracle.mul(scale, angle)));
        });
        const weights = axes.map(({ N, at }) => nodeWeights(name, N, at));
        const terms = squares[0]!.flatMap((one, i) => {
          if (axes.length === 1) return [oracle.mul(weights[0]![i]!, oracle.sqrt(one))];
          return squares[1]!.map((other, j) =>
            product([weights[0]![i]!, weights[1]![j]!, oracle.sqrt(oracle.add(one, other))]),
          );
        });
        const bound = radius(
          oracle,
          axes.map(({ N }) => N),
          lengths,
        );
        expect(mayBeAtMost(sum(terms), bound)).toBe(true);
      }),
      { numRuns: 120, seed: 11 },
    );
  });

  it('has the same numbers in doubles, enclosed', () => {
    for (const N of [0, 1, 2, 9, 40]) {
      const [tight, wide] = [multipliers(oracle, N), multipliers(intervalSystem, N)];
      wide.forEach(({ lo, hi }, k) => {
        expect(overlap(tight[k]!, oracle.hull(oracle.fromNumber(lo), oracle.fromNumber(hi)))).toBe(true);
        expect(hi - lo).toBeLessThan(1e-14);
      });
    }
  });
});

describe("Fejér's first moment", () => {
  it('bounds E|φ| at every angle, for every degree', () => {
    fc.assert(
      fc.property(degree, fraction, (N, at) => {
        expect(mayBeAtMost(meansAt('fejer', N, at)(oracle.abs), fejerFirstMoment(oracle, N))).toBe(true);
      }),
      { numRuns: 100, seed: 12 },
    );
  });

  it('is attained halfway between two nodes, for every degree', () => {
    for (const N of [0, 1, 2, 3, 4, 7, 12]) {
      const moment = fejerFirstMoment(oracle, N);
      for (const halfway of [0, 1, N + 1]) {
        expect(overlap(meansAt('fejer', N, ratio(halfway, N + 1))(oracle.abs), moment)).toBe(true);
      }
      expect(width(moment)).toBeLessThan(1e-36);
    }
  });

  it('is O(ln n/n): below the stated bounds, and a third of what K ≤ min(n, π²/nφ²) gives', () => {
    for (const N of [0, 1, 2, 5, 20, 100, 1000]) {
      const n = oracle.fromNumber(N + 1);
      const odd = sum(Array.from({ length: N + 1 }, (_, j) => ratio(1, 2 * j + 1)));
      const rest = oracle.sub(oracle.div(pi, oracle.literal('4')), oracle.div(oracle.literal('1'), pi));
      const logarithm = oracle.log(oracle.fromNumber(2 * N + 1));
      const [four, two] = ['4', '2'].map((text) => oracle.div(oracle.literal(text), pi)) as [
        DecimalInterval,
        DecimalInterval,
      ];
      const first = oracle.div(oracle.add(oracle.mul(four, odd), rest), n);
      const second = oracle.div(sum([oracle.mul(two, logarithm), four, rest]), n);
      const moment = fejerFirstMoment(oracle, N);
      expect(oracle.lessOrEqual(moment, first)).toBe(true);
      expect(mayBeAtMost(first, second)).toBe(true);
      const harmonic = sum([ratio(1, 2), ...Array.from({ length: N }, (_, j) => ratio(1, j + 1))]);
      const usual = oracle.div(oracle.mul(pi, harmonic), n);
      expect(mayBeAtMost(moment, usual)).toBe(true);
      if (N >= 5) expect(oracle.less(oracle.mul(oracle.literal('3'), moment), usual)).toBe(true);
    }
  });

  it('is π/2 for the mean, N = 0', () => {
    expect(overlap(fejerFirstMoment(oracle, 0), oracle.div(pi, oracle.literal('2')))).toBe(true);
  });
});

describe("the second moment of the kernel in Jackson's part", () => {
  it('bounds E φ² at every angle, for every degree', () => {
    fc.assert(
      fc.property(degree, fraction, (N, at) => {
        const mean = meansAt('jackson', N, at);
        expect(mayBeAtMost(mean(square), jacksonSecondMoment(oracle, N))).toBe(true);
      }),
      { numRuns: 100, seed: 13 },
    );
  });

  it('is nearly attained for large degrees, and tends to (π/n)²', () => {
    for (const [N, least] of [
      [0, 0.85],
      [8, 0.9],
      [32, 0.97],
    ] as const) {
      const moment = jacksonSecondMoment(oracle, N);
      // Between a node and the middle of two, in quarters.
      const largest = [0, 1, 2, 3, 4]
        .map((quarter) => meansAt('jackson', N, ratio(quarter, 8 * halfNodes('jackson', N)))(square))
        .reduce((most, value) => oracle.max(most, value));
      expect(oracle.lower(oracle.div(largest, moment))).toBeGreaterThan(least);
    }
    const n = oracle.fromNumber(10_002);
    const limit = oracle.powInteger(oracle.div(pi, n), 2);
    // 1 + O(1/n), the constant about (π² − 4)/4.
    expect(oracle.upper(oracle.div(jacksonSecondMoment(oracle, 10_000), limit))).toBeLessThan(1 + 2 / 10_002);
  });

  it('is smaller than π²σ, the chord from 0, for every degree', () => {
    for (let N = 0; N <= 30; N++) {
      const [, first = oracle.literal('0')] = summationKernels.jackson.multipliers(oracle, N);
      const usual = oracle.mul(
        oracle.div(oracle.powInteger(pi, 2), oracle.literal('2')),
        oracle.sub(ratio(1, 1), first),
      );
      expect(oracle.less(jacksonSecondMoment(oracle, N), usual)).toBe(true);
    }
  });
});

it('Fejér multipliers are exact where they are decimals', () => {
  const found = summationKernels.fejer.multipliers(exactSystem, 3);
  expect(found.map(exactSystem.toNumber)).toEqual([1, 0.75, 0.5, 0.25]);
});
