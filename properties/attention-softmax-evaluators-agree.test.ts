/**
 * Attention followed by a softmax: for every network the literal matrices and the fast evaluator give the same output.
 *
 * **Tolerance in decimal arithmetic.** Let `u = 10^(1−p)` bound the relative error of one operation.
 *
 * *First layer.* Its range is [0, 1], so with `|y| ≤ 2`, `|L| ≤ 2` the derivation of `two-layer-evaluators-agree.test.ts` has
 * `B = 2` but for `y = (x − lo)/D`: the literal map multiplies by `1/D` and adds `−lo/D`, off by `3u(|x| + |lo|)/D` each, the
 * evaluator's quotient by as much. With `S = max (|x| + |lo|)/D + 2`: `η_1 ≤ 8uS`, outputs differ by
 * `δ_1 ≤ 2H(1600uβ + 8β·8uS + (4N + 40)u)`.
 *
 * *Softmax.* Let `C` bound `|lo|, |hi|, |x̂|` on every axis. A centre is off by `10uC`. The literal score sums `g` products
 * `R D_i v_{j,i} out_i`, each at most `2RC²` and with 5 roundings, and a bias of `2g + 1` terms up to `2RC²` with `2g + 6`: with the
 * centres' own errors at most `(5g + (2g + 1)(2g + 6) + 30g)·2uRC² ≤ 300guRC²` for `g ≤ 4`. The product's exponent, as derived in
 * `evaluators-agree.test.ts`, is off by at most `60guRC²`. `x̂_i` differs by `Dδ_1 + 6uC`, which moves a score by `2RC(2Cδ_1 + 6uC)`
 * per axis. So scores differ by at most `η = gRC²(372u + 4δ_1)`, weights by a factor within `1 ± (2η + (2G + 10)u)`, and both
 * sums of values up to `V` add `5(G + 8)uV`. Doubled, to cover what is of second order: `2V(2η + (12G + 100)u)`.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { keyBoxes } from '../src/constructions/key-boxes.js';
import { evaluateAttentionSoftmaxLiteral } from '../src/constructions/attention-softmax-weights.js';
import {
  attentionSoftmaxEvaluator,
  coordinateLayout,
  type AttentionSoftmax,
} from '../src/constructions/attention-softmax.js';
import { truncationSizes } from '../src/constructions/truncation-weights.js';
import { truncationBound, truncationHeads } from '../src/constructions/truncation.js';
import { evaluate, evaluateConstant } from '../src/expression/evaluate.js';
import { decimalIntervalSystem, type DecimalInterval } from '../src/numeric/decimal-interval.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import { intervalSystem } from '../src/numeric/interval.js';
import type { NumberSystem } from '../src/numeric/number-system.js';
import { softmaxArbitrary, softmaxNetworkOf, type SoftmaxDescription } from './support/attention-softmax-cases.js';
import { valueOf } from './support/ridge-cases.js';

/** The deep profile runs this many times as many cases. */
const MORE = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 20 : 1;
vi.setConfig({ testTimeout: 60_000 * MORE });

const DIGITS = 70;
const decimal = decimalSystem(DIGITS);
const oracle = decimalIntervalSystem(DIGITS);

const networks = softmaxArbitrary({ targets: { inputs: { min: 1, max: 4 }, onePointAxes: true }, cells: 24 });

const pointIn = <T>(system: NumberSystem<T>, { point }: SoftmaxDescription): T[] =>
  point.map((text) => valueOf(system, text));

/** A double at least the magnitude of every value. */
const magnitude = (values: Iterable<DecimalInterval>): number => {
  let most = 0;
  for (const value of values) most = Math.max(most, oracle.upper(oracle.abs(value)));
  return most;
};

/** The tolerance derived above. */
function tolerance(description: SoftmaxDescription, network: AttentionSoftmax): number {
  const u = 10 ** (1 - DIGITS);
  const { axes, layer, truncation } = network;
  const layout = coordinateLayout(network);
  const x = pointIn(oracle, description);
  let S = 2;
  let C = 0;
  axes.forEach(({ axis, isPoint }, i) => {
    const [lo, hi] = [axis.lower, axis.upper].map(({ expression }) => evaluateConstant(expression, oracle));
    const length = oracle.toNumber(oracle.sub(hi!, lo!));
    if (!isPoint) S = Math.max(S, (magnitude([x[i]!]) + magnitude([lo!])) / length + 2);
    C = Math.max(C, magnitude([lo!, hi!]) + length * oracle.upper(truncationBound(oracle, truncation)));
  });
  const beta = Number(description.attention.beta);
  const N = truncationSizes(truncation, layout).columns;
  const first = 2 * truncationHeads(truncation) * (1600 * u * beta + 64 * beta * u * S + (4 * N + 40) * u);
  const R = oracle.upper(evaluateConstant(layer.inverseTemperature.expression, oracle));
  const eta = axes.length * R * C * C * (372 * u + 4 * first);
  const V = magnitude([...keyBoxes(oracle, layer.grid)].flatMap((centre) => evaluate(layer.values, oracle, centre)));
  return 2 * V * (2 * eta + (12 * 24 + 100) * u);
}

describe('the literal network of attention followed by a softmax', () => {
  it('agrees with the fast evaluator in decimal arithmetic, for every network and input', () => {
    fc.assert(
      fc.property(networks, (description) => {
        const network = softmaxNetworkOf(description);
        const x = pointIn(decimal, description);
        const allowed = tolerance(description, network);
        // Far beyond what could hide a wrong weight.
        fc.pre(allowed < 1e-20);
        const fast = attentionSoftmaxEvaluator(decimal, network)(x);
        const literal = evaluateAttentionSoftmaxLiteral(decimal, network, x);
        expect(literal).toHaveLength(fast.length);
        literal.forEach((value, r) => {
          const difference = decimal.abs(decimal.sub(value, fast[r]!));
          expect(decimal.lessOrEqual(difference, decimal.fromNumber(allowed))).toBe(true);
        });
      }),
      { numRuns: 60 * MORE, seed: 141 },
    );
  });

  it('overlaps it in both interval arithmetics', () => {
    const check = <T>(system: NumberSystem<T>, description: SoftmaxDescription): void => {
      const network = softmaxNetworkOf(description);
      const x = pointIn(system, description);
      const fast = attentionSoftmaxEvaluator(system, network)(x);
      evaluateAttentionSoftmaxLiteral(system, network, x).forEach((value, r) => {
        expect(system.less(value, fast[r]!)).not.toBe(true);
        expect(system.less(fast[r]!, value)).not.toBe(true);
      });
    };
    fc.assert(
      fc.property(networks, (description) => {
        check(intervalSystem, description);
        check(oracle, description);
      }),
      { numRuns: 30 * MORE, seed: 142 },
    );
  });
});
