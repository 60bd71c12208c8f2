/** How score vectors are drawn and shrunk: ties and near ties are the hard cases of softmax. */
import { chance, drawDecimal, drawLogarithmic, pick, repeat, type Random } from './draw.js';
import { exact, Exact, isDecimalText, toText, unitOf, ZERO, type ExactDecimal } from './exact-decimal.js';
import { simplifyDecimal } from './simplify-decimal.js';
import type { Simplify } from './simplify.js';

const SCORE = { min: new Exact(-5), max: new Exact(5), digits: 2 };

/**
 * `count` scores. One vector in six has several equal leaders, one in six two leaders far ahead; in the others every
 * score is, with chance ⅕ each, equal to an earlier one or 1e-12 … 1e-3 away from it, and with chance 1⁄12 far away.
 */
export function drawScores(random: Random, count: number): string[] {
  const scores = drawMixture(random, count);
  const kind = random.nextInt(1, 6);
  if (kind <= 2 && count >= 2) {
    const top = scores.reduce((a, b) => (a.gt(b) ? a : b));
    const leaders = kind === 1 ? random.nextInt(2, count) : 2;
    const lead = kind === 1 ? ZERO : unitOf(-random.nextInt(1, 4));
    for (const index of shuffledIndices(random, count).slice(0, leaders)) scores[index] = top.plus(lead);
  }
  return scores.map(toText);
}

function drawMixture(random: Random, count: number): ExactDecimal[] {
  const scores: ExactDecimal[] = [];
  for (let index = 0; index < count; index++) {
    const kind = index === 0 ? 60 : random.nextInt(1, 60);
    const signed = (x: ExactDecimal) => (chance(random, 1, 2) ? x : x.neg());
    if (kind <= 12) scores.push(pick(random, scores));
    else if (kind <= 24) scores.push(pick(random, scores).plus(signed(unitOf(random.nextInt(3, 12)))));
    else if (kind <= 29) scores.push(signed(unitOf(-random.nextInt(1, 5))));
    else scores.push(drawDecimal(random, SCORE));
  }
  return scores;
}

function shuffledIndices(random: Random, count: number): number[] {
  const indices = repeat(count, (index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.nextInt(0, last);
    [indices[last], indices[other]] = [indices[other]!, indices[last]!];
  }
  return indices;
}

const SOFTEST = new Exact('1e-3');
const SHARPEST = new Exact('1e6');

/** An inverse temperature, nearly log-uniform from 1e-3 to 1e6. */
export function drawTemperature(random: Random): string {
  return toText(drawLogarithmic(random, SOFTEST, SHARPEST));
}

/** Inverse temperatures shrink to 1 and stay positive. */
export const simplifyTemperature: Simplify<string> = function* (value) {
  for (const simpler of simplifyDecimal({ min: '0', towards: '1' })(value)) if (simpler !== '0') yield simpler;
};

const toZero = simplifyDecimal();

/**
 * All scores 0, all shifted so that one of them is 0 (softmax does not see a common shift), then each value simpler
 * wherever it occurs: ties stay ties.
 *
 * A shift is only tried where it makes more scores 0, or as many and the text shorter; no other candidate increases the
 * number of scores that are not 0, or the length of the text: shrinking ends.
 */
export const simplifyScores: Simplify<readonly string[]> = function* (scores) {
  const distinct = [...new Set(scores)];
  if (distinct.some((score) => score !== '0')) yield scores.map(() => '0');
  for (const shift of distinct) {
    const shifted = scores.map((score) => toText(exact(score).minus(exact(shift))));
    const gain = nonZero(scores) - nonZero(shifted);
    if (gain > 0 || (gain === 0 && shifted.join().length < scores.join().length)) yield shifted;
  }
  for (const value of distinct) {
    for (const simpler of toZero(value)) yield scores.map((score) => (score === value ? simpler : score));
  }
};

function nonZero(scores: readonly string[]): number {
  return scores.filter((score) => score !== '0').length;
}

/** Least and most number of scores, checked. */
export function scoreCount(least = 1, most = Math.max(least, 12)): { readonly least: number; readonly most: number } {
  if (!Number.isInteger(least) || !Number.isInteger(most) || least < 1 || most < least) {
    throw new RangeError(`scores need integers 1 ≤ least ≤ most, not least ${least}, most ${most}`);
  }
  return { least, most };
}

/** Is this a list of decimals of an allowed length? */
export function isDecimalList(value: unknown, least: number, most: number): value is readonly string[] {
  return Array.isArray(value) && value.length >= least && value.length <= most && value.every(isDecimalText);
}
