/**
 * Softmax approximates the indicator of the largest score.
 *
 * Statement. Scores `z_1, …, z_N` with unscaled margin δ between the largest, `z_{j*}`, and the second largest, inverse
 * temperature R > 0, `w = softmax(Rz)`: `1 − w_{j*} ≤ y/(1 + y)` with `y = (N − 1)e^{−Rδ}`.
 * Consequence: `‖w − e_{j*}‖_∞ ≤ ε` once `R ≥ ln((N − 1)/ε)/δ`.
 * Proof. `1 − w_{j*} = S/(1 + S)` with `S = Σ_{k ≠ j*} e^{−R(z_{j*} − z_k)} ≤ y`, and `t/(1 + t)` increases.
 * Evaluated in that complementary form: by subtraction 45 digits are not enough.
 * Source: arXiv:2504.19901, indicator proposition; constants reconstructed.
 */
import Big from 'big.js';
import fc from 'fast-check';
import type { DecimalInterval } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { realArbitrary } from '../generators/real.js';
import { scoresArbitrary, type ScoresCase } from '../generators/scores.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxIndicator, approxWeightsPicture } from './pictures/approx-weights-picture.js';
import { decideAtMost } from './support/decide-at-most.js';
import { decay, rankScores, signed, sum } from './support/scores.js';
import { temperature } from './support/free-parameters.js';

/** With `epsilon`, the inverse temperature is the one the consequence prescribes, and R is not used. */
export interface IndicatorCase extends ScoresCase {
  readonly epsilon?: string;
}

/** What a wrong version changes: the number of competitors counted, the exponent's factor, the count inside the log. */
interface Variant {
  readonly competitors: (n: number) => number;
  readonly exponentFactor: string;
  readonly competitorsInLog: (n: number) => number;
}

const TRUE_VARIANT: Variant = {
  competitors: (n) => n - 1,
  exponentFactor: '1',
  competitorsInLog: (n) => n - 1,
};

function decideIndicator(input: IndicatorCase, budget: Budget, variant: Variant): CaseResult {
  const { gaps } = rankScores(input.scores);
  const n = gaps.length;
  const margin = gaps[1] ?? '0';
  const others = gaps.slice(1);
  const fromMargin = input.epsilon === undefined;

  const temperature = (system: NumberSystem<DecimalInterval>): DecimalInterval => {
    if (fromMargin) return signed(system, input.inverseTemperature);
    const competitors = system.fromNumber(Math.max(1, variant.competitorsInLog(n)));
    const needed = system.log(system.div(competitors, signed(system, input.epsilon!)));
    return system.max(system.literal('0'), system.div(needed, signed(system, margin)));
  };
  const equalGaps = others.every((gap) => gap === margin);
  const tie =
    variant !== TRUE_VARIANT
      ? undefined
      : n === 1
        ? 'one score: the weight is 1 and both sides are 0'
        : fromMargin && equalGaps
          ? 'all competitors are equally far behind: the two sides are the same number'
          : undefined;
  return decideAtMost(
    {
      tie: fromMargin ? tie : n === 1 ? tie : undefined,
      sides: (system) => {
        const r = temperature(system);
        const rest = sum(
          system,
          others.map((gap) => system.exp(system.neg(system.mul(r, signed(system, gap))))),
        );
        const observed = system.div(rest, system.add(system.literal('1'), rest));
        if (!fromMargin) return { observed, bound: signed(system, input.epsilon!) };
        const exponent = system.mul(
          system.literal(variant.exponentFactor),
          decay(system, input.inverseTemperature, margin),
        );
        const one = system.literal('1');
        const competitors = system.fromNumber(variant.competitors(n));
        const y = system.mul(competitors, system.exp(exponent));
        // Both sides over e^{−Rδ}: the weights behind the leader may be below any decimal exponent.
        const ahead = (gap: string): string => new Big(gap).minus(margin).toFixed();
        const relative = sum(
          system,
          others.map((gap) => system.exp(decay(system, input.inverseTemperature, ahead(gap)))),
        );
        const excess = system.sub(exponent, decay(system, input.inverseTemperature, margin));
        const relativeY = system.mul(competitors, system.exp(excess));
        return {
          observed,
          bound: system.div(y, system.add(one, y)),
          scaled: {
            observed: system.div(relative, system.add(one, rest)),
            bound: system.div(relativeY, system.add(one, y)),
          },
        };
      },
    },
    budget,
  );
}

