/**
 * Moduli of continuity `C·r^α` that a target's author declares: checked, not believed.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import { mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { intervalSystem } from '../numeric/interval.js';
import { powLower, powUpper } from '../numeric/kernels.js';
import type { FunctionOnBox } from './box.js';
import { boundHolderConstant } from './holder-composition.js';
import { encloseLipschitz } from './lipschitz.js';
import { knowledgeOf, type ModulusKnowledge, type ModulusOptions } from './modulus-knowledge.js';
import type { PairDifference } from './pair-difference.js';

/** `|f(p) − f(q)| ≤ C‖p − q‖₂^α`, both numbers enclosed. */
export interface PowerBound {
  readonly constant: { readonly lower: number; readonly upper: number };
  readonly exponent: { readonly lower: number; readonly upper: number };
}

export type DeclaredVerdict =
  | { readonly verdict: 'verified' }
  /** A pair of points of the domain with `|f(p) − f(q)| > C‖p − q‖^α`, by rigorous arithmetic. */
  | { readonly verdict: 'violated'; readonly witness: PairDifference }
  | { readonly verdict: 'undecided' };

/** The declared modulus in doubles; `undefined` when none is declared. */
export function declaredBound({ modulus }: FunctionOnBox): PowerBound | undefined {
  if (modulus === undefined) return undefined;
  const [constant, exponent] = [modulus.constant, modulus.exponent].map(({ expression }) => {
    const value = evaluateConstant(expression, intervalSystem);
    return { lower: intervalSystem.lower(value), upper: intervalSystem.upper(value) };
  });
  return { constant: constant!, exponent: exponent! };
}

/** `C·r^α` rounded up, for `r > 0`. */
export function boundPower({ constant, exponent }: PowerBound, radius: number): number {
  return mulUp(constant.upper, powUpper(radius, radius, exponent.lower, exponent.upper));
}

/** Distances at which pairs are sought: `diameter·4^−k`, `k` below this. */
const SCALES = 10;

/** A pair that breaks the bound, if the search meets one. */
function findViolation(target: FunctionOnBox, bound: PowerBound, options: ModulusOptions): PairDifference | undefined {
  const { search, diameter } = knowledgeOf(target, options);
  const score = (difference: number, distance: number): number =>
    distance > 0 ? difference / distance ** bound.exponent.lower : 0;
  for (let k = 0; k < SCALES; k++) {
    const pair = search.best(diameter, score, diameter * 4 ** -k);
    if (pair.distance > 0 && pair.gap > boundPower(bound, pair.distance)) return pair;
  }
  return undefined;
}

/** Is `|f(p) − f(q)| ≤ C‖p − q‖` shown for all points? */
function isLipschitz(target: FunctionOnBox, { constant }: PowerBound, options: ModulusOptions): boolean {
  return encloseLipschitz(target, { ...options, tolerance: 0, enough: constant.lower }).upper <= constant.lower;
}

/** Is `|f(p) − f(q)| ≤ C‖p − q‖^α` shown for all points, for an exponent below 1? */
function isHolder(target: FunctionOnBox, { constant, exponent }: PowerBound, options: ModulusOptions): boolean {
  const { diameter, lipschitz, oscillation } = knowledgeOf(target, options);
  if (diameter === 0) return true;
  // With a margin for the rounding of exponents that are no doubles: d^a ≤ D^(a − α) d^α for a ≥ α, d ≤ D.
  const margin = powUpper(Math.max(1, diameter), Math.max(1, diameter), 0, subUp(exponent.upper, exponent.lower));
  if (mulUp(boundHolderConstant(target, exponent.upper), margin) <= constant.lower) return true;
  // L d ≤ C d^α up to a distance `near`; beyond it the oscillation has to be at most C near^α.
  const balance = (constant.lower / lipschitz.upper) ** (1 / (1 - exponent.upper));
  const near = Math.min(diameter, balance * (1 - 1e-12));
  if (!(near > 0)) return false;
  const slope = mulUp(lipschitz.upper, powUpper(near, near, subDown(1, exponent.upper), subUp(1, exponent.lower)));
  const farBound = mulDown(constant.lower, powLower(near, near, exponent.lower, exponent.upper));
  return slope <= constant.lower && (near >= diameter || oscillation.upper <= farBound);
}

/**
 * Decides whether a target, defined on its whole domain, has the modulus of continuity that it declares.
 *
 * `verified` and `violated` are proved, `undecided` is not a failure of the target. Exponent 1 is decided by branch and
 * bound on the gradient; exponents below 1 by Hölder constants of compositions, or by the Lipschitz constant for near
 * and the oscillation for distant points. Throws a `RangeError` for a target that declares none. Found once per target.
 */
export function checkDeclaredModulus(target: FunctionOnBox, options: ModulusOptions = {}): DeclaredVerdict {
  const bound = declaredBound(target);
  if (bound === undefined) throw new RangeError('the target declares no modulus of continuity');
  const knowledge = knowledgeOf(target, options);
  const verdict = verdicts.get(knowledge) ?? decide(target, bound, options);
  verdicts.set(knowledge, verdict);
  return verdict;
}

/** Does the target declare a modulus that is verified? Cost: as `checkDeclaredModulus`. */
export function hasVerifiedModulus(target: FunctionOnBox, options: ModulusOptions = {}): boolean {
  return target.modulus !== undefined && checkDeclaredModulus(target, options).verdict === 'verified';
}

const verdicts = new WeakMap<ModulusKnowledge, DeclaredVerdict>();

function decide(target: FunctionOnBox, bound: PowerBound, options: ModulusOptions): DeclaredVerdict {
  const witness = findViolation(target, bound, options);
  if (witness !== undefined) return { verdict: 'violated', witness };
  const { lower, upper } = bound.exponent;
  const isShown =
    lower === 1 && upper === 1
      ? isLipschitz(target, bound, options)
      : lower > 0 && upper < 1 && isHolder(target, bound, options);
  return { verdict: isShown ? 'verified' : 'undecided' };
}

/** Exponents at which Hölder constants are looked for when there is no Lipschitz constant. */
const EXPONENTS = [1 / 2, 1 / 3, 1 / 4];

/** All power bounds known to hold for a target: the declared one if verified, others where slopes are infinite. */
export function powerBounds(target: FunctionOnBox, options: ModulusOptions = {}): readonly PowerBound[] {
  const declared = declaredBound(target);
  const bounds: PowerBound[] = [];
  if (declared !== undefined && checkDeclaredModulus(target, options).verdict === 'verified') bounds.push(declared);
  if (knowledgeOf(target, options).lipschitz.upper !== Infinity) return bounds;
  for (const alpha of EXPONENTS) {
    const upper = boundHolderConstant(target, alpha);
    const exponent = { lower: alpha, upper: alpha };
    if (upper !== Infinity) bounds.push({ constant: { lower: upper, upper }, exponent });
  }
  return bounds;
}
