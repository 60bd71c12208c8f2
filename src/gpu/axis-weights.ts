/**
 * The softmax weights of one axis as float32, with how far they are from the exact ones: from enclosures, because nothing that
 * is stated as a bound rests on `Math.exp`.
 */
import { firstKept } from '../attention/axis-band.js';
import { nearestCell, type Float64Axis } from '../attention/float64-layer.js';
import { addUp, subUp } from '../numeric/directed.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { SMALLEST_NORMAL } from './wgsl-accuracy.js';

export interface AxisWeights {
  readonly rows: number;
  readonly kept: number;
  readonly weights: Float32Array<ArrayBuffer>;
  /** Of each row: the cell of its first weight. */
  readonly firsts: Int32Array<ArrayBuffer>;
  /** At least `Σ_k |ŵ_k − w_k|` of every row, `w` the softmax over the kept cells. */
  readonly error: number;
}

const { fromNumber, add, sub, mul, div, exp, literal } = intervalSystem;

/** For coordinates, which are taken for exact like the numbers of the axis. Cost: one enclosed exponential for each weight. */
export function axisWeights(axis: Float64Axis, coordinates: Float64Array): AxisWeights {
  const { lower, width, kept, inverseTemperature } = axis;
  const rows = coordinates.length;
  const weights = new Float32Array(rows * kept);
  const firsts = new Int32Array(rows);
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    const nearest = nearestCell(axis, coordinates[i]!);
    const first = firstKept(axis, nearest);
    firsts[i] = first;
    const offset = sub(fromNumber(coordinates[i]!), fromNumber(lower));
    const shares = Array.from({ length: kept }, (_, k) => {
      const steps = mul(fromNumber(first + k - nearest), fromNumber(width));
      const middle = mul(fromNumber((first + k + nearest + 1) / 2), fromNumber(width));
      return exp(mul(fromNumber(inverseTemperature), mul(steps, sub(offset, middle))));
    });
    const sum = shares.reduce<Interval>((total, share) => add(total, share), literal('0'));
    let error = 0;
    shares.forEach((share, k) => {
      const { lo, hi } = div(share, sum);
      const rounded = Math.fround(lo / 2 + hi / 2);
      const weight = rounded < SMALLEST_NORMAL ? 0 : rounded;
      weights[i * kept + k] = weight;
      error = addUp(error, Math.max(subUp(hi, weight), subUp(weight, lo)));
    });
    largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
  }
  return { rows, kept, weights, firsts, error: largest };
}
