/**
 * Intervals whose ends are integers over 2^p.
 *
 * Every function returns an interval that contains the exact result for all members of its arguments: lower ends are
 * rounded down, upper ends up, by at most one unit 2^−p. Sums are exact. Where a result is not defined for all members
 * a `Rejection` is thrown.
 */
import { Rejection } from './rejection.js';

export interface Interval {
  readonly lo: bigint;
  readonly hi: bigint;
}

/** Numbers from 2^8192 on are refused, so that no operation takes long. */
const LARGEST_BITS = 8192n;

/** Throws when a member is too large; otherwise `x`. */
export function bounded(x: Interval, p: bigint): Interval {
  const size = p + LARGEST_BITS;
  if (x.hi >> size > 0n || -x.lo >> size > 0n) throw new Rejection('a number is larger than 2^8192');
  return x;
}

export const minOf = (a: bigint, b: bigint): bigint => (b < a ? b : a);
export const maxOf = (a: bigint, b: bigint): bigint => (b > a ? b : a);
/** `x/2^k` rounded down is `x >> k`; this is up. */
export const shiftUp = (x: bigint, k: bigint): bigint => -(-x >> k);

/** Quotients of integers, rounded down and up, for a positive divisor. */
export function divDown(n: bigint, d: bigint): bigint {
  const q = n / d;
  return n < 0n && q * d !== n ? q - 1n : q;
}
export const divUp = (n: bigint, d: bigint): bigint => -divDown(-n, d);

/** At least the number of binary digits of `n ≥ 0`, and at most three more. */
export const bitsOf = (n: bigint): bigint => BigInt(4 * n.toString(16).length);

/** The largest integer whose square is at most `n ≥ 0`: Newton's iteration, which falls until it is there. */
export function rootDown(n: bigint): bigint {
  if (n === 0n) return 0n;
  let x = 1n << ((bitsOf(n) + 1n) >> 1n);
  for (let y = (x + n / x) >> 1n; y < x; y = (x + n / x) >> 1n) x = y;
  return x;
}

/** The largest integer whose cube is at most `n ≥ 0`, by the same iteration. */
function cubeRootDown(n: bigint): bigint {
  if (n === 0n) return 0n;
  let x = 1n << (bitsOf(n) / 3n + 1n);
  for (let y = (2n * x + n / (x * x)) / 3n; y < x; y = (2n * x + n / (x * x)) / 3n) x = y;
  return x;
}

export const whole = (n: bigint, p: bigint): Interval => ({ lo: n << p, hi: n << p });
/** From units of 2^−p to finer ones, exactly, and back, outward. */
export const refine = (x: Interval, k: bigint): Interval => ({ lo: x.lo << k, hi: x.hi << k });
export const coarsen = (x: Interval, k: bigint): Interval => ({ lo: x.lo >> k, hi: shiftUp(x.hi, k) });
export const hull = (x: Interval, y: Interval): Interval => ({ lo: minOf(x.lo, y.lo), hi: maxOf(x.hi, y.hi) });

/** The interval, wider by a quarter at most on either side: from and to multiples of 2^digits, which recur. */
export function widened({ lo, hi }: Interval): Interval & { readonly digits: bigint } {
  const digits = BigInt(((hi - lo) >> 2n).toString(2).length - 1);
  return { lo: (lo >> digits) << digits, hi: shiftUp(hi, digits) << digits, digits };
}

export const neg = (x: Interval): Interval => ({ lo: -x.hi, hi: -x.lo });
export const add = (x: Interval, y: Interval): Interval => ({ lo: x.lo + y.lo, hi: x.hi + y.hi });
export const sub = (x: Interval, y: Interval): Interval => ({ lo: x.lo - y.hi, hi: x.hi - y.lo });
export const min = (x: Interval, y: Interval): Interval => ({ lo: minOf(x.lo, y.lo), hi: minOf(x.hi, y.hi) });
export const max = (x: Interval, y: Interval): Interval => ({ lo: maxOf(x.lo, y.lo), hi: maxOf(x.hi, y.hi) });

export function abs(x: Interval): Interval {
  if (x.lo >= 0n) return x;
  return x.hi <= 0n ? neg(x) : { lo: 0n, hi: maxOf(-x.lo, x.hi) };
}

