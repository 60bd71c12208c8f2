import { Decimal } from 'decimal.js';

/** Rounding is exact at any precision; the private constructor keeps it free of anybody's settings. */
const Exact = Decimal.clone({ defaults: true });

/** A decimal number in at most `digits` significant digits, rounded `down` or `up`, so that a bound stays a bound. */
export function shorten(text: string, direction: 'down' | 'up', digits = 6): string {
  const rounding = direction === 'down' ? Decimal.ROUND_FLOOR : Decimal.ROUND_CEIL;
  return new Exact(text).toSignificantDigits(digits, rounding).toString();
}

/** An interval for people: both ends shortened outward. */
export function shortenInterval({ lower, upper }: { readonly lower: string; readonly upper: string }): string {
  return `[${shorten(lower, 'down')}, ${shorten(upper, 'up')}]`;
}
