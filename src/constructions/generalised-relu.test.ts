/**
 * Generalised ReLUs: literal matrices and evaluator agree, errors obey the bound, costs count the matrices.
 *
 * Scores are at most `β·3·12²` with β ≤ 50, and 50 digits lose a few of these: 1e-30 is room for that.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLinearMap } from '../attention/linear-map.js';
import { matrixFrom, multiply, transpose, type Matrix } from '../attention/matrix.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { realArbitrary } from '../generators/real.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { float64System } from '../numeric/float64.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { ConstructionError } from './construction.js';
import {
  activate,
  activations,
  evaluateGeneralisedReluLiteral,
  generalisedRelu,
  generalisedReluBound,
  generalisedReluEvaluator,
  generalisedReluWeights,
  type GeneralisedReluParameters,
} from './generalised-relu.js';
import { describeGeneralisedRelu, describeTruncatedMulti } from './truncated-cost.js';
import { truncatedMultiWeights } from './truncated-multi-weights.js';
import { truncatedMulti } from './truncated-multi.js';

const oracle = decimalIntervalSystem(50);
const number = <T>(system: NumberSystem<T>, text: string): T =>
  evaluateConstant(decimalConstant(text).expression, system);

const parameters: fc.Arbitrary<GeneralisedReluParameters> = fc
  .record({
    activation: fc.constantFrom(...activations),
    end: realArbitrary({ min: '0.5', max: '4', digits: 1 }),
    slope: realArbitrary({ min: '0.01', max: '1', digits: 2 }),
    cells: fc.integer({ min: 1, max: 5 }),
    beta: realArbitrary({ min: '0.01', max: '50', digits: 2 }),
  })
  .map(({ activation, end, slope, cells, beta }) => ({
    activation,
    end: decimalConstant(end),
    slope: decimalConstant(slope),
    cells,
    inverseTemperature: decimalConstant(beta),
  }));

const small = realArbitrary({ min: '-2', max: '2', digits: 1 });
const tokens = fc.array(fc.record({ weight: small, offset: small, feature: small }), { minLength: 1, maxLength: 4 });
type Tokens = readonly { readonly weight: string; readonly offset: string; readonly feature: string }[];

const functionsOf = (of: Tokens) =>
  of.map(({ weight, offset }) => ({ weights: [decimalConstant(weight)], offset: decimalConstant(offset) }));
const rowOf = <T>(system: NumberSystem<T>, of: Tokens): Matrix<T> =>
  matrixFrom(1, of.length, (_, column) => number(system, of[column]!.feature));
const queryOf = <T>(system: NumberSystem<T>, { weight, offset, feature }: Tokens[number]): T =>
  system.add(system.mul(number(system, weight), number(system, feature)), number(system, offset));

describe('a generalised ReLU', () => {
  it('is the same through its literal matrices and through its evaluator', () => {
    fc.assert(
      fc.property(parameters, tokens, (input, of) => {
        const network = generalisedRelu(input);
        const literal = evaluateGeneralisedReluLiteral(oracle, network, functionsOf(of), rowOf(oracle, of));
        const out = generalisedReluEvaluator(oracle, network);
        of.forEach((token, i) => {
          const difference = oracle.sub(literal.entries[i]!, out(queryOf(oracle, token)));
          expect(oracle.upper(oracle.abs(difference))).toBeLessThan(1e-30);
        });
      }),
      { numRuns: 60, seed: 171 },
    );
  });

  it('is within its bound of the activation, which at the ends of a leaky one is attained', () => {
    const within = (input: GeneralisedReluParameters, y: string): number => {
      const network = generalisedRelu(input);
      const at = number(oracle, y);
      const error = oracle.abs(
        oracle.sub(generalisedReluEvaluator(oracle, network)(at), activate(oracle, network, at)),
      );
      const bound = generalisedReluBound(oracle, network);
      expect(oracle.less(bound, error)).not.toBe(true);
      return oracle.toNumber(oracle.div(error, bound));
    };
    fc.assert(
      fc.property(parameters, realArbitrary({ min: '-1', max: '1', digits: 2 }), (input, share) => {
        const y = Number(share) * Number(input.end.text);
        within(input, String(Math.round(y * 1000) / 1000));
      }),
      { numRuns: 100, seed: 172 },
    );
    const sharp = {
      activation: 'leaky-relu',
      end: decimalConstant('1'),
      slope: decimalConstant('0.5'),
      cells: 4,
      inverseTemperature: decimalConstant('4000'),
    } as const;
    expect(within(sharp, '1')).toBeGreaterThan(0.999);
    expect(within({ ...sharp, activation: 'relu' }, '1')).toBeGreaterThan(0.999);
  });

  it('of each kind is the function of that name', () => {
    const at = (activation: GeneralisedReluParameters['activation'], y: string): number =>
      activate(
        float64System,
        generalisedRelu({
          activation,
          end: decimalConstant('6'),
          slope: decimalConstant('0.25'),
          cells: 1,
          inverseTemperature: decimalConstant('1'),
        }),
        number(float64System, y),
      );
    expect(activations.map((name) => ['-8', '-0.5', '0.5', '8'].map((y) => at(name, y)))).toEqual([
      [0, 0, 0.5, 8],
      [0, 0, 0.5, 6],
      [-1, -0.5, 0.5, 1],
      [-2, -0.125, 0.5, 8],
    ]);
  });

  it('is refused for ends and slopes that make no sense', () => {
    const sensible = {
      activation: 'leaky-relu',
      end: decimalConstant('1'),
      slope: decimalConstant('0.1'),
      cells: 2,
      inverseTemperature: decimalConstant('1'),
    } as const;
    const codeOf = (more: Partial<GeneralisedReluParameters>): string => {
      try {
        generalisedRelu({ ...sensible, ...more });
      } catch (error) {
        if (error instanceof ConstructionError) return error.problem.code;
      }
      return 'none';
    };
    expect(codeOf({})).toBe('none');
    expect(codeOf({ end: decimalConstant('0') })).toBe('domain');
    expect(codeOf({ end: decimalConstant('-1'), activation: 'hard-tanh' })).toBe('none');
    expect(codeOf({ slope: decimalConstant('0') })).toBe('input');
    expect(codeOf({ slope: decimalConstant('1.01') })).toBe('input');
    expect(codeOf({ slope: decimalConstant('1') })).toBe('none');
    expect(codeOf({ slope: decimalConstant('7'), activation: 'relu' })).toBe('none');
    expect(codeOf({ cells: 0 })).toBe('cells');
    expect(codeOf({ inverseTemperature: decimalConstant('0') })).toBe('inverse-temperature');
  });
});

describe('the cost of truncated layers', () => {
  const system = float64System;

  function largestScore(scores: Matrix<number>): number {
    return Math.max(...scores.entries.map(Math.abs));
  }

  it('counts every entry of the matrices of all heads, and bounds weights and scores', () => {
    fc.assert(
      fc.property(parameters, tokens, (input, of) => {
        const network = generalisedRelu(input);
        const functions = functionsOf(of);
        const most = Math.max(...of.map((token) => Math.abs(queryOf(system, token))));
        const { cost } = describeGeneralisedRelu(network, functions, most * (1 + 2 ** -50));
        const heads = generalisedReluWeights(system, network, functions);
        const entries = heads.flatMap(({ P_h, Q_h, B, W_Q, W_K, W_V, W_O }) =>
          [...P_h, ...Q_h, B, W_Q, W_K, W_V, W_O].flatMap((matrix) => [...matrix.entries]),
        );
        expect(cost.parameters).toBe(BigInt(entries.length));
        expect(cost.heads).toBe(heads.length);
        expect(cost.keys).toBe(BigInt(heads.reduce((sum, { B }) => sum + B.columns, 0)));
        expect(Math.max(...entries.map(Math.abs))).toBeLessThanOrEqual(cost.largestWeight * (1 + 2 ** -48));
        for (const weights of heads) {
          const Z = applyLinearMap(system, weights, rowOf(system, of));
          const keys = transpose(multiply(system, weights.W_K, Z));
          const scores = multiply(system, keys, multiply(system, weights.W_Q, Z));
          expect(largestScore(scores)).toBeLessThanOrEqual(cost.largestScore * (1 + 2 ** -40) + 1e-12);
        }
      }),
      { numRuns: 80, seed: 173 },
    );
  });

  it('of several heads too', () => {
    fc.assert(
      fc.property(
        fc.record({
          a: small,
          length: realArbitrary({ min: '0.1', max: '3', digits: 1 }),
          heads: fc.integer({ min: 1, max: 3 }),
          beta: realArbitrary({ min: '0.1', max: '40', digits: 1 }),
          shiftInvariant: fc.boolean(),
          weights: fc.array(small, { minLength: 1, maxLength: 2 }),
          offsets: fc.array(small, { minLength: 3, maxLength: 5 }),
          x: small,
        }),
        ({ a, length, heads, beta, shiftInvariant, weights, offsets, x }) => {
          const construction = truncatedMulti({
            lower: decimalConstant(a),
            upper: decimalConstant((Number(a) + Number(length)).toFixed(1)),
            tokens: offsets.length,
            heads,
            shiftInvariant,
            inverseTemperature: decimalConstant(beta),
          });
          const functions = { weights: weights.map(decimalConstant), offsets: offsets.map(decimalConstant) };
          const y = offsets.map((offset) => weights.reduce((sum, w) => sum + Number(w) * Number(x), Number(offset)));
          const { cost } = describeTruncatedMulti(construction, functions, Math.max(...y.map(Math.abs)) + 1e-12);
          const matrices = truncatedMultiWeights(system, construction, functions);
          const entries = matrices.flatMap(({ W_Q, W_K, W_V, W_O }) =>
            [W_Q, W_K, W_V, W_O].flatMap((matrix) => [...matrix.entries]),
          );
          const rows = weights.length + offsets.length;
          expect(cost.parameters).toBe(BigInt(entries.length + rows * rows));
          expect(cost.heads).toBe(heads);
          expect(Math.max(...entries.map(Math.abs))).toBeLessThanOrEqual(cost.largestWeight * (1 + 2 ** -48));
          const Z = matrixFrom(rows, offsets.length, (row, column) =>
            row < weights.length ? Number(x) : row - weights.length === column ? 1 : 0,
          );
          for (const { W_Q, W_K } of matrices) {
            const scores = multiply(system, transpose(multiply(system, W_K, Z)), multiply(system, W_Q, Z));
            expect(largestScore(scores)).toBeLessThanOrEqual(cost.largestScore * (1 + 2 ** -40) + 1e-9);
          }
        },
      ),
      { numRuns: 80, seed: 174 },
    );
  });
});
