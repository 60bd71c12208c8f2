/**
 * Truncated linear attention: for every layer the literal matrices and the evaluators give the same output.
 *
 * **Tolerance in decimal arithmetic.** Let `u = 10^(1−p)` bound the relative error of one operation, `B ≥ 1` all of
 * `|y_i|, |L_k|` and the terms that make `y_i`, `N` the number of columns. To first order in `u`:
 *
 * - `y_i` has `d + 1 ≤ 3` products and sums of terms up to `B`, off by at most `8uB`; a key by `6uB`;
 * - a literal score `β(2L_k y − L_k²)` has terms up to `3βB²`, at most 20 roundings of each, and its arguments' errors
 *   `2βB·(8uB + 6uB) + 2βB·6uB`: `100uβB²`; the evaluators' `−β(y − L_k)²`, or exponents of the same size, not more;
 * - so scores differ by at most `η = 200uβB²`, weights by a factor within `1 ± (2η + (2N + 10)u)`, values by `6uB`; the
 *   sums over `N` columns of values up to `B` add `(N + 8)uB`.
 *
 * With `H` heads added, and doubled to cover the second order: `2HuB(400βB² + 4N + 40)`.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { matrixFrom, type Matrix } from '../src/attention/matrix.js';
import { evaluateTruncatedMultiLiteral } from '../src/constructions/truncated-multi-weights.js';
import { truncatedMulti, truncatedMultiBound, truncatedMultiEvaluator } from '../src/constructions/truncated-multi.js';
import { truncate } from '../src/constructions/truncated-range.js';
import { evaluateTruncatedSingleLiteral } from '../src/constructions/truncated-single-weights.js';
import {
  truncatedSingle,
  truncatedSingleBound,
  truncatedSingleEvaluator,
  type KeyPlacement,
} from '../src/constructions/truncated-single.js';
import { leakWeight } from '../src/attention/mask-mixing.js';
import { evaluateConstant } from '../src/expression/evaluate.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import { inverseTemperatureArbitrary, realArbitrary } from '../src/generators/index.js';
import { decimalIntervalSystem } from '../src/numeric/decimal-interval.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import { intervalSystem } from '../src/numeric/interval.js';
import type { NumberSystem } from '../src/numeric/number-system.js';

/** The deep profile runs this many times as many cases. */
const MORE = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 20 : 1;
vi.setConfig({ testTimeout: 60_000 * MORE });

const DIGITS = 50;
const decimal = decimalSystem(DIGITS);
const oracle = decimalIntervalSystem(DIGITS);

interface Case {
  readonly a: string;
  readonly length: string;
  readonly beta: string;
  readonly cells: number;
  readonly heads: number;
  readonly keys: KeyPlacement;
  readonly shiftInvariant: boolean;
  readonly mask: string;
  /** `w_i`, `t_i`, `x_i` by token. */
  readonly tokens: readonly {
    readonly weights: readonly string[];
    readonly offset: string;
    readonly features: readonly string[];
  }[];
}

const short = realArbitrary({ min: '-3', max: '3', digits: 2 });

const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 2 }).chain((width) => {
  const vector = fc.array(short, { minLength: width, maxLength: width });
  return fc.record({
    a: short,
    length: fc.oneof(fc.constant('0'), realArbitrary({ min: '0', max: '4', digits: 2 })),
    beta: inverseTemperatureArbitrary({ min: '1e-3', max: '1e5' }),
    cells: fc.integer({ min: 1, max: 5 }),
    heads: fc.integer({ min: 1, max: 3 }),
    keys: fc.constantFrom<KeyPlacement>('left', 'centred'),
    shiftInvariant: fc.boolean(),
    mask: realArbitrary({ min: '0', max: '60', digits: 1 }),
    tokens: fc.array(fc.record({ weights: vector, offset: short, features: vector }), { minLength: 1, maxLength: 5 }),
  });
});

const constant = decimalConstant;
const value = <T>(system: NumberSystem<T>, text: string): T => evaluateConstant(constant(text).expression, system);

function rangeOf(system: typeof decimal, { a, length }: Case) {
  const upper = system.toText(system.add(value(system, a), value(system, length)));
  return { lower: constant(a), upper: constant(upper) };
}

function single(input: Case) {
  const { cells, beta, keys } = input;
  return truncatedSingle({ ...rangeOf(decimal, input), cells, inverseTemperature: constant(beta), keys });
}

function inputs<T>(system: NumberSystem<T>, { tokens }: Case): Matrix<T> {
  return matrixFrom(tokens[0]!.features.length, tokens.length, (row, column) =>
    value(system, tokens[column]!.features[row]!),
  );
}

/** `w_iᵀx_i + t_i`. */
function queries<T>(system: NumberSystem<T>, { tokens }: Case, common = false): T[] {
  return tokens.map(({ weights, features, offset }) =>
    (common ? tokens[0]!.weights : weights).reduce(
      (sum, weight, a) => system.add(sum, system.mul(value(system, weight), value(system, features[a]!))),
      value(system, offset),
    ),
  );
}

const functionsOf = ({ tokens }: Case) =>
  tokens.map(({ weights, offset }) => ({ weights: weights.map(constant), offset: constant(offset) }));

/** Products of numbers up to 3, two of them, and an offset up to 3; keys up to 3 + 4, and one step beyond: below 32. */
const B = 32;

