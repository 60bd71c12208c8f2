import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { drawDecimal } from './engine/draw.js';
import { exact, isDecimalText, toText } from './engine/exact-decimal.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';

/** Constraints of {@link realArbitrary}. */
export interface RealConstraints {
  /** Smallest value, as decimal text; `-10` by default. */
  readonly min?: string;
  /** Largest value, as decimal text; `10` by default. */
  readonly max?: string;
  /** Most digits after the decimal point, 0 to 30; 3 by default. The ends are drawn whatever their digits. */
  readonly digits?: number;
}

/**
 * Short exact decimals of [min, max], as text: `"0.25"`, `"-1.5"`.
 *
 * One value in four is 0, ±1 or an end of the range; the others tend to have few digits. Shrinks towards the decimal
 * of the range with the fewest digits that is nearest to 0.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(realArbitrary({ min: '0', max: '1' }), (text) => Number(text) <= 1));
 * ```
 */
export function realArbitrary(constraints: RealConstraints = {}): fc.Arbitrary<string> {
  const min = exact(constraints.min ?? '-10');
  const max = exact(constraints.max ?? '10');
  const digits = constraints.digits ?? 3;
  if (min.gt(max)) throw new RangeError(`min ${toText(min)} exceeds max ${toText(max)}`);
  if (!Number.isInteger(digits) || digits < 0 || digits > 30) {
    throw new RangeError(`digits must be an integer from 0 to 30, not ${digits}`);
  }
  return new ByValueArbitrary<string>({
    draw: (random) => toText(drawDecimal(random, { min, max, digits })),
    simplify: simplifyDecimal({ min: toText(min), max: toText(max) }),
    accepts: (value): value is string => isDecimalText(value) && exact(value).gte(min) && exact(value).lte(max),
  });
}
