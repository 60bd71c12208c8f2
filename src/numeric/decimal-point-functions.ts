/**
 * Elementary functions at one decimal: two decimals around the exact value, at most two units in the last place apart.
 *
 * An infinite argument stands for the end of an unbounded interval: the result is the limit there, and so is `log 0`.
 */
import type { Decimal } from 'decimal.js';
import type { DecimalContext } from './decimal-context.js';
import { limitExponent, outward, scaledFromDecimal, type Bounds } from './decimal-conversion.js';
import { encloseAtan } from './decimal-elementary/arctangent.js';
import { euler, lnTen, lnTwo, pi } from './decimal-elementary/constants.js';
import { EXP_ARGUMENT_LIMIT, encloseExp, encloseExpm1 } from './decimal-elementary/exponential.js';
import { encloseTanh } from './decimal-elementary/hyperbolic-tangent.js';
import { encloseLog } from './decimal-elementary/logarithm.js';
import { enclosePow, enclosePowInteger, reciprocal } from './decimal-elementary/power.js';
import { encloseCbrt, encloseSqrt } from './decimal-elementary/roots.js';
import {
  estimateLog2,
  exactly,
  negate,
  workingBits,
  type Enclosure,
  type Scaled,
} from './decimal-elementary/scaled.js';
import {
  TRIGONOMETRIC_ARGUMENT_BITS,
  encloseCos,
  encloseSin,
  encloseTan,
  quadrant,
} from './decimal-elementary/trigonometric.js';
import type { ConstantName } from './number-system.js';

const both = (x: Decimal): Bounds => ({ lo: x, hi: x });

const overflow = (c: DecimalContext): Bounds => ({ lo: c.largest, hi: c.infinity });
const underflow = (c: DecimalContext): Bounds => ({ lo: c.zero, hi: c.smallest });

export function expAt(x: Decimal, c: DecimalContext): Bounds {
  if (!x.isFinite()) return both(x.s > 0 ? c.infinity : c.zero);
  const argument = scaledFromDecimal(x);
  if (argument.m !== 0n && estimateLog2(argument) >= EXP_ARGUMENT_LIMIT) return x.s > 0 ? overflow(c) : underflow(c);
  return outward(encloseExp(argument, c.bits), c);
}

export function expm1At(x: Decimal, c: DecimalContext): Bounds {
  if (!x.isFinite()) return both(x.s > 0 ? c.infinity : c.one.neg());
  const argument = scaledFromDecimal(x);
  if (argument.m !== 0n && estimateLog2(argument) >= EXP_ARGUMENT_LIMIT) {
    return x.s > 0
      ? overflow(c)
      : outward({ lo: -1n << BigInt(c.bits), hi: (-1n << BigInt(c.bits)) + 1n, twos: -c.bits, tens: 0 }, c);
  }
  return outward(encloseExpm1(argument, c.bits), c);
}

/** Domain: `x ≥ 0`. */
export function logAt(x: Decimal, c: DecimalContext): Bounds {
  if (x.isZero()) return both(c.minusInfinity);
  return x.isFinite() ? outward(encloseLog(scaledFromDecimal(x), c.bits), c) : both(c.infinity);
}

export function atanAt(x: Decimal, c: DecimalContext): Bounds {
  if (x.isFinite()) return outward(encloseAtan(scaledFromDecimal(x), c.bits), c);
  const p = workingBits(c.bits + 4);
  const halfPi = pi(p - 1);
  const limit: Enclosure = { lo: halfPi - 1n, hi: halfPi + 1n, twos: -p, tens: 0 };
  return outward(x.s > 0 ? limit : negate(limit), c);
}

export function tanhAt(x: Decimal, c: DecimalContext): Bounds {
  if (!x.isFinite()) return both(x.s > 0 ? c.one : c.one.neg());
  return outward(encloseTanh(scaledFromDecimal(x), c.bits), c);
}

/** Domain: `x ≥ 0`. */
export function sqrtAt(x: Decimal, c: DecimalContext): Bounds {
  return x.isFinite() ? outward(encloseSqrt(scaledFromDecimal(x), c.bits), c) : both(x);
}

export function cbrtAt(x: Decimal, c: DecimalContext): Bounds {
  return x.isFinite() ? outward(encloseCbrt(scaledFromDecimal(x), c.bits), c) : both(x);
}

