/** A partition as the kernel of dense attention reads it, and the sizes that its error bound depends on. */
import { partitionKeys, type AffinePartition } from '../attention/affine-partition.js';
import { powerHeights } from '../attention/partition-float64.js';
import { product, total } from '../formats/upward.js';
import type { DenseSize } from './dense-bound.js';
import { MOST_ENERGY } from './dense-kernel.js';
import { differenceError, fixedAxis, type FixedAxis } from './fixed-point.js';
import { unsupported } from './gpu-error.js';
import { scaleValues, type ScaledValues } from './scaled-values.js';

/** Bindings and registers grow with both. */
export const MOST_INPUTS = 8;
export const MOST_OUTPUTS = 8;
export const MOST_KEYS = 2 ** 22;

export interface DenseTables {
  readonly axes: readonly FixedAxis[];
  /** Of each axis: bits of energy are `(scale·n)²`. */
  readonly scales: Float32Array<ArrayBuffer>;
  readonly keys: Float64Array;
  /** In bits of energy. */
  readonly heights: Float32Array<ArrayBuffer>;
  readonly values: ScaledValues;
  readonly size: DenseSize;
  readonly outputs: number;
}

const BITS_PER_NAT = 1.4426950408889634;
/** Below, squares of coordinates could be flushed. */
const LEAST_SCALE = 2 ** -100;

/**
 * `values`: `outputs` doubles for each key; `box` (lo0, hi0, …): where queries lie. Throws a `GpuError` (`unsupported`) for what float32
 * cannot hold.
 */
export function denseTables(partition: AffinePartition, values: Float64Array, box: Float64Array): DenseTables {
  const { inputs, outputs, keys, inverseTemperature } = partition;
  const count = partitionKeys(partition);
  if (inputs > MOST_INPUTS || outputs > MOST_OUTPUTS || count > MOST_KEYS) {
    throw unsupported(`${count} keys of ${inputs} inputs and ${outputs} outputs`);
  }
  const axes = Array.from({ length: inputs }, (_, t) => {
    let [lower, upper] = [box[2 * t]!, box[2 * t + 1]!];
    for (let i = t; i < keys.length; i += inputs) {
      lower = Math.min(lower, keys[i]!);
      upper = Math.max(upper, keys[i]!);
    }
    return fixedAxis(lower, upper);
  });
  const perUnit = Math.sqrt((inverseTemperature / 2) * BITS_PER_NAT);
  const scales = Float32Array.from(axes, ({ quantum }) => perUnit * quantum);
  const heights = Float32Array.from(powerHeights(partition), (h) => h * (inverseTemperature / 2) * BITS_PER_NAT);
  const farthest = scales.reduce((sum, scale) => sum + scale * scale * 2 ** 60, 0);
  if (!(farthest + heights.reduce((most, h) => Math.max(most, h), 0) < MOST_ENERGY / 4)) {
    throw unsupported('scores beyond float32');
  }
  if (!scales.every((scale) => scale >= LEAST_SCALE)) throw unsupported('scores below the normal range of float32');
  const squares = axes.reduce((sum, axis) => total(sum, product(differenceError(axis), differenceError(axis))), 0);
  const size = {
    inputs,
    keys: count,
    squares: product(squares, inverseTemperature, 0.5),
    heights: product(heightError(partition), inverseTemperature, 0.5),
  };
  return { axes, scales, keys, heights, values: scaleValues(values, outputs), size, outputs };
}

/**
 * By how much the heights are wrong, but for what is common to all: fewer than `g + 8` roundings of relative size 2⁻⁵³, of twice
 * `‖a‖² + 2|b|`.
 */
function heightError({ inputs, keys, offsets }: AffinePartition): number {
  if (offsets === undefined) return 0;
  let largest = 0;
  for (let j = 0; j < offsets.length; j++) {
    let magnitude = product(2, Math.abs(offsets[j]!));
    for (let t = 0; t < inputs; t++) {
      const coordinate = Math.abs(keys[j * inputs + t]!);
      magnitude = total(magnitude, product(coordinate, coordinate));
    }
    largest = Math.max(largest, magnitude);
  }
  return product((inputs + 8) * 2 ** -52, largest);
}
