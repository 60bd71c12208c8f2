import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmaxArbitrary, softmaxNetworkOf, softmaxTarget } from '../../properties/support/attention-softmax-cases.js';
import { valueOf } from '../../properties/support/ridge-cases.js';
import { domainBoxes } from '../approximation/box.js';
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { matrixFrom, multiply, transpose } from '../attention/matrix.js';
import { certifyBoxError } from '../certify/certify-box-error.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { buildTarget, type TargetDescription } from '../generators/index.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import { attentionSoftmaxBound, attentionSoftmaxRadii } from './attention-softmax-bound.js';
import { describeAttentionSoftmax } from './attention-softmax-cost.js';
import { AttentionSoftmaxError } from './attention-softmax-error.js';
import { attentionSoftmaxWeights } from './attention-softmax-weights.js';
import { attentionSoftmax, attentionSoftmaxEvaluator } from './attention-softmax.js';
import { ConstructionError } from './construction.js';
import { truncationBound, truncationEvaluator, type TruncationChoice } from './truncation.js';
import { applyLayer } from './two-layer-weights.js';

const oracle = decimalIntervalSystem(50);
const exact = (x: number) => oracle.fromNumber(x);
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });

function codeOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConstructionError) return error.problem.code;
  }
  throw new Error('was not refused');
}

const linear: TargetDescription = {
  family: 'mcshane',
  lipschitz: '1',
  anchors: [{ point: ['0'], value: '0' }],
  domain: [['0', '1']],
  modulus: { kind: 'lipschitz', constant: '1' },
};
const attention = (cells: number, beta: string, keys: 'left' | 'centred' = 'left'): TruncationChoice => ({
  kind: 'single',
  cells,
  keys,
  inverseTemperature: decimalConstant(beta),
});

/** At least the size of the target on its domain, hence of all values of a network for it. */
function magnitudeOf({ domain, expression }: Target): number {
  const box = domain.map(({ lower, upper }) =>
    intervalSystem.hull(
      evaluateConstant(lower.expression, intervalSystem),
      evaluateConstant(upper.expression, intervalSystem),
    ),
  );
  return Math.max(
    ...evaluate(expression, intervalSystem, box).map((range) => intervalSystem.upper(intervalSystem.abs(range))),
  );
}

