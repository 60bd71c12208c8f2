/** Where failures of a property shrink to. */
import fc from 'fast-check';
import { expect } from 'vitest';

/** What `fc.check` reports for a property that does not hold of everything, from three seeds. */
export function smallestFailures<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean): T[] {
  return [11, 12, 13].map((seed) => {
    const details = fc.check(fc.property(arbitrary, holds), { seed, numRuns: 2_000 });
    expect(details.failed).toBe(true);
    expect(details.errorInstance).toMatchObject({ message: 'Property failed by returning false' });
    return details.counterexample![0];
  });
}

/** The one value to which the failures from all three seeds shrink. */
export function smallestFailure<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => boolean): T {
  const found = smallestFailures(arbitrary, holds);
  expect(new Set(found.map((value) => JSON.stringify(value))).size, JSON.stringify(found)).toBe(1);
  return found[0]!;
}
