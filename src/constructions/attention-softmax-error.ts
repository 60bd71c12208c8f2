/**
 * The error of attention followed by a softmax over boxes, rigorous and sharp on small ones.
 *
 * Over a box, `x̂` is enclosed coordinate by coordinate: one head's output increases, so its range is read off at the ends;
 * for several heads it is `Range` and the error over the interval. Then the shifted form of `error-bounds.ts` serves, with
 * the weights of the keys at `x̂` and the target at `x`.
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

/** Encloses `Y − f` of a network over boxes. */
export class AttentionSoftmaxError implements BoxError {
  readonly dimension: number;
  /** The error of the truncation, on [0, 1]. */
  readonly truncation: TruncationError;
  /** After `enclose`: a box that contains `x̂` for every `x` of the box. */
  readonly queries: Float64Array;
  private readonly bounds: ErrorBounds;
  private readonly isPoint: readonly boolean[];
  /** Ends of `lo_i` and of `D_i`. */
  private readonly lower: Float64Array;
  private readonly length: Float64Array;
  private readonly hasOneHead: boolean;

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

  get least(): Float64Array {
    return this.bounds.least;
  }

  get greatest(): Float64Array {
    return this.bounds.greatest;
  }

  enclose(box: Float64Array): number {
    for (let i = 0; i < this.dimension; i++) this.pass(i, box[2 * i]!, box[2 * i + 1]!);
    return this.bounds.enclose(box, this.queries);
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
