/** One coordinate of a point: where on its axis it lies with respect to a grid of cells. */
import { axisLength } from './domain-engine.js';
import { chance, drawDecimal, pick, type Random } from './draw.js';
import { divideSignificant, exact, Exact, ONE, unitOf, ZERO, type ExactDecimal } from './exact-decimal.js';

export const coordinatePlaces = ['uniform', 'end', 'border', 'near border', 'centre'] as const;
export type CoordinatePlace = (typeof coordinatePlaces)[number];

const FRACTION = { min: ZERO, max: ONE, digits: 4 };
const ROUNDING_DIGITS = 25;

/** A coordinate in [lower, upper]; an axis of one cell has no border, and takes an end instead. */
export function drawCoordinate(
  random: Random,
  axis: readonly [string, string],
  cells: number,
  place: CoordinatePlace,
): ExactDecimal {
  const lower = exact(axis[0]);
  const length = axisLength(axis);
  const at = (numerator: number, denominator: number) =>
    lower.plus(divideSignificant(length.times(numerator), new Exact(denominator), ROUNDING_DIGITS));
  switch (place) {
    case 'uniform':
      return lower.plus(drawDecimal(random, FRACTION).times(length));
    case 'end':
      return exact(pick(random, axis));
    case 'border':
      return at(drawBorder(random, cells), cells);
    case 'near border': {
      const width = divideSignificant(length, new Exact(cells), 1);
      const offset = width.eq(ZERO) ? ZERO : unitOf(random.nextInt(3, 15) - width.e);
      const border = at(drawBorder(random, cells), cells);
      return clamp(chance(random, 1, 2) ? border.plus(offset) : border.minus(offset), axis);
    }
    case 'centre':
      return at(2 * random.nextInt(0, cells - 1) + 1, 2 * cells);
  }
}

/** Number `1 … cells − 1` of an inner border; half of the draws take, if there is one, a border that terminates. */
function drawBorder(random: Random, cells: number): number {
  if (cells === 1) return random.nextInt(0, 1);
  let odd = cells;
  for (const prime of [2, 5]) while (odd % prime === 0) odd /= prime;
  // The borders k/cells with a terminating decimal are the multiples of `odd`.
  if (odd < cells && chance(random, 1, 2)) return odd * random.nextInt(1, cells / odd - 1);
  return random.nextInt(1, cells - 1);
}

function clamp(x: ExactDecimal, [lower, upper]: readonly [string, string]): ExactDecimal {
  if (x.lt(exact(lower))) return exact(lower);
  return x.gt(exact(upper)) ? exact(upper) : x;
}
