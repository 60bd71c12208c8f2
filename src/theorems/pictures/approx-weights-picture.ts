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
  const exponentials = gaps.map((gap) => Math.exp(-gap));
  const sum = exponentials.reduce((total, e) => total + e, 0);
  const shown = (values: readonly number[]) => values.slice(0, MOST).map(sample);
  return {
    kind: 'weights',
    names: [limitName, 'softmax'],
    weights: shown(exponentials.map((e) => e / sum)),
    limit: shown(limit(gaps)),
    ...(scores.length > MOST ? { note: `the ${MOST} largest of ${scores.length} scores` } : {}),
  };
}
