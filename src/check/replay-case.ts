/** Decides a stored case again, as `softproof replay` does. */
import type { Claim } from '../theorems/claim.js';
import { generous } from './confirm.js';
import { decideCase } from './decide-case.js';
import { profileOf } from './profile.js';
import { findMutant } from './select-claims.js';
import { readCase } from './stored-case.js';
import { describeFault, type ReplayRecord, type ReplayTask } from './task.js';

/**
 * The result of the case from its text. Like every refutation, one that was stored or that is found now is decided with
 * a generous budget before it is shown.
 */
export function replayCase(claim: Claim, { mutant, profile, text, refuted }: ReplayTask): ReplayRecord {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const { decide } = mutant === undefined ? claim : findMutant(claim, mutant);
  const { budget } = profileOf(profile);
  try {
    const description = claim.describe(readCase(text));
    const first = refuted ? undefined : decideCase(decide, text, budget);
    const isFinal = first !== undefined && first.verdict !== 'refuted';
    const result = isFinal ? first : decideCase(decide, text, generous(budget));
    return { seconds: seconds(), description, result };
  } catch (error) {
    return { seconds: seconds(), fault: describeFault(error, 'the stored case', text) };
  }
}
