import type { CaseResult, Claim } from '../theorems/claim.js';
import type { FoundCase } from './case-source.js';
import { readCase } from './stored-case.js';

/** A case on which a claim or mutant is false, with everything needed to see it. */
export interface Counterexample extends Pick<
  CaseResult,
  'method' | 'observed' | 'bound' | 'ratio' | 'witness' | 'note'
> {
  /** The case by value: plain JSON data. */
  readonly case: unknown;
  readonly description: string;
  /** With the claim's arbitrary, where fast-check finds the case again; absent for one that came from a listed case. */
  readonly seed?: number;
  readonly path?: string;
}

export function counterexampleOf(claim: Claim, { text, origin }: FoundCase, result: CaseResult): Counterexample {
  const { method, observed, bound, ratio, witness, note } = result;
  const input = readCase(text);
  return {
    case: input,
    description: claim.describe(input),
    method,
    observed,
    bound,
    ratio,
    ...origin,
    ...(witness === undefined ? {} : { witness }),
    ...(note === undefined ? {} : { note }),
  };
}
