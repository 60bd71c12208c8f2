/** What an L_p-norm certification is asked, and what it answers. */
import type { Interval } from '../numeric/interval.js';
import type { BoxError } from './box-error.js';
import type { SupNormOptions, SupNormStatus } from './sup-norm.js';
import type { UnitFrame } from './unit-frame.js';

/** An error to be integrated over a domain. */
export interface LpProblem {
  readonly frame: UnitFrame;
  readonly error: BoxError;
  /**
   * After `error.enclose(box)` (for a box within one cell): encloses the slopes of every output over that box, in the sense
   * of `differentiate.ts`; output `r` and axis `t` have their ends at `2(r·g + t)`. Infinite ends where nothing is known.
   */
  readonly encloseSlopes?: (box: Float64Array, slopes: Float64Array) => void;
  /** An upper bound of the largest `|E_r|` over a box of several cells, where `error.enclose` would know little. */
  readonly boundRegion?: (box: Float64Array) => number;
  /**
   * An upper bound of `∫ max_r |E_r|^p` over a box on which `error` is unbounded; +Infinity where none is known. For
   * declared singularities.
   */
  readonly boundSingularPart?: (box: Float64Array, p: Interval) => number;
}

/** Stop rules as for the sup norm, about the norm itself. */
export type LpNormOptions = Omit<SupNormOptions, 'margin'>;

/** `lower ≤ (∫_U (max_r |Y_r − f_r|)^p dx)^{1/p} ≤ upper`, both ends rigorous, whatever the status. */
export interface LpNormEnclosure {
  readonly lower: number;
  readonly upper: number;
  readonly boxes: number;
  readonly status: SupNormStatus;
  readonly solverSeconds: number;
}
