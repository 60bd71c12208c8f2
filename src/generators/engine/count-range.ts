/** Smallest and largest number of things. */
export interface CountRange {
  readonly min: number;
  readonly max: number;
}

/** The bounds with their defaults, checked: integers with `least ≤ min ≤ max`. Throws `RangeError`. */
export function countRange(
  what: string,
  bounds: Partial<CountRange> | undefined,
  { min: least, max: most }: CountRange,
): CountRange {
  const { min = least, max = Math.max(min, most) } = bounds ?? {};
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min < least || max < min) {
    throw new RangeError(`${what} must be integers with ${least} ≤ min ≤ max, not min ${min}, max ${max}`);
  }
  return { min, max };
}

export function isCount(value: unknown, { min, max }: CountRange): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}
