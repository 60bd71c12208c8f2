/** Which axis of a box within one cell to split: a matter of speed only. */
import type { ErrorBounds } from './error-bounds.js';

/**
 * The axis along which the target varies most over the box, weighted by how sharply the partition varies too.
 *
 * `gradients` encloses the target's: for output `r` and axis `t` of `g`, ends at `2(r·g + t)`.
 */
export function axisThatMatters(
  { axes, least }: Pick<ErrorBounds, 'axes' | 'least'>,
  box: Float64Array,
  gradients: Float64Array,
): number {
  let best = 0;
  let most = -1;
  for (let t = 0; t < axes.length; t++) {
    let slope = 0;
    for (let r = 0; r < least.length; r++) {
      const at = 2 * (r * axes.length + t);
      slope = Math.max(slope, gradients[at + 1]!, -gradients[at]!);
    }
    if (!(slope < Infinity)) slope = 1e300;
    const axis = axes[t]!;
    const width = box[2 * t + 1]! - box[2 * t]!;
    const middle = box[2 * t]! + width / 2;
    const border = Math.abs((middle - axis.approxCentre(axis.approxCell(middle))) / axis.step[0]);
    const kappa = axis.approxKappa;
    const rho = Math.exp(-kappa * Math.max(0, 0.5 - border - width / (2 * axis.step[0])));
    const score = axis.isPoint ? -0.5 : width * Math.max(slope, 1e-300) * (1 + (kappa * rho) / (1 + rho) ** 2);
    if (score > most) {
      most = score;
      best = t;
    }
  }
  return best;
}
