/** What one layer of truncated attention costs: entries of its matrices, its largest weight and score. */
import { evaluateConstant } from '../expression/evaluate.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { truncationSizes, type QueryLayout } from './truncation-weights.js';
import { truncationStep, type Truncation } from './truncation.js';

/** Entries of all matrices of the layer's heads; exact. */
export function attentionParameters(truncation: Truncation, layout: QueryLayout): bigint {
  const { heads, scored, rows, outputs, columns } = truncationSizes(truncation, layout);
  const [m, N] = [BigInt(rows), BigInt(columns)];
  return BigInt(heads) * (m * BigInt(2 * scored + outputs) + N * BigInt(layout.count));
}

/** Entries of `Σ_h P_h X Q_h + B` that writes the layer's queries from `width` features of `tokens` columns; exact. */
export function affineRowParameters(
  truncation: Truncation,
  layout: QueryLayout,
  width: number,
  tokens: number,
): bigint {
  const { rows, columns } = truncationSizes(truncation, layout);
  const terms = BigInt(layout.rows * width);
  return terms * (BigInt(rows * width) + BigInt(tokens) * BigInt(columns)) + BigInt(rows) * BigInt(columns);
}

/** Encloses the first and the last key: of several heads, the boundary keys included. */
function outermostKeys(truncation: Truncation): readonly [first: Interval, last: Interval] {
  const a = evaluateConstant(truncation.lower.expression, system);
  const b = evaluateConstant(truncation.upper.expression, system);
  if (truncation.kind === 'single') return [a, b];
  return [system.sub(a, truncationStep(system, truncation)), b];
}

/** Upper bound of the absolute value of any weight of the heads and of any key that a bias carries. */
export function boundTruncationWeight(truncation: Truncation, layout: QueryLayout): number {
  const [first, last] = outermostKeys(truncation);
  const [two, mask] = [system.literal('2'), evaluateConstant(layout.mask.expression, system)];
  const largest = system.max(system.abs(first), system.abs(last));
  return magnitude([
    two,
    system.mul(truncation.kind === 'multi' ? two : system.literal('1'), largest),
    system.powInteger(largest, 2),
    // Values of shift-invariant heads are at most the length of the range.
    truncation.kind === 'multi' ? system.sub(last, first) : two,
    evaluateConstant(truncation.inverseTemperature.expression, system),
    ...(layout.blocks > 1 ? [mask] : []),
  ]);
}

/**
 * Upper bound of `|β(2Ly − L²) + M·1[…]|` for queries `|y| ≤ most`, and the zeros of columns without a query. The form is
 * linear in `y`, so extreme at its ends; there it is concave in `L`, so smallest at an outermost key and largest at the key
 * nearest to `y`.
 */
export function boundTruncationScore(truncation: Truncation, layout: QueryLayout, most: number): number {
  const [first, last] = outermostKeys(truncation);
  const beta = evaluateConstant(truncation.inverseTemperature.expression, system);
  const mask = layout.blocks > 1 ? evaluateConstant(layout.mask.expression, system) : system.literal('0');
  const end = system.fromNumber(most);
  const scores = [end, system.neg(end)].flatMap((y) => {
    const at = (key: Interval): Interval => system.mul(beta, system.mul(key, system.sub(system.add(y, y), key)));
    return [at(first), at(last), system.add(at(system.min(last, system.max(first, y))), mask)];
  });
  return magnitude(scores);
}

export function magnitude(values: readonly Interval[]): number {
  return Math.max(...values.map((value) => system.upper(system.abs(value))));
}
