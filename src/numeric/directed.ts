/**
 * Directed arithmetic on doubles: `…Down` returns the largest double ≤ the exact result, `…Up` the smallest ≥ it.
 *
 * Guaranteed: + − × ÷ √ of finite arguments are rounded exactly as IEEE 754 `roundTowardNegative` and
 * `roundTowardPositive` would, subnormals and overflow included; in particular an exact result is left unchanged. The
 * proof idea: JavaScript rounds to nearest, so the directed result is the nearest double or one neighbour of it, and
 * the sign of the residual (`exact − nearest`, computed without error) says which. The sign of a zero result is not
 * defined.
 *
 * Infinite arguments follow what endpoints of intervals need (they stand for limits of finite values): `0·∞ = 0`,
 * `x/∞ = 0`, and where limits differ (`∞ − ∞`, `∞/∞`) the one in the direction of rounding. NaN in, NaN out; `x/0` and
 * the root of a negative number have no value: NaN.
 */
import { LARGEST_SPLIT, productError, sumError } from './error-free.js';

const MAX = Number.MAX_VALUE;
const TINY = Number.MIN_VALUE;
const SMALLEST_PRODUCT = 2 ** -968;
const LARGEST_PRODUCT = 2 ** 1020;
const SMALLEST_QUOTIENT = 2 ** -900;

/** `u(1 + 2u)`, `u = 2^−53`. */
const STEP = 2 ** -53 * (1 + 2 ** -52);
/** From here on `RN(x + RN(STEP·|x|))` is the neighbour of `x`. */
const STEP_FROM = 2 ** -969;
/** Below, neighbours are `TINY` apart. */
const UNIFORM_BELOW = 2 ** -1021;

/**
 * The smallest double greater than `x` (IEEE 754 `nextUp`): `nextUp(MAX) = ∞`, `nextUp(∞) = ∞`, `nextUp(−∞) = −MAX`.
 *
 * Source: Rump, Zimmermann, Boldo, Melquiond, Computing predecessor and successor in rounding to nearest (2009).
 */
export function nextUp(x: number): number {
  const a = Math.abs(x);
  if (a >= STEP_FROM) return x >= -MAX ? x + STEP * a : -MAX;
  if (a < UNIFORM_BELOW) return x + TINY;
  const scaled = x * 2 ** 53;
  return (scaled + STEP * Math.abs(scaled)) * 2 ** -53;
}

/** The largest double less than `x` (IEEE 754 `nextDown`). */
export function nextDown(x: number): number {
  return 0 - nextUp(-x);
}

/** `a + b` rounded toward +∞. */
export function addUp(a: number, b: number): number {
  const s = a + b;
  const error = sumError(a, b, s);
  if (error > 0) return nextUp(s);
  if (error <= 0 && error >= -MAX) return s;
  return addUpBeyond(a, b, s);
}

/** `addUp` where the sum or its error term is not finite. */
function addUpBeyond(a: number, b: number, s: number): number {
  if (s !== s) return a !== a || b !== b ? NaN : Infinity;
  if (s === Infinity) return s;
  if (s === -Infinity) return a === s || b === s ? s : -MAX;
  // An intermediate overflowed: then both terms are huge, and halving them is exact.
  return sumError(a / 2, b / 2, s / 2) > 0 ? nextUp(s) : s;
}

/** `a + b` rounded toward −∞. */
export function addDown(a: number, b: number): number {
  return 0 - addUp(-a, -b);
}

/** `a − b` rounded toward +∞. */
export function subUp(a: number, b: number): number {
  return addUp(a, -b);
}

/** `a − b` rounded toward −∞. */
export function subDown(a: number, b: number): number {
  return 0 - addUp(-a, b);
}

/** `a·b` rounded toward +∞; `0·∞ = 0`. */
export function mulUp(a: number, b: number): number {
  const p = a * b;
  const size = Math.abs(p);
  if (
    size >= SMALLEST_PRODUCT &&
    size <= LARGEST_PRODUCT &&
    Math.abs(a) <= LARGEST_SPLIT &&
    Math.abs(b) <= LARGEST_SPLIT
  ) {
    return productError(a, b, p) > 0 ? nextUp(p) : p;
  }
  return mulUpBeyond(a, b, p);
}

/** `mulUp` for zero, infinite and NaN arguments, overflow, underflow, and magnitudes that cannot be split. */
function mulUpBeyond(a: number, b: number, p: number): number {
  if (a !== a || b !== b) return NaN;
  if (a === 0 || b === 0) return 0;
  if (p === Infinity) return p;
  if (p === -Infinity) return Math.abs(a) === Infinity || Math.abs(b) === Infinity ? p : -MAX;
  if (p === 0) return a > 0 === b > 0 ? TINY : 0;
  return scaledProductResidual(a, b, p) > 0 ? nextUp(p) : p;
}

/** `a·b` rounded toward −∞; `0·∞ = 0`. */
export function mulDown(a: number, b: number): number {
  return 0 - mulUp(-a, b);
}

