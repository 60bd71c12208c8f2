/**
 * The cases of a claim or mutant as a sequence: the listed ones first, then random ones.
 *
 * An index decides its case: random case `i` is the `i`-th value that fast-check draws from the seed, however many are
 * drawn in all, and `fc.check` finds it again under the path `i` in order to shrink it.
 */
import fc from 'fast-check';
import { storeCase } from './stored-case.js';

export interface CaseSource {
  /** Number of cases. */
  readonly size: number;
  /** Stored text of a case. Throws what the generator throws, and a `TypeError` for a case that is not plain data. */
  readonly text: (index: number) => string;
  /** How fast-check finds a drawn case again; undefined for a listed one. */
  readonly origin: (index: number) => DrawnFrom | undefined;
  /**
   * Looks for a smaller case on which `fails` still holds, starting from a case on which it does. Undefined if `fails`
   * does not hold there after all.
   */
  readonly shrink: (index: number, fails: (text: string) => boolean) => FoundCase | undefined;
}

/** The seed and path that `fc.check` and `fc.assert` take, with the arbitrary that drew the case. */
export interface DrawnFrom {
  readonly seed: number;
  readonly path: string;
}

export interface FoundCase {
  readonly text: string;
  readonly origin?: DrawnFrom;
}

/** `listed` cases, then `random` draws of `arbitrary` from `seed`. */
export function caseSource(
  listed: readonly unknown[],
  arbitrary: fc.Arbitrary<unknown>,
  seed: number,
  random: number,
): CaseSource {
  let drawn: unknown[] = [];

  /** Draws more than asked for, so that asking for one after the other costs a constant factor only. */
  function draw(index: number): unknown {
    if (index >= drawn.length) {
      const numRuns = Math.min(random, Math.max(16, 4 * drawn.length, index + 1));
      drawn = fc.sample(arbitrary, { seed, numRuns });
    }
    return drawn[index];
  }

  return {
    size: listed.length + random,
    text(index) {
      if (!(index >= 0 && index < listed.length + random)) throw new RangeError(`there is no case ${index}`);
      return storeCase(index < listed.length ? listed[index] : draw(index - listed.length));
    },
    origin: (index) => (index < listed.length ? undefined : { seed, path: String(index - listed.length) }),
    shrink(index, fails) {
      const property = fc.property(arbitrary, (value) => !fails(storeCase(value)));
      const start =
        index < listed.length
          ? { seed, examples: [[listed[index]] as [unknown]], numRuns: 1 }
          : { seed, path: String(index - listed.length), numRuns: 1 };
      const { failed, counterexample, counterexamplePath } = fc.check(property, start);
      if (!failed || counterexample === null) return undefined;
      const text = storeCase(counterexample[0]);
      return index < listed.length || counterexamplePath === null
        ? { text }
        : { text, origin: { seed, path: counterexamplePath } };
    },
  };
}
