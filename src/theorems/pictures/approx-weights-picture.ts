/** Softmax weights beside what a statement puts in their place. */
import Big from 'big.js';
import type { WeightsPicture } from './picture.js';
import { sample } from './picture.js';
import { rankScores } from '../support/scores.js';

const MOST = 24;

/** All weight on the largest score. */
export function approxIndicator(gaps: readonly number[]): readonly number[] {
  return gaps.map((_, k) => (k === 0 ? 1 : 0));
}

/** All weight on the two largest scores, shared as softmax shares it between them. */
export function approxMixture([, second = Infinity, ...others]: readonly number[]): readonly number[] {
  const share = 1 / (1 + Math.exp(-second));
  return [share, 1 - share, ...others.map(() => 0)];
}

/** `limit` maps the gaps to the leader, times R, to what stands in place of the weights. */
export function approxWeightsPicture(
  scores: readonly string[],
  inverseTemperature: number,
  limitName: string,
  limit: (gaps: readonly number[]) => readonly number[],
): WeightsPicture {
  const gaps = rankScores(scores).gaps.map((gap) => inverseTemperature * new Big(gap).toNumber());
  return pictureOf([limitName, 'softmax'], approxSoftmax(gaps.map((gap) => -gap)), limit(gaps));
}

/** Weights beside others of the same keys, in the order of the scores of the former. */
export function approxWeightPairs(
  names: WeightsPicture['names'],
  { scores, weights, others }: Readonly<Record<'scores' | 'weights' | 'others', readonly number[]>>,
): WeightsPicture {
  const order = scores.map((_, k) => k).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const sorted = (values: readonly number[]) => order.map((k) => values[k]!);
  return pictureOf(names, sorted(weights), sorted(others));
}

export function approxSoftmax(scores: readonly number[]): readonly number[] {
  const largest = Math.max(...scores);
  const terms = scores.map((score) => Math.exp(score - largest));
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}

function pictureOf(
  names: WeightsPicture['names'],
  weights: readonly number[],
  limit: readonly number[],
): WeightsPicture {
  const shown = (values: readonly number[]) => values.slice(0, MOST).map(sample);
  return {
    kind: 'weights',
    names,
    weights: shown(weights),
    limit: shown(limit),
    ...(weights.length > MOST ? { note: `the ${MOST} largest of ${weights.length} scores` } : {}),
  };
}
