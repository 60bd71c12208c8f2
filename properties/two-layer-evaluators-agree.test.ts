/**
 * Two layers of truncated attention: for every network the literal matrices and the fast evaluator give the same output.
 *
 * **Tolerance in decimal arithmetic.** Let `u = 10^(1−p)` bound the relative error of one operation, and `B ≥ 1` all numbers
 * `|y_m|, |z_r|, |L_k|`, all terms and partial sums that make them. To first order in `u`, for one layer with queries that
 * differ by at most `η` between the two evaluators:
 *
 * - keys are off by `6uB`; literal scores `β(2Ly − L²)` have terms up to `3βB²` and at most 20 roundings of each, a mask one
 *   more term `M`; the evaluator's `−β(y − L)²`, or exponents of the same size, not more. So scores differ, up to a shift, by
 *   at most `200uβB² + 20uM + 2βBη`;
 * - weights then differ by a factor within `1 ± (400uβB² + 40uM + 4βBη + (2N + 10)u)`, and outputs, sums over `N` columns of
 *   values up to `B`, by `B(400uβB² + 40uM + 4βBη + (4N + 40)u)`: call it `δ(β, η, N, M)`, times the number of heads `H`;
 * - mixing rows in the evaluator adds at most `6du B` for `d` rows.
 *
 * `y_m` has at most `g ≤ 4` products, an offset and a knot: each evaluator is off by `(2g + 6)uB`, so `η_1 ≤ 28uB`. `z_r` sums
 * `K` products of coefficients with two roundings each: `η_2 ≤ A·H_1δ(β_1, η_1, N_1, 0) + 4(K + 3)uB`, `A ≥ Σ|α|`. The total is
 * `H_2δ(β_2, η_2, N_2, M) + 6duB`, doubled to cover the second order.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { coefficientSums } from '../src/constructions/relu-expansion.js';
import { truncationSizes } from '../src/constructions/truncation-weights.js';
import { truncationHeads } from '../src/constructions/truncation.js';
import { evaluateTwoLayerLiteral } from '../src/constructions/two-layer-weights.js';
import { firstLayout, secondLayout, twoLayerEvaluator, type TwoLayer } from '../src/constructions/two-layer.js';
import { decimalIntervalSystem } from '../src/numeric/decimal-interval.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import { intervalSystem } from '../src/numeric/interval.js';
import type { NumberSystem } from '../src/numeric/number-system.js';
import { valueOf } from './support/ridge-cases.js';
import { networkArbitrary, networkOf, type NetworkDescription } from './support/two-layer-cases.js';

/** The deep profile runs this many times as many cases. */
const MORE = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 20 : 1;
vi.setConfig({ testTimeout: 60_000 * MORE });

const DIGITS = 60;
const decimal = decimalSystem(DIGITS);
const oracle = decimalIntervalSystem(DIGITS);

const shapes = [
  { width: 1, tokens: 1 },
  { width: 2, tokens: 1 },
  { width: 1, tokens: 2 },
  { width: 2, tokens: 2 },
] as const;
const networks = networkArbitrary({
  inputs: shapes,
  outputs: [...shapes, { width: 3, tokens: 1 }, { width: 1, tokens: 4 }],
  size: 4,
  short: true,
});
/** Shares of the way along each axis; some points lie outside the domain. */
const places = fc.array(fc.constantFrom('0', '1', '0.5', '0.37', '-0.2', '1.3'), { minLength: 4, maxLength: 4 });

function pointIn<T>(system: NumberSystem<T>, { sum }: NetworkDescription, shares: readonly string[]): T[] {
  return sum.domain.map(([lower, upper], t) => {
    const [a, b] = [valueOf(system, lower), valueOf(system, upper)];
    return system.add(a, system.mul(valueOf(system, shares[t]!), system.sub(b, a)));
  });
}

/** The tolerance derived above. */
function tolerance({ first, second, mask, placement }: NetworkDescription, network: TwoLayer): number {
  const u = 10 ** (1 - DIGITS);
  const numbers = network.expansion.numbers(decimal);
  const A = Math.max(0, ...coefficientSums(decimal, numbers).map(decimal.toNumber));
  // Coordinates are within 6 + 1.2, a direction's entries sum to at most 2, offsets are within 12: all terms within 30.
  const y = 30;
  const range = Number(network.second.upper.text);
  // A too soft first layer misses by at most 2 per head, and keys of several heads reach one step beyond the range.
  const B = Math.max(y, 2 * range + 2) + A * 4 * truncationHeads(network.first) + 2;
  const delta = (beta: string, eta: number, columns: number, M: number): number =>
    B * (400 * u * Number(beta) * B * B + 40 * u * M + 4 * Number(beta) * B * eta + (4 * columns + 40) * u);
  const columns = [
    truncationSizes(network.first, firstLayout(network)).columns,
    truncationSizes(network.second, secondLayout(network)).columns,
  ] as const;
  const afterFirst = truncationHeads(network.first) * delta(first.beta, 28 * u * B, columns[0], 0);
  const sums = A * afterFirst + 4 * (firstLayout(network).count + 3) * u * B;
  const M = placement === 'mask' ? Number(mask) : 0;
  const afterSecond = truncationHeads(network.second) * delta(second.beta, sums, columns[1], M);
  return 2 * (afterSecond + 6 * network.output.width * u * B);
}

/** Neither set lies wholly on one side of the other. */
function expectOverlap<T>(system: NumberSystem<T>, x: T, y: T): void {
  expect(system.isDefined(x) && system.isDefined(y)).toBe(true);
  expect(system.less(x, y)).not.toBe(true);
  expect(system.less(y, x)).not.toBe(true);
}

describe('the literal network of two layers of truncated attention', () => {
  it('agrees with the fast evaluator in decimal arithmetic, for every network and input', () => {
    fc.assert(
      fc.property(networks, places, (description, shares) => {
        const network = networkOf(description);
        const x = pointIn(decimal, description, shares);
        const allowed = decimal.fromNumber(tolerance(description, network));
        const fast = twoLayerEvaluator(decimal, network)(x);
        const literal = evaluateTwoLayerLiteral(decimal, network, x);
        expect(literal).toHaveLength(fast.length);
        literal.forEach((value, r) => {
          expect(decimal.lessOrEqual(decimal.abs(decimal.sub(value, fast[r]!)), allowed)).toBe(true);
        });
      }),
      { numRuns: 80 * MORE, seed: 81 },
    );
  });

  it('overlaps it in both interval arithmetics', () => {
    const check = <T>(system: NumberSystem<T>, description: NetworkDescription, shares: readonly string[]): void => {
      const network = networkOf(description);
      const x = pointIn(system, description, shares);
      const fast = twoLayerEvaluator(system, network)(x);
      evaluateTwoLayerLiteral(system, network, x).forEach((value, r) => expectOverlap(system, value, fast[r]!));
    };
    fc.assert(
      fc.property(networks, places, (description, shares) => {
        check(intervalSystem, description, shares);
        check(oracle, description, shares);
      }),
      { numRuns: 40 * MORE, seed: 82 },
    );
  });
});
