/** The words and numbers of results, as text. */
import { Decimal } from 'decimal.js';
import type { Method, Verdict } from '../theorems/claim.js';

export const verdicts: readonly Verdict[] = ['certified', 'held', 'refuted', 'inconclusive'];
export const methods: readonly Method[] = ['enclosure', 'bound', 'exact', 'sampled'];

const decimalText = /^-?(Infinity|(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?)$/;
/** Comparison and rounding are exact at every precision; the private constructor keeps it free of anybody's settings. */
const Exact = Decimal.clone({ defaults: true });

/** A real number of any precision, or ±Infinity where an end is unbounded; never NaN. */
export function isDecimalText(value: unknown): value is string {
  return typeof value === 'string' && decimalText.test(value);
}

/** Is the number `x` at most `y`? Exactly. */
export function isAtMost(x: string, y: string): boolean {
  return new Exact(x).lte(y);
}

/** A number in at most `digits` significant digits, rounded `down` or `up`, so that a bound stays a bound. */
export function shorten(text: string, direction: 'down' | 'up', digits: number): string {
  const rounding = direction === 'down' ? Decimal.ROUND_FLOOR : Decimal.ROUND_CEIL;
  return new Exact(text).toSignificantDigits(digits, rounding).toString();
}
