import fc from 'fast-check';
import { ByValueArbitrary, drawnBy } from './engine/by-value-arbitrary.js';
import { simplifyAxes } from './engine/domain-engine.js';
import { exact, isDecimalText, toText } from './engine/exact-decimal.js';
import { inverseTemperatureArbitrary } from './inverse-temperature.js';
import { realArbitrary } from './real.js';

/** The ends of a range `[a, b]`, `a ≤ b`, as exact decimal text. */
export interface RangeDescription {
  readonly a: string;
  readonly b: string;
}

/** Constraints of {@link rangeArbitrary}. */
export interface RangeConstraints {
  /** May `a` and `b` be equal? One range in fifteen then is a point. Yes by default. */
  readonly points?: boolean;
}

/**
 * Ranges `[a, b]` of truncated linear functions. Three in five have a length from 1/2 to 4, one in three one from 1e-3 to 1e3
 * (nearly log-uniform), one in fifteen is a point; `a` is in [−10, 10], but for one in five in [−2000, 2000], mostly far
 * from 0 compared with the length. Shrinks to [0, 1], a point to [0, 0].
 */
export function rangeArbitrary({ points = true }: RangeConstraints = {}): fc.Arbitrary<RangeDescription> {
  const drawn = fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: realArbitrary({ min: '-10', max: '10', digits: 2 }) },
        { weight: 1, arbitrary: realArbitrary({ min: '-2000', max: '2000', digits: 0 }) },
      ),
      fc.oneof(
        { weight: 9, arbitrary: realArbitrary({ min: '0.5', max: '4', digits: 2 }) },
        { weight: 5, arbitrary: inverseTemperatureArbitrary({ min: '0.001', max: '1000' }) },
        { weight: points ? 1 : 0, arbitrary: fc.constant('0') },
      ),
    )
    .map(([a, length]) => ({ a, b: toText(exact(a).plus(exact(length))) }));
  return new ByValueArbitrary<RangeDescription>({
    draw: drawnBy(drawn),
    simplify: function* ({ a, b }) {
      for (const [axis] of simplifyAxes([[a, b]])) yield { a: axis![0], b: axis![1] };
    },
    accepts: (value): value is RangeDescription =>
      isRange(value) && (points || exact(value.a).lt(exact(value.b))) && Object.keys(value).length === 2,
  });
}

/** Is this the data of a range? */
function isRange(value: unknown): value is RangeDescription {
  return (
    typeof value === 'object' &&
    value !== null &&
    'a' in value &&
    'b' in value &&
    isDecimalText(value.a) &&
    isDecimalText(value.b) &&
    exact(value.a).lte(exact(value.b))
  );
}
