/**
 * The attention layer that takes one step of gradient descent on the examples of its own prompt: its exact description.
 *
 * The prompt is a matrix of columns `(x_i, y_i, w)`, `i ≤ n`; the loss is `(1/n) Σ ℓ(r_i) + (λ_r/2)‖w‖²` with residuals
 * `r_i = wᵀx_i − y_i`. Keys `(i, k)` stand at `L_k`, the centres of `p` cells of width `Δ = 2B/p` on `[−B, B]`:
 *
 *     score of key (l, k) in block i:  β(2L_k r_l − L_k²) + M·1[l = i]  =  β(r_l² − (r_l − L_k)²) + M·1[l = i],
 *     value:                           ψ(L_k) x_l + λ_r w,
 *
 * so that block `i` averages `ψ(L_k)` with weights `∝ e^{−β(r_i − L_k)²}`: a max-affine partition of the residual with
 * inverse temperature `R = 2β`. The layer adds `−(η/n) Σ_i` block `i` to `w`. Nothing in it depends on the data.
 *
 * Logistic regression: columns `(y_i x_i, 0, w)`, labels `y_i = ±1`.
 * Source: arXiv:2504.15956, appendix on in-context learning; weights and constants reconstructed.
 */
import type { GridAxis } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { ConstructionError, type ConstructionErrorCode } from './construction.js';
import type { GradientLoss } from './gradient-loss.js';
import { MAX_CELLS } from './max-affine.js';

export interface GradientLayer {
  readonly loss: GradientLoss;
  /** `n ≥ 1`: columns of the prompt. */
  readonly examples: number;
  /** `d ≥ 1`: entries of `x_i` and of `w`. */
  readonly features: number;
  /** `[−B, B]`, cut into `p` cells. */
  readonly axis: GridAxis;
  /** `β > 0`. */
  readonly inverseTemperature: RealConstant;
  /** `M ≥ 0`; without effect for one example. */
  readonly mask: RealConstant;
  /** `η ≥ 0`. */
  readonly stepSize: RealConstant;
  /** `λ_r ≥ 0`. */
  readonly ridge: RealConstant;
}

/** Numbers as exact decimal text. */
export interface GradientParameters {
  readonly loss: GradientLoss;
  readonly examples: number;
  readonly features: number;
  /** `B ≥ 0`. */
  readonly residualBound: string;
  /** `p ≥ 1`. */
  readonly cells: number;
  readonly inverseTemperature: string;
  readonly mask: string;
  readonly stepSize: string;
  /** Default 0. */
  readonly ridge?: string;
}

/** The matrix with columns `(x_i, y_i, w)`, in a number system. */
export interface GradientPrompt<T> {
  /** One list of `d` features for each of the `n` examples. */
  readonly features: readonly (readonly T[])[];
  readonly targets: readonly T[];
  readonly weights: readonly T[];
}

/** Parameters are checked at this many digits. */
const checking = decimalIntervalSystem(60);

/**
 * The layer with these parameters. Throws `ConstructionError`: `cells` (not an integer in [1, 2³¹]), `tokens` (`n`),
 * `input` (`d`, `η`, `λ_r` or the Huber threshold), `domain` (`B`), `inverse-temperature`, `mask`.
 */
export function gradientLayer(parameters: GradientParameters): GradientLayer {
  const { loss, examples, features, cells } = parameters;
  checkCount('cells', 'cells of the residual', cells, MAX_CELLS);
  checkCount('tokens', 'examples', examples, MAX_CELLS);
  checkCount('input', 'features', features, MAX_CELLS);
  if (loss.kind === 'huber') checkReal('input', 'Huber threshold', loss.threshold.text, 'positive');
  const bound = checkReal('domain', 'bound B of the residuals', parameters.residualBound, 'non-negative');
  const negated = bound.text.startsWith('-') ? bound : decimalConstant(`-${bound.text}`);
  return {
    loss,
    examples,
    features,
    axis: { axis: { lower: negated, upper: bound }, cells },
    inverseTemperature: checkReal(
      'inverse-temperature',
      'inverse temperature β',
      parameters.inverseTemperature,
      'positive',
    ),
    mask: checkReal('mask', 'mask M', parameters.mask, 'non-negative'),
    stepSize: checkReal('input', 'step size η', parameters.stepSize, 'non-negative'),
    ridge: checkReal('input', 'ridge coefficient λ_r', parameters.ridge ?? '0', 'non-negative'),
  };
}

/** `r_i = wᵀx_i − y_i` of every example. Throws `ConstructionError` (`input`) for a prompt of another shape. */
export function residuals<T>(system: NumberSystem<T>, layer: GradientLayer, prompt: GradientPrompt<T>): T[] {
  const { features, targets, weights } = prompt;
  const fits =
    features.length === layer.examples &&
    targets.length === layer.examples &&
    [...features, weights].every((vector) => vector.length === layer.features);
  if (!fits) {
    throw refusal(
      'input',
      `a prompt of ${features.length} examples and ${weights.length} weights`,
      `the layer reads ${layer.examples} examples of ${layer.features} features`,
      'Build the layer for the shape of the prompt.',
    );
  }
  return features.map((x, i) =>
    system.sub(
      x.reduce((sum, entry, j) => system.add(sum, system.mul(entry, weights[j]!)), system.literal('0')),
      targets[i]!,
    ),
  );
}

function checkCount(code: ConstructionErrorCode, what: string, count: number, most: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  throw refusal(code, `${count} ${what}`, `their number is an integer from 1 to ${most}`, 'Give a positive integer.');
}

function checkReal(
  code: ConstructionErrorCode,
  what: string,
  text: string,
  sign: 'positive' | 'non-negative',
): RealConstant {
  const constant = parse(text);
  if (constant !== undefined) {
    const value = evaluateConstant(constant.expression, checking);
    const zero = checking.literal('0');
    const inRange = sign === 'positive' ? checking.less(zero, value) : checking.lessOrEqual(zero, value);
    if (inRange === true && Number.isFinite(checking.upper(value))) return constant;
  }
  throw refusal(code, `the ${what} = ${text}`, `it is a ${sign} decimal number`, `Give a ${sign} number such as 0.5.`);
}

function parse(text: string): RealConstant | undefined {
  try {
    return decimalConstant(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function refusal(code: ConstructionErrorCode, found: string, required: string, remedy: string): ConstructionError {
  return new ConstructionError({ code, found, required, remedy });
}
