/**
 * The kernel of dense attention as the least accurate device would run it that keeps to WGSL: every sum and product is rounded
 * to the wrong neighbour, exponentials use up their whole error, small numbers become 0. Which neighbour is wrong depends on the key,
 * so that errors of weights do not cancel.
 */
import { stateEntries, DISPATCH_KEYS, FAINTEST, TILE } from '../../src/gpu/dense-kernel.js';
import type { DenseTables } from '../../src/gpu/dense-tables.js';
import { boundDenseMean } from '../../src/gpu/dense-bound.js';
import { toFixed } from '../../src/gpu/fixed-point.js';
import { SMALLEST_NORMAL } from '../../src/gpu/wgsl-accuracy.js';
import { unscalingError } from '../../src/gpu/scaled-values.js';
import type { DeviceMeans } from '../../src/gpu/dense-attention.js';

/** Are energies of a key, of the first of its values, rounded up? Its weight then is too small, and its product too large. */
export type Direction = (key: number, value: number) => boolean;

const flush = (x: number): number => (Math.abs(x) < SMALLEST_NORMAL ? 0 : x);

const bits = new DataView(new ArrayBuffer(4));

/** The float32 next to a float32 that is not 0, away from or towards 0. */
function neighbour(x: number, away: boolean): number {
  bits.setFloat32(0, x);
  bits.setUint32(0, bits.getUint32(0) + (away ? 1 : -1));
  return bits.getFloat32(0);
}

/** A number that is no float32 becomes its neighbour above or below, whatever is nearer. */
function towards(x: number, up: boolean): number {
  const nearest = Math.fround(x);
  if (nearest === x || nearest === 0) return flush(nearest);
  const isAbove = nearest > x;
  return flush(isAbove === up ? nearest : neighbour(nearest, nearest > 0 === up));
}

/** `2^x` with all the error that is allowed. */
function worstExp2(x: number, up: boolean): number {
  const exact = Math.pow(2, x);
  const step = 2 ** (Math.floor(Math.log2(exact)) - 23);
  // One step for rounding the wrong number to a float32.
  return flush(Math.fround(exact + (up ? 1 : -1) * (2 + 2 * Math.abs(x)) * step));
}

export function hostileMeans(tables: DenseTables, queries: Float64Array, upAt: Direction): DeviceMeans {
  const { axes, scales, keys, heights, values, size, outputs } = tables;
  const g = axes.length;
  const count = queries.length / g;
  const [points, fixed] = [toFixed(axes, queries, count), toFixed(axes, keys, size.keys)];
  const means = new Float64Array(count * outputs);
  const bounds = new Float64Array(count);
  const entries = stateEntries({ inputs: g, outputs }) - 1;
  for (let i = 0; i < count; i++) {
    let least = 2 ** 101;
    let whole = new Float64Array(entries);
    for (let dispatch = 0; dispatch < size.keys; dispatch += DISPATCH_KEYS) {
      const before = least;
      let ofDispatch = new Float64Array(entries);
      const end = Math.min(size.keys, dispatch + DISPATCH_KEYS);
      for (let tile = dispatch; tile < end; tile += TILE) {
        const leastOfTile = least;
        const sums = new Float64Array(entries);
        for (let j = tile; j < Math.min(end, tile + TILE); j++) {
          const up = upAt(j, values.scaled[j * outputs]!);
          let energy = heights[j]!;
          for (let t = 0; t < g; t++) {
            const d = towards(scales[t]! * towards(points[i * g + t]! - fixed[j * g + t]!, up), up);
            energy = towards(energy + towards(d * d, up), up);
          }
          if (energy < least) {
            const lower = Math.floor(energy);
            for (let e = 0; e < entries; e++) sums[e] = flush(sums[e]! * 2 ** -Math.min(1000, least - lower));
            least = lower;
          }
          const exponent = towards(least - energy, !up);
          if (exponent <= FAINTEST) continue;
          const weight = worstExp2(exponent, !up);
          sums[0] = towards(sums[0]! + weight, !up);
          for (let r = 0; r < outputs; r++) {
            const term = towards(weight * values.scaled[j * outputs + r]!, up);
            sums[1 + r] = towards(sums[1 + r]! + term, up);
          }
        }
        ofDispatch = joined(ofDispatch, leastOfTile - least, sums, upAt(tile, 0));
      }
      whole = joined(whole, before - least, ofDispatch, upAt(dispatch, 0));
    }
    for (let r = 0; r < outputs; r++)
      means[i * outputs + r] = values.middle[r]! + values.unit * (whole[1 + r]! / whole[0]!);
    bounds[i] = values.unit * boundDenseMean(size, least) + unscalingError(values);
  }
  return { means, bounds };
}

function joined(earlier: Float64Array, shrink: number, later: Float64Array, up: boolean): Float64Array<ArrayBuffer> {
  return Float64Array.from(later, (sum, e) => towards(flush(earlier[e]! * 2 ** -Math.min(1000, shrink)) + sum, up));
}
