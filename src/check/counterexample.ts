import type { CaseResult, Claim } from '../theorems/claim.js';
import { readCase } from './stored-case.js';

/** A case on which a claim or mutant is false, with everything needed to see it. */
export interface Counterexample {
  /** The case by value: plain JSON data. */
  readonly case: unknown;
  readonly description: string;
  readonly observed: { readonly lower: string; readonly upper: string };
  readonly bound: string;
  readonly witness?: readonly string[];
}

export function counterexampleOf(claim: Claim, text: string, result: CaseResult): Counterexample {
  const { observed, bound, witness } = result;
  const input = readCase(text);
  const description = claim.describe(input);
  return { case: input, description, observed, bound, ...(witness === undefined ? {} : { witness }) };
}
