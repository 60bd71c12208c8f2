/**
 * The exact description of a max-affine attention layer (one self-attention head after a sum of linear maps).
 *
 * Keys are the centres `v_j` of a product grid; the score of key `j` for the input `x` is `R(v_jᵀx − ‖v_j‖²/2)`, the
 * value is a `width × tokens` matrix `V_j`, and a block mask of weight `M` separates the output tokens:
 *
 *     A_{:,i}(x) = Σ_j w_j(x) V_j[:,i],   w(x) = softmax_j(R(v_jᵀx − ‖v_j‖²/2)),
 *     Y_{:,i}    = Σ_{i'} π_{i'} A_{:,i'},  π_i = 1/(1 + (n−1)e^{−M}),  π_{i'} = e^{−M}π_i  (i' ≠ i).
 *
 * Everything here is an exact real number given as text or as an expression; evaluators choose the number system.
 */
import type { ProductGrid } from '../approximation/grid.js';
import type { Expression } from '../expression/expression.js';
import type { MatrixShape, RealConstant } from '../expression/target.js';
import type { KeyValues } from './key-values.js';

export interface MaxAffineLayer {
  readonly grid: ProductGrid;
  /** `R > 0`. */
  readonly inverseTemperature: RealConstant;
  /** `M ≥ 0`; without effect when `shape.tokens` is 1. */
  readonly mask: RealConstant;
  /** How the `g` inputs are read as tokens (columns of `X`); by default one token of width `g`. */
  readonly input?: MatrixShape;
  /** Shape of the value and of the output. */
  readonly shape: MatrixShape;
  /** `V_j = values(v_j)`: `width · tokens` outputs in vec order, of as many inputs as the grid has axes. */
  readonly values: Expression;
  /** Where present, `V_j` is the average of `values` over cell `j`, enclosed here; the grid has no one-point axis then. */
  readonly averages?: KeyValues;
}
