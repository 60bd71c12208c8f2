/**
 * A double as source text that reads back as the same double. Tapes may come from files: what is no number would be
 * code in the emitted text, and is refused with a `TypeError`.
 */
export function numeral(value: number): string {
  if (typeof value !== 'number') throw new TypeError(`${JSON.stringify(value)} is not a number`);
  if (Object.is(value, -0)) return '(-0)';
  return value < 0 ? `(${value})` : String(value);
}
