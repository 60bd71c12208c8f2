/**
 * The error of a network of two layers of truncated attention over boxes, rigorous and sharp on small ones.
 *
 * Every truncation is `out(y) = Range(y) + err(y)`, for all real `y`. Hence with `S` the sum of the truncated ReLUs, at `x`
 *
 *     z_r = S_r(x) + Σ_m α_m^r err_1(y_m(x)),
 *     out_r − f_r = (S_r − f_r) + Σ_m α_m^r err_1(y_m) − (z_r − Range_2(z_r)) + err_2(z_r)  (+ the mask's mixing),
 *
 * where `z − Range_2(z)`, how far `z` overshoots [−B_2, B_2], is 0 if the hypothesis on `B_2` holds. Each part is enclosed by
 * itself: `S − f` by `expansion-error.ts`, the errors by `truncation-error.ts`.
 */
import { leakWeight } from '../attention/mask-mixing.js';
import type { BoxError } from '../certify/box-error.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import { addDown, addUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { mulLower, mulUpper } from '../numeric/kernels.js';
import { ExpansionError } from './expansion-error.js';
import { refusal } from './truncated-range.js';
import { TruncationError } from './truncation-error.js';
import type { TwoLayer } from './two-layer.js';

/** Encloses `out − f` of a network over boxes. */
export class TwoLayerError implements BoxError {
  readonly dimension: number;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** The parts: `S − f`, and the errors of the two truncations. */
  readonly expansion: ExpansionError;
  readonly first: TruncationError;
  readonly second: TruncationError;

  /** `B_2`, enclosed. */
  private readonly bound: Interval;
  /** Per output: `Σ_m α_m err_1(y_m)`, then `Range_2(z) + err_2(z)`. */
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly rows: number;
  /** Share of each other row of the column; 0 without a mask. */
  private readonly leak: Interval;

  /** Throws `ConstructionError` `input` unless the target has the inputs and outputs of the network. */
  constructor(network: TwoLayer, target: Pick<Target, 'expression' | 'domain'>) {
    const { expansion, placement, output } = network;
    const { inputs, outputs } = target.expression;
    if (inputs !== expansion.inputs || outputs.length !== expansion.outputs) {
      throw refusal(
        'input',
        `a target of ${inputs} inputs and ${outputs.length} outputs`,
        `the network has ${expansion.inputs} and ${expansion.outputs}`,
        'Compare the network with the target that its expansion stands for.',
      );
    }
    this.expansion = new ExpansionError(expansion, target);
    this.first = new TruncationError(network.first);
    this.second = new TruncationError(network.second);
    this.dimension = this.expansion.dimension;
    this.least = new Float64Array(outputs.length);
    this.greatest = new Float64Array(outputs.length);
    this.low = new Float64Array(outputs.length);
    this.high = new Float64Array(outputs.length);
    this.bound = evaluateConstant(network.second.upper.expression, system);
    this.rows = output.width;
    this.leak =
      placement.kind === 'mask' && this.rows > 1
        ? leakWeight(system, this.rows, evaluateConstant(placement.mask.expression, system))
        : system.literal('0');
  }

  enclose(box: Float64Array): number {
    if (this.expansion.enclose(box) === Infinity) return Infinity;
    this.addFirstErrors();
    for (let r = 0; r < this.least.length; r++) this.passSecond(r);
    if (this.leak.hi > 0) this.mixRows();
    let largest = 0;
    for (let r = 0; r < this.least.length; r++) {
      const size = Math.max(-this.least[r]!, this.greatest[r]!);
      if (!(size <= largest)) largest = size;
    }
    return Number.isNaN(largest) ? Infinity : largest;
  }

