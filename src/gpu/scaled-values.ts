/** Values as float32 in [−1, 1]: relative to the middle of their range, in units of a power of two. */
import { unsupported } from './gpu-error.js';
import { powerAbove } from './fixed-point.js';

export interface ScaledValues {
  /** Of each output. */
  readonly middle: Float64Array;
  /** One for all outputs; a power of two, at least half the range of each. 0 when each has one value only. */
  readonly unit: number;
  readonly scaled: Float32Array<ArrayBuffer>;
}

/** `values`: `outputs` finite doubles each. Throws a `GpuError` where their range is none of float32's. */
export function scaleValues(values: Float64Array, outputs: number): ScaledValues {
  const least = new Float64Array(outputs).fill(Infinity);
  const greatest = new Float64Array(outputs).fill(-Infinity);
  values.forEach((value, i) => {
    least[i % outputs] = Math.min(least[i % outputs]!, value);
    greatest[i % outputs] = Math.max(greatest[i % outputs]!, value);
  });
  const middle = least.map((lower, r) => lower + (greatest[r]! - lower) / 2);
  const radius = middle.reduce((most, m, r) => Math.max(most, greatest[r]! - m, m - least[r]!), 0);
  if (!(radius < 2 ** 400 && (radius === 0 || radius > 2 ** -400))) throw unsupported(`values that span ${2 * radius}`);
  const unit = radius === 0 ? 0 : powerAbove(radius);
  const scaled = new Float32Array(values.length);
  if (unit === 0) return { middle, unit, scaled };
  for (let i = 0; i < values.length; i++) scaled[i] = (values[i]! - middle[i % outputs]!) / unit;
  return { middle, unit, scaled };
}

/** What putting a mean back into doubles adds to its error, rounded up: a product, a sum, and the middle's own rounding. */
export function unscalingError({ middle, unit }: Pick<ScaledValues, 'middle' | 'unit'>): number {
  return 2 ** -50 * (unit + middle.reduce((most, m) => Math.max(most, Math.abs(m)), 0));
}
