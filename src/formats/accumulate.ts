/**
 * Sums and sums of products in a format, in the orders in which programs and matrix units form them.
 *
 * Terms may be given sparsely, with their positions among `length`: those left out are exact zeros, which change no partial sum.
 */
import { accumulatorOf } from './formats.js';
import type { Format } from './format.js';

/**
 * - `sequential`: one after the other;
 * - `pairwise`: halves, and halves of halves;
 * - `blocked`: within blocks of `BLOCK`, then over blocks;
 * - `wide`: one after the other in a wider format, rounded once at the end.
 */
export type Accumulation = 'sequential' | 'pairwise' | 'blocked' | 'wide';

export const accumulations: readonly Accumulation[] = ['sequential', 'pairwise', 'blocked', 'wide'];

export const BLOCK = 64;

export interface Order {
  readonly accumulation: Accumulation;
  /** Are products added by fused multiply-add where a running sum takes them? */
  readonly fma: boolean;
}

/** Where the terms stand among all: increasing, from 0 to below `length`. Absent: everywhere. */
export interface Places {
  readonly length: number;
  readonly positions?: ArrayLike<number>;
}

/** The format in which a sum is held until its end. */
export function sumFormat<T>(format: Format<T>, { accumulation }: Pick<Order, 'accumulation'>): Format<T> {
  return accumulation === 'wide' ? accumulatorOf(format) : format;
}

export function sum<T>(format: Format<T>, order: Pick<Order, 'accumulation'>, terms: readonly T[], places: Places): T {
  const inner = sumFormat(format, order);
  const total = accumulate(
    inner,
    order.accumulation,
    places,
    terms.length,
    (i) => terms[i]!,
    (s, i) => inner.add(s, terms[i]!),
  );
  return format.round(total);
}

/** `Σ x_i·y_i`. */
export function dot<T>(format: Format<T>, order: Order, x: readonly T[], y: readonly T[], places: Places): T {
  const inner = sumFormat(format, order);
  const product = (i: number): T => inner.mul(x[i]!, y[i]!);
  const total = accumulate(
    inner,
    order.accumulation,
    places,
    x.length,
    product,
    order.fma ? (s, i) => inner.fma(x[i]!, y[i]!, s) : (s, i) => inner.add(s, product(i)),
  );
  return format.round(total);
}

function accumulate<T>(
  { add, zero }: Format<T>,
  accumulation: Accumulation,
  { length, positions }: Places,
  count: number,
  term: (i: number) => T,
  step: (sum: T, i: number) => T,
): T {
  const place = (i: number): number => positions?.[i] ?? i;
  const run = (from: number, to: number): T => {
    let total = term(from);
    for (let i = from + 1; i < to; i++) total = step(total, i);
    return total;
  };
  if (count === 0) return zero;
  if (accumulation === 'pairwise') return halves(0, length, 0, count);
  if (accumulation !== 'blocked') return run(0, count);
  let total: T | undefined;
  for (let from = 0; from < count;) {
    const block = Math.floor(place(from) / BLOCK);
    let to = from + 1;
    while (to < count && Math.floor(place(to) / BLOCK) === block) to++;
    const part = run(from, to);
    total = total === undefined ? part : add(total, part);
    from = to;
  }
  return total!;

  /** The terms `from … to − 1` are those with places in [first, end). */
  function halves(first: number, end: number, from: number, to: number): T {
    if (to - from === 1) return term(from);
    const middle = Math.floor((first + end + 1) / 2);
    let cut = from;
    // Terms are few where they are sparse, and lie on both sides where they are dense.
    if (positions === undefined) cut = middle;
    else while (cut < to && place(cut) < middle) cut++;
    if (cut === from) return halves(middle, end, from, to);
    if (cut === to) return halves(first, middle, from, to);
    return add(halves(first, middle, from, cut), halves(middle, end, cut, to));
  }
}