function expectNear(x: ReturnType<typeof decimal.literal>, y: typeof x, input: Case, columns: number, heads = 1): void {
  const allowed = 2 * heads * 10 ** (1 - DIGITS) * B * (400 * Number(input.beta) * B * B + 4 * columns + 40);
  expect(decimal.lessOrEqual(decimal.abs(decimal.sub(x, y)), decimal.fromNumber(allowed))).toBe(true);
}

/** Neither set lies wholly on one side of the other. */
function expectOverlap<T>(system: NumberSystem<T>, x: T, y: T): void {
  expect(system.isDefined(x) && system.isDefined(y)).toBe(true);
  expect(system.less(x, y)).not.toBe(true);
  expect(system.less(y, x)).not.toBe(true);
}

describe('the literal single-head network', () => {
  it('agrees with the evaluator in decimal arithmetic, for every layer and sequence', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const construction = single(input);
        const literal = evaluateTruncatedSingleLiteral(
          decimal,
          construction,
          functionsOf(input),
          inputs(decimal, input),
        );
        const out = truncatedSingleEvaluator(decimal, construction);
        expect([literal.rows, literal.columns]).toEqual([1, input.tokens.length]);
        queries(decimal, input).forEach((y, i) => {
          expectNear(literal.entries[i]!, out(y), input, input.cells + input.tokens.length);
        });
      }),
      { numRuns: 40 * MORE, seed: 1 },
    );
  });

  it('overlaps it in both interval arithmetics', () => {
    const check = <T>(system: NumberSystem<T>, input: Case): void => {
      const construction = single(input);
      const literal = evaluateTruncatedSingleLiteral(system, construction, functionsOf(input), inputs(system, input));
      const out = truncatedSingleEvaluator(system, construction);
      queries(system, input).forEach((y, i) => expectOverlap(system, literal.entries[i]!, out(y)));
    };
    fc.assert(
      fc.property(cases, (input) => {
        check(intervalSystem, input);
        check(oracle, input);
      }),
      { numRuns: 25 * MORE, seed: 2 },
    );
  });

  it('with a row per token gives π·out(y_i), which leaks at most (n−1)e^{−M}/(1+(n−1)e^{−M})·max(|a|,|b|)', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const construction = single(input);
        const n = input.tokens.length;
        const mask = constant(input.mask);
        const literal = evaluateTruncatedSingleLiteral(
          oracle,
          construction,
          functionsOf(input),
          inputs(oracle, input),
          mask,
        );
        const leak = leakWeight(oracle, n, value(oracle, input.mask));
        const out = truncatedSingleEvaluator(oracle, construction);
        const { lower, upper } = construction;
        const size = oracle.max(
          oracle.abs(evaluateConstant(lower.expression, oracle)),
          oracle.abs(evaluateConstant(upper.expression, oracle)),
        );
        // 1e-30 covers what 50 digits lose: scores up to 1e5·32².
        const most = oracle.add(
          oracle.mul(oracle.mul(oracle.fromNumber(n - 1), leak), size),
          oracle.add(truncatedSingleBound(oracle, construction), oracle.literal('1e-30')),
        );
        queries(oracle, input).forEach((y, i) => {
          for (let r = 0; r < n; r++) {
            const entry = literal.entries[r * n + i]!;
            const weight = r === i ? oracle.sub(oracle.literal('1'), oracle.mul(oracle.fromNumber(n - 1), leak)) : leak;
            expectOverlap(oracle, entry, oracle.mul(weight, out(y)));
            const wanted = r === i ? truncate(oracle, construction, y) : oracle.literal('0');
            expect(oracle.lessOrEqual(oracle.abs(oracle.sub(entry, wanted)), most)).toBe(true);
          }
        });
      }),
      { numRuns: 15 * MORE, seed: 3 },
    );
  });
});

describe('the literal multi-head network', () => {
  const multiCases = cases.filter(({ tokens }) => tokens.length >= 3);

  const multi = (input: Case) =>
    truncatedMulti({
      ...rangeOf(decimal, input),
      tokens: input.tokens.length,
      heads: input.heads,
      inverseTemperature: constant(input.beta),
      shiftInvariant: input.shiftInvariant,
    });

  const functions = ({ tokens }: Case) => ({
    weights: tokens[0]!.weights.map(constant),
    offsets: tokens.map(({ offset }) => constant(offset)),
  });

  it('agrees with the evaluator in decimal arithmetic, for every layer and sequence', () => {
    fc.assert(
      fc.property(multiCases, (input) => {
        const literal = evaluateTruncatedMultiLiteral(decimal, multi(input), functions(input), inputs(decimal, input));
        const out = truncatedMultiEvaluator(decimal, multi(input));
        queries(decimal, input, true).forEach((y, i) => {
          expectNear(literal.entries[i]!, out(y), input, input.tokens.length, input.heads);
        });
      }),
      { numRuns: 40 * MORE, seed: 4 },
    );
  });

  it('overlaps it in both interval arithmetics, and stays within its bound', () => {
    const check = <T>(system: NumberSystem<T>, input: Case): void => {
      const construction = multi(input);
      const literal = evaluateTruncatedMultiLiteral(system, construction, functions(input), inputs(system, input));
      const out = truncatedMultiEvaluator(system, construction);
      queries(system, input, true).forEach((y, i) => {
        expectOverlap(system, literal.entries[i]!, out(y));
        const error = system.abs(system.sub(out(y), truncate(system, construction, y)));
        expect(system.less(truncatedMultiBound(system, construction), error)).not.toBe(true);
      });
    };
    fc.assert(
      fc.property(multiCases, (input) => {
        check(intervalSystem, input);
        check(oracle, input);
      }),
      { numRuns: 25 * MORE, seed: 5 },
    );
  });
});
