/**
 * Softmax with two leaders approximates their two-point mixture.
 *
 * Statement. Scores sorted as `z_1 ≥ z_2 ≥ z_3 ≥ …`, N ≥ 2, `w = softmax(Rz)`, `q = 1/(1 + e^{−R(z_1 − z_2)})`:
 * `‖w − q e_1 − (1 − q)e_2‖_∞ ≤ (N − 2)e^{−R(z_1 − z_3)}`; for N = 2 both sides are 0.
 * Proof. With A = 1, B = e^{−R(z_1−z_2)}, C = Σ_{k≥3} e^{−R(z_1−z_k)}: q − w_1 = C/((1+B)(1+B+C)),
 * (1−q) − w_2 = BC/((1+B)(1+B+C)), w_k ≤ C, and C is at most the right-hand side.
 * These complementary forms are what is evaluated: the subtractions cancel.
 * Source: arXiv:2504.15956, Lemma F.1; constants reconstructed.
 */
import Big from 'big.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxMixture, approxWeightsPicture } from './pictures/approx-weights-picture.js';
import { scoresArbitrary, type ScoresCase } from '../generators/scores.js';
import { decideAtMost } from './support/decide-at-most.js';
import { decay, largest, rankScores, sum } from './support/scores.js';
import { temperature } from './support/free-parameters.js';

interface Variant {
  /** Number of trailing scores counted in the bound, for N scores. */
  readonly followers: (n: number) => number;
  /** Index (in sorted order) of the score whose gap the bound decays with. */
  readonly gapOf: number;
  /** Is all weight of the mixture put on the first leader? */
  readonly oneLeader: boolean;
}

const TRUE_VARIANT: Variant = { followers: (n) => n - 2, gapOf: 2, oneLeader: false };

function decideTwoLeaders(input: ScoresCase, budget: Budget, variant: Variant): CaseResult {
  const { gaps } = rankScores(input.scores);
  const n = gaps.length;
  const gap = gaps[Math.min(variant.gapOf, n - 1)];
  const third = gaps[Math.min(2, n - 1)];
  const behindThird = (g: string): string => new Big(g).minus(third).toFixed();
  const equallyBehind = n > 2 && gaps.slice(2).every((g) => g === third);
  return decideAtMost(
    {
      tie:
        variant !== TRUE_VARIANT
          ? undefined
          : n === 2
            ? 'two scores: softmax is the mixture itself, both sides are 0'
            : equallyBehind
              ? 'all followers are equally far behind: the bound is their total C, and each deviation is C over more than 1'
              : undefined,
      sides: (system) => {
        const one = system.literal('1');
        const second = system.exp(decay(system, input.inverseTemperature, gaps[1]));
        const tail = gaps.slice(2).map((g) => system.exp(decay(system, input.inverseTemperature, g)));
        const rest = sum(system, tail);
        const leaders = system.add(one, second);
        const total = system.add(leaders, rest);
        const deviations = variant.oneLeader
          ? [system.div(system.add(second, rest), total), system.div(second, total)]
          : [rest, system.mul(second, rest)].map((x) => system.div(x, system.mul(leaders, total)));
        const observed = largest(system, [...deviations, ...tail.map((x) => system.div(x, total))]);
        const count = system.fromNumber(variant.followers(n));
        const bound = system.mul(count, system.exp(decay(system, input.inverseTemperature, gap)));
        if (variant.oneLeader || n === 2) return { observed, bound };
        // Both sides over e^{−R(z_1 − z_3)}: the followers' weights may be below any decimal exponent.
        const relative = gaps.slice(2).map((g) => system.exp(decay(system, input.inverseTemperature, behindThird(g))));
        const all = sum(system, relative);
        const parts = [all, system.mul(second, all)].map((x) => system.div(x, system.mul(leaders, total)));
        return {
          observed,
          bound,
          scaled: {
            observed: largest(system, [...parts, ...relative.map((x) => system.div(x, total))]),
            bound: system.mul(count, system.exp(decay(system, input.inverseTemperature, behindThird(gap)))),
          },
        };
      },
    },
    budget,
  );
}

export const hardmaxTwoLeaders: Claim<ScoresCase> = {
  id: 'hardmax-two-leaders',
  title: 'Softmax with two leaders is their two-point mixture, up to the weight of the third',
  source: { paper: 'arXiv:2504.15956', item: 'Lemma F.1' },
  provenance: 'reconstructed',
  statement:
    '\\lVert \\mathrm{softmax}(Rz) - q e_1 - (1-q) e_2 \\rVert_\\infty \\le (N-2)e^{-R(z_1 - z_3)}, \\quad q = \\frac{1}{1+e^{-R(z_1-z_2)}}',
  constructions: [],
  hypotheses: ['N ≥ 2 scores, z_1 ≥ z_2 ≥ z_3 ≥ …', 'R > 0'],
  assumptions: ['A factor 1/√d_k in the scores is folded into R.', 'Leaders may tie; q is then one half.'],
  explanation: [
    'Only the scores from the third on disturb the mixture of the two leaders, and together they weigh at most the bound.',
    'The differences q − w_1 and (1 − q) − w_2 are evaluated in closed form, because subtraction loses every digit.',
  ],
  aboutLayer: false,
  edgeCases: [
    { inverseTemperature: '1', scores: ['0', '0'] },
    { inverseTemperature: '1', scores: ['1', '0', '0'] },
    { inverseTemperature: '3', scores: ['0', '0', '0', '0'] },
    { inverseTemperature: '100', scores: ['1', '1', '0.5'] },
    { inverseTemperature: '700', scores: ['1', '0', '0.5'] },
  ],
  arbitrary: scoresArbitrary({ least: 2 }),
  free: [temperature('inverseTemperature')],
  decide: (input, budget) => decideTwoLeaders(input, budget, TRUE_VARIANT),
  describe: ({ inverseTemperature, scores }) => `scores ${scores.join(', ')}; R = ${inverseTemperature}`,
  picture: ({ scores, inverseTemperature }) =>
    approxWeightsPicture(scores, Number(inverseTemperature), 'mixture of two leaders', approxMixture),
  mutants: [
    {
      id: 'one-leader',
      description: 'puts the whole mixture on the first leader (q = 1)',
      decide: (input, budget) => decideTwoLeaders(input, budget, { ...TRUE_VARIANT, oneLeader: true }),
    },
    {
      id: 'one-follower-too-few',
      description: 'counts N − 3 followers instead of N − 2',
      decide: (input, budget) =>
        decideTwoLeaders(input, budget, { ...TRUE_VARIANT, followers: (n) => Math.max(0, n - 3) }),
    },
    {
      id: 'margin-to-the-fourth',
      description: 'decays with the gap to the fourth score instead of the third',
      decide: (input, budget) => decideTwoLeaders(input, budget, { ...TRUE_VARIANT, gapOf: 3 }),
    },
  ],
};
