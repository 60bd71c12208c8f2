/** Faults of a sample that its user can put right: what was asked, what was required, and what to do next. */

export type SamplingErrorCode =
  /** Queries whose number or place cannot be taken. */
  | 'queries'
  /** A norm, an arithmetic or a number of digits. */
  | 'option'
  /** A partition that is none, or that does not fit the target. */
  | 'partition'
  /** A graphics device that is not there, or does not take the sample. */
  | 'device'
  /** More memory than a sample takes. */
  | 'too-large';

export interface SamplingProblem {
  readonly code: SamplingErrorCode;
  readonly found: string;
  readonly required: string;
  readonly remedy: string;
}

export class SamplingError extends Error {
  readonly problem: SamplingProblem;
  constructor(problem: SamplingProblem) {
    super(`${problem.found}: ${problem.required}\n  ${problem.remedy}`);
    this.name = 'SamplingError';
    this.problem = problem;
  }
}
