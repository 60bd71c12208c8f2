/**
 * A Coq development whose last theorem is the certificate of a max-affine layer with one input and one output:
 *
 *     Theorem softproof_certificate : forall x, lo <= x <= hi -> Rabs (A x - f x) <= bound.
 *
 * `A` is the layer's quotient with all keys `v_j`, the cells' centres, and values `f v_j`; `f` is the target's formula. The
 * steps: `A x - f x` is rewritten with weights relative to the key of the cell that `x` lies in (`laws.ts`); on each cell
 * the tactic `interval` of coq-interval bisects; the cells cover the domain.
 *
 * The development is checked by Coq; nothing of it rests on the enclosure from which the bound was taken. The tactic
 * computes with integers of any size: at a precision of 53 bits it would take the processor's floating-point numbers.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ConstructionError } from '../constructions/construction.js';
import { decimalValue } from '../expression/parse/rational.js';
import type { Target } from '../expression/target.js';
import { constantTerm, gridTerms } from './grid-terms.js';
import { LAWS, QUOTIENT } from './laws.js';
import { rationalTerm } from './real-text.js';
import { translate, type CoqFunction } from './translate.js';

/** Every cell is a lemma about all keys: the compiler's time grows faster than the square of the number of cells. */
export const MOST_CELLS = 64;

const TACTIC = 'interval with (i_bisect x, i_prec 60, i_depth 40)';

/**
 * Prepares the development for the max-affine layer of a target; the function returned writes it for a bound, an unsigned
 * decimal number as text.
 *
 * Throws, before any text is made, a `ConstructionError` for a layer of several inputs, outputs or more than 64 cells, and a
 * `TargetError` for a formula with an operator that has no translation.
 */
export function coqDevelopment(target: Target, layer: MaxAffineLayer): (bound: string) => string {
  refuseShape(target, layer);
  const f = translate(layer.values, target.name);
  const grid = gridTerms(layer.grid.axes[0]!);
  const temperature = constantTerm(layer.inverseTemperature);
  return (bound) => {
    const parts = [
      opening(target.name),
      definitions(f, temperature, grid.centres, rationalTerm(decimalValue(bound)!).text),
      QUOTIENT,
      LAWS,
      ...grid.centres.map((centre, k) => cell(k, centre, grid.cuts[k]!, grid.cuts[k + 1]!)),
      theorem(grid.cuts),
      'Print Assumptions softproof_certificate.',
    ];
    return `${parts.join('\n\n')}\n`;
  };
}

function refuseShape(target: Target, { grid, shape }: MaxAffineLayer): void {
  if (!target.expression.nodes.some(({ op }) => op === 'input')) {
    throw new ConstructionError({
      code: 'input',
      found: `--coq for ${target.name}`,
      required:
        'the target is constant, so that the error is 0 because the weights sum to 1: nothing is to be enclosed',
      remedy: 'Leave out --coq.',
    });
  }
  const outputs = shape.width * shape.tokens;
  if (grid.axes.length !== 1 || outputs !== 1) {
    throw new ConstructionError({
      code: 'input',
      found: `--coq for ${target.name}, of ${grid.axes.length} inputs and ${outputs} outputs`,
      required: 'a Coq development is written for targets of one input and one output',
      remedy: 'Leave out --coq.',
    });
  }
  const { cells } = grid.axes[0]!;
  if (cells <= MOST_CELLS) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `--coq with ${cells} cells`,
    required: `a Coq development has ${MOST_CELLS} at most, or it would take hours to compile`,
    remedy: 'Use fewer cells, or leave out --coq.',
  });
}

function opening(name: string): string {
  return `(* The certified error of a max-affine attention layer for the target ${commentText(name)}.
   Written by softproof for Coq 8.16 with coq-interval 4.6; see docs/coq.md. *)
From Coq Require Import Reals List.
From Interval Require Import Tactic.
Import ListNotations.
Open Scope R_scope.`;
}

/** Anything may be the name of a target: what could end a comment, or begin one or a string, is left out. */
export function commentText(name: string): string {
  const kept = name.replace(/[^\w.-]+/g, ' ').trim();
  return kept === '' ? 'without a name' : kept.slice(0, 60);
}

function definitions(f: CoqFunction, temperature: string, centres: readonly string[], bound: string): string {
  const lets = f.definitions.map(({ name, text }) => `  let ${name} := ${text} in\n`).join('');
  return `(* The target. *)
Definition f (x : R) : R :=
${lets}  ${f.value}.

(* The inverse temperature, the keys (the centres of the cells), and what is proved of the error. *)
Definition temperature : R := ${temperature}.
Definition keys : list R :=
  [ ${centres.join(';\n    ')} ].
Definition bound : R := ${bound}.`;
}

function cell(k: number, centre: string, lower: string, upper: string): string {
  return `Lemma cell_${k} : forall x, ${lower} <= x <= ${upper} -> Rabs (A x - f x) <= bound.
Proof.
  intros x Hx. rewrite (error_relative ${centre} x).
  cbv beta iota zeta delta [total keys weight f bound temperature].
  ${TACTIC}.
Qed.`;
}

function theorem(cuts: readonly string[]): string {
  const last = cuts.length - 2;
  const from = (k: number): string => (k === 0 ? 'from' : `(Rlt_le _ _ H${k})`);
  const cases = cuts
    .slice(1, -1)
    .map(
      (cut, k) => `  destruct (Rle_lt_dec x ${cut}) as [H${k + 1}|H${k + 1}];
    [exact (cell_${k} x (conj ${from(k)} H${k + 1}))|].
`,
    )
    .join('');
  return `Theorem softproof_certificate : forall x, ${cuts[0]!} <= x <= ${cuts.at(-1)!} -> Rabs (A x - f x) <= bound.
Proof.
  intros x [from to].
${cases}  exact (cell_${last} x (conj ${from(last)} to)).
Qed.`;
}