const arbitrary: fc.Arbitrary<IndicatorCase> = fc.oneof(
  { weight: 3, arbitrary: scoresArbitrary() },
  {
    weight: 1,
    arbitrary: fc
      .tuple(scoresArbitrary({ least: 2 }), realArbitrary({ min: '0.000001', max: '0.9', digits: 6 }))
      .filter(([{ scores }]) => rankScores(scores).gaps[1] !== '0')
      .map(([input, epsilon]) => ({ ...input, epsilon })),
  },
);

export const indicator: Claim<IndicatorCase> = {
  id: 'indicator',
  title: 'Softmax approximates the indicator of the largest score, exponentially in the margin',
  source: { paper: 'arXiv:2504.19901', item: 'Proposition 3.2 (indicator)' },
  provenance: 'reconstructed',
  statement:
    '1 - \\mathrm{softmax}(Rz)_{j^*} \\le \\frac{y}{1+y}, \\quad y = (N-1)e^{-R\\delta}, \\quad \\delta = z_{j^*} - \\max_{k \\ne j^*} z_k',
  published: '\\forall \\varepsilon > 0\\ \\exists R: \\ \\lVert w - e_{j^\\ast} \\rVert_\\infty \\le \\varepsilon',
  constructions: [],
  hypotheses: ['N ≥ 1 scores z', 'R > 0', 'δ is the unscaled margin of the leader (0 when leaders tie)'],
  assumptions: [
    'A factor 1/√d_k in the scores is folded into R.',
    'A margin that holds for every input does not exist on a connected domain with two cells (claim no-uniform-margin).',
  ],
  explanation: [
    'The weights of all other scores sum to S/(1+S), S the sum of e^{−R·gap}; no gap is below the margin.',
    'It follows that R ≥ ln((N−1)/ε)/δ makes every weight ε-close to the indicator; cases with a prescribed ε test that.',
    'Both sides are enclosed in decimal interval arithmetic of growing precision; equal gaps make them the same number.',
  ],
  aboutLayer: false,
  edgeCases: [
    { inverseTemperature: '1', scores: ['0'] },
    { inverseTemperature: '1', scores: ['1', '0'] },
    { inverseTemperature: '2', scores: ['1', '1', '0'] },
    { inverseTemperature: '1', scores: ['3', '1', '1', '1'] },
    { inverseTemperature: '1000', scores: ['1', '0.999999999999', '0'] },
    { inverseTemperature: '1', scores: ['1', '0', '-1'], epsilon: '0.001' },
  ],
  arbitrary,
  free: [temperature('inverseTemperature')],
  decide: (input, budget) => decideIndicator(input, budget, TRUE_VARIANT),
  describe: ({ inverseTemperature, scores, epsilon }) =>
    `scores ${scores.join(', ')}; ${epsilon === undefined ? `R = ${inverseTemperature}` : `R chosen for ε = ${epsilon}`}`,
  picture: ({ scores, inverseTemperature, epsilon }) =>
    epsilon === undefined
      ? approxWeightsPicture(scores, Number(inverseTemperature), 'indicator of the leader', approxIndicator)
      : undefined,
  mutants: [
    {
      id: 'one-competitor-too-few',
      description: 'counts N − 2 competitors instead of N − 1',
      decide: (input, budget) =>
        decideIndicator(input, budget, { ...TRUE_VARIANT, competitors: (n) => Math.max(0, n - 2) }),
    },
    {
      id: 'temperature-counted-twice',
      description: 'the margin decays as e^{−2Rδ}',
      decide: (input, budget) => decideIndicator(input, budget, { ...TRUE_VARIANT, exponentFactor: '2' }),
    },
    {
      id: 'temperature-forgets-the-competitors',
      description: 'prescribes R = ln(1/ε)/δ, without the number of competitors',
      decide: (input, budget) => decideIndicator(input, budget, { ...TRUE_VARIANT, competitorsInLog: () => 1 }),
    },
  ],
};
