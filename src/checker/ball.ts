/**
 * Elementary functions of one number: truncated series, each with the error that it makes.
 *
 * A ball is an integer `mid` over 2^w and a `radius` in units of 2^−w; the exact value lies within it. Errors are
 * counted in these units: an integer division or shift errs by less than 1, a truncated series of N terms by less than
 * the sum of what its terms err by and, after the first term that is 0, by 1 for all that follow.
 */
import { divDown, rootDown, bitsOf, type Interval } from './interval.js';

export interface Ball {
  readonly mid: bigint;
  readonly radius: bigint;
}

/** The ball in units of 2^−(w − k), rounded outward. */
export function outward({ mid, radius }: Ball, k: bigint): Interval {
  return { lo: (mid - radius) >> k, hi: -((-mid - radius) >> k) };
}

/** Σ z^(2i+1)/(2i + 1), with alternating signs if `alternating`: |z| ≤ ¼, z itself wrong by less than 1 unit. */
function inverseSeries(z: bigint, w: bigint, alternating: boolean): Ball {
  const square = (z * z) >> w;
  let sum = z;
  let power = z;
  let n = 1n;
  // A power errs by less than 2: z²/16 of the last one's error, twice that of z², and the shift. A term by less than 3.
  for (; power !== 0n && power !== -1n; n++) {
    power = (power * square) >> w;
    const term = power / (2n * n + 1n);
    sum += alternating && n % 2n === 1n ? -term : term;
  }
  return { mid: sum, radius: 3n * n + 4n };
}

/** A constant to at least `w` digits: the sharpest that was asked for is kept, and cut. */
function kept(compute: (w: bigint) => Ball): (w: bigint) => Ball {
  let digits = 0n;
  let best: Ball = { mid: 0n, radius: 0n };
  return (w) => {
    if (w > digits) [digits, best] = [w, compute(w)];
    const k = digits - w;
    return { mid: best.mid >> k, radius: (best.radius >> k) + 2n };
  };
}

/** π = 16 atan(1/5) − 4 atan(1/239). */
export const pi = kept((w) => {
  const [a, b] = [5n, 239n].map((n) => inverseSeries((1n << w) / n, w, true));
  return { mid: 16n * a!.mid - 4n * b!.mid, radius: 16n * a!.radius + 4n * b!.radius };
});

/** log 2 = 4 artanh(1/7) + 2 artanh(1/17): (4/3)²·(9/8) = 2. */
export const ln2 = kept((w) => {
  const [a, b] = [7n, 17n].map((n) => inverseSeries((1n << w) / n, w, false));
  return { mid: 4n * a!.mid + 2n * b!.mid, radius: 4n * a!.radius + 2n * b!.radius };
});

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);

/**
 * exp(a/2^p), in units of 2^−p. With k = ⌊x/log 2⌋ it is 2^k·exp(r/256)^256, 0 ≤ r < log 2, and w has so many digits
 * that 2^k does not harm. For `a/2^p` of size up to 6000.
 */
export function exp(a: bigint, p: bigint): Interval {
  if (a < -((p + 2n) << p)) return { lo: 0n, hi: 1n };
  const digits = a > 0n ? (3n * a) / (2n << p) + 2n : 0n;
  const w = p + 48n + digits;
  const log2 = ln2(w);
  const x = a << (w - p);
  const k = divDown(x, log2.mid);
  const t = (x - k * log2.mid) >> 8n;
  let sum = 1n << w;
  let term = sum;
  let n = 1n;
  // t < 0.003: a term errs by less than 2.
  for (; term !== 0n; n++) {
    term = ((term * t) >> w) / n;
    sum += term;
  }
  // t errs by 1 + |k|·radius/256. Squaring doubles an error times the value; all values together grow it by less than
  // 2^8·exp(255t) < 512, and the shifts, each grown by those after it, add less than 512.
  for (let i = 0; i < 8; i++) sum = (sum * sum) >> w;
  const radius = 1024n * (2n * n + 4n + magnitude(k) * log2.radius);
  return outward({ mid: sum, radius }, w - p - k);
}

/** log(a/2^p) for `a > 0`, in units of 2^−p: 2 artanh((m − 1)/(m + 1)) + e log 2 with ⅔ ≤ m ≤ 4/3. */
export function log(a: bigint, p: bigint): Interval {
  const w = p + 48n;
  let n = BigInt(a.toString(2).length);
  if (3n * a < 1n << (n + 1n)) n -= 1n;
  const one = 1n << n;
  const series = inverseSeries(((a - one) << w) / (a + one), w, false);
  const log2 = ln2(w);
  const e = n - p;
  return outward({ mid: 2n * series.mid + e * log2.mid, radius: 2n * series.radius + magnitude(e) * log2.radius }, 48n);
}

/** Σ (−1)^i r^(2i + odd)/(2i + odd)!, |r| < 1, from the first term: a term errs by less than 2. */
function circularSeries(first: bigint, r: bigint, w: bigint, odd: bigint): Ball {
  const square = (r * r) >> w;
  let sum = first;
  let term = first;
  let n = 1n;
  for (; term !== 0n; n++) {
    const m = 2n * n + odd;
    term = -((term * square) >> w) / (m * (m - 1n));
    sum += term;
  }
  return { mid: sum, radius: 2n * n + 4n };
}

/** sin(a/2^p + quarter·π/2), in units of 2^−p: sine or cosine of what is left after the nearest multiple of π/2. */
export function sine(a: bigint, quarter: bigint, p: bigint): Interval {
  const k = 32n + bitsOf(magnitude(a) >> p);
  const w = p + k;
  const { mid, radius } = pi(w);
  const x = a << (k + 1n);
  const turns = divDown(x + (mid >> 1n), mid);
  const r = (x - turns * mid) >> 1n;
  const quadrant = (((turns + quarter) % 4n) + 4n) % 4n;
  const series = quadrant % 2n === 0n ? circularSeries(r, r, w, 1n) : circularSeries(1n << w, r, w, 0n);
  // r errs by 1 + |turns|·radius/2, and no slope exceeds 1.
  const error = series.radius + 1n + magnitude(turns) * radius;
  const one = 1n << p;
  const range = outward({ mid: quadrant < 2n ? series.mid : -series.mid, radius: error }, k);
  return { lo: range.lo < -one ? -one : range.lo, hi: range.hi > one ? one : range.hi };
}

/** atan(a/2^p), in units of 2^−p: of 1/x beyond 1, and of y/(1 + √(1 + y²)) three times, which halves the angle. */
export function atan(a: bigint, p: bigint): Interval {
  if (a < 0n) {
    const { lo, hi } = atan(-a, p);
    return { lo: -hi, hi: -lo };
  }
  const w = p + 48n;
  const one = 1n << w;
  const isInverse = a > 1n << p;
  let y = isInverse ? (1n << (w + p)) / a : a << 48n;
  // Halving also halves y's error or better, and adds less than 2: less than 4 in the end, and 8 times that of the angle.
  for (let i = 0; i < 3; i++) y = (y << w) / (one + rootDown((one << w) + y * y));
  const series = inverseSeries(y, w, true);
  const ball = { mid: 8n * series.mid, radius: 8n * (series.radius + 4n) };
  if (!isInverse) return outward(ball, 48n);
  const half = pi(w);
  return outward({ mid: (half.mid >> 1n) - ball.mid, radius: ball.radius + half.radius + 1n }, 48n);
}
