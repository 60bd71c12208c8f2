import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { chance, drawDecimal, pick, type Random } from './engine/draw.js';
import {
  divideSignificant,
  exact,
  Exact,
  isDecimalText,
  ONE,
  simplestBetween,
  toText,
  unitOf,
  ZERO,
  type ExactDecimal,
} from './engine/exact-decimal.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';
import type { RangeDescription } from './range.js';

/** Constraints of {@link queryArbitrary}. */
export interface QueryConstraints {
  /** Number of steps `Δ = (b − a)/cells` into which keys cut the range; no keys by default. */
  readonly cells?: number;
}

const everywhere = ['inside', 'end', 'above', 'below', 'far'] as const;
const amongKeys = ['half step', 'half step', 'near half step'] as const;
type QueryPlace = (typeof everywhere)[number] | (typeof amongKeys)[number];

const FRACTION = { min: ZERO, max: ONE, digits: 3 };
const OFFSET = { min: ZERO, max: new Exact(2), digits: 2 };
const ROUNDING_DIGITS = 25;

/** A query near or far from a range, `length` being that of the range, or 1 for a point. */
function drawQuery(
  random: Random,
  place: QueryPlace,
  [a, b]: readonly [ExactDecimal, ExactDecimal],
  cells: number,
): ExactDecimal {
  const isPoint = a.eq(b);
  const length = isPoint ? ONE : b.minus(a);
  switch (place) {
    case 'inside':
      return a.plus(drawDecimal(random, FRACTION).times(b.minus(a)));
    case 'end':
      return pick(random, [a, b]);
    case 'above':
      return b.plus(drawDecimal(random, OFFSET).times(length));
    case 'below':
      return a.minus(drawDecimal(random, OFFSET).times(length));
    case 'far': {
      const distance = length.times(random.nextInt(1, 9)).times(unitOf(-random.nextInt(1, 6)));
      return chance(random, 1, 2) ? b.plus(distance) : a.minus(distance);
    }
    case 'half step':
      return halfStep(random, [a, b], cells);
    case 'near half step': {
      const offset = unitOf(random.nextInt(3, 12) - divideSignificant(length, new Exact(cells), 1).e);
      const step = halfStep(random, [a, b], cells);
      return chance(random, 1, 2) ? step.plus(offset) : step.minus(offset);
    }
  }
}

/**
 * `a + jΔ/2`, from half a step below the range to half a step above: every key, whether keys stand at the ends or in the middle
 * of their cells, and every midpoint of neighbours.
 */
function halfStep(random: Random, [a, b]: readonly [ExactDecimal, ExactDecimal], cells: number): ExactDecimal {
  const j = random.nextInt(-1, 2 * cells + 1);
  return a.plus(divideSignificant(b.minus(a).times(j), new Exact(2 * cells), ROUNDING_DIGITS));
}

/**
 * Queries `y`, any real numbers, as exact decimal text. Inside the range, at an end, above `b` and below `a` (up to two
 * lengths, the ends included), and far away (10 to 1e7 lengths) are equally likely. With `cells` a quarter are at a multiple of
 * `Δ/2`, where keys and midpoints of keys are, and an eighth 1e-3 … 1e-12 steps beside one; multiples that do not terminate
 * are rounded to 25 digits. Shrinks to the simplest decimal of the range.
 *
 * Throws `RangeError` for an inverted range and for `cells` that is no positive integer.
 */
export function queryArbitrary(range: RangeDescription, { cells }: QueryConstraints = {}): fc.Arbitrary<string> {
  const ends = [exact(range.a), exact(range.b)] as const;
  if (ends[0].gt(ends[1])) throw new RangeError(`the range [${range.a}, ${range.b}] is inverted`);
  if (cells !== undefined && (!Number.isSafeInteger(cells) || cells < 1)) {
    throw new RangeError(`cells must be a positive integer, not ${cells}`);
  }
  const places: readonly QueryPlace[] = cells === undefined ? everywhere : [...everywhere, ...amongKeys];
  return new ByValueArbitrary<string>({
    draw: (random) => toText(drawQuery(random, pick(random, places), ends, cells ?? 1)),
    simplify: simplifyDecimal({ towards: toText(simplestBetween(...ends)) }),
    accepts: isDecimalText,
  });
}
