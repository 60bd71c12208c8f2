/**
 * Sums of ridge functions as sums of ReLUs: every profile is interpolated on the range of its argument.
 *
 * *Statement.* Let `f_r(x) = c_r + Σ_j a_{j,r} φ_j(y_j)`, `y_j = w_jᵀx + t_j`, on a box `U`. On `U` `y_j` runs over an
 * interval of length `ℓ_j = Σ_t |w_{j,t}| D_t`. Let `h_j = ℓ_j/K_j` and `S` the same sum with every `φ_j` replaced by
 * its linear interpolant at the `K_j + 1` equally spaced points of that interval. Then
 *
 *     sup_U max_r |S_r − f_r| ≤ ε_1 = max_r Σ_j |a_{j,r}| ω̂_{φ_j}(h_j/2).
 *
 * *Proof.* `|φ_j − interpolant| ≤ ω̂_{φ_j}(h_j/2)` on the whole range (`interpolation-expansion.ts`); triangle
 * inequality. Attained by one profile `|y − c|`, `c` halfway between two points.
 *
 * A term with `ℓ_j = 0` (no weights, or weights of one-point axes only) is a constant: no ridge, no error. Ours.
 */
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { Expression } from '../expression/expression.js';
import type { DomainAxis, RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { checkPieces, refuseTooManyRelus } from './expansion-limits.js';
import type { ConcaveModulus } from './expansion-modulus.js';
import type { ExpansionNumbers, RidgeExpansion, RidgeNumbers } from './relu-expansion.js';
import { refusal } from './truncated-range.js';
import { uniformKnots, uniformSlopes } from './uniform-profile.js';
import { axisEnds, checkFinite, isSinglePoint, signOf, unitMap, type AxisEnds, type Sign } from './unit-map.js';

/** A real function of one variable: an expression with one input and one output, or its values in any number system. */
export type Profile = Expression | (<T>(system: NumberSystem<T>, y: T) => T);

/** `a_j φ_j(w_jᵀx + t_j)`. */
export interface RidgeTerm {
  /** `w_j`: one per input. */
  readonly weights: readonly RealConstant[];
  /** `t_j`. */
  readonly shift: RealConstant;
  readonly profile: Profile;
  /** `ω̂_{φ_j}` on the range of its argument. */
  readonly modulus: ConcaveModulus;
  /** `a_j`: one per output. */
  readonly coefficients: readonly RealConstant[];
  /** `K_j ≥ 1`; without effect on a term that is constant. */
  readonly pieces: number;
}

export interface RidgeSum {
  readonly domain: readonly DomainAxis[];
  /** `c`: one per output. */
  readonly constants: readonly RealConstant[];
  readonly terms: readonly RidgeTerm[];
}

/** A term, and what is known of it before numbers are: 0 for weights without effect, on one-point axes. */
interface SignedTerm extends RidgeTerm {
  readonly signs: readonly Sign[];
}

/**
 * The expansion of a sum of ridge functions. Cost of `numbers`: `K_j + 1` values of each profile. Throws
 * `ConstructionError`: `axes` for a term with another number of weights or coefficients, or no outputs; `cells`;
 * `domain`; `input` for a number that is not finite, or a weight whose sign is not known at 60 digits; `too-large`.
 */
export function ridgeSumExpansion({ domain, constants, terms }: RidgeSum): RidgeExpansion {
  const isPoint = domain.map(isSinglePoint);
  const signed = terms.map((term) => {
    checkTerm(term, domain.length, constants.length);
    const signs = term.weights.map((weight, t): Sign => {
      const sign = signOf('weight', weight);
      return isPoint[t] ? 0 : sign;
    });
    return { ...term, signs };
  });
  if (constants.length === 0) throw refusal('axes', 'a sum without outputs', 'one is needed', 'Give a constant.');
  constants.forEach((constant) => checkFinite('constant', constant));
  const pieces = signed.filter(isRidge).map((term) => term.pieces);
  refuseTooManyRelus(
    pieces.reduce((sum, count) => sum + count, 0),
    'Use fewer pieces.',
  );
  return {
    inputs: domain.length,
    outputs: constants.length,
    pieces,
    numbers: (system) => numbersOf(system, domain, constants, signed),
    error: (system) => errorOf(system, domain, constants.length, signed),
  };
}

function isRidge({ signs }: SignedTerm): boolean {
  return signs.some((sign) => sign !== 0);
}

/** `ℓ = Σ |w_t| D_t`, over the axes that matter. */
function rangeLength<T>(system: NumberSystem<T>, ends: readonly AxisEnds<T>[], { weights, signs }: SignedTerm): T {
  return ends.reduce((sum, { length }, t) => {
    if (signs[t] === 0) return sum;
    const weight = system.abs(evaluateConstant(weights[t]!.expression, system));
    return system.add(sum, system.mul(weight, length));
  }, system.literal('0'));
}

function numbersOf<T>(
  system: NumberSystem<T>,
  domain: readonly DomainAxis[],
  constants: readonly RealConstant[],
  terms: readonly SignedTerm[],
): ExpansionNumbers<T> {
  const ends = axisEnds(system, domain);
  let totals = constants.map(({ expression }) => evaluateConstant(expression, system));
  const ridges: RidgeNumbers<T>[] = [];
  for (const term of terms) {
    const weights = term.weights.map(({ expression }) => evaluateConstant(expression, system));
    const factors = term.coefficients.map(({ expression }) => evaluateConstant(expression, system));
    const shift = evaluateConstant(term.shift.expression, system);
    // The least value of w^T x + t; on one-point axes both ends are the same.
    const least = ends.reduce((sum, { lower, upper }, t) => {
      return system.add(sum, system.mul(weights[t]!, term.signs[t]! < 0 ? upper : lower));
    }, shift);
    const first = valueOf(system, term.profile, least);
    totals = totals.map((total, r) => system.add(total, system.mul(factors[r]!, first)));
    if (!isRidge(term)) continue;
    const { pieces } = term;
    const length = rangeLength(system, ends, term);
    const count = system.fromNumber(pieces);
    const values = Array.from({ length: pieces + 1 }, (_, k) => {
      const step = (): T => system.div(system.mul(length, system.fromNumber(k)), count);
      return k === 0 ? first : valueOf(system, term.profile, system.add(least, step()));
    });
    const slopes = uniformSlopes(system, values);
    const rates = weights.map((weight, t) =>
      term.signs[t] === 0 ? system.literal('0') : system.div(system.abs(weight), length),
    );
    ridges.push({
      ...unitMap(system, ends, term.signs, rates),
      knots: uniformKnots(system, pieces),
      slopes: factors.map((factor) => slopes.map((slope) => system.mul(factor, slope))),
    });
  }
  return { constants: totals, ridges };
}

/** `max_r Σ_j |a_{j,r}| ω̂_j(ℓ_j/2K_j)`. */
function errorOf<T>(
  system: NumberSystem<T>,
  domain: readonly DomainAxis[],
  outputs: number,
  terms: readonly SignedTerm[],
): T {
  const ends = axisEnds(system, domain);
  let errors = Array.from({ length: outputs }, () => system.literal('0'));
  for (const term of terms.filter(isRidge)) {
    const radius = system.div(rangeLength(system, ends, term), system.fromNumber(2 * term.pieces));
    const error = term.modulus(system, radius);
    errors = errors.map((sum, r) => {
      const factor = system.abs(evaluateConstant(term.coefficients[r]!.expression, system));
      return system.add(sum, system.mul(factor, error));
    });
  }
  return errors.reduce((most, error) => system.max(most, error));
}

function valueOf<T>(system: NumberSystem<T>, profile: Profile, y: T): T {
  return typeof profile === 'function' ? profile(system, y) : evaluate(profile, system, [y])[0]!;
}

function checkTerm({ weights, shift, coefficients, pieces }: RidgeTerm, inputs: number, outputs: number): void {
  checkPieces(pieces);
  checkFinite('shift', shift);
  coefficients.forEach((coefficient) => checkFinite('coefficient', coefficient));
  if (weights.length === inputs && coefficients.length === outputs) return;
  throw refusal(
    'axes',
    `a term with ${weights.length} weights and ${coefficients.length} coefficients`,
    `there are ${inputs} inputs and ${outputs} outputs`,
    'Give one weight per input and one coefficient per output.',
  );
}
