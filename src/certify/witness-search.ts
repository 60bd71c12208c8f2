/**
 * Looks for points where the error is large. What it finds is always a rigorous lower bound (each point is enclosed);
 * where it looks is a matter of luck and heuristics, and decides nothing.
 */
import type { Hunt } from './box-examiner.js';
import type { ErrorBounds } from './error-bounds.js';
import type { RegionBounds } from './region-bounds.js';

const MAX_SAMPLES = 1024;
/** Plastic-number sequences: the generalised golden ratio φ_d solves x^(d+1) = x + 1. */
function plasticStep(dimension: number): number[] {
  let phi = 2;
  for (let i = 0; i < 64; i++) phi = Math.pow(1 + phi, 1 / (dimension + 1));
  return Array.from({ length: dimension }, (_, t) => 1 / Math.pow(phi, t + 1));
}

export class WitnessSearch {
  private readonly bounds: ErrorBounds;
  private readonly region: RegionBounds;
  private readonly hunt: Hunt;

  constructor(bounds: ErrorBounds, region: RegionBounds, hunt: Hunt) {
    this.bounds = bounds;
    this.region = region;
    this.hunt = hunt;
  }

  /** Offset from a cell's centre, in cell widths, at which an interior cell's bias `|E(c_J − u)|` is largest. */
  private approxWorstOffset(kappa: number): number {
    let worst = 0.5;
    let largest = 0;
    for (let i = 1; i <= 64; i++) {
      const v = i / 128;
      let weight = 0;
      let moment = 0;
      for (let delta = -6; delta <= 6; delta++) {
        const rho = Math.exp(kappa * delta * (v - delta / 2));
        weight += rho;
        moment += rho * (delta - v);
      }
      if (Math.abs(moment / weight) > largest) {
        largest = Math.abs(moment / weight);
        worst = v;
      }
    }
    return worst;
  }

  /** Tries corners and, in well-spread cells, the points where the bias along the gradient is largest; then refines. */
  start(): void {
    const { hunt, region } = this;
    const { axes, least } = this.bounds;
    const dimension = axes.length;
    const x = new Float64Array(dimension);
    const point = new Float64Array(2 * dimension);
    for (let corner = 0; corner < 2 ** Math.min(dimension, 8); corner++) {
      for (let t = 0; t < dimension; t++) x[t] = (corner >> t) & 1 ? axes[t].upper[0] : axes[t].lower[1];
      hunt.tryPoint(x);
    }
    const steps = plasticStep(dimension);
    const offsets = axes.map((axis) => (axis.isPoint ? 0 : this.approxWorstOffset(axis.approxKappa)));
    const cells = axes.reduce((product, axis) => product * axis.cells, 1);
    const samples = Math.min(MAX_SAMPLES, Math.max(32, cells));
    for (let i = 0; i < samples; i++) {
      const centre = axes.map((axis, t) => {
        const share = (0.5 + steps[t] * (i + 1)) % 1;
        return axis.approxCentre(Math.min(axis.cells - 1, Math.floor(share * axis.cells)));
      });
      for (let t = 0; t < dimension; t++) point[2 * t] = point[2 * t + 1] = centre[t];
      region.gradientAt(point, region.gradients);
      const output = i % least.length;
      for (const side of [1, -1]) {
        for (let t = 0; t < dimension; t++) {
          const slope = region.gradients[2 * (output * dimension + t)];
          x[t] = centre[t] + (slope < 0 ? -side : side) * offsets[t] * axes[t].step[0];
        }
        hunt.tryPoint(x);
      }
    }
    this.refine();
  }

  /** Pattern search around the best point: steps of a quarter cell down to 2^-14 of one. */
  refine(): void {
    const { hunt } = this;
    const { axes } = this.bounds;
    const x = Float64Array.from(hunt.witness);
    for (let level = 2; level <= 14; level++) {
      for (let round = 0; round < 4; round++) {
        const before = hunt.lower;
        for (let t = 0; t < axes.length; t++) {
          for (const side of [1, -1]) {
            x.set(hunt.witness);
            x[t] += side * axes[t].step[0] * 2 ** -level;
            hunt.tryPoint(x);
          }
        }
        if (!(hunt.lower > before)) break;
      }
    }
  }
}
