/**
 * The error of attention followed by a softmax over boxes, rigorous and sharp on small ones.
 *
 * Over a box, `x̂` is enclosed coordinate by coordinate: one head's output increases, so its range is read off at the ends;
 * for several heads it is `Range` and the error over the interval. Then the shifted form of `error-bounds.ts` serves, with
 * the weights of the keys at `x̂` and the target at `x`.
 *
 * Where attention is steep, between two of its keys, a tiny box of `x` becomes a box of `x̂` that spans many cells. There
 * each cell is enclosed by itself: relative to one key, weights over many cells would say nothing.
 */
import type { BoxError } from '../certify/box-error.js';
import { ErrorBounds } from '../certify/error-bounds.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { doubleConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { addDown, addUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { divLower, divUpper, mulLower, mulUpper } from '../numeric/kernels.js';
import { axisScale, type AttentionSoftmax } from './attention-softmax.js';
import { refusal } from './truncated-range.js';
import { TruncationError } from './truncation-error.js';

/** Ends of axes are taken at this many digits: doubles would lose the length of a short axis far from 0. */
const exact = decimalIntervalSystem(40);
/** About the relative weight of the keys that are left out of the windows, and enter as a bound. */
const LEFT_OUT = 1e-14;
/** Most parts that a box of queries is cut into. */
const MAX_PARTS = 64;
/** Only boxes of queries that are so many times as wide as those of inputs are cut: others shrink with these. */
const STEEP = 2;

/** Encloses `Y − f` of a network over boxes. */
export class AttentionSoftmaxError implements BoxError {
  readonly dimension: number;
  /** The error of the truncation, on [0, 1]. */
  readonly truncation: TruncationError;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** After `enclose`: a box that contains `x̂` for every `x` of the box. */
  readonly queries: Float64Array;
  private readonly bounds: ErrorBounds;
  private readonly isPoint: readonly boolean[];
  /** Ends of `lo_i` and of `D_i`. */
  private readonly lower: Float64Array;
  private readonly length: Float64Array;
  private readonly hasOneHead: boolean;
  /** One part of the queries' box; per axis, parts, cells to a part, and the part at hand. */
  private readonly part: Float64Array;
  private readonly parts: Int32Array;
  private readonly stride: Int32Array;
  private readonly index: Int32Array;
  private readonly mostParts: number;

