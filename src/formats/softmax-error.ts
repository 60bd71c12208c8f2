/**
 * How wrong the softmax and the mean may be beyond what the scores are, before they are run: S5 of docs/audit.md, for every
 * algorithm and order of addition.
 *
 * The computed mean is `Σ w̃_k V̂_k·(1 + φ) + ψ` with weights `w̃` that are normalised, and come from scores wrong by further
 * `absolute + relative·(s_max − s_k)` each; but for numbers below the normal range, whose errors are absolute.
 */
import { BLOCK, sumFormat } from './accumulate.js';
import type { EvaluationOptions } from './evaluation-options.js';
import type { Format } from './format.js';
import { expUp } from '../numeric/elementary/exp.js';
import { growth, product, quotient, total } from './upward.js';
import { subDown } from '../numeric/directed.js';

export interface SoftmaxError {
  readonly absolute: number;
  readonly relative: number;
  /** Relative to the largest magnitude of a value: what sums, quotients and products add. */
  readonly ofMean: number;
  /** Of every key: what its exponential loses by underflow, as a share of all mass; what its weight does; what its product does. */
  readonly ofShare: number;
  readonly ofWeight: number;
  readonly ofProduct: number;
  /** Does the sum of exponentials overflow, perhaps? */
  readonly overflows: boolean;
}

/** Where exponents have no end in practice, exponentials are formed of numbers up to ten times this. */
const DEEPEST = 1e8;

export interface SoftmaxSize {
  /** All keys. */
  readonly keys: number;
  /** At most so many have an exponential that is not 0. */
  readonly counted: number;
  /** At least the magnitude of every score, and of the largest one. */
  readonly score: number;
  readonly largestScore: number;
}

/** The least `k` with `2^k ≥ n`. */
function doublings(n: number): number {
  let k = 0;
  while (2 ** k < n) k++;
  return k;
}

/** Additions that one term goes through, at most. */
function depth({ accumulation }: EvaluationOptions, { keys, counted }: SoftmaxSize): number {
  const most = Math.max(0, counted - 1);
  if (accumulation === 'pairwise') return Math.min(most, doublings(keys));
  if (accumulation === 'blocked') return Math.min(most, BLOCK - 1 + Math.ceil(keys / BLOCK));
  return most;
}

/** The format's exponential is correctly rounded: `c_e = 1`. */
export function boundSoftmaxError<T>(format: Format<T>, options: EvaluationOptions, size: SoftmaxSize): SoftmaxError {
  const inner = sumFormat(format, options);
  const [u, uA] = [format.unitRoundoff, inner.unitRoundoff];
  const [tiny, tinyA] = [format.underflowError, inner.underflowError];
  const once = growth(1, u);
  const { softmax } = options;
  const isNaive = softmax === 'naive';
  const blocks = softmax === 'online' ? Math.ceil(size.keys / BLOCK) : 0;
  // The largest exponential is 1, or as small as its score makes it.
  const least = isNaive ? expUp(size.largestScore) : 1;
  const most = isNaive ? expUp(size.score) : 1;
  const overflows = !(
    product(most, size.counted, total(1, 4 * u * size.counted)) <= inner.largest &&
    most <= format.largest &&
    (!isNaive || size.score <= DEEPEST)
  );

  const steps = Math.min(depth(options, size), blocks > 0 ? BLOCK - 1 : Infinity) + 2 * blocks;
  const ofSum = growth(steps + 1, uA);
  const ofTotal = total(ofSum, once, product(ofSum, once));
  const ofProducts = growth(steps + 2, uA);
  // (1 + u)/(1 − θ) − 1, then the products, then the last roundings.
  const factor = quotient(total(ofTotal, once), subDown(1, ofTotal));
  const ofMean = total(factor, product(total(ofProducts, 2 * once), total(1, factor)));
  return {
    absolute: total(once, product(blocks, once)),
    relative: isNaive ? 0 : product(u, total(1, 2 * u)),
    // Sums in the online algorithm are at least 1, and lose `tinyA` per block.
    ofMean: total(ofMean, product(4, blocks, tinyA)),
    ofShare: product(1 + blocks, Math.max(tiny, Number.MIN_VALUE), least, 2),
    ofWeight: tiny,
    ofProduct: product(1 + 2 * blocks, tinyA),
    overflows,
  };
}
