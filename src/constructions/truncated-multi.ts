/**
 * Truncated linear attention with `H` heads of `n ≥ 3` keys each: `Σ_h out_h(y) ≈ Range_{[a,b]}(y)`.
 *
 * `m = (n − 2)H` cells, `Δ = (b − a)/m`, `L_k = a + kΔ`. Head `h = 0 … H − 1` has the keys `k = h(n−2) − 1 … (h+1)(n−2)`,
 * the values `L_k` inside, and 0 at its two boundary keys, except `a` at the first head's left and `b` at the last head's
 * right; heads are added. Where y belongs to one head, every other head sees it beyond its boundary key and adds nothing;
 * between two heads both see the same two keys, and their values add up to the interpolation. For all y, all β > 0
 *
 *     |Σ_h out_h(y) − Range(y)| ≤ Δ/2 + H(n − 1)·max(|a|, |b|, b − a)·e^{−βΔ²}.
 *
 * Shift-invariant variant: subtract `a` from the values that are not 0 by definition, add `a` to all values of head 0:
 * then `b − a` stands for the maximum.
 *
 * Source: arXiv:2504.15956, Theorem 3.9; constants reconstructed; the shift-invariant variant is ours.
 */
import { softmax } from '../attention/softmax.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { refusal, checkCount, checkInverseTemperature, checkRange, type TruncatedRange } from './truncated-range.js';

export interface TruncatedMulti extends TruncatedRange {
  /** `n ≥ 3`: the sequence's tokens are also each head's keys. */
  readonly tokens: number;
  /** `H ≥ 1`. */
  readonly heads: number;
  /** `β > 0`. */
  readonly inverseTemperature: RealConstant;
  readonly shiftInvariant: boolean;
}

/** One head's keys and values, in the order of its tokens. */
export interface TruncatedHead<T> {
  readonly keys: readonly T[];
  readonly values: readonly T[];
}

/** Checks the parameters. Throws `ConstructionError`: `tokens`, `domain`, `cells` (heads) or `inverse-temperature`. */
export function truncatedMulti(parameters: TruncatedMulti): TruncatedMulti {
  const { tokens, heads, inverseTemperature } = parameters;
  if (Number.isInteger(tokens) && tokens >= 0 && tokens < 3) {
    throw refusal(
      'tokens',
      `${tokens} ${tokens === 1 ? 'token' : 'tokens'}`,
      'every head spends two keys on its boundary and needs a third: (b − a)/((n − 2)H) has no meaning for n ≤ 2',
      'Give at least 3 tokens, padding the sequence if need be, or use truncated-single, whose keys are its own columns.',
    );
  }
  checkCount('tokens', tokens, 3, 'tokens', 'Give a whole number of tokens.');
  checkCount('cells', heads, 1, 'heads', 'Give a positive integer.');
  checkRange(parameters);
  checkInverseTemperature(inverseTemperature);
  return parameters;
}

/** `m = (n − 2)H`. */
export function truncatedMultiCells({ tokens, heads }: TruncatedMulti): number {
  return (tokens - 2) * heads;
}

/** Keys and values of all heads. */
export function truncatedMultiHeads<T>(system: NumberSystem<T>, construction: TruncatedMulti): TruncatedHead<T>[] {
  const { lower, upper, tokens, heads, shiftInvariant } = construction;
  const a = evaluateConstant(lower.expression, system);
  const b = evaluateConstant(upper.expression, system);
  const zero = system.literal('0');
  const cells = truncatedMultiCells(construction);
  const inside = tokens - 2;
  const offset = (k: number): T =>
    system.div(system.mul(system.sub(b, a), system.fromNumber(k)), system.fromNumber(cells));
  return Array.from({ length: heads }, (_, h) => {
    const indices = Array.from({ length: tokens }, (_unused, j) => h * inside - 1 + j);
    /** The value minus a where it is not 0 by definition. */
    const relative = (k: number, j: number): T | undefined => {
      if (j > 0 && j < tokens - 1) return offset(k);
      if (h === 0 && j === 0) return zero;
      return h === heads - 1 && j === tokens - 1 ? system.sub(b, a) : undefined;
    };
    return {
      keys: indices.map((k) => system.add(a, offset(k))),
      values: indices.map((k, j) => {
        const value = relative(k, j);
        const added = shiftInvariant ? h === 0 : value !== undefined;
        return added ? system.add(a, value ?? zero) : (value ?? zero);
      }),
    };
  });
}

/**
 * `Σ_h Σ_k w^h_k V^h_k` at `y`, the weights in the form `softmax(−β(y − L_k)²)`, which is the score up to a shift.
 *
 * In enclosure systems sharp for points. Cost: one exponential per key.
 */
export function evaluateHeads<T>(system: NumberSystem<T>, heads: readonly TruncatedHead<T>[], beta: T, y: T): T {
  return heads.reduce((sum, { keys, values }) => {
    const scores = keys.map((key) => system.neg(system.mul(beta, system.powInteger(system.sub(y, key), 2))));
    return softmax(system, scores).reduce((total, weight, j) => system.add(total, system.mul(weight, values[j]!)), sum);
  }, system.literal('0'));
}

/** `Σ_h out_h(y)` as a function of any real `y`, by `evaluateHeads`. */
export function truncatedMultiEvaluator<T>(system: NumberSystem<T>, construction: TruncatedMulti): (y: T) => T {
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const heads = truncatedMultiHeads(system, construction);
  return (y) => evaluateHeads(system, heads, beta, y);
}

/** `Δ/2 + H(n − 1)·max(|a|, |b|, b − a)·e^{−βΔ²}`; `b − a` for the maximum in the shift-invariant variant. */
export function truncatedMultiBound<T>(system: NumberSystem<T>, construction: TruncatedMulti): T {
  const { lower, upper, tokens, heads, shiftInvariant } = construction;
  const a = evaluateConstant(lower.expression, system);
  const b = evaluateConstant(upper.expression, system);
  const length = system.sub(b, a);
  const step = system.div(length, system.fromNumber(truncatedMultiCells(construction)));
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const decay = system.exp(system.neg(system.mul(beta, system.powInteger(step, 2))));
  const largest = shiftInvariant ? length : system.max(length, system.max(system.abs(a), system.abs(b)));
  const count = system.fromNumber(heads * (tokens - 1));
  return system.add(system.div(step, system.literal('2')), system.mul(system.mul(count, largest), decay));
}
