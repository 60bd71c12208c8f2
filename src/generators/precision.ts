import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { pick } from './engine/draw.js';

/** The number systems that take a number of digits. */
const WITH_DIGITS = ['decimal', 'decimal-interval'] as const;
const WITHOUT_DIGITS = ['float64', 'interval'] as const;

/** Constraints of {@link precisionArbitrary}. */
export interface PrecisionConstraints {
  /** Fewest decimal digits of the decimal systems; 5 by default. */
  readonly min?: number;
  /** Most decimal digits of the decimal systems; 60 by default. */
  readonly max?: number;
  /** Only systems that yield enclosures (`interval`, `decimal-interval-…`). No by default. */
  readonly enclosuresOnly?: boolean;
}

/**
 * Names of number systems: `float64`, `interval`, `decimal-17`, `decimal-interval-40`.
 *
 * Each kind is equally likely, digits are uniform on [min, max]. Shrinks to `float64` (`interval` for enclosures), else
 * to the fewest digits.
 */
export function precisionArbitrary(constraints: PrecisionConstraints = {}): fc.Arbitrary<string> {
  const { min = 5, max = 60, enclosuresOnly = false } = constraints;
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max < min) {
    throw new RangeError(`digits must be integers with 1 ≤ min ≤ max, not min ${min}, max ${max}`);
  }
  const allowed = (name: string) => !enclosuresOnly || name.endsWith('interval');
  const plain = WITHOUT_DIGITS.filter(allowed);
  const digital = WITH_DIGITS.filter(allowed);
  return new ByValueArbitrary<string>({
    draw: (random) => {
      const kind = pick(random, [...plain, ...digital]);
      return plain.some((name) => name === kind) ? kind : `${kind}-${random.nextInt(min, max)}`;
    },
    simplify: function* (name) {
      const found = /^(.+)-(\d+)$/.exec(name);
      if (found === null) {
        yield* plain.slice(
          0,
          Math.max(
            0,
            plain.findIndex((other) => other === name),
          ),
        );
        return;
      }
      yield* plain;
      const [kind, digits] = [found[1]!, Number(found[2])];
      if (digits > min) yield `${kind}-${min}`;
      for (let step = Math.floor((digits - min) / 2); step > 0; step = Math.floor(step / 2)) {
        yield `${kind}-${digits - step}`;
      }
    },
    accepts: (value): value is string => {
      if (typeof value !== 'string') return false;
      const found = /^(.+)-(\d+)$/.exec(value);
      if (found === null) return plain.some((name) => name === value);
      return digital.some((name) => name === found[1]) && Number(found[2]) >= min && Number(found[2]) <= max;
    },
  });
}
