import type fc from 'fast-check';
import { exactDecimal } from '../numeric/decimal-text.js';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { chance, drawLogarithmic } from './engine/draw.js';
import { divideSignificant, exact, isDecimalText, toText, ZERO } from './engine/exact-decimal.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';

/** Constraints of {@link inverseTemperatureArbitrary}. */
export interface InverseTemperatureConstraints {
  /** Smallest `κ = R s²`, dimensionless; 1e-6 by default: far too soft for any partition. */
  readonly min?: string;
  /** Largest `κ`; 1e8 by default: far too sharp for most formats. */
  readonly max?: string;
  /** Cell width `s > 0`: the values are `R = κ / s²`; 1 by default, so that they are `κ` itself. */
  readonly cellWidth?: string;
}

const DIGITS = 17;

/**
 * Inverse temperatures `R = κ / s²`, `κ` nearly log-uniform on [min, max], as exact decimal text.
 *
 * Three in four have at most three significant digits, one in four is a double written out in full. Shrinks to 1, or to
 * the simplest decimal of the range when 1 is not in it.
 */
export function inverseTemperatureArbitrary(constraints: InverseTemperatureConstraints = {}): fc.Arbitrary<string> {
  const width = exact(constraints.cellWidth ?? '1');
  const kappas = [constraints.min ?? '1e-6', constraints.max ?? '1e8'].map(exact);
  if (width.lte(ZERO)) throw new RangeError(`cellWidth must be positive, not ${toText(width)}`);
  const [min, max] = kappas.map((kappa) => divideSignificant(kappa, width.times(width), DIGITS)) as [
    typeof width,
    typeof width,
  ];
  if (min.lte(ZERO) || min.gt(max)) throw new RangeError('inverse temperatures need 0 < min ≤ max');
  const inRange = (x: typeof width) => x.gte(min) && x.lte(max);
  const towards = inRange(exact('1')) ? { towards: '1' } : {};
  return new ByValueArbitrary<string>({
    draw: (random) => {
      const value = drawLogarithmic(random, min, max);
      if (chance(random, 3, 4)) return toText(value);
      const double = exact(exactDecimal(Number(toText(value)) * (1 + random.nextInt(0, 1000) / 65536)));
      return toText(inRange(double) ? double : value);
    },
    simplify: simplifyDecimal({ min: toText(min), max: toText(max), ...towards }),
    accepts: (value): value is string => isDecimalText(value) && inRange(exact(value)),
  });
}
