/**
 * How far wrong scores and wrong values move a softmax average.
 *
 * Statement. Scores `s_k`, each changed by at most η, and values `V_k`, each changed by at most ν:
 * `|Σ ŵ_k V̂_k − Σ w_k V_k| ≤ tanh(η/2)·max_{k,l}|V_k − V_l| + ν`.
 * Proof. ŵ is w reweighted by factors within e^{2η} of one another; the mean of values in [0, D] moves most when the
 * factors are the two extremes on the two extreme values, by D·tanh(η/2) at most (equality: two keys, s_1 − s_2 = −η).
 * Source: ours.
 */
import fc from 'fast-check';
import Big from 'big.js';
import { realArbitrary } from '../generators/real.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxSoftmax, approxWeightPairs } from './pictures/approx-weights-picture.js';
import { decideAtMost } from './support/decide-at-most.js';
import { signed, sum } from './support/scores.js';
import { positive } from './support/free-parameters.js';

export interface PerturbationKey {
  readonly score: string;
  readonly value: string;
  /** Change of the score in units of η, and of the value in units of ν: from −1 to 1. */
  readonly scoreChange: string;
  readonly valueChange: string;
}

export interface PerturbationCase {
  readonly eta: string;
  readonly nu: string;
  readonly keys: readonly PerturbationKey[];
}

interface Variant {
  /** The bound is tanh(η·factor). */
  readonly factor: string;
  /** Largest |V_k| in place of the spread. */
  readonly magnitude: boolean;
  readonly dropValueChange: boolean;
}

const TRUE_VARIANT: Variant = { factor: '0.5', magnitude: false, dropValueChange: false };

const big = (text: string): Big => new Big(text);

/** Cases in which both sides are the same number, by exact arithmetic. */
function exactTie({ eta, nu, keys }: PerturbationCase): string | undefined {
  const sameChange = keys.every(({ valueChange }) => big(valueChange).times(nu).eq(big(keys[0].valueChange).times(nu)));
  const fullChange = big(keys[0].valueChange).abs().times(nu).eq(nu);
  const equalValues = keys.every(({ value }) => big(value).eq(keys[0].value));
  const noScoreChange = keys.every(({ scoreChange }) =>
    big(scoreChange).times(eta).eq(big(keys[0].scoreChange).times(eta)),
  );
  if (sameChange && (equalValues || (noScoreChange && big(eta).eq(0)))) {
    return fullChange ? 'only a common change of the values remains: both sides are ν' : undefined;
  }
  if (keys.length === 2 && sameChange && (fullChange || big(nu).eq(0))) {
    const [a, b] = keys;
    const gap = big(a.score).minus(b.score);
    const change = big(a.scoreChange).minus(b.scoreChange);
    const attained = change.abs().eq(2) && gap.eq(change.times(eta).div(-2));
    const direction = change.times(big(a.value).minus(b.value)).times(keys[0].valueChange);
    if (attained && (big(nu).eq(0) || direction.gte(0))) {
      return 'two keys, the scores exchanged symmetrically: equality holds';
    }
  }
  return undefined;
}

function decidePerturbation(input: PerturbationCase, budget: Budget, variant: Variant): CaseResult {
  const values = input.keys.map(({ value }) => big(value));
  const top = values.reduce((a, b) => (a.gt(b) ? a : b));
  const bottom = values.reduce((a, b) => (a.lt(b) ? a : b));
  const spread = variant.magnitude ? (top.abs().gt(bottom.abs()) ? top.abs() : bottom.abs()) : top.minus(bottom);
  const scores = input.keys.map(({ score }) => big(score));
  const changed = input.keys.map(({ score, scoreChange }) => big(score).plus(big(scoreChange).times(input.eta)));
  const changedValues = input.keys.map(({ value, valueChange }) => big(value).plus(big(valueChange).times(input.nu)));
  return decideAtMost(
    {
      tie: variant === TRUE_VARIANT ? exactTie(input) : undefined,
      sides: (system) => {
        const mean = (exponents: readonly Big[], averaged: readonly Big[]) => {
          const shift = exponents.reduce((a, b) => (a.gt(b) ? a : b));
          const weights = exponents.map((s) => system.exp(signed(system, s.minus(shift).toFixed())));
          const terms = weights.map((w, k) => system.mul(w, signed(system, averaged[k].toFixed())));
          return system.div(sum(system, terms), sum(system, weights));
        };
        const observed = system.abs(system.sub(mean(changed, changedValues), mean(scores, values)));
        const shrink = system.tanh(system.mul(system.literal(variant.factor), signed(system, input.eta)));
        const fromScores = system.mul(shrink, signed(system, spread.toFixed()));
        return {
          observed,
          bound: variant.dropValueChange ? fromScores : system.add(fromScores, signed(system, input.nu)),
        };
      },
    },
    budget,
  );
}

