/**
 * Shrinking of one decimal number: towards a target, first to fewer digits, then to a smaller distance.
 *
 * Every candidate has a smaller (number of fraction digits, distance from the target, is negative), compared in this
 * order, than the value itself, or is the target: shrinking ends.
 */
import { Exact, exact, fractionDigits, simplestBetween, toText, ZERO, type ExactDecimal } from './exact-decimal.js';
import type { Simplify } from './simplify.js';

export interface DecimalLimits {
  readonly min?: string;
  readonly max?: string;
  /** What everything shrinks to; by default the simplest decimal of [min, max]. */
  readonly towards?: string;
}

/** Candidates that replace a decimal within the limits; the target comes first. */
export function simplifyDecimal(limits: DecimalLimits = {}): Simplify<string> {
  const min = limits.min === undefined ? undefined : exact(limits.min);
  const max = limits.max === undefined ? undefined : exact(limits.max);
  const target = limits.towards === undefined ? simplest(min, max) : exact(limits.towards);
  return function* (text) {
    const value = exact(text);
    const seen = new Set([toText(value)]);
    for (const candidate of candidates(value, target)) {
      if (min?.gt(candidate) || max?.lt(candidate)) continue;
      const candidateText = toText(candidate);
      if (seen.has(candidateText)) continue;
      seen.add(candidateText);
      yield candidateText;
    }
  };
}

function simplest(min: ExactDecimal | undefined, max: ExactDecimal | undefined): ExactDecimal {
  if (min?.gt(ZERO)) return max === undefined ? simplestBetween(min, min.plus(1)) : simplestBetween(min, max);
  if (max?.lt(ZERO)) return min === undefined ? simplestBetween(max.minus(1), max) : simplestBetween(min, max);
  return ZERO;
}

function* candidates(value: ExactDecimal, target: ExactDecimal): Iterable<ExactDecimal> {
  if (value.eq(target)) return;
  yield target;
  const digits = fractionDigits(value);
  for (let fewer = 0; fewer < digits; fewer++) {
    yield value.round(fewer, Exact.roundDown);
    yield value.round(fewer, Exact.roundUp);
  }
  if (value.lt(ZERO) && target.eq(ZERO)) yield value.abs();
  const distance = value.minus(target);
  const nearer = (x: ExactDecimal) => x.minus(target).abs().lt(distance.abs());
  // 1 000 instead of 1 234: as short to read as a number with fewer fraction digits.
  for (const significant of [1, 2]) {
    const rounded = value.prec(significant, Exact.roundDown);
    if (nearer(rounded) && fractionDigits(rounded) <= digits) yield rounded;
  }
  for (let step = halve(distance, digits); !step.eq(ZERO); step = halve(step, digits)) {
    const candidate = value.minus(step);
    if (nearer(candidate)) yield candidate;
  }
  const unit = new Exact(`1e${-digits}`);
  const next = distance.gt(ZERO) ? value.minus(unit) : value.plus(unit);
  if (nearer(next)) yield next;
}

function halve(x: ExactDecimal, digits: number): ExactDecimal {
  return x.times(new Exact('0.5')).round(digits, Exact.roundDown);
}
