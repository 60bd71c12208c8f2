/** Shrinking of integers: to the least one, then by halving the distance from it. */
import type { Simplify } from './simplify.js';

/** Integers of at least `least` that are smaller than the given one. */
export function simplifyInteger(least: number): Simplify<number> {
  return function* (value) {
    if (value <= least) return;
    yield least;
    for (let step = Math.floor((value - least + 1) / 2); step > 0; step = Math.floor(step / 2)) {
      if (value - step > least) yield value - step;
    }
  };
}
