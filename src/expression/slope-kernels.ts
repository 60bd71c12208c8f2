/**
 * The ends of the slope operators for float64 intervals, as scalar functions for compiled code. They agree with
 * `slopes.ts` in the interval system: an interval with NaN ends is empty, and so is every slope of it.
 */
import { divLower, divUpper, hypotLower, hypotUpper } from '../numeric/kernels.js';

export const absSlopeLower = (lo: number, hi: number): number => (lo > 0 ? 1 : lo <= hi ? -1 : NaN);
export const absSlopeUpper = (lo: number, hi: number): number => (hi < 0 ? -1 : lo <= hi ? 1 : NaN);

export function hypotSlopeLower(alo: number, ahi: number, blo: number, bhi: number): number {
  const length = hypotLower(alo, ahi, blo, bhi);
  if (!(length > 0)) return length <= 0 ? -1 : NaN;
  return Math.max(-1, divLower(alo, ahi, length, hypotUpper(alo, ahi, blo, bhi)));
}
export function hypotSlopeUpper(alo: number, ahi: number, blo: number, bhi: number): number {
  const length = hypotLower(alo, ahi, blo, bhi);
  if (!(length > 0)) return length <= 0 ? 1 : NaN;
  return Math.min(1, divUpper(alo, ahi, length, hypotUpper(alo, ahi, blo, bhi)));
}

export const jumpSlopeLower = (lo: number, hi: number): number => (lo <= hi ? 0 : NaN);
export const jumpSlopeUpper = (lo: number, hi: number): number =>
  lo <= hi ? (Math.floor(lo) === Math.floor(hi) ? 0 : Infinity) : NaN;

export const signSlopeLower = jumpSlopeLower;
export const signSlopeUpper = (lo: number, hi: number): number =>
  lo <= hi ? (Math.sign(lo) === Math.sign(hi) ? 0 : Infinity) : NaN;

export const kinkUpper = (lo: number, hi: number): number => (lo <= hi ? (lo > 0 || hi < 0 ? 0 : Infinity) : NaN);
export const kinkLower = (lo: number, hi: number): number => 0 - kinkUpper(lo, hi);
