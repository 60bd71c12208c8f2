/** Weights of equally spaced keys, `∝ exp(−(R/2)(u − c_k)²)`, in doubles and without any bound. */
import type { PicturedCells } from './approx-network-picture.js';

/** Keys in the middles of the cells, or a given number of cells further left. */
export function approxAxisWeights(
  cells: PicturedCells,
  inverseTemperature: number,
  u: number,
  shift = 0,
): Float64Array {
  const { lower, width, count } = cells;
  const exponents = Float64Array.from({ length: count }, (_, k) => {
    const distance = u - (lower + (k + 0.5 - shift) * width);
    return -(inverseTemperature / 2) * distance * distance;
  });
  const largest = exponents.reduce((most, z) => Math.max(most, z), -Infinity);
  const weights = exponents.map((z) => Math.exp(z - largest));
  const sum = weights.reduce((total, w) => total + w, 0);
  return weights.map((w) => w / sum);
}
