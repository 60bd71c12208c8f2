/** What a sup-norm certification is asked, and what it answers. */
import type { ShareBatches } from './box-batch.js';

export const DEFAULT_RELATIVE = 0.05;
export const DEFAULT_ABSOLUTE = 1e-12;
export const DEFAULT_BOXES = 10_000_000;

/** Stop rules and limits of a certification. Work is counted in boxes; seconds only ever end it early. */
export interface SupNormOptions {
  /** Stop when `upper − lower ≤ max(relative·lower, absolute)`. Defaults 0.05 and 1e-12. */
  readonly relative?: number;
  readonly absolute?: number;
  /** Stop as soon as `upper ≤ goal` or `lower > goal`: all that a verdict needs. */
  readonly goal?: number;
  /** Most boxes examined; default 10,000,000. */
  readonly boxes?: number;
  /** Most seconds spent in the solver; default unlimited. */
  readonly seconds?: number;
  /**
   * Only points count whose unscaled margin (largest minus second largest of `v_jᵀx − ‖v_j‖²/2`) is at least this exact
   * double; the enclosure is then of the supremum over that set, and [0, 0] if it is empty.
   */
  readonly margin?: number;
  /** Who shares a long search, such as other threads; the result is the same with and without. */
  readonly share?: ShareBatches;
  /** Called now and then (about every 100 ms) with the enclosure so far. */
  readonly onProgress?: (progress: SupNormProgress) => void;
  /** Asked as often: true ends the search, as if the budget were spent. */
  readonly stop?: () => boolean;
}

export interface SupNormProgress {
  readonly lower: number;
  readonly upper: number;
  readonly boxes: number;
  /** Share of the domain's volume that needs no further work, 0…1. */
  readonly done: number;
}

/** `precision`: the box that decides cannot be halved in doubles, as where a target jumps; `budget`: a limit ended the search. */
export type SupNormStatus = 'converged' | 'goal-met' | 'goal-exceeded' | 'budget' | 'precision';

/** `lower ≤ sup_{x ∈ U} max_r |Y_r(x) − f_r(x)| ≤ upper`, both ends rigorous, whatever the status. */
export interface SupNormEnclosure {
  readonly lower: number;
  readonly upper: number;
  /**
   * A point of the domain (exact doubles) where the error is at least `lower`. On an axis that is a single point which
   * no double names (such as π), the nearest double below stands for it.
   */
  readonly witness: readonly number[];
  /** The output whose error is at least `lower` there. */
  readonly output: number;
  readonly boxes: number;
  readonly status: SupNormStatus;
  readonly solverSeconds: number;
}

/** Throws a `RangeError` for an option that is negative or not a number. */
export function checkOptions(options: SupNormOptions): void {
  for (const name of ['relative', 'absolute', 'boxes', 'seconds', 'margin'] as const) {
    const value = options[name];
    if (value !== undefined && !(value >= 0)) throw new RangeError(`${name} must be 0 or more, not ${value}`);
  }
  if (Number.isNaN(options.goal)) throw new RangeError('goal must be a number');
}