/** `a/b` rounded toward +∞; `x/∞ = 0`, NaN for `b = 0`. */
export function divUp(a: number, b: number): number {
  const q = a / b;
  const size = Math.abs(a);
  const quotientSize = Math.abs(q);
  if (
    size >= SMALLEST_QUOTIENT &&
    size <= LARGEST_SPLIT &&
    quotientSize >= SMALLEST_QUOTIENT &&
    quotientSize <= LARGEST_SPLIT &&
    Math.abs(b) <= LARGEST_SPLIT
  ) {
    return quotientResidual(a, b, q) > 0 ? nextUp(q) : q;
  }
  return divUpBeyond(a, b, q);
}

/** `divUp` for zero, infinite and NaN arguments, overflow, underflow, and magnitudes that cannot be split. */
function divUpBeyond(a: number, b: number, q: number): number {
  if (a !== a || b !== b || b === 0) return NaN;
  const positive = a > 0 === b > 0;
  if (Math.abs(b) === Infinity) return Math.abs(a) === Infinity && positive ? Infinity : 0;
  if (a === 0) return 0;
  if (Math.abs(a) === Infinity) return positive ? Infinity : -Infinity;
  if (Math.abs(q) === Infinity) return positive ? Infinity : -MAX;
  if (q === 0) return positive ? TINY : 0;
  return scaledQuotientResidual(a, b, q) > 0 ? nextUp(q) : q;
}

/** `a/b` rounded toward −∞; `x/∞ = 0`, NaN for `b = 0`. */
export function divDown(a: number, b: number): number {
  return 0 - divUp(-a, b);
}

/** `√x` rounded toward +∞; NaN for `x < 0`. */
export function sqrtUp(x: number): number {
  const root = Math.sqrt(x);
  return rootResidual(x, root) > 0 ? nextUp(root) : root;
}

/** `√x` rounded toward −∞; NaN for `x < 0`. */
export function sqrtDown(x: number): number {
  const root = Math.sqrt(x);
  return rootResidual(x, root) < 0 ? nextDown(root) : root;
}

/**
 * A number with the sign of `a/b − q`, for `q = RN(a/b)` and magnitudes that neither overflow nor underflow:
 * `a − RN(qb)` is exact (Sterbenz), and `a − qb` is a double, so its computed value is exact.
 */
function quotientResidual(a: number, b: number, q: number): number {
  const product = q * b;
  const residual = a - product - productError(q, b, product);
  return b > 0 ? residual : -residual;
}

/** A number with the sign of `x − root²`, for `root = RN(√x)`; 0 for 0, ∞ and NaN. */
function rootResidual(x: number, root: number): number {
  if (x >= SMALLEST_QUOTIENT && x <= LARGEST_SPLIT) {
    const square = root * root;
    return x - square - productError(root, root, square);
  }
  if (!(x > 0) || x === Infinity) return 0;
  // Scaling by an even power of two commutes with rounding here: a root is never subnormal.
  return x < 1 ? rootResidual(x * 2 ** 600, root * 2 ** 300) : rootResidual(x * 2 ** -600, root * 2 ** -300);
}

/** How many factors 2^300 bring a nonzero finite `x` into `[2^−150, 2^150)`. */
function stepsToUnit(x: number): number {
  let size = Math.abs(x);
  let steps = 0;
  for (; size < 2 ** -150; steps++) size *= 2 ** 300;
  for (; size >= 2 ** 150; steps--) size *= 2 ** -300;
  return steps;
}

/** `x·2^(300·steps)`, exact as long as the result is a normal double. */
function shift(x: number, steps: number): number {
  let y = x;
  for (let i = 0; i < steps; i++) y *= 2 ** 300;
  for (let i = 0; i > steps; i--) y *= 2 ** -300;
  return y;
}

/**
 * A number with the sign of `a·b − p`, for `p = RN(a·b)` finite and nonzero, any magnitudes.
 *
 * With `a', b'` scaled to near 1 and `h = RN(a'b')`: the scaled `p` is `h`, or (`p` subnormal) `h` rounded to fewer
 * bits. Their difference is exact (Sterbenz: `p/2 ≤ ab ≤ 2p`), and if nonzero at least an ulp of `h`, more than
 * `|a'b' − h|`.
 */
function scaledProductResidual(a: number, b: number, p: number): number {
  const aSteps = stepsToUnit(a);
  const bSteps = stepsToUnit(b);
  const aNear = shift(a, aSteps);
  const bNear = shift(b, bSteps);
  const product = aNear * bNear;
  const difference = product - shift(p, aSteps + bSteps);
  return difference !== 0 ? difference : productError(aNear, bNear, product);
}

/** A number with the sign of `a/b − q`, for `q = RN(a/b)` finite and nonzero; as `scaledProductResidual`. */
function scaledQuotientResidual(a: number, b: number, q: number): number {
  const aSteps = stepsToUnit(a);
  const bSteps = stepsToUnit(b);
  const aNear = shift(a, aSteps);
  const bNear = shift(b, bSteps);
  const quotient = aNear / bNear;
  const difference = quotient - shift(q, aSteps - bSteps);
  return difference !== 0 ? difference : quotientResidual(aNear, bNear, quotient);
}
