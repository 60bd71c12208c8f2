/**
 * Coordinates as 32-bit integers. Differences of integers are exact on every device and in every order of operations, so
 * near keys and queries keep 29 bits of the domain, where float32 would keep 24 of the coordinate; and no compiler can turn
 * the squared distance into the form `v·x − ‖v‖²/2`, which loses them.
 */
import { unsupported } from './gpu-error.js';

/** `u ≈ origin + n·quantum`, `|n| ≤ 2^29`: a difference of two has 31 bits. */
export interface FixedAxis {
  readonly origin: number;
  /** A power of two. */
  readonly quantum: number;
}

const BITS = 29;
/** Of a rounded coordinate, in quanta: half of one, and what the double `u − origin` was rounded by. */
const ROUNDING = 0.5 + 2 ** -20;

/** A difference of two coordinates is wrong by at most this. */
export function differenceError({ quantum }: FixedAxis): number {
  return 2 * ROUNDING * quantum;
}

/** For coordinates in [lower, upper]. Throws a `GpuError` where doubles have no room for the quantum. */
export function fixedAxis(lower: number, upper: number): FixedAxis {
  const origin = lower + (upper - lower) / 2;
  const radius = Math.max(upper - origin, origin - lower);
  if (radius === 0) return { origin, quantum: 2 ** -BITS };
  if (!(radius > 2 ** -400 && radius < 2 ** 400)) throw unsupported(`coordinates that span ${upper - lower}`);
  return { origin, quantum: powerAbove(radius) * 2 ** -BITS };
}

/** The smallest power of two that is at least `x`, for `2^−500 < x < 2^500`. */
export function powerAbove(x: number): number {
  let power = 1;
  while (power < x) power *= 2;
  while (power / 2 >= x) power /= 2;
  return power;
}

/** `count` points of as many coordinates as there are axes, one after another. */
export function toFixed(axes: readonly FixedAxis[], points: Float64Array, count: number): Int32Array<ArrayBuffer> {
  const fixed = new Int32Array(count * axes.length);
  for (let t = 0; t < axes.length; t++) {
    const { origin, quantum } = axes[t]!;
    for (let i = t; i < fixed.length; i += axes.length) fixed[i] = Math.round((points[i]! - origin) / quantum);
  }
  return fixed;
}
