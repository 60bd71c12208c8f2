/**
 * Truncated attention that passes the coordinates of the input, then one softmax that partitions them.
 *
 *     X ∈ R^{d×n} → Linear_1: y_i = (x_i − lo_i)/D_i in one row → Attn_1: out_i ≈ Range_{[0,1]}(y_i)
 *       → Linear_2: the column of G scores R(v_jᵀx̂ − ‖v_j‖²/2), x̂_i = lo_i + D_i out_i → softmax → Linear_3: Σ_j w_j f(v_j)
 *
 * `x = vec(X)` in `U = Π [lo_i, hi_i]`, `D_i = hi_i − lo_i`; `v_j` are the centres of a product grid, as in the max-affine
 * construction, whose evaluator serves at `x̂`. On an axis of one point `y_i = 0` and `x̂_i = lo_i`, exactly.
 *
 * *Statement.* With the error `e` of the truncation on [0, 1] and `s_t`, `μ_t` of the grid, for all `x ∈ U`
 *
 *     |Y(x) − f(x)| ≤ ω̂_f( (Σ_t (s_t²/4 + μ_t/R))^{1/2} ) + ω_f( e (Σ_i D_i²)^{1/2} ).
 *
 * *Proof.* Let `x̄` be the point of `U` nearest to `x̂`, which may lie outside for several heads. The clamp part of the moment
 * lemma bounds `E_x̂ ‖v_J − x̄‖²` by the moments at `x̄`, hence `|Y − f(x̄)|` by the first term (Jensen); `x̄` is no further from
 * `x` than `x̂` is, and `|x̂_i − x_i| ≤ D_i e`. (The published form has `√g·max_i D_i e`, which is at least as large.)
 *
 * Source: arXiv:2504.15956; weights and constants reconstructed.
 */
import { AttentionError } from '../attention/attention-error.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { productEvaluator, type ProductOptions } from '../attention/product.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { DomainAxis, MatrixShape, Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { maxAffine, type MaxAffineParameters } from './max-affine.js';
import { refusal } from './truncated-range.js';
import type { QueryLayout } from './truncation-weights.js';
import { truncationEvaluator, truncationOf, type Truncation, type TruncationChoice } from './truncation.js';

export interface AttentionSoftmaxAxis {
  readonly axis: DomainAxis;
  /** Is the axis a single point? */
  readonly isPoint: boolean;
}

export interface AttentionSoftmax {
  readonly input: MatrixShape;
  readonly output: MatrixShape;
  /** Of every coordinate, rescaled to [0, 1]. */
  readonly truncation: Truncation;
  /** One per scalar input, in vec order. */
  readonly axes: readonly AttentionSoftmaxAxis[];
  /** The softmax at `x̂`: all outputs as one token, so that there is no mask. */
  readonly layer: MaxAffineLayer;
}

export interface AttentionSoftmaxParameters extends Pick<MaxAffineParameters, 'cells' | 'inverseTemperature'> {
  readonly truncation: TruncationChoice;
}

/** What the first layer truncates to. */
const unitRange = { lower: decimalConstant('0'), upper: decimalConstant('1') };

/** Axes are told apart from points at this many digits. */
const system = decimalIntervalSystem(60);

/**
 * The network that interpolates `target` at the centres of a grid's cells. Throws `ConstructionError`: as `maxAffine` and
 * `truncationOf`, and `domain` for an axis of which 60 digits do not tell whether it is a point.
 */
export function attentionSoftmax(target: Target, parameters: AttentionSoftmaxParameters): AttentionSoftmax {
  const { width, tokens } = target.output;
  const flat = maxAffine({ ...target, output: { width: width * tokens, tokens: 1 } }, parameters);
  return {
    input: flat.input!,
    output: target.output,
    truncation: truncationOf(parameters.truncation, unitRange, target.domain.length),
    axes: target.domain.map((axis) => ({ axis, isPoint: isPoint(axis) })),
    layer: flat,
  };
}

/** All coordinates in one row. */
export function coordinateLayout({ axes }: Pick<AttentionSoftmax, 'axes'>): QueryLayout {
  return { count: axes.length, rows: 1, blocks: 1, mask: decimalConstant('0') };
}

function isPoint({ lower, upper }: DomainAxis): boolean {
  if (JSON.stringify(lower.expression) === JSON.stringify(upper.expression)) return true;
  const [lo, hi] = [lower, upper].map(({ expression }) => evaluateConstant(expression, system));
  if (system.less(lo!, hi!) === true) return false;
  if (system.equal(lo!, hi!) === true) return true;
  throw refusal(
    'domain',
    `the axis [${lower.text}, ${upper.text}]`,
    'its two ends agree to 60 digits without being seen to be equal',
    'Write both ends the same way, or move them apart.',
  );
}

/** `lo_i` and `D_i`, which is exactly 0 on an axis of one point. */
export function axisScale<T>(numbers: NumberSystem<T>, { axis, isPoint: same }: AttentionSoftmaxAxis) {
  const lower = evaluateConstant(axis.lower.expression, numbers);
  if (same) return { lower, length: numbers.literal('0') };
  return { lower, length: numbers.sub(evaluateConstant(axis.upper.expression, numbers), lower) };
}

/**
 * The network's output as a function of `x = vec(X)`, in vec order, without its matrices; far keys are dropped, with their
 * mass bounded, as `productEvaluator` does. In enclosure systems sharp for points, wide for wide `x`.
 */
export function attentionSoftmaxEvaluator<T>(
  numbers: NumberSystem<T>,
  network: AttentionSoftmax,
  options: ProductOptions = {},
): (x: readonly T[]) => T[] {
  const pass = truncationEvaluator(numbers, network.truncation);
  const scales = network.axes.map((axis) => axisScale(numbers, axis));
  const partition = productEvaluator(numbers, network.layer, options);
  return (x) => {
    if (x.length !== scales.length) {
      throw new AttentionError('shape', `${x.length} coordinates for a function of ${scales.length} inputs`);
    }
    return partition(
      scales.map(({ lower, length }, i) => {
        if (network.axes[i]!.isPoint) return lower;
        const out = pass(numbers.div(numbers.sub(x[i]!, lower), length));
        return numbers.add(lower, numbers.mul(length, out));
      }),
    );
  };
}
