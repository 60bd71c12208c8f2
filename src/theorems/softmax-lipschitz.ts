/**
 * Softmax with inverse temperature λ is λ/2-Lipschitz in every ℓ_p norm.
 *
 * Statement. `J = λ(diag w − wwᵀ)`, `w = softmax(λz)`: `‖J‖_{p→p} ≤ λ/2` for 1 ≤ p ≤ ∞, hence
 * `‖softmax(λx) − softmax(λy)‖_p ≤ (λ/2)‖x − y‖_p`. Attained at p = 1, ∞ wherever some w_j = ½.
 * Proof. The absolute row (and column) sums of J are 2λw_j(1 − w_j) ≤ λ/2; Riesz–Thorin for the p between.
 * Decided: the norm of J at p = 1, ∞ (its largest row sum), and the difference quotient of pairs at p = 1, 2, 4, ∞.
 * Source: arXiv:2510.23012.
 */
import fc from 'fast-check';
import Big from 'big.js';
import { realArbitrary } from '../generators/real.js';
import type { DecimalInterval } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxSoftmax, approxWeightPairs } from './pictures/approx-weights-picture.js';
import { decideAtMost } from './support/decide-at-most.js';
import { largest, rankScores, signed, sum } from './support/scores.js';
import { positive } from './support/free-parameters.js';

type Exponent = '1' | '2' | '4' | 'infinity';

/** Without `y`: the norm of the Jacobian at x (p = 1 and ∞ alike). With `y`: the pair (x, y) in the norm p. */
export interface LipschitzCase {
  readonly inverseTemperature: string;
  readonly x: readonly string[];
  readonly y?: readonly string[];
  readonly p?: Exponent;
}

interface Variant {
  readonly constant: string;
  readonly forgetsTemperature: boolean;
}

const TRUE_VARIANT: Variant = { constant: '0.5', forgetsTemperature: false };

type System = NumberSystem<DecimalInterval>;

function softmax(system: System, inverseTemperature: string, z: readonly string[]): DecimalInterval[] {
  const scaled = z.map((score) => new Big(score).times(inverseTemperature));
  const shift = scaled.reduce((a, b) => (a.gt(b) ? a : b));
  const terms = scaled.map((s) => system.exp(signed(system, s.minus(shift).toFixed())));
  const total = sum(system, terms);
  return terms.map((term) => system.div(term, total));
}

/** `1 − w_j` without cancellation. */
function complement(system: System, inverseTemperature: string, z: readonly string[], j: number): DecimalInterval {
  const weights = softmax(system, inverseTemperature, z);
  return sum(
    system,
    weights.filter((_, k) => k !== j),
  );
}

/** `‖v‖_p^p` (p finite) or `‖v‖_∞`: monotone in the norm, so the comparison may be made there. */
function normPower(system: System, v: readonly DecimalInterval[], p: Exponent): DecimalInterval {
  const sizes = v.map((x) => system.abs(x));
  if (p === 'infinity') return largest(system, sizes);
  return sum(
    system,
    sizes.map((x) => system.powInteger(x, Number(p))),
  );
}

function decideLipschitz(input: LipschitzCase, budget: Budget, variant: Variant): CaseResult {
  const { x, y, inverseTemperature } = input;
  const constant = (system: System): DecimalInterval => {
    const half = system.literal(variant.constant);
    return variant.forgetsTemperature ? half : system.mul(half, signed(system, inverseTemperature));
  };
  if (y === undefined) {
    const { gaps } = rankScores(x);
    const leadersTie = gaps.length > 1 && new Big(gaps[1]).times(inverseTemperature).eq(0);
    return decideAtMost(
      {
        tie:
          variant !== TRUE_VARIANT
            ? undefined
            : x.length === 1
              ? 'one score: the Jacobian is 0'
              : leadersTie
                ? 'two leaders tie: no weight exceeds ½, so 2w(1 − w) ≤ ½ exactly (with equality for two scores)'
                : undefined,
        sides: (system) => {
          const weights = softmax(system, inverseTemperature, x);
          const rows = weights.map((w, j) => system.mul(w, complement(system, inverseTemperature, x, j)));
          const lambda = signed(system, inverseTemperature);
          const norm = system.mul(system.mul(system.literal('2'), lambda), largest(system, rows));
          return { observed: norm, bound: constant(system) };
        },
      },
      budget,
    );
  }
  const p = input.p ?? 'infinity';
  const differences = x.map((value, k) => new Big(value).minus(y[k] ?? '0'));
  // A common shift of all scores changes no weight, so a constant difference is a tie at 0 = 0 only if it is 0.
  const constantShift = differences.every((d) => d.eq(differences[0]));
  return decideAtMost(
    {
      tie:
        variant === TRUE_VARIANT && constantShift
          ? 'the scores differ by a common shift: the weights are equal'
          : undefined,
      sides: (system) => {
        const a = softmax(system, inverseTemperature, x);
        const b = softmax(system, inverseTemperature, y);
        const moved = a.map((w, k) => system.sub(w, b[k]));
        const scale = constant(system);
        const apart = differences.map((d) => system.mul(scale, signed(system, d.toFixed())));
        const observed = constantShift ? [system.literal('0')] : moved;
        return { observed: normPower(system, observed, p), bound: normPower(system, apart, p) };
      },
    },
    budget,
  );
}

