/**
 * Slopes of the error of a max-affine layer over a box. With `δ` the distance of key `J` from the reference key in cells
 * on axis `t` and any constants `a`, `b`,
 *
 *     ∂_t A_r = R·s_t·Cov(δ, V_r),     Cov(δ, V) = E[(δ − a)(V − b)] − (E δ − a)(E V − b),
 *
 * means over the softmax weights; `a`, `b` near the means make the second term small of second order. Each mean is bounded
 * over the interval weights of the box, the keys outside the windows included.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import { compileInterval } from '../expression/compile/index.js';
import { gradient } from '../expression/differentiate.js';
import type { Target } from '../expression/target.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { addUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { intervalSystem } from '../numeric/interval.js';
import { mulLower, mulUpper } from '../numeric/kernels.js';
import type { ErrorBounds } from './error-bounds.js';
import { boundWeightedMean } from './weighted-mean.js';

export class ErrorSlopes {
  private readonly bounds: ErrorBounds;
  private readonly targetGradient: (box: Float64Array, out: Float64Array) => void;
  private readonly gradients: Float64Array;
  /** `R·s_t`. */
  private readonly factor: readonly (readonly [number, number])[];
  private terms = new Float64Array(0);
  private upper = new Float64Array(0);
  private lower = new Float64Array(0);

  constructor(layer: MaxAffineLayer, target: Target, bounds: ErrorBounds) {
    this.bounds = bounds;
    this.targetGradient = compileInterval(gradient(target.expression));
    this.gradients = new Float64Array(2 * target.expression.outputs.length * bounds.axes.length);
    const r = evaluateConstant(layer.inverseTemperature.expression, intervalSystem);
    this.factor = bounds.axes.map(({ step }) => [
      mulLower(r.lo, r.hi, step[0], step[1]),
      mulUpper(r.lo, r.hi, step[0], step[1]),
    ]);
  }

  /**
   * Encloses the slopes of all outputs over the box that `bounds` enclosed last: output `r` and axis `t` have their ends at
   * `2(r·g + t)`; infinite where nothing is known. Cost: about `2(1 + 2g)` weighted means over the window per output.
   */
  enclose(box: Float64Array, slopes: Float64Array): void {
    const { bounds, gradients } = this;
    const { axes, least, count } = bounds;
    if (this.terms.length < count) {
      this.terms = new Float64Array(count);
      this.upper = new Float64Array(count);
      this.lower = new Float64Array(count);
    }
    this.targetGradient(box, gradients);
    for (let t = 0; t < axes.length; t++) {
      const shift = this.meanShift(t);
      for (let r = 0; r < least.length; r++) {
        const at = 2 * (r * axes.length + t);
        const [low, high] = this.covariance(t, r, shift);
        const [factorLow, factorHigh] = this.factor[t]!;
        const lower = subDown(mulLower(factorLow, factorHigh, low, high), gradients[at + 1]!);
        const upper = subUp(mulUpper(factorLow, factorHigh, low, high), gradients[at]!);
        slopes[at] = Number.isNaN(lower) ? -Infinity : lower;
        slopes[at + 1] = Number.isNaN(upper) ? Infinity : upper;
      }
    }
  }

  /** Encloses `E δ` on axis `t` from its own window. */
  private meanShift(t: number): readonly [number, number] {
    const { low, high, count, first, reference, tail, cells } = this.bounds.axes[t]!;
    const { terms } = this;
    for (let k = 0; k < count; k++) terms[k] = first + k - reference;
    const upper = boundWeightedMean(count, low, high, terms, tail, cells - 1 - reference, 1);
    for (let k = 0; k < count; k++) terms[k] = reference - first - k;
    const lower = -boundWeightedMean(count, low, high, terms, tail, reference, 1);
    return [lower, upper];
  }

  /** Encloses `Cov(δ, V_r)` on axis `t`. */
  private covariance(t: number, r: number, shift: readonly [number, number]): readonly [number, number] {
    const { bounds, upper, lower } = this;
    const { count, lowWeights, highWeights, lowValues, highValues, far, values } = bounds;
    const start = r * count;
    const { first, count: keys, reference, cells } = bounds.axes[t]!;
    let inner = 1;
    for (let other = t + 1; other < bounds.axes.length; other++) inner *= bounds.axes[other]!.count;
    const mean = (lowest: number, highest: number): readonly [number, number] => {
      const most = boundWeightedMean(count, lowWeights, highWeights, upper, far, highest, bounds.axes.length);
      for (let j = 0; j < count; j++) lower[j] = -lower[j]!;
      return [-boundWeightedMean(count, lowWeights, highWeights, lower, far, -lowest, bounds.axes.length), most];
    };
    const b = this.middleValue(start, count);
    for (let j = 0; j < count; j++) {
      upper[j] = subUp(highValues[start + j]!, b);
      lower[j] = subDown(lowValues[start + j]!, b);
    }
    const spread = [subDown(values.least[r]!, b), subUp(values.greatest[r]!, b)] as const;
    const [meanLow, meanHigh] = mean(spread[0], spread[1]);
    const a = (shift[0] + shift[1]) / 2;
    for (let j = 0; j < count; j++) {
      const delta = first - reference + (Math.floor(j / inner) % keys);
      const [deltaLow, deltaHigh] = [subDown(delta, a), subUp(delta, a)];
      const [low, high] = [subDown(lowValues[start + j]!, b), subUp(highValues[start + j]!, b)];
      lower[j] = mulLower(deltaLow, deltaHigh, low, high);
      upper[j] = mulUpper(deltaLow, deltaHigh, low, high);
    }
    const size = mulUp(addUp(cells, Math.abs(a)), Math.max(-spread[0], spread[1]));
    const [low, high] = mean(-size, size);
    const [shiftLow, shiftHigh] = [subDown(shift[0], a), subUp(shift[1], a)];
    return [
      subDown(low, mulUpper(shiftLow, shiftHigh, meanLow, meanHigh)),
      subUp(high, mulLower(shiftLow, shiftHigh, meanLow, meanHigh)),
    ];
  }

  /** A double near the weighted mean of the values: any will do. */
  private middleValue(start: number, count: number): number {
    const { lowWeights, highWeights, lowValues } = this.bounds;
    let [sum, weight] = [0, 0];
    for (let j = 0; j < count; j++) {
      const w = lowWeights[j]! + highWeights[j]!;
      sum += w * lowValues[start + j]!;
      weight += w;
    }
    const middle = sum / weight;
    return Number.isFinite(middle) ? middle : 0;
  }
}
