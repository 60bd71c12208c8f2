import fc from 'fast-check';
import { ByValueArbitrary, drawnBy } from './engine/by-value-arbitrary.js';
import { exact, isDecimalText } from './engine/exact-decimal.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';
import { inverseTemperatureArbitrary } from './inverse-temperature.js';

const [SOFTEST, BEND, SHARPEST] = ['1e-6', '1e3', '1e6'];

/**
 * Sharpness `κ = βΔ²` of keys at a distance `Δ`, dimensionless, as exact decimal text: nearly log-uniform from 1e-6, far too
 * soft to tell keys apart, to 1e3; one in eight beyond, up to 1e6, where little changes. `inverseTemperatureFor` makes `β` of
 * it. Shrinks to 1.
 */
export function sharpnessArbitrary(): fc.Arbitrary<string> {
  return new ByValueArbitrary<string>({
    draw: drawnBy(
      fc.oneof(
        { weight: 7, arbitrary: inverseTemperatureArbitrary({ min: SOFTEST, max: BEND }) },
        { weight: 1, arbitrary: inverseTemperatureArbitrary({ min: BEND, max: SHARPEST }) },
      ),
    ),
    simplify: simplifyDecimal({ min: SOFTEST, max: SHARPEST, towards: '1' }),
    accepts: (value): value is string =>
      isDecimalText(value) && exact(value).gte(exact(SOFTEST)) && exact(value).lte(exact(SHARPEST)),
  });
}
