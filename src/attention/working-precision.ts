import type { NumberSystem } from '../numeric/number-system.js';

/**
 * About the relative spacing of numbers in a system (2.2e-16 for doubles, 10^(1−p) for p decimal digits), found from
 * `3(4/3 − 1) − 1`, which is 0 but for the rounding of `4/3`. An estimate without a bound, for choosing what is
 * negligible; 0 or the smallest double when below that. Exact systems throw: `4/3` is no decimal.
 */
export function approxWorkingPrecision<T>(system: NumberSystem<T>): number {
  const one = system.literal('1');
  const three = system.literal('3');
  const third = system.sub(system.div(system.literal('4'), three), one);
  const excess = system.sub(system.mul(three, third), one);
  return Math.max(Math.abs(system.lower(excess)), Math.abs(system.upper(excess)));
}
