/**
 * Truth of conditions on float64 intervals, and what follows from it, as scalar functions for compiled code: 1, 0, or 2
 * where the intervals do not decide. They agree with the comparisons of the interval system and with the interpreter's
 * Kleene logic; an interval with NaN ends is empty and decides nothing.
 */

export const lessTruth = (alo: number, ahi: number, blo: number, bhi: number): number =>
  ahi < blo ? 1 : alo >= bhi ? 0 : 2;

export const lessOrEqualTruth = (alo: number, ahi: number, blo: number, bhi: number): number =>
  ahi <= blo ? 1 : alo > bhi ? 0 : 2;

export const equalTruth = (alo: number, ahi: number, blo: number, bhi: number): number =>
  alo > bhi || ahi < blo ? 0 : alo === bhi && ahi === blo ? 1 : 2;

export const andTruth = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a === 1 && b === 1 ? 1 : 2);

export const orTruth = (a: number, b: number): number => (a === 1 || b === 1 ? 1 : a === 0 && b === 0 ? 0 : 2);

export const notTruth = (a: number): number => (a === 2 ? 2 : 1 - a);

/** What an undecided switch adds to a derivative: the whole line. */
export const switchSlopeUpper = (truth: number): number => (truth === 2 ? Infinity : 0);
export const switchSlopeLower = (truth: number): number => (truth === 2 ? -Infinity : 0);

/** Ends of the hull of two intervals, either of which may be empty. */
export const hullLower = (a: number, b: number): number => (a !== a ? b : b !== b ? a : Math.min(a, b));
export const hullUpper = (a: number, b: number): number => (a !== a ? b : b !== b ? a : Math.max(a, b));
