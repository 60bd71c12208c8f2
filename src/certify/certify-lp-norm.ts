/**
 * Certified L_p norms of errors: `(∫_U (max_r |E_r|)^p dx)^{1/p}` for every real `p ≥ 1`, by adaptive tiling.
 *
 * Both ends rest on enclosures of the mean of `max_r |E_r|^p` over tiles (`PowerMeans`), summed with outward rounding.
 * Discontinuities cost tiles but no truth; where the error is unbounded a declared singularity supplies a bound of the
 * integral, and the tile is cut until that is small. Work is counted in boxes.
 */
import { haltonPoint, patternSearch } from '../approximation/steepest.js';
import { divDown, divUp, mulDown, mulUp } from '../numeric/directed.js';
import type { Interval } from '../numeric/interval.js';
import { powLower, powUpper } from '../numeric/kernels.js';
import { leastMagnitude } from './box-error.js';
import type { LpNormEnclosure, LpNormOptions, LpProblem } from './lp-norm.js';
import { PowerMeans } from './power-means.js';
import { SearchWatch } from './search-watch.js';
import { checkOptions, type SupNormStatus } from './sup-norm.js';
import { Tiling } from './tiling.js';

const DEFAULT_RELATIVE = 0.05;
const DEFAULT_ABSOLUTE = 1e-12;
const DEFAULT_BOXES = 10_000_000;
/** Tiles cut between two looks at the sums. */
const LOOK_INTERVAL = 16;
/** Part of the uncertainty that may be left in tiles that are not looked at again. */
const SETTLED_PART = 0.25;

/**
 * Encloses the L_p norm of an error over its domain. `p` encloses an exact exponent of at least 1.
 *
 * Throws a `RangeError` for an option that is negative or not a number, or an exponent below 1. Cost: one to three
 * enclosures of the error per box. Memory: 16·g + 52 bytes per tile.
 */
export function certifyLpNorm(problem: LpProblem, p: Interval, options: LpNormOptions = {}): LpNormEnclosure {
  checkOptions(options);
  if (!(p.lo >= 1 && p.hi < Infinity)) throw new RangeError(`an L_p norm has a finite exponent of at least 1`);
  return new LpSolver(problem, p, options).run();
}

class LpSolver {
  private readonly options: LpNormOptions;
  private readonly p: Interval;
  private readonly watch: SearchWatch;
  private readonly tiling: Tiling;
  /** Volume of the domain over that of all units. */
  private readonly unit: readonly [number, number];
  private readonly volume: number;
  /** σ: what is integrated are powers of the error times this. */
  private readonly scale: number;
  private readonly sums = new Float64Array(2);
  /** Grows less than 1 when rounding had hidden that the tolerance was not met. */
  private caution = 1;

  constructor(problem: LpProblem, p: Interval, options: LpNormOptions) {
    this.options = options;
    this.p = p;
    this.watch = new SearchWatch(options);
    const { cells, volume } = problem.frame;
    let [least, most] = [1, 1];
    for (const count of cells) {
      least = mulDown(least, count);
      most = mulUp(most, count);
    }
    this.volume = most;
    this.unit = [divDown(volume[0], most), divUp(volume[1], least)];
    this.scale = approxScale(problem, p);
    this.tiling = new Tiling(new PowerMeans(problem, p, this.scale), problem.frame.whole());
  }

  run(): LpNormEnclosure {
    const { tiling, sums } = this;
    const limit = this.options.boxes ?? DEFAULT_BOXES;
    for (;;) {
      tiling.approxTotals(sums);
      const status = this.status(this.norm(sums));
      if (status !== undefined || !tiling.isOpen) {
        const exact = this.norm(tiling.totals());
        const confirmed = this.status(exact);
        if (confirmed !== undefined || !tiling.isOpen) return this.result(exact, confirmed ?? 'precision');
        this.caution *= 0.999;
      }
      this.settleMore();
      for (let i = 0; i < LOOK_INTERVAL && tiling.isOpen; i++) {
        const isSpent = tiling.boxes + 2 > limit || this.watch.isOver(tiling.boxes, () => this.progress());
        if (isSpent) return this.spent();
        tiling.refine();
      }
    }
  }

