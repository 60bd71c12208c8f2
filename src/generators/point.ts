import type fc from 'fast-check';
import type { DomainDescription } from './description.js';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { inputCount, isDomain } from './engine/domain-engine.js';
import { chance, pick } from './engine/draw.js';
import { exact, isDecimalText, toText } from './engine/exact-decimal.js';
import { coordinatePlaces, drawCoordinate } from './engine/point-engine.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';
import { simplifyItems } from './engine/simplify.js';

/**
 * Points of a box, coordinates as exact decimal text.
 *
 * `cells` gives the number of cells per axis, 1 each by default. Half of the points have all coordinates of one kind,
 * the others mix them: uniform, an end of the axis (corners), the border of two cells (an exact tie wherever the border
 * is a terminating decimal), a border ± 1e-3 … 1e-15 cell widths (a near tie), the centre of a cell. Borders and
 * centres that do not terminate are rounded to 25 digits. Shrinks every coordinate to the simplest decimal of its axis.
 */
export function pointOf(domain: DomainDescription, cells?: readonly number[]): fc.Arbitrary<readonly string[]> {
  const counts = cells ?? domain.map(() => 1);
  const [least, most] = [domain.length, domain.length];
  if (!isDomain(domain, inputCount({ min: least, max: most }))) throw new RangeError('the domain has an inverted axis');
  if (counts.length !== domain.length || !counts.every((count) => Number.isSafeInteger(count) && count >= 1)) {
    throw new RangeError(`cells must be ${domain.length} positive integers, one per axis`);
  }
  return new ByValueArbitrary<readonly string[]>({
    draw: (random) => {
      const common = chance(random, 1, 2) ? pick(random, coordinatePlaces) : undefined;
      return domain.map((axis, t) =>
        toText(drawCoordinate(random, axis, counts[t]!, common ?? pick(random, coordinatePlaces))),
      );
    },
    simplify: simplifyItems((coordinate, t) => {
      const [min, max] = domain[t]!;
      return simplifyDecimal({ min, max })(coordinate);
    }),
    accepts: (value): value is readonly string[] =>
      Array.isArray(value) &&
      value.length === domain.length &&
      value.every(
        (x, t) => isDecimalText(x) && exact(x).gte(exact(domain[t]![0])) && exact(x).lte(exact(domain[t]![1])),
      ),
  });
}
