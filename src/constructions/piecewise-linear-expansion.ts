/**
 * Continuous piecewise-linear functions of one variable are sums of ReLUs exactly.
 *
 * *Statement.* Let `t_0 < … < t_K`, `D = t_K − t_0`, and let `f` be linear between `(t_i, v_i)` and `(t_{i+1}, v_{i+1})`.
 * With the one ridge `u = (x − t_0)/D`, knots `u_i = (t_i − t_0)/D` and `slope_i = D(v_{i+1} − v_i)/(t_{i+1} − t_i)`,
 *
 *     S(x) = v_0 + Σ_{i<K} (slope_i − slope_{i−1})·ReLU(u − u_i) = f(x)      for all x ∈ [t_0, t_K]:   ε_1 = 0.
 *
 * *Proof.* Left of `u_{i+1}` only the first `i + 1` terms are other than 0, and their slopes telescope to `slope_i`;
 * both sides agree at `t_0` and have the same slopes. A single knot is the constant `v_0` on one point, without a
 * ridge.
 *
 * In exact arithmetic the numbers are exact, or a `NumericError` says that a quotient is no finite decimal. Textbook.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { refuseTooManyRelus } from './expansion-limits.js';
import type { ExpansionNumbers, RidgeExpansion } from './relu-expansion.js';
import { refusal } from './truncated-range.js';
import { checkFinite, isSinglePoint, unitMap } from './unit-map.js';

/** A continuous piecewise-linear function of one variable, with any number of outputs. */
export interface PiecewiseLinear {
  /** `t_0 < … < t_K`, `K ≥ 0`: the domain is [t_0, t_K]. */
  readonly knots: readonly RealConstant[];
  /** For each knot the value of every output. */
  readonly values: readonly (readonly RealConstant[])[];
}

/**
 * The expansion of `f` itself. Cost of `numbers`: five operations per piece and output. Throws `ConstructionError`:
 * `domain` for knots that do not certainly increase, or none; `input` for missing, surplus or infinite values;
 * `too-large`.
 */
export function piecewiseLinearExpansion(target: PiecewiseLinear): RidgeExpansion {
  check(target);
  const { knots, values } = target;
  return {
    inputs: 1,
    outputs: values[0]!.length,
    pieces: knots.length === 1 ? [] : [knots.length - 1],
    numbers: (system) => numbersOf(system, target),
    error: (system) => system.literal('0'),
  };
}

function numbersOf<T>(system: NumberSystem<T>, { knots, values }: PiecewiseLinear): ExpansionNumbers<T> {
  const t = knots.map(({ expression }) => evaluateConstant(expression, system));
  const v = values.map((row) => row.map(({ expression }) => evaluateConstant(expression, system)));
  const constants = v[0]!;
  if (t.length === 1) return { constants, ridges: [] };
  const [lower, upper] = [t[0]!, t[t.length - 1]!];
  const length = system.sub(upper, lower);
  const rate = system.div(system.literal('1'), length);
  const unitKnots = t.map((knot, i) => {
    if (i === 0 || i === t.length - 1) return system.fromNumber(i === 0 ? 0 : 1);
    return system.div(system.sub(knot, lower), length);
  });
  const slopes = constants.map((_, r) =>
    t.slice(1).map((knot, i) => {
      const rise = system.mul(length, system.sub(v[i + 1]![r]!, v[i]![r]!));
      return system.div(rise, system.sub(knot, t[i]!));
    }),
  );
  return {
    constants,
    ridges: [{ ...unitMap(system, [{ lower, upper, length }], [1], [rate]), knots: unitKnots, slopes }],
  };
}

function check({ knots, values }: PiecewiseLinear): void {
  const increases = knots.every((knot, i) => i === 0 || !isSinglePoint({ lower: knots[i - 1]!, upper: knot }));
  if (knots.length === 0 || !increases) {
    const texts = knots.map(({ text }) => text).join(', ');
    const remedy = 'Give each knot once, from left to right.';
    throw refusal('domain', `the knots ${texts || '(none)'}`, 'they must increase, and be at least one', remedy);
  }
  const outputs = values[0]?.length ?? 0;
  if (values.length !== knots.length || outputs === 0 || values.some((row) => row.length !== outputs)) {
    const found = `rows of ${values.map((row) => row.length).join(', ') || 'no'} values for ${knots.length} knots`;
    throw refusal('input', found, 'every knot has one value per output', 'Give one row of values for each knot.');
  }
  values.flat().forEach((value) => checkFinite('value', value));
  refuseTooManyRelus(knots.length - 1, 'Use fewer knots.');
}
