/** Refutations are decided again with more work before anybody sees them. */
import type { Budget, CaseResult, Claim } from '../theorems/claim.js';
import { decideCase } from './decide-case.js';

/** Twice the boxes and digits. */
export function generous({ boxes, digits }: Budget): Budget {
  return { boxes: 2 * boxes, digits: 2 * digits };
}

/** The result of a refuted case, from its text and with a generous budget. Throws if it is refuted no longer. */
export function confirm(decide: Claim['decide'], text: string, budget: Budget): CaseResult {
  const result = decideCase(decide, text, generous(budget));
  if (result.verdict !== 'refuted') {
    throw new Error(`a refuted case became ${result.verdict} when it was decided again with more digits`);
  }
  return result;
}
