import { divideSignificant, exact, toText, ZERO } from './engine/exact-decimal.js';
import type { RangeDescription } from './range.js';

const DIGITS = 6;

/**
 * `β > 0` to six digits such that `βΔ²` is about `sharpness`, where `Δ = (b − a)/cells`; the sharpness itself for a range that is
 * a point. `sharpness > 0` and `cells ≥ 1` as drawn by `sharpnessArbitrary` and `keyCountArbitrary`.
 */
export function inverseTemperatureFor(sharpness: string, { a, b }: RangeDescription, cells: number): string {
  const length = exact(b).minus(exact(a));
  if (length.eq(ZERO)) return sharpness;
  return toText(divideSignificant(exact(sharpness).times(cells).times(cells), length.times(length), DIGITS));
}
