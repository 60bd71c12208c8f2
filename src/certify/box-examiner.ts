/** What branch and bound asks of an error: bounds over boxes (lo0, hi0, lo1, hi1, …), points, and where to cut. */

/** A search for large errors; nothing rests on where it looks. */
export interface Hunt {
  /** The largest certain error so far, and where it was found. */
  readonly lower: number;
  readonly witness: Float64Array;
  /** Tries the point of the domain nearest to `x`; returns what is certain of the error there. */
  readonly tryPoint: (x: Float64Array) => number;
}

export interface BoxExaminer {
  /** Number of inputs. */
  readonly dimension: number;
  /** Boxes halved between two tries at the middle of one. */
  readonly tryInterval: number;
  /** So many boxes are bounded one by one, worst first, before batches are shared; fewer where each costs more. */
  readonly oneByOne: number;
  /** A point to start from. */
  readonly start: Float64Array;
  /** Writes a box that contains the domain. */
  readonly cover: (box: Float64Array) => void;
  /** Looks for large errors, before any box is bounded. */
  readonly explore: (hunt: Hunt) => void;
  /** Is told the error that was found by then: bounds may be as accurate as that asks for, and are so from then on. */
  readonly settle?: (lower: number) => void;
  /** An upper bound of the error over a box, never NaN. The box may be shrunk to what counts of it. */
  readonly bound: (box: Float64Array) => number;
  /** Chooses `axis` and `at`, where to cut a box in two. False if doubles allow no cut. */
  readonly chooseCut: (box: Float64Array) => boolean;
  readonly axis: number;
  readonly at: number;
  /**
   * Encloses the error at the point of the domain nearest to `x`: what is certain of its magnitude there. Then `point` and
   * `output` say where, and of which output. On an axis where no double is in the domain, one next to it stands for it.
   */
  readonly tryPoint: (x: Float64Array) => number;
  readonly point: Float64Array;
  readonly output: number;
}