describe('the enclosure of the error of attention followed by a softmax', () => {
  it('for every network, box in the domain or near it and point of it, contains the error with 50 digits, and x̂ its box', () => {
    const networks = softmaxArbitrary({ targets: { inputs: { min: 1, max: 4 }, onePointAxes: true }, cells: 36 });
    const sizes = fc.constantFrom(0, 1e-9, 0.01, 0.2, 1);
    fc.assert(
      fc.property(networks, places, sizes, (description, place, size) => {
        const network = softmaxNetworkOf(description);
        const target = softmaxTarget(description);
        const { inner } = domainBoxes(target);
        const box = new Float64Array(inner.length);
        const x = target.domain.map((axis, i) => {
          const [lo, hi] = [inner[2 * i]!, inner[2 * i + 1]!];
          // Beyond the domain, where coordinates are truncated, nothing else changes.
          const low = lo + (1.4 * place[2 * i]! - 0.2) * (1 - size) * (hi - lo);
          const high = low + size * (hi - lo);
          if (!network.axes[i]!.isPoint) {
            box.set([low, high], 2 * i);
            return exact(Math.min(high, low + place[2 * i + 1]! * (high - low)));
          }
          box.set([lo, hi], 2 * i);
          return evaluateConstant(axis.lower.expression, oracle);
        });
        const error = new AttentionSoftmaxError(network, target);
        const largest = error.enclose(box);
        const f = evaluate(target.expression, oracle, x);
        attentionSoftmaxEvaluator(
          oracle,
          network,
        )(x).forEach((out, r) => {
          const truth = oracle.sub(out, f[r]!);
          expect(oracle.less(truth, exact(error.least[r]!))).not.toBe(true);
          expect(oracle.less(exact(error.greatest[r]!), truth)).not.toBe(true);
          expect(oracle.less(exact(largest), oracle.abs(truth))).not.toBe(true);
        });
        const pass = truncationEvaluator(oracle, network.truncation);
        network.axes.forEach(({ axis, isPoint }, i) => {
          const [a, b] = [axis.lower, axis.upper].map(({ expression }) => evaluateConstant(expression, oracle));
          const length = oracle.sub(b!, a!);
          const moved = isPoint
            ? a!
            : oracle.add(a!, oracle.mul(length, pass(oracle.div(oracle.sub(x[i]!, a!), length))));
          expect(oracle.less(moved, exact(error.queries[2 * i]!))).not.toBe(true);
          expect(oracle.less(exact(error.queries[2 * i + 1]!), moved)).not.toBe(true);
        });
      }),
      { numRuns: 200, seed: 151 },
    );
  });

  it('for every network of single heads, is sharp at points', () => {
    const networks = softmaxArbitrary({
      targets: { inputs: { min: 1, max: 2 }, families: ['mcshane', 'ridge', 'smooth'] },
      cells: 25,
      kinds: ['single'],
    });
    fc.assert(
      fc.property(networks, (description) => {
        const network = softmaxNetworkOf(description);
        const target = softmaxTarget(description);
        const error = new AttentionSoftmaxError(network, target);
        const box = Float64Array.from(description.point.flatMap((text) => [Number(text), Number(text)]));
        error.enclose(box);
        // In units of the axis: y is off by 2^−52·S, S = (|x| + |lo|)/D + 1; the first layer moves by at most β/2 + 1 times that
        // and knows its mean to 2^−41. Exponents of weights are R(v − v')(x̂ − …), which moves by RD² times as much as x̂ does, and
        // is itself off by 2^−46·S times RD²; weights move twice as much, and windows leave out 1e-14.
        const beta = Number(description.attention.beta);
        const R = oracle.upper(evaluateConstant(network.layer.inverseTemperature.expression, oracle));
        let weights = 2e-14;
        target.domain.forEach(({ lower, upper }, i) => {
          const [lo, hi] = [Number(lower.text), Number(upper.text)];
          const S = (Math.abs(box[2 * i]!) + Math.abs(lo)) / (hi - lo) + 1;
          const moved = (beta / 2 + 1) * S * 2 ** -50 + 2 ** -41;
          weights += 2 * R * (hi - lo) ** 2 * (moved + S * 2 ** -46);
        });
        const size = magnitudeOf(target);
        error.least.forEach((least, r) => {
          expect(error.greatest[r]! - least).toBeLessThanOrEqual(4 * size * (weights + 2 ** -44));
        });
      }),
      { numRuns: 60, seed: 152 },
    );
  });

  it('for every network of one or two inputs, the certified error is at most the bound', () => {
    const inputs = { min: 1, max: 2 };
    const steep = ['hoelder', 'log-modulus'] as const;
    const lipschitz = ['constant', 'mcshane', 'piecewise-linear', 'ridge', 'smooth'] as const;
    const networks = fc.oneof(
      // A singularity on an axis of one point that is no double is seen from a distance of 2^−54.
      softmaxArbitrary({ targets: { inputs, families: steep }, cells: 36 }),
      softmaxArbitrary({ targets: { inputs, families: lipschitz, onePointAxes: true }, cells: 36 }),
    );
    fc.assert(
      fc.property(networks, (description) => {
        const network = softmaxNetworkOf(description);
        const target = softmaxTarget(description);
        const bound = attentionSoftmaxBound(network, target);
        const error = new AttentionSoftmaxError(network, target);
        const parts = network.layer.grid.axes.map(({ cells }) => cells);
        // Where the target is constant the bound is 0: room for the windows' 1e-14 of the values, and for a few roundings of
        // what the target is made of, coordinates below 2^11 times slopes below 2^8.
        const goal = bound.upper + 2 ** -40 * magnitudeOf(target) + 2 ** -30;
        const found = certifyBoxError(error, domainBoxes(target), { goal, boxes: 100_000, parts });
        expect(found.status).toBe('goal-met');
      }),
      { numRuns: 60, seed: 153 },
    );
  });

  it('converges in a hundred boxes where two keys with a steep step between them make x̂ jump over many cells', () => {
    const target = buildTarget({
      family: 'ridge',
      domain: [
        ['-5', '39.1'],
        ['-5', '106'],
      ],
      terms: [{ amplitude: '1.01', profile: 'sin', weights: ['-0.023', '0.036'], shift: '1.06' }],
    });
    const network = attentionSoftmax(target, {
      truncation: attention(2, '20000', 'centred'),
      cells: [5, 6],
      inverseTemperature: { kappa: '3000' },
    });
    const error = new AttentionSoftmaxError(network, target);
    const found = certifyBoxError(error, domainBoxes(target), { boxes: 500, parts: [5, 6] });
    expect(found.status).toBe('converged');
  });

  it('attains 0.985 of the bound: left keys fall a whole step short at x = 1, and x̂ lies near the end of its cell', () => {
    // p = 10, P = 101: x̂ = 0.9 is 0.9 of a cell behind a border, 0.4 of a cell beyond the centre.
    const target = buildTarget(linear);
    const network = attentionSoftmax(target, {
      truncation: attention(10, '4000'),
      cells: 101,
      inverseTemperature: { kappa: '1000' },
    });
    const bound = attentionSoftmaxBound(network, target);
    const error = new AttentionSoftmaxError(network, target);
    const found = certifyBoxError(error, domainBoxes(target), { relative: 0.001, parts: [101] });
    expect(found.witness).toEqual([1]);
    expect(found.lower / bound.upper).toBeGreaterThan(0.985);
    expect(found.upper).toBeLessThanOrEqual(bound.lower);
    expect(bound.modulus).toBe('declared');
  });

  it('has a second radius that is at most the published √g·max D_i e, and less where axes differ', () => {
    const networks = softmaxArbitrary({ targets: { inputs: { min: 1, max: 4 }, onePointAxes: true }, cells: 20 });
    fc.assert(
      fc.property(networks, (description) => {
        const network = softmaxNetworkOf(description);
        const { truncation } = attentionSoftmaxRadii(oracle, network);
        const lengths = description.target.domain.map(([lower, upper]) =>
          oracle.sub(valueOf(oracle, upper), valueOf(oracle, lower)),
        );
        const longest = lengths.reduce((a, b) => oracle.max(a, b));
        const root = oracle.sqrt(oracle.fromNumber(lengths.length));
        const published = oracle.mul(root, oracle.mul(longest, truncationBound(oracle, network.truncation)));
        expect(oracle.less(published, truncation)).not.toBe(true);
      }),
      { numRuns: 60, seed: 154 },
    );
  });
});

