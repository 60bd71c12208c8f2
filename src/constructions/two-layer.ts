/**
 * Two layers of truncated attention compute any finite sum of ReLUs, hence approximate any continuous function.
 *
 * For `S_{rc}(X) = constant_{rc} + Σ_m α_m^{rc} ReLU(w_mᵀ vec(X) + t_m)`, all ReLU arguments at most 1 on the domain `U`:
 *
 *     Linear_1 writes every y_m = w_mᵀ vec(X) + t_m into one row,     Attn_1 truncates to [0, 1], where Range(y) = ReLU(y);
 *     Linear_2 makes z_{rc} = constant_{rc} + Σ_m α_m^{rc} out_m,     Attn_2 passes every z truncated to [−B_2, B_2].
 *
 * *Statement.* If `sup_U |S_{rc} − f_{rc}| ≤ ε_1` and `B_2 ≥ sup_U |f_{rc}|` (or `sup_U |S_{rc}|`) for all entries (without
 * it: false), then on `U`, with the errors `e_1`, `e_2` of the two truncations,
 *
 *     |out_{rc} − f_{rc}| ≤ ε_1 + max_{rc} Σ_m |α_m^{rc}|·e_1 + e_2   (+ the mask's share below).
 *
 * *Proof.* `z` differs from `S` by at most `Σ|α|e_1`. Truncation to [−B_2, B_2] brings no two numbers further apart and does not
 * move `f` (or `S`): so `Range(z)` is as near to it as `z` is, and Attn_2 computes `Range(z)` up to `e_2`. (The published form
 * asks for room beside `sup |f|`; none is needed.)
 *
 * *Placement.* Entry `(r, c)` reaches row `r` by (a) `heads`: head `r` has the values `L_k e_r`; (b) `mask`: keys `(r, k)` in
 * blocks kept apart by a mask `M`; (c) `linear`: all `z` in one row, and a last linear map `Σ_r e_r·Q_r`. With (b) the output
 * is `Σ_{r'} π_{r'} out(z_{r'c})`, `π_r = 1/(1 + (d'−1)e^{−M})`, `π_{r'} = e^{−M}π_r`: see `two-layer-bound.ts`.
 *
 * Source: arXiv:2504.15956 (sequence-to-sequence universal approximation); constants and the three placements reconstructed.
 */
import { mixTokens } from '../attention/mask-mixing.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant, negated } from '../expression/real-constant.js';
import type { MatrixShape, RealConstant } from '../expression/target.js';
import { AttentionError } from '../attention/attention-error.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { reluCount, type RidgeExpansion } from './relu-expansion.js';
import { checkMask, refusal } from './truncated-range.js';
import type { QueryLayout } from './truncation-weights.js';
import { truncationEvaluator, truncationOf, type Truncation, type TruncationChoice } from './truncation.js';

/** How entries reach their rows; `mask` is `M ≥ 0`, of no effect for one row. */
export type OutputPlacement =
  { readonly kind: 'heads' } | { readonly kind: 'mask'; readonly mask: RealConstant } | { readonly kind: 'linear' };

export interface TwoLayer {
  readonly expansion: RidgeExpansion;
  /** `X ∈ R^{d×n}`, `f(X) ∈ R^{d'×n'}`. */
  readonly input: MatrixShape;
  readonly output: MatrixShape;
  /** Truncates to [0, 1]. */
  readonly first: Truncation;
  /** Truncates to [−B_2, B_2]. */
  readonly second: Truncation;
  readonly placement: OutputPlacement;
}

export interface TwoLayerParameters {
  readonly expansion: RidgeExpansion;
  readonly input: MatrixShape;
  readonly output: MatrixShape;
  /** Both layers have one head, or both have several. */
  readonly first: TruncationChoice;
  readonly second: TruncationChoice;
  readonly placement: OutputPlacement;
  /** `B_2 ≥ 0`. */
  readonly range: RealConstant;
}

/**
 * The network with these parameters; that `B_2` is large enough is *not* checked: `two-layer-range.ts` does.
 *
 * Throws `ConstructionError`: `input` (shapes that the expansion does not have), `cells`, `inverse-temperature`, `domain`
 * (`B_2 < 0`) or `mask`.
 */
