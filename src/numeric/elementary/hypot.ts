/**
 * `√(x² + y²)`, enclosed with + − × ÷ √ only, without spurious overflow or underflow.
 *
 * Guaranteed: `hypotDown(x, y) ≤ √(x² + y²) ≤ hypotUp(x, y)`, neighbours unless the value is within 2^−46 of an ulp of
 * a double (or subnormal); exact for `y = 0`, and where all squares and their sum are doubles, as for 3, 4, 5.
 * Infinite arguments give ∞.
 *
 * Method: with `a ≥ b` scaled to where squares are safe, `a² + b² = s + t` from exact squares and an exact sum, `t`
 * off by at most `4u²s` (`u = 2^−53`; three small terms added). `r = RN(√s)`; `s − r²` is exact, so
 * `rest = s − r² + t` is off by at most `8u²s`; the low part `rest/(2r)` leaves out about `(2u)²r/2` and is rounded:
 * below `2^−101·r` in all. If the additions that make `t` were exact and `rest = 0`, then `r` is the exact value. For
 * `0 < b < 2^−27·a` the value exceeds `a` by less than `2^−55·a`: it lies between `a` and its neighbour.
 */
import { mulDown, mulUp, nextUp } from '../directed.js';
import { productError, sumError } from '../error-free.js';
import { pair, pairDown, pairUp } from './outward.js';

const HYPOT_DELTA = 2 ** -101;
const NEGLIGIBLE = 2 ** -27;
const LARGE = 2 ** 480;
const SMALL = 2 ** -400;
const SCALE = 2 ** 600;

/** Leaves `√(a² + b²)` in `pair`; `a ≥ b`, between 2^−460 and 2^480. */
function hypotPair(a: number, b: number): void {
  const aSquare = a * a;
  const bSquare = b * b;
  const sum = aSquare + bSquare;
  const sumRest = sumError(aSquare, bSquare, sum);
  const aRest = productError(a, a, aSquare);
  const bRest = productError(b, b, bSquare);
  const twoRests = sumRest + aRest;
  const t = twoRests + bRest;
  const r = Math.sqrt(sum);
  const square = r * r;
  const rest = sum - square - productError(r, r, square) + t;
  pair[0] = r;
  pair[1] = rest / (2 * r);
  const exact = rest === 0 && sumError(sumRest, aRest, twoRests) === 0 && sumError(twoRests, bRest, t) === 0;
  pair[2] = exact ? 0 : HYPOT_DELTA * r;
}

/** A double at least `√(x² + y²)`. */
export function hypotUp(x: number, y: number): number {
  const a = Math.max(Math.abs(x), Math.abs(y));
  const b = Math.min(Math.abs(x), Math.abs(y));
  if (!(a < Infinity) || b === 0) return a;
  if (b < NEGLIGIBLE * a) return nextUp(a);
  if (a >= LARGE) return mulUp(hypotUp(a / SCALE, b / SCALE), SCALE);
  if (a < SMALL) return mulUp(hypotUp(a * SCALE, b * SCALE), 1 / SCALE);
  hypotPair(a, b);
  return pairUp();
}

/** A double at most `√(x² + y²)`. */
export function hypotDown(x: number, y: number): number {
  const a = Math.max(Math.abs(x), Math.abs(y));
  const b = Math.min(Math.abs(x), Math.abs(y));
  if (!(a < Infinity) || b === 0 || b < NEGLIGIBLE * a) return a;
  if (a >= LARGE) return mulDown(hypotDown(a / SCALE, b / SCALE), SCALE);
  if (a < SMALL) return mulDown(hypotDown(a * SCALE, b * SCALE), 1 / SCALE);
  hypotPair(a, b);
  return pairDown();
}