const scores = (least: number): fc.Arbitrary<string[]> =>
  fc.array(realArbitrary({ min: '-4', max: '4', digits: 3 }), { minLength: least, maxLength: 8 });
const temperature = realArbitrary({ min: '0.001', max: '100', digits: 3 });

export const softmaxLipschitz: Claim<LipschitzCase> = {
  id: 'softmax-lipschitz',
  title: 'Softmax with inverse temperature λ is λ/2-Lipschitz in every ℓ_p norm',
  source: { paper: 'arXiv:2510.23012', item: 'Lipschitz constant of softmax' },
  provenance: 'as stated',
  statement:
    '\\lVert \\mathrm{softmax}(\\lambda x) - \\mathrm{softmax}(\\lambda y) \\rVert_p \\le \\tfrac{\\lambda}{2} \\lVert x - y \\rVert_p, \\quad 1 \\le p \\le \\infty',
  constructions: [],
  hypotheses: ['λ > 0', 'x, y ∈ R^N'],
  assumptions: ['Attained for p = 1, ∞ wherever some weight is ½; for N ≥ 3 and 1 < p < ∞ only approached.'],
  explanation: [
    'The absolute row sums of the Jacobian are 2λw_j(1 − w_j), at most λ/2; interpolation gives the p between 1 and ∞.',
    'Cases are Jacobians at a point (p = 1 and ∞) and pairs of points (p = 1, 2, 4, ∞; p-th powers are compared).',
  ],
  aboutLayer: false,
  edgeCases: [
    { inverseTemperature: '1', x: ['0'] },
    { inverseTemperature: '3', x: ['0.5', '0.5'] },
    { inverseTemperature: '2', x: ['0', '0'], y: ['0.001', '-0.001'], p: '2' },
    { inverseTemperature: '2', x: ['0', '1', '2'], y: ['1', '2', '3'], p: '1' },
    { inverseTemperature: '1', x: ['1', '2'], y: ['1', '2'], p: '2' },
    { inverseTemperature: '50', x: ['0', '0', '-4'] },
    { inverseTemperature: '100', x: ['4', '4', '-4'] },
  ],
  arbitrary: fc.oneof(
    fc.record({ inverseTemperature: temperature, x: scores(1) }),
    fc
      .tuple(
        temperature,
        fc.array(fc.tuple(realArbitrary({ min: '-4', max: '4' }), realArbitrary({ min: '-4', max: '4' })), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.constantFrom<Exponent>('1', '2', '4', 'infinity'),
      )
      .map(([inverseTemperature, pairs, p]) => ({
        inverseTemperature,
        x: pairs.map(([a]) => a),
        y: pairs.map(([, b]) => b),
        p,
      })),
  ),
  free: [positive('inverseTemperature', 'λ')],
  decide: (input, budget) => decideLipschitz(input, budget, TRUE_VARIANT),
  describe: ({ inverseTemperature, x, y, p }) =>
    `λ = ${inverseTemperature}; x = (${x.join(', ')})${y === undefined ? '; norm of the Jacobian' : `; y = (${y.join(', ')}); p = ${p ?? 'infinity'}`}`,
  picture: ({ inverseTemperature, x, y }) => {
    const scaled = (scores: readonly string[]) => scores.map((score) => Number(inverseTemperature) * Number(score));
    const weights = approxSoftmax(scaled(x));
    return approxWeightPairs([y === undefined ? 'row of the Jacobian, over λ' : 'softmax at y', 'softmax at x'], {
      scores: scaled(x),
      weights,
      others: y === undefined ? weights.map((w) => 2 * w * (1 - w)) : approxSoftmax(scaled(y)),
    });
  },
  mutants: [
    {
      id: 'quarter-lambda',
      description: 'λ/4, the constant of the logistic function, in place of λ/2',
      decide: (input, budget) => decideLipschitz(input, budget, { ...TRUE_VARIANT, constant: '0.25' }),
    },
    {
      id: 'temperature-forgotten',
      description: 'the constant ½ without the inverse temperature',
      decide: (input, budget) => decideLipschitz(input, budget, { ...TRUE_VARIANT, forgetsTemperature: true }),
    },
  ],
};
