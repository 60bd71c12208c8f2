/**
 * A bound of the error over a box that spans many cells, by which whole regions are discarded at once.
 *
 * For x in the box B and keys within the windows of their nearest cells, the segment from x to a key stays in the
 * enlarged box B⁺, so `|V_j − f(x)| ≤ Σ_t G_t |c_{j_t} − x_t|` with `G_t = sup_{B⁺} |∂_t f|` (Clarke's derivative where f
 * has kinks; the whole line, hence no bound, where f may jump). Averaged,
 *
 *     |E(x)| ≤ Σ_t G_t (s_t²/4 + μ_t/R)^{1/2} + (far mass)·(spread of values around f(B)) + mask leakage,
 *
 * by Jensen and the moment lemma `E(x_t − c_J)² ≤ s_t²/4 + μ_t/R`, μ_t = min(1, 2 ln P_t). The mass of the keys beyond the
 * window of reach ℓ is at most 2 Σ_{δ > ℓ} exp(−κδ(δ−1)/2) per axis, as the reference key is nearest. For values that are
 * averages over cells, `f` at a point uniform in the cell takes the place of `V_j`: s_t²/3 in place of s_t²/4. For values
 * `V_j = V(v_j)` of another function than the target, `sup_{B⁺} |V − f|` is added.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { compileInterval } from '../expression/compile/index.js';
import { gradient } from '../expression/differentiate.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { Expression } from '../expression/expression.js';
import { copyOutputs } from '../expression/rewrite.js';
import type { Target } from '../expression/target.js';
import { divUp, mulDown, mulUp, sqrtUp, addUp, subDown, subUp } from '../numeric/directed.js';
import { logUp } from '../numeric/elementary/log.js';
import { intervalSystem } from '../numeric/interval.js';
import type { AxisWindow } from './axis-window.js';
import { weightUp } from './positive-exp.js';
import type { ValueTable } from './value-table.js';
import { maskShare } from './value-table.js';

const ROUND_UP = 1 + 2 ** -40;

export class RegionBounds {
  /** Interval gradient over a box, output-major: for output r and axis t, ends at `2(r·g + t)`. */
  readonly gradientAt: (box: Float64Array, out: Float64Array) => void;
  readonly gradients: Float64Array;
  private readonly axes: readonly AxisWindow[];
  private readonly values: ValueTable;
  private readonly target: (box: Float64Array, out: Float64Array) => void;
  private readonly range: Float64Array;
  private readonly enlarged: Float64Array;
  /** Upper bounds per axis of the root mean square distance of keys, and of the far mass for the current reach. */
  private readonly distance: number[];
  private far = 0;
  /** How far the domain sticks out of the grid, per axis: there the moment lemma holds from the grid's end. */
  private readonly excess: readonly number[];
  private readonly kappaLow: number[];
  private readonly leakage: number;
  /** `V − f` over a box, where the values are another function than the target. */
  private readonly correction: ((box: Float64Array, out: Float64Array) => void) | undefined;

  constructor(layer: MaxAffineLayer, target: Target, axes: readonly AxisWindow[], values: ValueTable) {
    this.axes = axes;
    this.values = values;
    this.gradientAt = compileInterval(gradient(target.expression));
    this.gradients = new Float64Array(2 * target.expression.outputs.length * axes.length);
    this.target = compileInterval(target.expression);
    this.range = new Float64Array(2 * target.expression.outputs.length);
    this.enlarged = new Float64Array(2 * axes.length);
    const r = evaluateConstant(layer.inverseTemperature.expression, intervalSystem);
    this.excess = axes.map(({ lower, upper, gridLower, gridUpper }) =>
      Math.max(0, subUp(gridLower[1], lower[0]), subUp(upper[1], gridUpper[0])),
    );
    this.distance = axes.map(({ cells, step }, t) => {
      const mu = cells === 1 ? 0 : Math.min(1, mulUp(2, logUp(cells)));
      // Averages stand for points all over a cell: s²/12 more.
      const square = layer.averages === undefined ? mulUp(step[1], step[1]) / 4 : divUp(mulUp(step[1], step[1]), 3);
      const moment = addUp(square, divUp(mu, r.lo));
      return (sqrtUp(moment) + this.excess[t]) * ROUND_UP;
    });
    this.kappaLow = axes.map(({ step }) => mulDown(r.lo, mulDown(step[0], step[0])));
    const others = layer.shape.tokens - 1;
    this.leakage = others === 0 ? 0 : others * maskShare(layer)[1] * values.columnSpread * ROUND_UP;
    const isOther = layer.averages === undefined && layer.values !== target.expression;
    this.correction = isOther ? compileInterval(difference(layer.values, target.expression)) : undefined;
    this.updateReach();
  }

  /** To be called after the windows' reach changed. */
  updateReach(): void {
    this.far = 0;
    this.axes.forEach(({ cells, windowReach }, t) => {
      const start = windowReach + 1;
      if (start >= cells) return;
      const head = weightUp((-this.kappaLow[t] * start * (start - 1)) / 2 / ROUND_UP);
      const ratio = weightUp((-this.kappaLow[t] * start) / ROUND_UP);
      this.far += 2 * Math.min(head * cells, ratio < 1 ? head / (1 - ratio) : Infinity) * ROUND_UP;
    });
    this.far *= ROUND_UP;
  }

  /** An upper bound of `max_r |E_r|` over the box; +Infinity when f may jump in its neighbourhood. */
  bound(box: Float64Array): number {
    const { axes, enlarged, gradients, range, values } = this;
    const dimension = axes.length;
    for (let t = 0; t < dimension; t++) {
      const { lower, upper, gridLower, gridUpper, step, windowReach } = axes[t];
      const margin = addUp(mulUp(windowReach + 1, step[1]), this.excess[t]);
      enlarged[2 * t] = Math.max(Math.min(lower[0], gridLower[0]), subDown(box[2 * t], margin));
      enlarged[2 * t + 1] = Math.min(Math.max(upper[1], gridUpper[1]), addUp(box[2 * t + 1], margin));
    }
    this.gradientAt(enlarged, gradients);
    let largest = 0;
    let other = 0;
    if (this.correction !== undefined) {
      this.correction(enlarged, range);
      // A token's value may be any mean of those of its row.
      for (let i = 0; i < range.length; i += 2) other = Math.max(other, -range[i], range[i + 1]);
    }
    if (this.far > 0) this.target(box, range);
    for (let r = 0; r < values.outputs; r++) {
      let sum = this.leakage + other;
      for (let t = 0; t < dimension; t++) {
        const at = 2 * (r * dimension + t);
        sum += Math.max(-gradients[at], gradients[at + 1]) * this.distance[t];
      }
      if (this.far > 0) {
        sum += this.far * Math.max(values.greatest[r] - range[2 * r], range[2 * r + 1] - values.least[r], 0);
      }
      if (!(sum <= largest)) largest = sum;
      if (Number.isNaN(largest)) return Infinity;
    }
    return largest * ROUND_UP;
  }
}

/** `values − target`, output by output; exactly 0 where both are the same expression. */
function difference(values: Expression, target: Expression): Expression {
  const b = new ExpressionBuilder();
  const [first, second] = [copyOutputs(b, values), copyOutputs(b, target)];
  return b.finish(
    target.inputs,
    first.map((value, r) => (value === second[r] ? b.literal('0') : b.binary('sub', value, second[r]!))),
  );
}
