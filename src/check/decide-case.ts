/** Decides one stored case, and distrusts what comes back. */
import type { Budget, CaseResult } from '../theorems/claim.js';
import { isAtMost, isDecimalText, methods, verdicts } from './result-text.js';
import { readCase } from './stored-case.js';

/** `decide` contradicts itself or leaves something out: an error of the claim's own code. */
export class ResultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ResultError';
  }
}

type Decide = (input: unknown, budget: Budget) => CaseResult;

/** The result of a case. Throws what `decide` throws, and a `ResultError` for a result that cannot be true. */
export function decideCase(decide: Decide, text: string, budget: Budget): CaseResult {
  return accept(decide(readCase(text), budget));
}

function accept(result: CaseResult): CaseResult {
  const { verdict, method, observed, bound, ratio, witness } = result;
  if (!verdicts.includes(verdict)) throw new ResultError(`"${verdict}" is not a verdict`);
  if (!methods.includes(method)) throw new ResultError(`"${method}" is not a method`);
  for (const number of [observed.lower, observed.upper, bound, ...(witness ?? [])]) {
    if (!isDecimalText(number)) throw new ResultError(`"${number}" is not a decimal number`);
  }
  if (!isAtMost(observed.lower, observed.upper)) {
    throw new ResultError(`the enclosure [${observed.lower}, ${observed.upper}] is empty`);
  }
  if (verdict === 'certified' && method === 'sampled') {
    throw new ResultError('a case that was only sampled is held, not certified');
  }
  if (typeof ratio !== 'number') throw new ResultError('the ratio is not a number');
  return result;
}