  /** Throws `ConstructionError` `input` unless the target has the inputs and outputs of the network. */
  constructor(network: AttentionSoftmax, target: Pick<Target, 'expression' | 'domain'>) {
    const { axes, layer } = network;
    const { inputs, outputs } = target.expression;
    if (inputs !== axes.length || outputs.length !== layer.values.outputs.length) {
      throw refusal(
        'input',
        `a target of ${inputs} inputs and ${outputs.length} outputs`,
        `the network has ${axes.length} and ${layer.values.outputs.length}`,
        'Compare the network with the target that it interpolates.',
      );
    }
    this.dimension = axes.length;
    this.truncation = new TruncationError(network.truncation);
    this.hasOneHead = network.truncation.kind === 'single';
    this.isPoint = axes.map(({ isPoint }) => isPoint);
    this.queries = new Float64Array(2 * axes.length);
    this.part = new Float64Array(2 * axes.length);
    [this.parts, this.stride, this.index] = [axes, axes, axes].map(() => new Int32Array(axes.length)) as [
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    this.mostParts = rootBelow(MAX_PARTS, axes.length);
    [this.least, this.greatest] = [new Float64Array(outputs.length), new Float64Array(outputs.length)];
    const scales = axes.map((axis) => axisScale(exact, axis));
    this.lower = Float64Array.from(scales.flatMap(({ lower }) => [exact.lower(lower), exact.upper(lower)]));
    this.length = Float64Array.from(scales.flatMap(({ length }) => [exact.lower(length), exact.upper(length)]));
    const reached = axes.map(({ axis }, i) => {
      const beyond = mulUp(this.length[2 * i + 1]!, this.truncation.largest);
      const upper = exact.upper(evaluateConstant(axis.upper.expression, exact));
      return {
        lower: doubleConstant(subDown(this.lower[2 * i]!, beyond)),
        upper: doubleConstant(addUp(upper, beyond)),
      };
    });
    this.bounds = new ErrorBounds(layer, target, reached);
    this.bounds.chooseReach(LEFT_OUT);
  }

  /** Cells on either side of the query, per axis, beyond which keys are left out. */
  get reach(): readonly number[] {
    return this.bounds.axes.map(({ windowReach }) => windowReach);
  }

  /** About the lengths of the grid's cells; 0 on an axis that is a point. */
  get gridSteps(): readonly number[] {
    return this.bounds.axes.map(({ step }) => step[0]);
  }

  enclose(box: Float64Array): number {
    const { bounds, least, greatest, part, parts, index } = this;
    for (let i = 0; i < this.dimension; i++) {
      this.pass(i, box[2 * i]!, box[2 * i + 1]!);
      this.divide(i, box[2 * i + 1]! - box[2 * i]!);
    }
    least.fill(Infinity);
    greatest.fill(-Infinity);
    index.fill(0);
    let largest = 0;
    for (let axis = 0; axis >= 0;) {
      largest = Math.max(largest, bounds.enclose(box, part));
      for (let r = 0; r < least.length; r++) {
        least[r] = Math.min(least[r]!, bounds.least[r]!);
        greatest[r] = Math.max(greatest[r]!, bounds.greatest[r]!);
      }
      // The next part, the last axis running fastest.
      for (axis = this.dimension - 1; axis >= 0; axis--) {
        index[axis] = (index[axis]! + 1) % parts[axis]!;
        this.choosePart(axis);
        if (index[axis]! > 0) break;
      }
    }
    return largest;
  }

  /** Chooses how axis `i` of the queries' box is cut, at borders of cells, and the first part. */
  private divide(i: number, width: number): void {
    const [from, to] = [this.queries[2 * i]!, this.queries[2 * i + 1]!];
    const axis = this.bounds.axes[i]!;
    const isSteep = to - from > STEEP * width && to - from > axis.step[0];
    const cells = isSteep ? axis.approxCell(to) - axis.approxCell(from) + 1 : 1;
    this.stride[i] = Math.ceil(cells / this.mostParts);
    this.parts[i] = Math.ceil(cells / this.stride[i]!);
    this.index[i] = 0;
    this.choosePart(i);
  }

  /** Any cuts between the ends cover the box: they need be borders of cells only approximately. */
  private choosePart(i: number): void {
    const { queries, part, parts, stride, index } = this;
    const [from, to] = [queries[2 * i]!, queries[2 * i + 1]!];
    part[2 * i] = index[i] === 0 ? from : this.cut(i, index[i]! * stride[i]!);
    part[2 * i + 1] = index[i] === parts[i]! - 1 ? to : this.cut(i, (index[i]! + 1) * stride[i]!);
  }

  /** About the upper border of the cell `cells` beyond that of the lower end, within the box. */
  private cut(i: number, cells: number): number {
    const [from, to] = [this.queries[2 * i]!, this.queries[2 * i + 1]!];
    const axis = this.bounds.axes[i]!;
    return Math.min(to, Math.max(from, axis.approxCentre(axis.approxCell(from) + cells - 0.5)));
  }

  /** Encloses `x̂_i` for `x_i` in [from, to]. */
  private pass(i: number, from: number, to: number): void {
    const { queries, lower, length, truncation } = this;
    const [a, A, D, E] = [lower[2 * i]!, lower[2 * i + 1]!, length[2 * i]!, length[2 * i + 1]!];
    if (this.isPoint[i]!) {
      queries[2 * i] = a;
      queries[2 * i + 1] = A;
      return;
    }
    const [before, behind] = [subDown(from, A), subUp(to, a)];
    const yLow = divLower(before, before, D, E);
    const yHigh = divUpper(behind, behind, D, E);
    truncation.encloseAtEnds(yLow, yHigh);
    let outLow = addDown(Math.min(1, Math.max(0, yLow)), truncation.lo);
    let outHigh = addUp(Math.min(1, Math.max(0, yHigh)), truncation.hi);
    if (this.hasOneHead) {
      // A mean of keys in [0, 1].
      outLow = Math.max(0, outLow);
      outHigh = Math.min(1, outHigh);
    }
    queries[2 * i] = addDown(a, mulLower(outLow, outHigh, D, E));
    queries[2 * i + 1] = addUp(A, mulUpper(outLow, outHigh, D, E));
  }
}

/** The largest integer whose power `exponent` is at most `limit`, and at least 1. */
function rootBelow(limit: number, exponent: number): number {
  let root = 1;
  while (BigInt(root + 1) ** BigInt(exponent) <= BigInt(limit)) root++;
  return root;
}