describe('attention followed by a softmax', () => {
  it('passes one-point axes exactly', () => {
    const target = buildTarget({
      ...linear,
      anchors: [{ point: ['0', '0.1'], value: '0' }],
      domain: [
        ['0', '1'],
        ['0.1', '0.1'],
      ],
    });
    const network = attentionSoftmax(target, {
      truncation: attention(3, '1'),
      cells: [4, 2],
      inverseTemperature: { kappa: '5' },
    });
    expect(network.axes.map(({ isPoint }) => isPoint)).toEqual([false, true]);
    const error = new AttentionSoftmaxError(network, target);
    error.enclose(Float64Array.of(0.5, 0.5, 0.1, 0.1));
    expect(error.queries[2]).toBeLessThanOrEqual(error.queries[3]!);
    expect(error.queries[3]! - error.queries[2]!).toBeLessThanOrEqual(2 ** -56);
  });

  it('refuses what makes no sense, and a target of another shape', () => {
    const target = buildTarget(linear);
    const make = (cells: number, truncation: TruncationChoice) => () =>
      attentionSoftmax(target, { truncation, cells, inverseTemperature: { kappa: '1' } });
    expect(codeOf(make(0, attention(3, '1')))).toBe('cells');
    expect(codeOf(make(3, attention(0, '1')))).toBe('cells');
    expect(codeOf(make(3, attention(3, '-1')))).toBe('inverse-temperature');
    expect(codeOf(() => attentionSoftmaxWeights(intervalSystem, make(2 ** 23, attention(3, '1'))()))).toBe('too-large');
    const other = buildTarget({
      family: 'constant',
      value: '0',
      domain: [
        ['0', '1'],
        ['0', '1'],
      ],
    });
    expect(codeOf(() => new AttentionSoftmaxError(make(3, attention(3, '1'))(), other))).toBe('input');
    expect(() => attentionSoftmaxEvaluator(oracle, make(3, attention(3, '1'))())([])).toThrow('0 coordinates');
    // Equal to 60 digits, but not the same formula.
    const nearly = {
      ...target,
      domain: [{ lower: decimalConstant('0.5'), upper: decimalConstant(`0.5${'0'.repeat(80)}1`) }],
    };
    expect(
      codeOf(() =>
        attentionSoftmax(nearly, { truncation: attention(3, '1'), cells: 1, inverseTemperature: { kappa: '1' } }),
      ),
    ).toBe('domain');
  });

  it('counts, for every network, every entry of the literal matrices, and bounds every weight and score', () => {
    const networks = softmaxArbitrary({ targets: { inputs: { min: 1, max: 4 }, onePointAxes: true }, cells: 20 });
    const system = float64System;
    fc.assert(
      fc.property(networks, (description) => {
        const network = softmaxNetworkOf(description);
        const { id, cost } = describeAttentionSoftmax(network);
        expect(id).toBe('attention-softmax');
        const { first, scores, values } = attentionSoftmaxWeights(system, network);
        const maps: LinearMap<number>[] = [first.map, scores, values];
        const matrices = [
          ...maps.flatMap(({ P_h, Q_h, B }) => [...P_h, ...Q_h, B]),
          ...first.heads.flatMap(({ W_Q, W_K, W_V, W_O }) => [W_Q, W_K, W_V, W_O]),
        ];
        const entries = matrices.flatMap((matrix) => [...matrix.entries]);
        expect(cost.parameters).toBe(BigInt(entries.length));
        expect(cost.keys).toBe(BigInt(first.map.B.columns + scores.B.rows));
        expect(cost.heads).toBe(first.heads.length);
        // Entries computed in doubles with a handful of roundings, of terms that cancel at most to the size of the domain.
        const slack = 1 + 2 ** -44;
        expect(Math.max(...entries.map(Math.abs))).toBeLessThanOrEqual(cost.largestWeight * slack);
        const { width, tokens } = network.input;
        const X = matrixFrom(width, tokens, (a, token) => Number(description.point[token * width + a]!));
        const Z = applyLinearMap(system, first.map, X);
        const attended = first.heads.flatMap(
          ({ W_Q, W_K }) => multiply(system, transpose(multiply(system, W_K, Z)), multiply(system, W_Q, Z)).entries,
        );
        const partition = applyLinearMap(system, scores, applyLayer(system, first, X)).entries;
        const found = Math.max(...[...attended, ...partition].map(Math.abs));
        expect(found).toBeLessThanOrEqual(cost.largestScore * slack);
      }),
      { numRuns: 80, seed: 155 },
    );
  });
});