  /** The norm from the ends of the integral in units. */
  private norm([low, high]: Float64Array | readonly number[]): readonly [number, number] {
    const root = (x: number, direction: 'up' | 'down'): number => {
      if (!(x > 0)) return 0;
      if (x === Infinity) return Infinity;
      const [least, most] = [divDown(1, this.p.hi), divUp(1, this.p.lo)];
      return direction === 'up' ? powUpper(x, x, least, most) : powLower(x, x, least, most);
    };
    return [
      divDown(root(mulDown(Math.max(0, low!), this.unit[0]), 'down'), this.scale),
      divUp(root(high === Infinity ? Infinity : mulUp(high!, this.unit[1]), 'up'), this.scale),
    ];
  }

  private status([lower, upper]: readonly [number, number]): SupNormStatus | undefined {
    const { goal, relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE } = this.options;
    if (goal !== undefined) {
      if (lower > goal) return 'goal-exceeded';
      return upper <= goal ? 'goal-met' : undefined;
    }
    return upper - lower <= this.caution * Math.max(relative * lower, absolute) ? 'converged' : undefined;
  }

  /** Leaves alone the tiles whose uncertainty cannot matter, given what is known of the norm so far. */
  private settleMore(): void {
    const { goal, relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE } = this.options;
    const [lower] = this.norm(this.sums);
    const wanted = goal === undefined ? Math.max(relative * lower, absolute) : 1e-3 * lower;
    if (!(lower > 0)) return;
    // d(integral) = p·norm^(p−1)·d(norm), of which each unit of volume has its share; a choice, not a bound.
    const integral = this.sums[0]!;
    this.tiling.settleBelow = (SETTLED_PART * this.p.lo * integral * (wanted / lower)) / this.volume;
  }

  private progress() {
    this.tiling.approxTotals(this.sums);
    const [lower, upper] = this.norm(this.sums);
    const done = upper > 0 && upper < Infinity ? lower / upper : 0;
    return { lower, upper, boxes: this.tiling.boxes, done };
  }

  private spent(): LpNormEnclosure {
    const exact = this.norm(this.tiling.totals());
    return this.result(exact, this.status(exact) ?? 'budget');
  }

  private result([lower, upper]: readonly [number, number], status: SupNormStatus): LpNormEnclosure {
    return { lower, upper, boxes: this.tiling.boxes, status, solverSeconds: this.watch.seconds() };
  }
}

/** Exponents beyond which powers vanish or overflow unless the scale is near the largest error. */
const LARGE_EXPONENT = 8;
/** Points at which errors are looked at for their scale; for large exponents a search follows from the best of them. */
const SAMPLES = { few: 16, many: 256 };
const ROUNDS = 24;

/** A power of two that brings the largest of some errors near 1; 1 where nothing is known of any. */
function approxScale({ frame, error }: LpProblem, p: Interval): number {
  const [units, box] = [frame.whole(), frame.whole()];
  const magnitudeAt = (point: Float64Array): number => {
    point.forEach((u, t) => units.fill(u, 2 * t, 2 * t + 2));
    frame.toDomain(units, box);
    return error.enclose(box) < Infinity ? leastMagnitude(error).magnitude : 0;
  };
  const isLarge = p.hi > LARGE_EXPONENT;
  // Without the coordinate in base 2, which would meet borders of cells only.
  const more = Float64Array.of(0, 1, ...frame.whole());
  let [most, best] = [0, haltonPoint(more, 1).slice(1)];
  for (let n = 1; n <= (isLarge ? SAMPLES.many : SAMPLES.few); n++) {
    const point = haltonPoint(more, n).slice(1);
    const magnitude = magnitudeAt(point);
    if (magnitude > most) [most, best] = [magnitude, point];
  }
  if (isLarge) {
    const inside = (point: Float64Array): Float64Array =>
      point.map((u, t) => Math.min(frame.cells[t]!, Math.max(0, u)));
    most = Math.max(
      most,
      patternSearch(
        magnitudeAt,
        best,
        best.map(() => 0.25),
        inside,
        ROUNDS,
      ).value,
    );
  }
  return powerOfTwoNear(most);
}

/** `σ` with `½ < σx ≤ 1`, as far as doubles go; 1 for 0. */
function powerOfTwoNear(x: number): number {
  if (!(x > 0)) return 1;
  let exponent = 0;
  while (x * 2 ** exponent > 1 && exponent > -1000) exponent--;
  while (x * 2 ** exponent <= 0.5 && exponent < 1000) exponent++;
  return 2 ** exponent;
}
