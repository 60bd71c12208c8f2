/** What a check asks of a network's error. */
import type { Interval } from './interval.js';
import type { Side } from './tree.js';

/** Is `Y_r − f_r ≤ bound` (side 1) or `f_r − Y_r ≤ bound` (side −1) shown? */
export type Shown = (r: number, side: 1 | -1, bound: bigint) => boolean;

/** Both throw a `Rejection` where nothing is shown at all. */
export interface ErrorRule {
  /** Of the error over a box of a tree. */
  readonly over: (box: readonly Side[]) => Shown;
  /** Of the error at a point, some unknown one of the intervals. */
  readonly at: (point: readonly Interval[]) => Shown;
}
