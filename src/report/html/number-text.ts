/** Numbers as the page shows them. */
import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ defaults: true, toExpNeg: -4, toExpPos: 6 });

/** Four significant digits: for tables of samples and axes, which carry no bound. */
export function approxText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '—';
  return minus(new Exact(value).toSignificantDigits(4).toString());
}

/** An end of an enclosure or a bound in six digits, rounded `down` or `up`, so that it stays one. */
export function endText(text: string, direction: 'down' | 'up'): string {
  if (text.includes('Infinity')) return minus(text.replace('Infinity', '∞'));
  return minus(
    new Exact(text).toSignificantDigits(6, direction === 'down' ? Decimal.ROUND_FLOOR : Decimal.ROUND_CEIL).toString(),
  );
}

export function intervalText({ lower, upper }: { readonly lower: string; readonly upper: string }): string {
  const [low, high] = [endText(lower, 'down'), endText(upper, 'up')];
  return low === high ? low : `[${low}, ${high}]`;
}

/** A slope in three decimals. */
export function slopeText(slope: number): string {
  return minus(slope.toFixed(3));
}

function minus(text: string): string {
  return text.replaceAll('-', '−');
}