const signOf = (a: bigint): bigint => (a > 0n ? 1n : a < 0n ? -1n : 0n);
export const sign = (x: Interval, p: bigint): Interval => ({ lo: signOf(x.lo) << p, hi: signOf(x.hi) << p });
export const floor = (x: Interval, p: bigint): Interval => ({ lo: (x.lo >> p) << p, hi: (x.hi >> p) << p });

/** The range of the products, exactly, in units of 2^−2p. */
export function products(x: Interval, y: Interval): Interval {
  if (x.lo >= 0n) return { lo: (y.lo < 0n ? x.hi : x.lo) * y.lo, hi: (y.hi < 0n ? x.lo : x.hi) * y.hi };
  if (x.hi <= 0n) return { lo: (y.hi < 0n ? x.hi : x.lo) * y.hi, hi: (y.lo < 0n ? x.lo : x.hi) * y.lo };
  if (y.lo >= 0n || y.hi <= 0n) return products(y, x);
  return { lo: minOf(x.lo * y.hi, x.hi * y.lo), hi: maxOf(x.lo * y.lo, x.hi * y.hi) };
}

export const mul = (x: Interval, y: Interval, p: bigint): Interval => coarsen(products(x, y), p);

export function div(x: Interval, y: Interval, p: bigint): Interval {
  if (y.hi < 0n) return div(neg(x), neg(y), p);
  if (y.lo <= 0n) throw new Rejection('a divisor is not shown to differ from 0');
  return {
    lo: divDown(x.lo << p, x.lo >= 0n ? y.hi : y.lo),
    hi: divUp(x.hi << p, x.hi >= 0n ? y.lo : y.hi),
  };
}

/** `⌈√n⌉` is 1 + `⌊√(n − 1)⌋`. */
const rootUp = (n: bigint): bigint => (n === 0n ? 0n : rootDown(n - 1n) + 1n);

export function sqrt(x: Interval, p: bigint): Interval {
  if (x.lo < 0n) throw new Rejection('the argument of a square root is not shown to be at least 0');
  return { lo: rootDown(x.lo << p), hi: rootUp(x.hi << p) };
}

export function hypot(x: Interval, y: Interval): Interval {
  const [a, b] = [abs(x), abs(y)];
  return { lo: rootDown(a.lo * a.lo + b.lo * b.lo), hi: rootUp(a.hi * a.hi + b.hi * b.hi) };
}

export function cbrt(x: Interval, p: bigint): Interval {
  const down = (n: bigint): bigint => (n >= 0n ? cubeRootDown(n) : -up(-n));
  const up = (n: bigint): bigint => (n > 0n ? cubeRootDown(n - 1n) + 1n : -down(-n));
  return { lo: down(x.lo << (2n * p)), hi: up(x.hi << (2n * p)) };
}

/** `x^n` for members of `x ≥ 0` and an integer `n ≥ 1`, by squaring. */
function powerOfNonnegative(x: Interval, n: number, p: bigint): Interval {
  let result = whole(1n, p);
  for (const digit of n.toString(2)) {
    result = mul(result, result, p);
    if (digit === '1') result = mul(result, x, p);
    bounded(result, p);
  }
  return result;
}

/** `x^n` for an integer `n`, with `x^0 = 1`; 64 digits more on the way. */
export function powInteger(x: Interval, n: number, p: bigint): Interval {
  if (n === 0) return whole(1n, p);
  const w = p + 64n;
  const base = n > 0 ? refine(x, 64n) : div(whole(1n, w), refine(x, 64n), w);
  const power = (y: Interval): Interval => coarsen(powerOfNonnegative(y, Math.abs(n), w), 64n);
  if (n % 2 === 0 || base.lo >= 0n) return power(abs(base));
  const lower = neg(power({ lo: -base.lo, hi: -base.lo }));
  if (base.hi <= 0n) return { lo: lower.lo, hi: neg(power({ lo: -base.hi, hi: -base.hi })).hi };
  return { lo: lower.lo, hi: power({ lo: base.hi, hi: base.hi }).hi };
}