export function uncheckedTwoLayer(parameters: TwoLayerParameters): TwoLayer {
  const { expansion, input, output, placement } = parameters;
  checkShape('inputs', expansion.inputs, input);
  checkShape('outputs', expansion.outputs, output);
  if (parameters.first.kind !== parameters.second.kind) {
    const required = 'two-layer has one head in both layers, two-layer-multi several in both';
    throw refusal('input', 'two layers of different kinds', required, 'Choose the same kind for both layers.');
  }
  if (placement.kind === 'mask') checkMask(placement.mask);
  const { range } = parameters;
  const secondRange = { lower: negated(range), upper: range };
  return {
    expansion,
    input,
    output,
    first: truncationOf(parameters.first, firstRange, reluCount(expansion)),
    second: truncationOf(parameters.second, secondRange, secondLayout({ output, placement }).count),
    placement,
  };
}

/** What the first layer truncates to. */
export const firstRange = { lower: decimalConstant('0'), upper: decimalConstant('1') };

/** All ReLU arguments in one row. */
export function firstLayout({ expansion }: Pick<TwoLayer, 'expansion'>): QueryLayout {
  return { count: reluCount(expansion), rows: 1, blocks: 1, mask: decimalConstant('0') };
}

/** Where the `z_{rc}` stand. */
export function secondLayout({ output, placement }: Pick<TwoLayer, 'output' | 'placement'>): QueryLayout {
  const { width, tokens } = output;
  const none = decimalConstant('0');
  switch (placement.kind) {
    case 'heads':
      return { count: tokens, rows: width, blocks: 1, mask: none };
    case 'mask':
      return { count: tokens, rows: 1, blocks: width, mask: placement.mask };
    case 'linear':
      return { count: width * tokens, rows: 1, blocks: 1, mask: none };
  }
}

/**
 * The network's output as a function of `x = vec(X)`, in vec order, ReLU by ReLU and without its matrices.
 *
 * In enclosure systems it encloses the output at every point of `x`; sharp for points, wide for wide `x`. Cost: two
 * evaluations of one-dimensional attention per ReLU and output. Throws `AttentionError`: `shape`, or as the evaluators do.
 */
export function twoLayerEvaluator<T>(system: NumberSystem<T>, network: TwoLayer): (x: readonly T[]) => T[] {
  const { expansion, output, placement } = network;
  const { constants, ridges } = expansion.numbers(system);
  const first = truncationEvaluator(system, network.first);
  const second = truncationEvaluator(system, network.second);
  const mask = placement.kind === 'mask' ? evaluateConstant(placement.mask.expression, system) : undefined;
  return (x) => {
    if (x.length !== expansion.inputs) {
      throw new AttentionError('shape', `${x.length} coordinates for a function of ${expansion.inputs} inputs`);
    }
    const sums = [...constants];
    for (const { direction, offset, knots, slopes } of ridges) {
      const u = direction.reduce((sum, w, t) => system.add(sum, system.mul(w, x[t]!)), offset);
      for (let i = 0; i + 1 < knots.length; i++) {
        const out = first(system.sub(u, knots[i]!));
        slopes.forEach((pieces, r) => {
          const coefficient = i === 0 ? pieces[0]! : system.sub(pieces[i]!, pieces[i - 1]!);
          sums[r] = system.add(sums[r]!, system.mul(coefficient, out));
        });
      }
    }
    const outputs = sums.map(second);
    if (mask === undefined) return outputs;
    // The mask mixes the rows of one column: as many tokens of width 1.
    return Array.from({ length: output.tokens }, (_, c) => {
      const column = outputs.slice(c * output.width, (c + 1) * output.width);
      return mixTokens(system, { width: 1, tokens: output.width }, column, mask);
    }).flat();
  };
}

function checkShape(what: string, expected: number, { width, tokens }: MatrixShape): void {
  const isWhole = [width, tokens].every((size) => Number.isInteger(size) && size >= 1);
  if (isWhole && width * tokens === expected) return;
  throw refusal(
    'input',
    `${what} of shape ${width} × ${tokens}`,
    `the expansion has ${expected} ${what}`,
    'Give the shape of the function that the expansion stands for.',
  );
}
