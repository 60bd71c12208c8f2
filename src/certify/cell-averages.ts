/**
 * Averages of a function over the cells of a grid, enclosed: `V_j = |cell j|^{−1} ∫_{cell j} f`.
 *
 * Each cell is tiled until the uncertainty of its average is small compared with how much `f` varies over it. A tile's mean
 * lies in the range of `f` over the tile; and, as in `PowerMeans`, within `Σ ρ_t w_t/4` of the value at the centre, `ρ_t` the
 * half widths of the enclosed slopes. Where `f` is unbounded, the power law of a declared singularity bounds the mean.
 */
import type { ProductGrid } from '../approximation/grid.js';
import { boundRadius, singularGrowth } from '../approximation/singular-growth.js';
import type { KeyValues } from '../attention/key-values.js';
import { compileInterval } from '../expression/compile/index.js';
import { withGradient } from '../expression/differentiate.js';
import { normalise } from '../expression/normalise.js';
import { sharpen } from '../expression/sharpen.js';
import type { Target } from '../expression/target.js';
import { addUp, divUp, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { boundPowerIntegral } from './ball-integral.js';
import { axisToCut, Tiling, type Integrand } from './tiling.js';
import { UnitFrame } from './unit-frame.js';

export interface CellAverageOptions {
  /** Most boxes for one cell; default 4096. */
  readonly boxes?: number;
  /** Uncertainty of an average that is small enough, as a part of how much the function varies over the cell. */
  readonly tolerance?: number;
  /** Called after every cell with the share of cells that are done, 0…1. */
  readonly onProgress?: (done: number) => void;
  /** Asked before every cell: from the first true on each cell is looked at once, which gives wide averages, but true ones. */
  readonly stop?: () => boolean;
}

const DEFAULT_BOXES = 4096;
const DEFAULT_TOLERANCE = 2 ** -12;
/** What enclosures of values that are equal may differ by, relative to their size. */
const ROUNDING = 2 ** -40;

/** Means of a target's outputs over boxes in units of a frame. */
class TargetMeans implements Integrand {
  readonly size: number;
  private readonly target: Pick<Target, 'expression' | 'singularities'>;
  private readonly frame: UnitFrame;
  private readonly value: (box: Float64Array, out: Float64Array) => void;
  private readonly joint: (box: Float64Array, out: Float64Array) => void;
  private readonly ends: Float64Array;
  private readonly atCentre: Float64Array;
  private readonly box: Float64Array;
  private readonly centre: Float64Array;
  private readonly middle: Float64Array;
  private readonly spreads: Float64Array;

  constructor(target: Pick<Target, 'expression' | 'singularities'>, frame: UnitFrame) {
    const { expression } = target;
    this.target = target;
    this.frame = frame;
    this.size = expression.outputs.length;
    this.value = compileInterval(sharpen(expression));
    this.joint = compileInterval(sharpen(withGradient(normalise(expression))));
    this.ends = new Float64Array(2 * this.size * (1 + expression.inputs));
    this.atCentre = new Float64Array(2 * this.size);
    this.box = new Float64Array(2 * expression.inputs);
    this.centre = new Float64Array(2 * expression.inputs);
    this.middle = new Float64Array(2 * expression.inputs);
    this.spreads = new Float64Array(expression.inputs);
  }

  encloseMeans(units: Float64Array, means: Float64Array): number {
    const { frame, box, ends, size, middle } = this;
    const dimension = units.length / 2;
    frame.toDomain(units, box);
    this.joint(box, ends);
    for (let t = 0; t < dimension; t++) middle[2 * t] = middle[2 * t + 1] = (units[2 * t]! + units[2 * t + 1]!) / 2;
    frame.toDomain(middle, this.centre);
    this.value(this.centre, this.atCentre);
    let isBounded = true;
    for (let i = 0; i < 2 * size; i++) isBounded &&= Number.isFinite(ends[i]!);
    for (let r = 0; r < size; r++) this.meanOf(r, units, means);
    if (!isBounded) this.boundUnbounded(units, means);
    return this.roughestAxis(units);
  }

  private meanOf(r: number, units: Float64Array, means: Float64Array): void {
    const { ends, size, frame } = this;
    const dimension = units.length / 2;
    // NaN ends are an empty enclosure: nothing is known of a function that is nowhere defined.
    let lower = Number.isNaN(ends[2 * r]!) ? -Infinity : ends[2 * r]!;
    let upper = Number.isNaN(ends[2 * r + 1]!) ? Infinity : ends[2 * r + 1]!;
    if (Number.isFinite(lower) && Number.isFinite(upper)) {
      let deviation = 0;
      for (let t = 0; t < dimension; t++) {
        const at = 2 * (size + r * dimension + t);
        deviation = addUp(deviation, mulUp(subUp(ends[at + 1]!, ends[at]!) / 8, frame.boundWidth(units, t)));
      }
      const [low, high] = [subDown(this.atCentre[2 * r]!, deviation), addUp(this.atCentre[2 * r + 1]!, deviation)];
      // Comparisons with NaN are false: unknown slopes tighten nothing.
      if (low > lower) lower = low;
      if (high < upper) upper = high;
    }
    means[2 * r] = lower;
    means[2 * r + 1] = upper;
  }

  /** Bounds the means by the power law of a declared singularity in the box. */
  private boundUnbounded(units: Float64Array, means: Float64Array): void {
    const { box, frame, size } = this;
    const volume = units.reduce((product, end, i) => (i % 2 === 1 ? product * (end - units[i - 1]!) : product), 1);
    const least = frame.step.reduce((product, [step]) => mulDown(product, step), mulDown(volume, 1 - 2 ** -48));
    for (const singularity of this.target.singularities) {
      const point = singularity.point.map(({ expression }) => expression);
      const growth = singularGrowth(this.target.expression, singularity, box);
      const radius = boundRadius(point, box);
      for (let r = 0; r < size; r++) {
        const law = growth[r];
        if (law === undefined) continue;
        const integral = mulUp(law.factor, boundPowerIntegral(singularity.point, law.exponent, box, radius));
        const size0 = divUp(integral, least);
        if (-size0 > means[2 * r]!) means[2 * r] = -size0;
        if (size0 < means[2 * r + 1]!) means[2 * r + 1] = size0;
      }
    }
  }

  /** The axis whose slopes are least known, weighted with the width. */
  private roughestAxis(units: Float64Array): number {
    const { ends, size, frame, spreads } = this;
    const dimension = units.length / 2;
    for (let t = 0; t < dimension; t++) {
      let spread = 0;
      for (let r = 0; r < size; r++) {
        const at = 2 * (size + r * dimension + t);
        spread = Math.max(spread, (ends[at + 1]! - ends[at]!) * frame.boundWidth(units, t));
      }
      spreads[t] = spread;
    }
    return axisToCut(units, spreads);
  }

  /** An uncertainty that is small for the box looked at last: a part of how much the outputs vary there, or of rounding. */
  approxEnough(part: number): number {
    let [variation, size] = [0, 0];
    for (let r = 0; r < this.size; r++) {
      const [low, high] = [this.ends[2 * r]!, this.ends[2 * r + 1]!];
      variation = Math.max(variation, high - low);
      size = Math.max(size, -low, high);
    }
    return Number.isFinite(size) ? Math.max(part * variation, ROUNDING * size) : 0;
  }
}

/**
 * Encloses the averages of all outputs over every cell of a grid on the target's domain.
 *
 * Guaranteed for a target that is defined on its domain but for its declared singularities. An average that cannot be
 * bounded (growth that was not shown integrable) has infinite ends: see `isBounded`. Throws a `RangeError` for an axis that
 * is (or may be) a single point. Cost: at most `boxes` enclosures of value and gradient per cell.
 */
export function encloseCellAverages(
  target: Pick<Target, 'expression' | 'singularities'>,
  grid: ProductGrid,
  { boxes = DEFAULT_BOXES, tolerance = DEFAULT_TOLERANCE, onProgress, stop }: CellAverageOptions = {},
): KeyValues {
  const frame = new UnitFrame(grid.axes);
  const integrand = new TargetMeans(target, frame);
  const outputs = integrand.size;
  const cells = frame.cells.reduce((product, count) => product * count, 1);
  const ends = new Float64Array(2 * cells * outputs);
  const index = frame.cells.map(() => 0);
  const units = new Float64Array(2 * frame.cells.length);
  const sums = new Float64Array(2 * outputs);
  let isStopped = false;
  for (let j = 0; j < cells; j++) {
    index.forEach((k, t) => {
      units[2 * t] = k;
      units[2 * t + 1] = k + 1;
    });
    const tiling = new Tiling(integrand, units);
    const enough = integrand.approxEnough(tolerance);
    const isSharp = (): boolean => {
      tiling.approxTotals(sums);
      return sums.every((end, i) => i % 2 === 0 || end - sums[i - 1]! <= enough);
    };
    isStopped ||= stop?.() === true;
    const most = isStopped ? 1 : boxes;
    while (tiling.isOpen && tiling.boxes < most && !isSharp()) tiling.refine();
    // A cell has volume 1 in units: the sums are averages already.
    ends.set(tiling.totals(), 2 * j * outputs);
    onProgress?.((j + 1) / cells);
    for (let t = index.length - 1; t >= 0 && ++index[t]! === frame.cells[t]; t--) index[t] = 0;
  }
  return { ends };
}

/** Are all averages known within finite bounds? */
export function isBounded({ ends }: KeyValues): boolean {
  return ends.every((end) => Number.isFinite(end));
}
