/**
 * Piecewise-linear functions `f(x) = max_g min_{p ∈ g} (weights_pᵀx + constant_p)`; every continuous piecewise-linear
 * function has this form. `L = max_p ‖weights_p‖₂`, rounded up at the 12th significant digit.
 */
import { repeat } from '../engine/draw.js';
import { normUp, toText } from '../engine/exact-decimal.js';
import { affine } from '../engine/express.js';
import type { Family } from '../engine/family.js';
import {
  drawConstant,
  drawWeights,
  moveAffine,
  select,
  simplifyOffset,
  simplifyWeights,
} from '../engine/parameters.js';
import { simplifyFields, simplifyList } from '../engine/simplify.js';

export interface AffinePiece {
  readonly weights: readonly string[];
  readonly constant: string;
}

export interface PiecewiseLinearFunction {
  readonly family: 'piecewise-linear';
  /** The maximum over groups of the minimum over the pieces of a group. */
  readonly groups: readonly (readonly AffinePiece[])[];
}

const MOST_GROUPS = 3;
const MOST_PIECES = 3;

const simplifyPiece = simplifyFields<AffinePiece>({ weights: simplifyWeights, constant: simplifyOffset });

export const piecewiseLinearFamily: Family<PiecewiseLinearFunction> = {
  draw: (random, domain) => ({
    family: 'piecewise-linear',
    groups: repeat(random.nextInt(1, MOST_GROUPS), () =>
      repeat(random.nextInt(1, MOST_PIECES), () => {
        const weights = drawWeights(random, domain);
        return { weights, constant: drawConstant(random, weights, domain) };
      }),
    ),
  }),
  simplify: simplifyFields<PiecewiseLinearFunction>({ groups: simplifyList(1, simplifyList(1, simplifyPiece)) }),
  selectInputs: (value, kept) => ({
    ...value,
    groups: value.groups.map((group) => group.map((piece) => ({ ...piece, weights: select(piece.weights, kept) }))),
  }),
  move: (value, from, to) => ({
    ...value,
    groups: value.groups.map((group) => group.map(({ weights, constant }) => moveAffine(weights, constant, from, to))),
  }),
  express: ({ groups }, scope) => {
    const { builder } = scope;
    const lowest = groups.map((group) =>
      group
        .map(({ weights, constant }) => affine(scope, weights, constant))
        .reduce((least, piece) => builder.binary('min', least, piece)),
    );
    return lowest.reduce((most, piece) => builder.binary('max', most, piece));
  },
  modulus: ({ groups }) => ({
    kind: 'lipschitz',
    constant: toText(
      groups
        .flat()
        .map(({ weights }) => normUp(weights))
        .reduce((a, b) => (a.gt(b) ? a : b)),
    ),
  }),
};
