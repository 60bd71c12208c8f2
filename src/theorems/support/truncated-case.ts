/** Cases of claims about truncated linear attention: a range, cells, an inverse temperature; all of them by value. */
import Big from 'big.js';
import fc from 'fast-check';
import type { TruncatedRange } from '../../constructions/truncated-range.js';
import { decimalConstant } from '../../expression/real-constant.js';
import { inverseTemperatureFor } from '../../generators/inverse-temperature-for.js';
import { keyCountArbitrary } from '../../generators/key-count.js';
import { rangeArbitrary, type RangeDescription } from '../../generators/range.js';
import { sharpnessArbitrary } from '../../generators/sharpness.js';

export interface RangeCase extends RangeDescription {
  /** β. */
  readonly beta: string;
}

export interface TruncatedSingleCase extends RangeCase {
  readonly cells: number;
}

export function rangeOf({ a, b }: RangeDescription): TruncatedRange {
  return { lower: decimalConstant(a), upper: decimalConstant(b) };
}

/** Is the range a single point? */
export function isPoint({ a, b }: RangeDescription): boolean {
  return new Big(a).eq(b);
}

export const truncatedSingleCases: fc.Arbitrary<TruncatedSingleCase> = fc
  .tuple(rangeArbitrary(), keyCountArbitrary(), sharpnessArbitrary())
  .map(([range, cells, sharpness]) => ({ ...range, cells, beta: inverseTemperatureFor(sharpness, range, cells) }));

export function describeRange({ a, b, beta }: RangeCase): string {
  return `range [${a}, ${b}], β = ${beta}`;
}