const key = (score: string, value: string, scoreChange = '0', valueChange = '0'): PerturbationKey => ({
  score,
  value,
  scoreChange,
  valueChange,
});

const unit = fc.oneof(realArbitrary({ min: '-1', max: '1', digits: 2 }), fc.constantFrom('-1', '1'));

export const softmaxPerturbation: Claim<PerturbationCase> = {
  id: 'softmax-perturbation',
  title: 'Scores wrong by η and values wrong by ν move a softmax average by at most tanh(η/2)·spread + ν',
  source: { paper: '—', item: 'S3' },
  provenance: 'ours',
  statement:
    '\\Bigl| \\sum_k \\hat w_k \\hat V_k - \\sum_k w_k V_k \\Bigr| \\le \\tanh(\\eta/2) \\max_{k,l} |V_k - V_l| + \\nu',
  constructions: [],
  hypotheses: ['scores differ by at most η each, values by at most ν each', 'η, ν ≥ 0'],
  assumptions: ['The scores already contain the inverse temperature: an error of R·z grows with R.'],
  explanation: [
    'The reweighting factors lie within e^{2η} of each other; the extreme case has two keys and is attained.',
    'The claim is invariant under a shift common to all scores, so η may be measured up to such a shift.',
  ],
  aboutLayer: false,
  edgeCases: [
    { eta: '1', nu: '0', keys: [key('0', '0', '1'), key('1', '1', '-1')] },
    { eta: '0', nu: '0.5', keys: [key('0', '1', '0', '1'), key('1', '3', '0', '1')] },
    { eta: '1', nu: '0', keys: [key('0', '7', '1')] },
    { eta: '2', nu: '0.1', keys: [key('0', '1', '1', '1'), key('2', '-1', '-1', '1')] },
    { eta: '0.001', nu: '0', keys: [key('0', '1', '1'), key('0', '-1', '-1'), key('0', '0')] },
  ],
  arbitrary: fc.record({
    eta: realArbitrary({ min: '0', max: '5' }),
    nu: realArbitrary({ min: '0', max: '2' }),
    keys: fc.array(
      fc.record({
        score: realArbitrary({ min: '-10', max: '10' }),
        value: realArbitrary({ min: '-5', max: '5' }),
        scoreChange: unit,
        valueChange: unit,
      }),
      { minLength: 1, maxLength: 8 },
    ),
  }),
  free: [positive('eta', 'η'), positive('nu', 'ν')],
  decide: (input, budget) => decidePerturbation(input, budget, TRUE_VARIANT),
  describe: ({ eta, nu, keys }) =>
    `η = ${eta}, ν = ${nu}; ${keys
      .map((k) => `score ${k.score} (${k.scoreChange}η), value ${k.value} (${k.valueChange}ν)`)
      .join('; ')}`,
  picture: ({ eta, keys }) => {
    const scores = keys.map(({ score }) => Number(score));
    const changed = keys.map(({ score, scoreChange }) => Number(score) + Number(scoreChange) * Number(eta));
    const [weights, others] = [scores, changed].map(approxSoftmax) as [readonly number[], readonly number[]];
    return approxWeightPairs(['after the change', 'before'], { scores, weights, others });
  },
  mutants: [
    {
      id: 'quarter-eta',
      description: 'tanh(η/4) in place of tanh(η/2)',
      decide: (input, budget) => decidePerturbation(input, budget, { ...TRUE_VARIANT, factor: '0.25' }),
    },
    {
      id: 'magnitude-for-spread',
      description: 'the largest |V| in place of the spread of the values',
      decide: (input, budget) => decidePerturbation(input, budget, { ...TRUE_VARIANT, magnitude: true }),
    },
    {
      id: 'values-exact',
      description: 'the error ν of the values is dropped',
      decide: (input, budget) => decidePerturbation(input, budget, { ...TRUE_VARIANT, dropValueChange: true }),
    },
  ],
};
