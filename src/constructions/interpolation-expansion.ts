/**
 * Targets of one variable, interpolated linearly at equally spaced points: a sum of ReLUs with an explicit error.
 *
 * *Statement.* Let `f` be a function of `x ∈ [lo, hi]`, `D = hi − lo`, `h = D/K`, and `S` the continuous function that
 * is linear between the `K + 1` points `(lo + kh, f(lo + kh))`. Then
 *
 *     sup |S − f| ≤ ε_1 = ω̂_f(h/2).
 *
 * *Proof.* At `x = (1−λ)a + λb` between neighbouring points `|S(x) − f(x)| ≤ (1−λ)ω_f(λh) + λω_f((1−λ)h)`, which is at
 * most `ω̂_f(2λ(1−λ)h) ≤ ω̂_f(h/2)` by concavity. Attained by `|x − c|`, `c` halfway between two points, `ω̂_f(r) = r`.
 *
 * A one-point domain gives the constant `f(lo)`, with error 0. Ours.
 */
import type { FunctionOnBox } from '../approximation/box.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { checkPieces, refuseTooManyRelus } from './expansion-limits.js';
import type { ConcaveModulus } from './expansion-modulus.js';
import type { ExpansionNumbers, RidgeExpansion } from './relu-expansion.js';
import { refusal } from './truncated-range.js';
import { uniformKnots, uniformSlopes } from './uniform-profile.js';
import { axisEnds, isSinglePoint, unitMap } from './unit-map.js';

export interface InterpolationParameters {
  /** `K ≥ 1`. */
  readonly pieces: number;
  /** `ω̂_f`. */
  readonly modulus: ConcaveModulus;
}

/**
 * The linear interpolant of a target with one input. Cost of `numbers`: `K + 1` values of the target. Throws
 * `ConstructionError`: `axes` unless there is one input, `cells`, `domain`, `too-large`.
 */
export function interpolationExpansion(
  target: FunctionOnBox,
  { pieces, modulus }: InterpolationParameters,
): RidgeExpansion {
  const [axis] = target.domain;
  if (axis === undefined || target.domain.length !== 1) {
    const remedy = 'Use a ridge sum or a kernel expansion.';
    throw refusal('axes', `a target of ${target.domain.length} inputs`, 'interpolation needs one input', remedy);
  }
  checkPieces(pieces);
  refuseTooManyRelus(pieces, 'Use fewer pieces.');
  const outputs = target.expression.outputs.length;
  if (isSinglePoint(axis)) return constantExpansion(target, outputs);
  return {
    inputs: 1,
    outputs,
    pieces: [pieces],
    numbers: (system) => numbersOf(system, target, pieces),
    error: (system) => {
      const { length } = axisEnds(system, [axis])[0]!;
      return modulus(system, system.div(length, system.fromNumber(2 * pieces)));
    },
  };
}

function constantExpansion({ expression, domain }: FunctionOnBox, outputs: number): RidgeExpansion {
  return {
    inputs: 1,
    outputs,
    pieces: [],
    numbers: (system) => ({
      constants: evaluate(expression, system, [evaluateConstant(domain[0]!.lower.expression, system)]),
      ridges: [],
    }),
    error: (system) => system.literal('0'),
  };
}

function numbersOf<T>(
  system: NumberSystem<T>,
  { expression, domain }: FunctionOnBox,
  pieces: number,
): ExpansionNumbers<T> {
  const ends = axisEnds(system, domain);
  const { lower, upper, length } = ends[0]!;
  const count = system.fromNumber(pieces);
  const values = Array.from({ length: pieces + 1 }, (_, k) => {
    const inner = (): T => system.add(lower, system.div(system.mul(length, system.fromNumber(k)), count));
    return evaluate(expression, system, [k === 0 ? lower : k === pieces ? upper : inner()]);
  });
  const slopes = expression.outputs.map((_, r) =>
    uniformSlopes(
      system,
      values.map((value) => value[r]!),
    ),
  );
  const rate = system.div(system.literal('1'), length);
  return {
    constants: values[0]!,
    ridges: [{ ...unitMap(system, ends, [1], [rate]), knots: uniformKnots(system, pieces), slopes }],
  };
}
