/** Claims as tests of vitest. */
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ClaimOutcome } from '../check/claim-outcome.js';
import { shellWord } from '../report/shell-word.js';
import type { Claim } from '../theorems/claim.js';
import { claimFailure, mutantFailure, nothingRan, storedFailure } from './failure-text.js';
import { runAndReport, type VerifiedRun, type VerifyOptions } from './run.js';

/** {@link VerifyOptions}, and how long one claim may take before its tests fail. */
export interface VitestOptions extends VerifyOptions {
  /** Milliseconds; default ten minutes. Verdicts do not depend on it. */
  readonly timeout?: number;
}

const TEN_MINUTES = 600_000;

/**
 * Registers the tests of one claim: that what earlier runs refuted holds now, that the claim holds, and that each of its mutants is
 * refuted. Call it at the top of a test file, or inside `describe`.
 *
 * The first test does the work: stored failures are decided first, then the edge cases and the random ones; what is refuted is made
 * small and stored by value. It leaves `results.json`, `report.html`, `junit.xml` and the failures in `out`, as `softproof check`
 * does. A claim that is *certified* or *held* passes; one that is *refuted* or *inconclusive* fails.
 *
 * @example
 * ```ts
 * verifyClaim(claim({ … }), { cases: 200 });
 * ```
 */
export function verifyClaim<Case>(claim: Claim<Case>, options: VitestOptions = {}): void {
  verifyClaims([claim as unknown as Claim], options);
}

/** As {@link verifyClaim}, for several claims in one report. Throws a `TypeError` for no claim, or two of one id. */
export function verifyClaims(claims: readonly Claim[], options: VitestOptions = {}): void {
  requireDifferent(claims);
  const { timeout = TEN_MINUTES, out = join('softproof-report', claims[0]!.id) } = options;
  let run: Promise<VerifiedRun> | undefined;
  const verified = (): Promise<VerifiedRun> => {
    run ??= runAndReport({
      ...options,
      claims,
      out,
      rerun: rerunCommand(expect.getState().testPath),
      onStored: (text) => void process.stderr.write(text),
    });
    return run;
  };
  const whole = timeout * claims.length;

  for (const claim of claims) {
    const outcomeOf = ({ outcome }: VerifiedRun): ClaimOutcome => {
      const found = outcome.claims.find((one) => one.claim.id === claim.id);
      if (found === undefined) throw new Error(nothingRan(claim));
      return found;
    };
    describe(claim.id, () => {
      test(
        'what earlier runs refuted holds now',
        async () => {
          const { stored } = await verified();
          failWith(
            storedFailure(
              stored.filter((one) => one.stored.claim === claim.id),
              out,
            ),
          );
        },
        whole,
      );
      test(claim.title, async () => failWith(claimFailure(outcomeOf(await verified()), out)), whole);
      for (const { id, description } of claim.mutants) {
        test(
          `refutes the mutant ${id}: ${description}`,
          async () => failWith(mutantFailure(outcomeOf(await verified()), id)),
          whole,
        );
      }
    });
  }
}

function failWith(message: string | undefined): void {
  if (message !== undefined) throw new Error(message);
}

function rerunCommand(file: string | undefined): string {
  return file === undefined ? 'npx vitest run' : `npx vitest run ${shellWord(relative(process.cwd(), file))}`;
}

function requireDifferent(claims: readonly Claim[]): void {
  if (claims.length === 0) throw new TypeError('there is no claim to verify: give at least one');
  const ids = claims.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    throw new TypeError(`two claims are called "${twice}": their files would be one. Rename one`);
}
