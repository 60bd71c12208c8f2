/**
 * Generalised ReLUs by truncated attention: clipped ReLU, hard tanh, ReLU on a bounded domain, leaky ReLU.
 *
 *     clipped ReLU  min(B, max(0, y)) = Range_{[0,B]}(y)                      all y
 *     hard tanh     min(1, max(−1, y)) = Range_{[−1,1]}(y)                    all y
 *     ReLU          max(0, y) = Range_{[0,B]}(y)                              y ≤ B
 *     leaky ReLU    max(λy, y) = Range_{[0,B]}(y) − λ·Range_{[0,B]}(−y)       |y| ≤ B, 0 < λ ≤ 1
 *
 * One head of centred keys for each truncated function, within `e` of it for every real `y` (`truncated-single.ts`); so the
 * activation is within `Σ|factor|·e` on its domain: `e`, or `(1 + λ)e` for leaky ReLU.
 *
 * Source: arXiv:2504.15956 (truncated linear functions as generalised ReLU); constants reconstructed, keys centred.
 */
import { applyLinearMap } from '../attention/linear-map.js';
import { addMatrices, entryOf, matrixFrom, type Matrix } from '../attention/matrix.js';
import { selfAttention } from '../attention/self-attention.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant, negated } from '../expression/real-constant.js';
import type { RealConstant } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { TokenFunction } from './token-function.js';
import { refusal } from './truncated-range.js';
import { truncatedSingleWeights, type TruncatedSingleWeights } from './truncated-single-weights.js';
import {
  truncatedSingle,
  truncatedSingleBound,
  truncatedSingleEvaluator,
  type TruncatedSingle,
} from './truncated-single.js';

export const activations = ['relu', 'clipped-relu', 'hard-tanh', 'leaky-relu'] as const;
export type Activation = (typeof activations)[number];

export interface GeneralisedReluParameters {
  readonly activation: Activation;
  /** `B > 0`; without effect for hard tanh. */
  readonly end: RealConstant;
  /** `λ`, `0 < λ ≤ 1`; without effect but for leaky ReLU. */
  readonly slope: RealConstant;
  /** `p ≥ 1`, of each head. */
  readonly cells: number;
  /** `β > 0`. */
  readonly inverseTemperature: RealConstant;
}

export interface GeneralisedRelu {
  readonly activation: Activation;
  /** Every head's truncated function. */
  readonly head: TruncatedSingle;
  /** `λ` where a second head takes `−y` and is subtracted `λ` times. */
  readonly slope: RealConstant | undefined;
}

/** Numbers are compared with 0 and 1 at this many digits. */
const exact = decimalIntervalSystem(60);

/**
 * The network of one head or two. Throws `ConstructionError`: `domain` for `B ≤ 0`, `input` for a slope outside (0, 1],
 * `cells`, `inverse-temperature`.
 */
export function generalisedRelu(parameters: GeneralisedReluParameters): GeneralisedRelu {
  const { activation, end, slope, cells, inverseTemperature } = parameters;
  const isTanh = activation === 'hard-tanh';
  if (!isTanh && exact.less(exact.literal('0'), evaluateConstant(end.expression, exact)) !== true) {
    throw refusal('domain', `the end ${end.text}`, 'B must be positive', 'Give the largest input of the activation.');
  }
  if (activation === 'leaky-relu') checkSlope(slope);
  const [lower, upper] = isTanh ? [decimalConstant('-1'), decimalConstant('1')] : [decimalConstant('0'), end];
  return {
    activation,
    head: truncatedSingle({ lower, upper, cells, inverseTemperature, keys: 'centred' }),
    slope: activation === 'leaky-relu' ? slope : undefined,
  };
}

function checkSlope(slope: RealConstant): void {
  const value = evaluateConstant(slope.expression, exact);
  const isPositive = exact.less(exact.literal('0'), value) === true;
  if (isPositive && exact.lessOrEqual(value, exact.literal('1')) === true) return;
  const remedy = 'Give a number such as 0.01.';
  throw refusal('input', `the slope ${slope.text} of a leaky ReLU`, 'it must be positive and at most 1', remedy);
}

/** The activation itself, for inputs in its domain. */
export function activate<T>(system: NumberSystem<T>, { activation, head, slope }: GeneralisedRelu, y: T): T {
  switch (activation) {
    case 'relu':
      return system.max(system.literal('0'), y);
    case 'leaky-relu':
      return system.max(system.mul(evaluateConstant(slope!.expression, system), y), y);
    case 'clipped-relu':
    case 'hard-tanh': {
      const [a, b] = [head.lower, head.upper].map(({ expression }) => evaluateConstant(expression, system));
      return system.min(b!, system.max(a!, y));
    }
  }
}

/** `Σ|factor|·e`; in enclosure systems an enclosure. */
export function generalisedReluBound<T>(system: NumberSystem<T>, { head, slope }: GeneralisedRelu): T {
  const bound = truncatedSingleBound(system, head);
  if (slope === undefined) return bound;
  return system.mul(system.add(system.literal('1'), evaluateConstant(slope.expression, system)), bound);
}

/** The network's output as a function of one real number; in enclosure systems sharp for points. */
export function generalisedReluEvaluator<T>(system: NumberSystem<T>, { head, slope }: GeneralisedRelu): (y: T) => T {
  const out = truncatedSingleEvaluator(system, head);
  if (slope === undefined) return out;
  const lambda = evaluateConstant(slope.expression, system);
  return (y) => system.sub(out(y), system.mul(lambda, out(system.neg(y))));
}

/**
 * The weight matrices of every head for `y_i = w_iᵀx_i + t_i`. The second head of leaky ReLU reads `−y_i`, and its `W_V` carries
 * the factor `−λ`. Errors as of `truncatedSingleWeights`.
 */
export function generalisedReluWeights<T>(
  system: NumberSystem<T>,
  { head, slope }: GeneralisedRelu,
  functions: readonly TokenFunction[],
): TruncatedSingleWeights<T>[] {
  const first = truncatedSingleWeights(system, head, functions);
  if (slope === undefined) return [first];
  const opposite = functions.map(({ weights, offset }) => ({ weights: weights.map(negated), offset: negated(offset) }));
  const second = truncatedSingleWeights(system, head, opposite);
  const factor = system.neg(evaluateConstant(slope.expression, system));
  const { rows, columns } = second.W_V;
  const W_V = matrixFrom(rows, columns, (i, j) => system.mul(factor, entryOf(second.W_V, i, j)));
  return [first, { ...second, W_V }];
}

/** The row of activations for `X ∈ R^{d×n}`, through the literal matrices from end to end: heads are added. */
export function evaluateGeneralisedReluLiteral<T>(
  system: NumberSystem<T>,
  network: GeneralisedRelu,
  functions: readonly TokenFunction[],
  X: Matrix<T>,
): Matrix<T> {
  return generalisedReluWeights(system, network, functions)
    .map((weights) => selfAttention(system, weights, applyLinearMap(system, weights, X)))
    .reduce((sum, output) => addMatrices(system, sum, output));
}
