import type { CaseResult, Claim } from '../theorems/claim.js';
import { readCase } from './stored-case.js';

/** A case on which a claim or mutant is false, with everything needed to see it. */
export interface Counterexample extends Pick<
  CaseResult,
  'method' | 'observed' | 'bound' | 'ratio' | 'witness' | 'note'
> {
  /** The case by value: plain JSON data. */
  readonly case: unknown;
  readonly description: string;
}

export function counterexampleOf(claim: Claim, text: string, result: CaseResult): Counterexample {
  const { method, observed, bound, ratio, witness, note } = result;
  const input = readCase(text);
  return {
    case: input,
    description: claim.describe(input),
    method,
    observed,
    bound,
    ratio,
    ...(witness === undefined ? {} : { witness }),
    ...(note === undefined ? {} : { note }),
  };
}
