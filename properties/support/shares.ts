/** How often values have a trait: exact counts in a number of values of one seed. */
import fc from 'fast-check';
import { expect } from 'vitest';

const RUNS = 2_000;
const SEED = 42;

export function draw<T>(arbitrary: fc.Arbitrary<T>): T[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: RUNS });
}

/** Share, in percent, of the values with each trait. */
export function shares<T>(
  values: readonly T[],
  traits: Readonly<Record<string, (value: T) => boolean>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(traits).map(([name, has]) => [name, (100 * values.filter(has).length) / values.length]),
  );
}

export function expectShares(found: Readonly<Record<string, number>>, least: Readonly<Record<string, number>>): void {
  for (const [trait, percent] of Object.entries(least)) {
    expect(found[trait], `${trait}: ${JSON.stringify(found)}`).toBeGreaterThanOrEqual(percent);
  }
}
