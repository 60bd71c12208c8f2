/**
 * Softmax-weighted means in a format, by the algorithms in use.
 *
 * - `naive`: `p_k = exp(s_k)`, `w_k = p_k/Σp`, `Σ w_k V_k`;
 * - `shifted`: the same with `p_k = exp(s_k − max s)`;
 * - `online`: in blocks, as fused kernels do it: running maximum `m`, sum `l` and means `o`; a new maximum rescales both by
 *   `exp(m_old − m_new)`; at the end `o/l`.
 *
 * Source of the last: Milakov, Gimelshein, Online normalizer calculation for softmax, arXiv:1805.02867; Dao et al.,
 * FlashAttention, arXiv:2205.14135.
 */
import { BLOCK, dot, sum, sumFormat, type Order, type Places } from './accumulate.js';
import type { Format } from './format.js';

export type SoftmaxAlgorithm = 'naive' | 'shifted' | 'online';

export const softmaxAlgorithms: readonly SoftmaxAlgorithm[] = ['naive', 'shifted', 'online'];

export interface SoftmaxOptions extends Order {
  readonly softmax: SoftmaxAlgorithm;
}

export interface Mean<T> {
  /** One per output. */
  readonly outputs: readonly T[];
  /** The sum of exponentials that divides. */
  readonly total: T;
  /** Is one weight 1 and are all others 0? Unknown (false) for the online algorithm. */
  readonly isOneHot: boolean;
}

/** The largest score; NaN is never larger. */
export function largestOf<T>({ less }: Format<T>, scores: readonly T[]): T {
  let most = scores[0] as T;
  for (const score of scores) if (less(most, score)) most = score;
  return most;
}

/** `p_k`, their sum, and the weights `p_k/Σp`; of the naive or the shifted algorithm. */
export function softmaxWeights<T>(
  format: Format<T>,
  options: SoftmaxOptions,
  scores: readonly T[],
  places: Places = { length: scores.length },
): { readonly weights: readonly T[]; readonly total: T } {
  const most = options.softmax === 'naive' ? undefined : largestOf(format, scores);
  const powers = scores.map((score) => format.exp(most === undefined ? score : format.sub(score, most)));
  const total = sum(format, options, powers, places);
  return { weights: powers.map((power) => format.div(power, total)), total };
}

/** `values[r][k]`: output `r` of key `k`. */
export function softmaxMean<T>(
  format: Format<T>,
  options: SoftmaxOptions,
  scores: readonly T[],
  values: readonly (readonly T[])[],
  places: Places = { length: scores.length },
): Mean<T> {
  if (options.softmax === 'online') return onlineMean(format, options, scores, values);
  const { weights, total } = softmaxWeights(format, options, scores, places);
  const used = weights.filter((weight) => !format.isZero(weight));
  return {
    outputs: values.map((column) => dot(format, options, weights, column, places)),
    total,
    isOneHot: used.length === 1,
  };
}

function onlineMean<T>(
  format: Format<T>,
  options: SoftmaxOptions,
  scores: readonly T[],
  values: readonly (readonly T[])[],
): Mean<T> {
  const inner = sumFormat(format, options);
  let most: T | undefined;
  let total = inner.zero;
  let outputs = values.map(() => inner.zero);
  for (let from = 0; from < scores.length; from += BLOCK) {
    const part = scores.slice(from, from + BLOCK);
    const length = part.length;
    const peak = largestOf(format, part);
    const next = most === undefined || format.less(most, peak) ? peak : most;
    const powers = part.map((score) => format.exp(format.sub(score, next)));
    const added = sum(inner, options, powers, { length });
    const means = values.map((column) => dot(inner, options, powers, column.slice(from, from + BLOCK), { length }));
    if (most === undefined) {
      total = added;
      outputs = means;
    } else {
      const scale = format.exp(format.sub(most, next));
      const join = (old: T, extra: T): T =>
        options.fma ? inner.fma(old, scale, extra) : inner.add(inner.mul(old, scale), extra);
      total = join(total, added);
      outputs = outputs.map((old, r) => join(old, means[r]!));
    }
    most = next;
  }
  return {
    outputs: outputs.map((output) => format.round(inner.div(output, total))),
    total: format.round(total),
    isOneHot: false,
  };
}
