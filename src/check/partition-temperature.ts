/** The temperature of a partition for which none is given. */
import { domainBox } from '../approximation/box.js';
import type { Target } from '../expression/target.js';

/**
 * `R = κ/s²` for `s = (|U|/G)^{1/g}`, the width of cells of the same volume as those of `G` keys on a grid have on average;
 * `κ = 4 ln(10⁶)` unless given. Axes of length 0 do not count.
 */
export function partitionTemperature(keys: number, target: Target, kappa: number = 4 * Math.log(1e6)): number {
  const box = domainBox(target);
  const lengths = target.domain.map((_, t) => box[2 * t + 1]! - box[2 * t]!).filter((length) => length > 0);
  if (lengths.length === 0) return 1;
  const width = (lengths.reduce((product, length) => product * length, 1) / keys) ** (1 / lengths.length);
  return kappa / (width * width);
}
