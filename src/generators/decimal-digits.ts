import fc from 'fast-check';

/** Constraints of {@link decimalDigitsArbitrary}. */
export interface DecimalDigitsConstraints {
  /** Fewest digits; 5 by default. */
  readonly min?: number;
  /** Most digits; 60 by default. */
  readonly max?: number;
}

/** Working precisions in decimal digits, uniform on [min, max]. Shrinks to the fewest digits. */
export function decimalDigitsArbitrary(constraints: DecimalDigitsConstraints = {}): fc.Arbitrary<number> {
  return fc.integer({ min: constraints.min ?? 5, max: constraints.max ?? 60 });
}
