/** What a format should return: exact rationals in BigInt, rounded once; nothing here is shared with src/formats. */
import { exp as ballExp } from '../../src/checker/ball.js';

/** `n/d`, `d > 0`. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export function rational(x: number): Rational {
  let e = 0;
  let m = x;
  while (!Number.isInteger(m)) {
    m *= 2;
    e++;
    // Subnormals double exactly as well.
    if (e > 1100) throw new RangeError(`${x} is not finite`);
  }
  return { n: BigInt(m), d: 1n << BigInt(e) };
}

const sign = ({ n, d }: Rational): Rational => (d < 0n ? { n: -n, d: -d } : { n, d });

export const exact = {
  add: (x: Rational, y: Rational): Rational => ({ n: x.n * y.d + y.n * x.d, d: x.d * y.d }),
  sub: (x: Rational, y: Rational): Rational => ({ n: x.n * y.d - y.n * x.d, d: x.d * y.d }),
  mul: (x: Rational, y: Rational): Rational => ({ n: x.n * y.n, d: x.d * y.d }),
  div: (x: Rational, y: Rational): Rational => sign({ n: x.n * y.d, d: x.d * y.n }),
};

const length = (n: bigint): number => n.toString(2).length;
const floorDiv = (n: bigint, d: bigint): bigint => n / d;

export interface Shape {
  readonly base: 2n | 10n;
  readonly digits: number;
  /** Weight of the last digit of the smallest numbers; none for unbounded exponents. */
  readonly lastExponent?: number;
}

/** A real number by comparison: the floor of it times `base^k`, and whether that is exact; and half steps. */
export interface Real {
  /** `⌊|x|·scale⌋` for a rational scale, and whether nothing was cut. */
  readonly scaledFloor: (n: bigint, d: bigint) => { readonly floor: bigint; readonly isExact: boolean };
}

export function realOfRational(x: Rational): Real {
  const n = x.n < 0n ? -x.n : x.n;
  return {
    scaledFloor: (sn, sd) => {
      const [a, b] = [n * sn, x.d * sd];
      return { floor: floorDiv(a, b), isExact: a % b === 0n };
    },
  };
}

function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((length(n) + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

export function realRoot(x: Rational): Real {
  return {
    scaledFloor: (sn, sd) => {
      // ⌊√(n/d)·s⌋ = ⌊√⌊n s²/d⌋⌋.
      const [a, b] = [x.n * sn * sn, x.d * sd * sd];
      const whole = a / b;
      const floor = integerRoot(whole);
      return { floor, isExact: floor * floor === whole && a % b === 0n };
    },
  };
}

/** `e^x`, irrational unless `x = 0`. */
export function realExp(x: Rational): Real {
  if (x.n === 0n) return realOfRational({ n: 1n, d: 1n });
  const known = new Map<bigint, { readonly lo: bigint; readonly hi: bigint } | undefined>();
  const ends = (p: bigint) => {
    const argument = (x.n << p) / x.d;
    if (!known.has(p)) known.set(p, (argument * x.d) >> p === x.n ? ballExp(argument, p) : undefined);
    return known.get(p);
  };
  return {
    scaledFloor: (sn, sd) => {
      for (let p = 80n; ; p *= 2n) {
        const found = ends(p);
        if (found === undefined) continue;
        const { lo, hi } = found;
        const [low, high] = [(lo * sn) / (sd << p), (hi * sn) / (sd << p)];
        if (low === high) return { floor: low, isExact: false };
      }
    },
  };
}

const power = (base: bigint, e: number): Rational =>
  e >= 0 ? { n: base ** BigInt(e), d: 1n } : { n: 1n, d: base ** BigInt(-e) };

/** Magnitude rounded to the format with unbounded exponent above: `m·base^e`. */
export function roundMagnitude(x: Real, { base, digits, lastExponent }: Shape): { m: bigint; e: number } {
  const limit = base ** BigInt(digits);
  // The least e for which the integer part has at most `digits` digits.
  const fits = (e: number): boolean => {
    const { n, d } = power(base, -e);
    return x.scaledFloor(n, d).floor < limit;
  };
  let high = 1;
  while (!fits(high)) high *= 2;
  let low = lastExponent ?? -1;
  while (lastExponent === undefined && fits(low)) low *= 2;
  if (lastExponent === undefined || !fits(lastExponent)) {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (fits(middle)) high = middle;
      else low = middle;
    }
  } else high = lastExponent;
  const e = high;
  const { n, d } = power(base, -e);
  const { floor } = x.scaledFloor(n, d);
  const twice = x.scaledFloor(2n * n, d);
  const isUp = twice.floor > 2n * floor && (!twice.isExact || floor % 2n === 1n);
  return { m: isUp ? floor + 1n : floor, e };
}

/** The same as a double, for formats of base 2 whose numbers are doubles. */
export function roundToDouble(x: Real, shape: Shape): number {
  const { m, e } = roundMagnitude(x, shape);
  let value = Number(m);
  for (let i = 0; i < Math.abs(e); i++) value *= e > 0 ? 2 : 0.5;
  return value;
}

/** All finite numbers of a format of one or two bytes, by bit pattern; NaN and infinities as such. */
export function decodeAll(exponentBits: number, fractionBits: number, kind: 'ieee' | 'finite'): number[] {
  const bias = 2 ** (exponentBits - 1) - 1;
  const top = 2 ** exponentBits - 1;
  const ones = 2 ** fractionBits - 1;
  return Array.from({ length: 2 ** (1 + exponentBits + fractionBits) }, (_, bits) => {
    const fraction = bits & ones;
    const exponent = (bits >> fractionBits) & top;
    const negative = bits >> (exponentBits + fractionBits) === 1;
    let size: number;
    if (kind === 'ieee' && exponent === top) size = fraction === 0 ? Infinity : NaN;
    else if (kind === 'finite' && exponent === top && fraction === ones) size = NaN;
    else if (exponent === 0) size = fraction * 2 ** (1 - bias - fractionBits);
    else size = (1 + fraction * 2 ** -fractionBits) * 2 ** (exponent - bias);
    return negative ? -size : size;
  });
}
