/**
 * Failures of earlier runs: cases on which a claim was refuted, stored by value. They are decided again before anything else,
 * and a claim is as weak as they show it to be, whatever cases are drawn today.
 */
import type { ClaimOutcome } from './claim-outcome.js';
import type { ReplayedCase } from './replay.js';
import type { CheckOutcome } from './run-claims.js';
import { readCase } from './stored-case.js';

/** The outcome of a run with what became of stored failures. They are no part of the run's own cases, and not counted. */
export function withStoredFailures(outcome: CheckOutcome, replayed: readonly ReplayedCase[]): CheckOutcome {
  const claims = outcome.claims.map((found) =>
    replayed.filter(({ stored }) => stored.claim === found.claim.id).reduce(weaken, found),
  );
  return { ...outcome, claims };
}

function weaken(found: ClaimOutcome, { stored, description, result }: ReplayedCase): ClaimOutcome {
  if (result.verdict === 'refuted' && found.refuted === undefined) {
    const { method, observed, bound, ratio, witness, note } = result;
    const details = { ...(witness === undefined ? {} : { witness }), ...(note === undefined ? {} : { note }) };
    return {
      ...found,
      verdict: 'refuted',
      reason: found.verdict === 'refuted' ? found.reason! : 'a case that an earlier run stored is refuted still',
      counterexample: { case: readCase(stored.text), description, method, observed, bound, ratio, ...details },
      isStoredFailure: true,
    };
  }
  if (result.verdict === 'inconclusive' && (found.verdict === 'certified' || found.verdict === 'held')) {
    const reason = 'a case that was refuted in an earlier run is inconclusive now';
    return { ...found, verdict: 'inconclusive', reason, isStoredFailure: true };
  }
  return found;
}

/** Is the case, which was refuted, certified or held now? */
export function isMended({ result }: ReplayedCase): boolean {
  return result.verdict === 'certified' || result.verdict === 'held';
}
