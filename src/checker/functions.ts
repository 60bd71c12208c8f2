/**
 * Ranges of elementary functions over an interval, rounded outward: monotone functions at the ends, sine and cosine with
 * the extrema between them. Within a few units of the tightest ones.
 */
import { atan as atanAt, exp as expAt, log as logAt, pi, sine } from './ball.js';
import { abs, add, bitsOf, coarsen, div, divDown, maxOf, minOf, mul, neg, powInteger, refine } from './interval.js';
import { shiftUp, sqrt, sub, whole, type Interval } from './interval.js';
import { Rejection } from './rejection.js';

/** exp(5600) is less than 2^8192. */
const LARGEST_EXPONENT = 5600n;

export function exp(x: Interval, p: bigint): Interval {
  if (x.hi > LARGEST_EXPONENT << p) throw new Rejection('an exponential is larger than 2^8000');
  const lo = expAt(x.lo, p);
  return x.lo === x.hi ? lo : { lo: lo.lo, hi: expAt(x.hi, p).hi };
}

/** The same by one series where the interval is narrow, a few units wider than the tightest. */
export function expOfNarrow(x: Interval, p: bigint): Interval {
  const width = x.hi - x.lo;
  if (width === 0n || width >> (p / 2n) !== 0n) return exp(x, p);
  const { lo, hi } = exp({ lo: x.lo, hi: x.lo }, p);
  // exp(w) ≤ 1 + w + w² for w ≤ 1.
  return { lo, hi: hi + shiftUp(hi * (width + 1n), p) };
}

export const expm1 = (x: Interval, p: bigint): Interval => sub(exp(x, p), whole(1n, p));

export function log(x: Interval, p: bigint): Interval {
  if (x.lo <= 0n) throw new Rejection('the argument of a logarithm is not shown to be positive');
  return { lo: logAt(x.lo, p).lo, hi: logAt(x.hi, p).hi };
}

export const atan = (x: Interval, p: bigint): Interval => ({ lo: atanAt(x.lo, p).lo, hi: atanAt(x.hi, p).hi });

/** (1 − t)/(1 + t) with t = exp(−2x), which lies in (0, 1] for x ≥ 0; odd. */
export function tanh(x: Interval, p: bigint): Interval {
  const at = (a: bigint): Interval => {
    if (a < 0n) return neg(at(-a));
    const [w, one] = [p + 32n, whole(1n, p + 32n)];
    const t = expAt(-(a << 33n), w);
    // Decreasing in t, so each end of t gives one.
    const quotient = (s: bigint): Interval => div(sub(one, { lo: s, hi: s }), add(one, { lo: s, hi: s }), w);
    return coarsen({ lo: quotient(t.hi).lo, hi: quotient(t.lo).hi }, 32n);
  };
  return { lo: at(x.lo).lo, hi: at(x.hi).hi };
}

/** May a number (quarter + period·n)·π/2, n an integer, lie in `x`? */
function mayContain(x: Interval, quarter: bigint, period: bigint, p: bigint): boolean {
  const k = 8n + bitsOf(maxOf(abs(x).hi >> p, 1n));
  const { mid, radius } = pi(p + k);
  const [lo, hi] = [x.lo << (k + 1n), x.hi << (k + 1n)];
  const last = divDown(hi - quarter * mid, period * mid);
  return [last - 1n, last, last + 1n].some((n) => {
    const c = quarter + period * n;
    const error = c < 0n ? -c * radius : c * radius;
    return c * mid + error >= lo && c * mid - error <= hi;
  });
}

/** The range of sin(x + quarter·π/2): 1 is taken at (1 − quarter)·π/2 + 2πn, −1 half a turn later. */
function circular(x: Interval, quarter: bigint, p: bigint): Interval {
  const one = 1n << p;
  if (x.hi - x.lo >= 7n << p) return { lo: -one, hi: one };
  const [a, b] = [sine(x.lo, quarter, p), sine(x.hi, quarter, p)];
  return {
    lo: mayContain(x, 3n - quarter, 4n, p) ? -one : minOf(a.lo, b.lo),
    hi: mayContain(x, 1n - quarter, 4n, p) ? one : maxOf(a.hi, b.hi),
  };
}

export const sin = (x: Interval, p: bigint): Interval => circular(x, 0n, p);
export const cos = (x: Interval, p: bigint): Interval => circular(x, 1n, p);

/** Increasing between its poles. */
export function tan(x: Interval, p: bigint): Interval {
  if (x.hi - x.lo >= 4n << p || mayContain(x, 1n, 2n, p)) throw new Rejection('a tangent is not shown to be defined');
  const w = p + 64n;
  const at = (a: bigint): Interval => coarsen(div(sine(a << 64n, 0n, w), sine(a << 64n, 1n, w), w), 64n);
  return { lo: at(x.lo).lo, hi: at(x.hi).hi };
}

/** `x^y` for real `y`: defined for x > 0, and for x = 0 where y > 0. exp(y log x), 64 digits more on the way. */
export function pow(x: Interval, y: Interval, p: bigint): Interval {
  if (x.lo < 0n || (x.lo === 0n && y.lo <= 0n)) throw new Rejection('a power is not shown to be defined');
  if (x.hi === 0n) return whole(0n, p);
  const w = p + 64n;
  const [base, exponent] = [refine(x, 64n), refine(y, 64n)];
  const positive = base.lo > 0n ? base : { lo: base.hi, hi: base.hi };
  const power = coarsen(exp(mul(exponent, log(positive, w), w), w), 64n);
  // From 0 on: x^y ≤ max(hi^y) for both ends of y, and 0 is taken.
  return base.lo > 0n ? power : { lo: 0n, hi: power.hi };
}

const CONSTANTS: Readonly<Record<string, (p: bigint) => Interval>> = {
  PI: (p) => {
    const { mid, radius } = pi(p + 16n);
    return coarsen({ lo: mid - radius, hi: mid + radius }, 16n);
  },
  E: (p) => expAt(1n << p, p),
  LN2: (p) => logAt(2n << p, p),
  LN10: (p) => logAt(10n << p, p),
  LOG2E: (p) => coarsen(powInteger(logAt(2n << (p + 16n), p + 16n), -1, p + 16n), 16n),
  LOG10E: (p) => coarsen(powInteger(logAt(10n << (p + 16n), p + 16n), -1, p + 16n), 16n),
  SQRT2: (p) => sqrt(whole(2n, p), p),
  SQRT1_2: (p) => sqrt({ lo: 1n << (p - 1n), hi: 1n << (p - 1n) }, p),
};

export const isConstant = (name: unknown): name is string => typeof name === 'string' && Object.hasOwn(CONSTANTS, name);
export const constant = (name: string, p: bigint): Interval => CONSTANTS[name]!(p);
