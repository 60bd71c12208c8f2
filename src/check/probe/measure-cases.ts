/** The part of a search that threads do. */
import type { CaseResult, Claim } from '../../theorems/claim.js';
import { decideCase } from '../decide-case.js';
import type { MeasureTask } from '../task.js';

/** Results in the order of the texts; the message of the error for a case that the claim does not take. */
export function measureCases(
  { decide }: Claim,
  { texts, budget }: Pick<MeasureTask, 'texts' | 'budget'>,
): readonly (CaseResult | string)[] {
  return texts.map((text) => {
    try {
      return decideCase(decide, text, budget);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
}
