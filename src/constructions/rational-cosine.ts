/**
 * Cosines of rational multiples of π.
 *
 * By symmetry every one of them is, up to its sign, a cosine on [0, π/2]; there it is `cos` up to π/4 and the sine of
 * the complement beyond, so that values near 0 are as sharp, relatively, as others. The rational values 0, ±½ and ±1
 * (there are no others: Niven) come without rounding, and all equal cosines are the same number.
 */
import type { NumberSystem } from '../numeric/number-system.js';

/**
 * `numerator ↦ cos(π·numerator/denominator)` for integers, `denominator ≥ 1`, both and their products with 2 safe
 * integers. Exact, enclosed or approximate as the number system is. Cost: each of the `⌊denominator/2⌋ + 1` values in
 * [0, π/2] once, when it is first asked for.
 */
export function rationalCosines<T>(system: NumberSystem<T>, denominator: number): (numerator: number) => T {
  const known = new Map<number, T>();
  return (numerator) => {
    const turn = Math.abs(numerator) % (2 * denominator);
    const folded = Math.min(turn, 2 * denominator - turn);
    const acute = Math.min(folded, denominator - folded);
    let value = known.get(acute);
    if (value === undefined) {
      value = acuteCosine(system, acute, denominator);
      known.set(acute, value);
    }
    return acute === folded ? value : system.neg(value);
  };
}

/** For `0 ≤ numerator ≤ denominator/2`. */
function acuteCosine<T>(system: NumberSystem<T>, numerator: number, denominator: number): T {
  if (numerator === 0) return system.literal('1');
  if (3 * numerator === denominator) return system.literal('0.5');
  if (2 * numerator === denominator) return system.literal('0');
  const multiple = (above: number, below: number): T =>
    system.div(system.mul(system.constant('PI'), system.fromNumber(above)), system.fromNumber(below));
  if (4 * numerator <= denominator) return system.cos(multiple(numerator, denominator));
  return system.sin(multiple(denominator - 2 * numerator, 2 * denominator));
}