  /** `Σ_m α_m^r err_1(y_m)` for every output. */
  private addFirstErrors(): void {
    const { low, high, first } = this;
    const outputs = low.length;
    low.fill(0);
    high.fill(0);
    for (const { pieces, knots, coefficients, low: uLow, high: uHigh } of this.expansion.ridges) {
      for (let i = 0; i < pieces; i++) {
        first.enclose(subDown(uLow, knots.high[i]!), subUp(uHigh, knots.low[i]!));
        const { lo, hi } = first;
        for (let r = 0; r < outputs; r++) {
          const [a, A] = [coefficients.low[r * pieces + i]!, coefficients.high[r * pieces + i]!];
          low[r] = addDown(low[r]!, mulLower(a, A, lo, hi));
          high[r] = addUp(high[r]!, mulUpper(a, A, lo, hi));
        }
      }
    }
  }

  /** The error of output `r` before rows are mixed; leaves the output itself in `low` and `high`. */
  private passSecond(r: number): void {
    const { expansion, second, low, high, bound } = this;
    const zLow = addDown(expansion.sumLeast[r]!, low[r]!);
    const zHigh = addUp(expansion.sumGreatest[r]!, high[r]!);
    second.enclose(zLow, zHigh);
    const { lo, hi } = second;
    // z − Range(z) increases with z, and with −B_2 where it is positive, with B_2 where it is negative.
    const overshootHigh = zHigh > bound.lo ? subUp(zHigh, bound.lo) : Math.min(0, addUp(zHigh, bound.hi));
    const overshootLow = zLow < -bound.lo ? addDown(zLow, bound.lo) : Math.max(0, subDown(zLow, bound.hi));
    this.least[r] = addDown(subDown(addDown(expansion.least[r]!, low[r]!), overshootHigh), lo);
    this.greatest[r] = addUp(subUp(addUp(expansion.greatest[r]!, high[r]!), overshootLow), hi);
    low[r] = addDown(Math.max(-bound.hi, Math.min(zLow, bound.lo)), lo);
    high[r] = addUp(Math.min(bound.hi, Math.max(zHigh, -bound.lo)), hi);
  }

  /** Adds `leak·Σ_{r' ≠ r} (out_{r'} − out_r)` over the rows of each column. */
  private mixRows(): void {
    const { low, high, rows, leak } = this;
    for (let start = 0; start < low.length; start += rows) {
      for (let r = start; r < start + rows; r++) {
        let [below, above] = [0, 0];
        for (let other = start; other < start + rows; other++) {
          if (other === r) continue;
          below = addDown(below, subDown(low[other]!, high[r]!));
          above = addUp(above, subUp(high[other]!, low[r]!));
        }
        this.least[r] = addDown(this.least[r]!, mulLower(leak.lo, leak.hi, below, above));
        this.greatest[r] = addUp(this.greatest[r]!, mulUpper(leak.lo, leak.hi, below, above));
      }
    }
  }
}

/** `Σ_m |α_m|` of the worst output, rounded up. */
export function boundCoefficients({ ridges, least }: ExpansionError): number {
  let largest = 0;
  for (let r = 0; r < least.length; r++) {
    let sum = 0;
    for (const { pieces, coefficients } of ridges) {
      for (let i = r * pieces; i < (r + 1) * pieces; i++) {
        sum = addUp(sum, Math.max(-coefficients.low[i]!, coefficients.high[i]!));
      }
    }
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** Certified upper bounds of the three parts of the error, each over everything that it may meet. */
export interface TwoLayerParts {
  /** `ε_1` of the expansion. */
  readonly expansion: number;
  /** `sup_{y ∈ R} |err_1|`, and `max_r Σ_m |α_m^r|` times that. */
  readonly first: number;
  readonly throughSums: number;
  /** `sup_{z ∈ R} |err_2|`. */
  readonly second: number;
}

export function twoLayerParts(network: TwoLayer, error: TwoLayerError): TwoLayerParts {
  const first = error.first.largest;
  return {
    expansion: network.expansion.error(system).hi,
    first,
    throughSums: mulUp(boundCoefficients(error.expansion), first),
    second: error.second.largest,
  };
}
