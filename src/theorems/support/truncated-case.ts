/** Cases of claims about truncated linear attention: a range, cells, an inverse temperature; all of them by value. */
import Big from 'big.js';
import fc from 'fast-check';
import { decimalConstant } from '../../expression/real-constant.js';
import { cellsArbitrary } from '../../generators/cells.js';
import { inverseTemperatureArbitrary } from '../../generators/inverse-temperature.js';
import { realArbitrary } from '../../generators/real.js';
import type { TruncatedRange } from '../../constructions/truncated-range.js';

export interface RangeCase {
  /** Ends of the range, `a ≤ b`. */
  readonly a: string;
  readonly b: string;
  /** β. */
  readonly beta: string;
}

export interface TruncatedSingleCase extends RangeCase {
  readonly cells: number;
}

export function rangeOf({ a, b }: Pick<RangeCase, 'a' | 'b'>): TruncatedRange {
  return { lower: decimalConstant(a), upper: decimalConstant(b) };
}

/** Is the range a single point? */
export function isPoint({ a, b }: Pick<RangeCase, 'a' | 'b'>): boolean {
  return new Big(a).eq(b);
}

/** β to six digits such that βΔ² is about `kappa`, for Δ = (b − a)/cells; `kappa` itself for a point. */
export function betaFor(kappa: string, { a, b }: Pick<RangeCase, 'a' | 'b'>, cells: number): string {
  if (isPoint({ a, b })) return kappa;
  const ratio = new Big(cells).times(cells).times(kappa);
  const squared = new Big(b).minus(a).pow(2);
  const exponent = ratio.e - squared.e;
  // big.js divides to a number of decimal places, so both are brought near 1 first.
  const scaled = ratio.times(new Big(10).pow(-ratio.e)).div(squared.times(new Big(10).pow(-squared.e)));
  return scaled.prec(6).times(new Big(10).pow(exponent)).toFixed();
}

/** Ranges: [0, 1], short and long ones, near 0 and (one in five) far from it compared with their length; points too. */
export const ranges: fc.Arbitrary<Pick<RangeCase, 'a' | 'b'>> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: realArbitrary({ min: '-10', max: '10', digits: 2 }) },
      { weight: 1, arbitrary: realArbitrary({ min: '-2000', max: '2000', digits: 0 }) },
    ),
    fc.oneof(
      { weight: 9, arbitrary: realArbitrary({ min: '0.5', max: '4', digits: 2 }) },
      { weight: 5, arbitrary: inverseTemperatureArbitrary({ min: '0.001', max: '1000' }) },
      { weight: 1, arbitrary: fc.constant('0') },
    ),
  )
  .map(([a, length]) => ({ a, b: new Big(a).plus(length).toFixed() }));

/** Sharpness κ = βΔ² from far too soft to far too sharp; beyond 1000, where little changes, one in eight. */
export const sharpnesses: fc.Arbitrary<string> = fc.oneof(
  { weight: 7, arbitrary: inverseTemperatureArbitrary({ min: '1e-6', max: '1e3' }) },
  { weight: 1, arbitrary: inverseTemperatureArbitrary({ min: '1e3', max: '1e6' }) },
);

/** Cells of one head: one, few, many. */
export const cellCounts: fc.Arbitrary<number> = fc.oneof(
  { weight: 1, arbitrary: cellsArbitrary({ axes: 1, perAxis: 256, product: 256 }).map(([cells]) => cells!) },
  { weight: 1, arbitrary: fc.integer({ min: 16, max: 200 }) },
);

export const truncatedSingleCases: fc.Arbitrary<TruncatedSingleCase> = fc
  .tuple(ranges, cellCounts, sharpnesses)
  .map(([range, cells, kappa]) => ({ ...range, cells, beta: betaFor(kappa, range, cells) }));

export function describeRange({ a, b, beta }: RangeCase): string {
  return `range [${a}, ${b}], β = ${beta}`;
}
