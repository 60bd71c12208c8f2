/**
 * A domain measured in cells: `x_t = lo_t + u_t s_t`, `0 ≤ u_t ≤ P_t`, with `s_t = (hi_t − lo_t)/P_t`.
 *
 * Integration works on boxes in `u`: cell borders are integers and halves are dyadic, so boxes tile the domain exactly
 * and their shares of its volume are exact doubles, whatever the ends of the domain are.
 */
import { axisValues, type GridAxis } from '../approximation/grid.js';
import { isPointAxis } from '../attention/axis-weights.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { addDown, addUp, mulDown, mulUp } from '../numeric/directed.js';

/** Ends and widths are taken at 40 digits first: on a short axis far from 0 doubles would lose the width. */
const system = decimalIntervalSystem(40);

type Ends = readonly [lower: number, upper: number];

const ends = (value: DecimalInterval): Ends => [system.lower(value), system.upper(value)];

export class UnitFrame {
  readonly cells: readonly number[];
  /** Enclosures of the ends and the cell width of every axis. */
  readonly lower: readonly Ends[];
  readonly upper: readonly Ends[];
  readonly step: readonly Ends[];
  /** Enclosure of the volume of the domain. */
  readonly volume: Ends;

  /** Throws a `RangeError` for an axis that is not certainly longer than a point. */
  constructor(axes: readonly GridAxis[]) {
    this.cells = axes.map(({ cells }) => cells);
    const values = axes.map((axis) => axisValues(system, axis));
    this.lower = values.map(({ lower }) => ends(lower));
    this.upper = values.map(({ upper }) => ends(upper));
    this.step = values.map(({ width }) => ends(width));
    axes.forEach((axis, t) => {
      if (isPointAxis(system, axis, values[t]!) || !(this.step[t]![0] > 0)) {
        throw new RangeError(`[${axis.axis.lower.text}, ${axis.axis.upper.text}] has no length that could be seen`);
      }
    });
    const lengths = values.map(({ lower, upper }) => system.sub(upper, lower));
    this.volume = ends(lengths.reduce((product, length) => system.mul(product, length)));
  }

  /** The whole domain in units. */
  whole(): Float64Array {
    return Float64Array.from(this.cells.flatMap((cells) => [0, cells]));
  }

  /** Writes to `box` the smallest box of doubles known to contain the domain's part `units`. */
  toDomain(units: Float64Array, box: Float64Array): void {
    for (let t = 0; t < this.cells.length; t++) {
      const [step, lower, upper] = [this.step[t]!, this.lower[t]!, this.upper[t]!];
      const from = addDown(lower[0], mulDown(units[2 * t]!, step[0]));
      const to = addUp(lower[1], mulUp(units[2 * t + 1]!, step[1]));
      box[2 * t] = Math.max(lower[0], from);
      box[2 * t + 1] = Math.min(upper[1], to);
    }
  }

  /** An upper bound of the width of the part on axis `t`, in units of `x`. */
  boundWidth(units: Float64Array, t: number): number {
    return mulUp(units[2 * t + 1]! - units[2 * t]!, this.step[t]![1]);
  }
}
