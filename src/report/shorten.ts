import { shorten as shortenTo } from '../check/result-text.js';

/** A decimal number in at most `digits` significant digits, rounded `down` or `up`, so that a bound stays a bound. */
export function shorten(text: string, direction: 'down' | 'up', digits = 6): string {
  return shortenTo(text, direction, digits);
}

/** An interval for people: both ends shortened outward. */
export function shortenInterval({ lower, upper }: { readonly lower: string; readonly upper: string }): string {
  return `[${shorten(lower, 'down')}, ${shorten(upper, 'up')}]`;
}
