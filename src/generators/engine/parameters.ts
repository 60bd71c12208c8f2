/** Parameters that several families share: amplitudes, weights of linear forms, offsets. */
import type { DomainDescription } from '../description.js';
import { axisLength } from './domain-engine.js';
import { chance, drawDecimal, type Random } from './draw.js';
import { divideSignificant, exact, Exact, roundSignificant, toText, ZERO, type ExactDecimal } from './exact-decimal.js';
import { simplifyDecimal } from './simplify-decimal.js';
import { simplifyItems, type Simplify } from './simplify.js';

const AMPLITUDE = { min: new Exact(-3), max: new Exact(3), digits: 2 };
const SLOPE = { min: new Exact(-6), max: new Exact(6), digits: 1 };

/** A factor in [−3, 3]. */
export function drawAmplitude(random: Random): string {
  return toText(drawDecimal(random, AMPLITUDE));
}

/** Amplitudes shrink to 1. */
export const simplifyAmplitude: Simplify<string> = simplifyDecimal({ towards: '1' });

/** Numbers that shrink to 0. */
export const simplifyOffset: Simplify<string> = simplifyDecimal();

/** Weights such that the linear form changes by at most 6 along each axis, however long it is; one in five is 0. */
export function drawWeights(random: Random, domain: DomainDescription): string[] {
  return domain.map((axis) => {
    const slope = chance(random, 1, 5) ? ZERO : drawDecimal(random, SLOPE);
    const length = axisLength(axis);
    return toText(length.eq(ZERO) ? slope : divideSignificant(slope, length, 2));
  });
}

/** Weights shrink to 0. */
export const simplifyWeights: Simplify<readonly string[]> = simplifyItems(simplifyDecimal());

/** A constant that places `weightsᵀx + constant` near 0 at the lower corner of the domain. */
export function drawConstant(random: Random, weights: readonly string[], domain: DomainDescription): string {
  const corner = weights.reduce((sum, weight, axis) => sum.plus(exact(weight).times(exact(domain[axis]![0]))), ZERO);
  return toText(drawDecimal(random, AMPLITUDE).minus(corner.round(2)));
}

/** Weights and constant of an affine function that takes (to three digits) the same values at corresponding points. */
export function moveAffine(
  weights: readonly string[],
  constant: string,
  from: DomainDescription,
  to: DomainDescription,
): { readonly weights: readonly string[]; readonly constant: string } {
  const moved = weights.map((weight, axis) => stretch(weight, axisLength(from[axis]!), axisLength(to[axis]!)));
  const offset = weights.reduce((sum, weight, axis) => {
    const [before, after] = [
      exact(weight).times(exact(from[axis]![0])),
      exact(moved[axis]!).times(exact(to[axis]![0])),
    ];
    return sum.plus(before).minus(after);
  }, exact(constant));
  return { weights: moved, constant: toText(offset.round(3)) };
}

/** `slope · before / after` to three significant digits: a slope on an interval whose length changes. */
export function stretch(slope: string, before: ExactDecimal, after: ExactDecimal): string {
  if (before.eq(after) || before.eq(ZERO) || after.eq(ZERO)) return slope;
  return toText(divideSignificant(exact(slope).times(before), after, 3));
}

/** A positive number of one significant digit near `x > 0`. */
export function oneDigit(x: ExactDecimal): string {
  return toText(roundSignificant(x, 1));
}

/** Items of `list` at the indices `kept`. */
export function select<T>(list: readonly T[], kept: readonly number[]): T[] {
  return kept.map((index) => list[index]!);
}