/** The integer `q` with `q π/2 ≤ x < (q + 1) π/2`; undefined for infinite `x` and beyond the reducible range. */
export function quadrantOf(x: Decimal): bigint | undefined {
  return x.isFinite() ? quadrantOfScaled(scaledFromDecimal(x)) : undefined;
}

/** The same of a number that is given exactly. */
export function quadrantOfScaled(x: Scaled): bigint | undefined {
  return isReducible(x) ? quadrant(x) : undefined;
}

function isReducible(x: Scaled): boolean {
  return x.m === 0n || estimateLog2(x) < TRIGONOMETRIC_ARGUMENT_BITS - 2;
}

/** Sine, cosine or tangent of a finite `x`; `beyond` where the argument cannot be reduced. */
const reducing =
  (enclose: (x: Scaled, bits: number) => Enclosure, beyond: (c: DecimalContext) => Bounds) =>
  (x: Decimal, c: DecimalContext): Bounds => {
    const argument = scaledFromDecimal(x);
    return isReducible(argument) ? outward(enclose(argument, c.bits), c) : beyond(c);
  };

const unitRange = (c: DecimalContext): Bounds => ({ lo: c.one.neg(), hi: c.one });

export const sinAt = reducing(encloseSin, unitRange);
export const cosAt = reducing(encloseCos, unitRange);
export const tanAt = reducing(encloseTan, (c) => ({ lo: c.minusInfinity, hi: c.infinity }));

/** Beyond this exponent an integer power goes through the logarithm. */
const LARGEST_MULTIPLIED = 2 ** 20;

/** `x^n` for `x ≥ 0`, with `0^n = ∞` for `n < 0` and `x^0 = 1`. */
export function powIntegerAt(x: Decimal, n: number, c: DecimalContext): Bounds {
  if (n === 0) return both(c.one);
  if (x.isZero() || !x.isFinite()) return both(x.isZero() === n > 0 ? c.zero : c.infinity);
  const base = scaledFromDecimal(x);
  if (base.m === 1n) return outward(exactly(limitExponent({ ...base, tens: base.tens * n })), c);
  const size = Math.abs(n);
  if (size > LARGEST_MULTIPLIED) return realPower(base, { m: BigInt(n), twos: 0, tens: 0 }, c);
  const power = enclosePowInteger(base, size, c.bits + 2);
  return outward(n > 0 ? power : reciprocal(power, c.bits + 2), c);
}

/** `x^y` for `x ≥ 0` and finite or infinite `y`, as the exponential of the limit of `y ln x`, `0 · ∞ = 0`. */
export function powAt(x: Decimal, y: Decimal, c: DecimalContext): Bounds {
  if (y.isZero() || x.eq(c.one)) return both(c.one);
  if (x.isZero() || !x.isFinite() || !y.isFinite()) return both(x.gt(c.one) === y.s > 0 ? c.infinity : c.zero);
  if (y.isInteger() && y.abs().lte(LARGEST_MULTIPLIED)) return powIntegerAt(x, y.toNumber(), c);
  if (y.eq('0.5')) return sqrtAt(x, c);
  return realPower(scaledFromDecimal(x), scaledFromDecimal(y), c);
}

function realPower(x: Scaled, y: Scaled, c: DecimalContext): Bounds {
  const power = enclosePow(x, y, c.bits);
  if (power === 'overflow') return overflow(c);
  return power === 'underflow' ? underflow(c) : outward(power, c);
}

/** Bounds of a named constant. */
export function constantBounds(name: ConstantName, c: DecimalContext): Bounds {
  const p = workingBits(c.bits + 4);
  const around = (value: bigint): Bounds => outward({ lo: value - 1n, hi: value + 1n, twos: -p, tens: 0 }, c);
  const inverse = (value: bigint): Bounds =>
    outward(reciprocal({ lo: value - 1n, hi: value + 1n, twos: -p, tens: 0 }, c.bits + 4), c);
  switch (name) {
    case 'PI':
      return around(pi(p));
    case 'E':
      return around(euler(p));
    case 'LN2':
      return around(lnTwo(p));
    case 'LN10':
      return around(lnTen(p));
    case 'LOG2E':
      return inverse(lnTwo(p));
    case 'LOG10E':
      return inverse(lnTen(p));
    case 'SQRT2':
      return sqrtAt(new c.Floor(2), c);
    case 'SQRT1_2':
      return sqrtAt(new c.Floor('0.5'), c);
  }
}
