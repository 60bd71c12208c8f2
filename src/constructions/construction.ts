/**
 * What every explicit construction reports about itself, and how it refuses parameters.
 *
 * The report surfaces what published statements leave between the lines: how many keys and parameters, how large the
 * weights and scores, and which power the linear maps around the attention have.
 */

export type ConstructionId =
  | 'max-affine'
  | 'max-affine-cross'
  | 'max-affine-average'
  | 'truncated-single'
  | 'truncated-multi'
  | 'generalised-relu'
  | 'two-layer'
  | 'two-layer-multi'
  | 'attention-softmax'
  | 'gradient-step'
  | 'gradient-descent'
  | 'gaussian-2'
  | 'gaussian-4'
  | 'gaussian-6';

/**
 * - `token-wise`: the same map on every column (as in a Transformer);
 * - `sequence-wise`: `Σ_h P_h X Q_h + B`, mixes columns and may change their number;
 * - `full-tensor`: an arbitrary linear map of all entries.
 */
export type LinearMapKind = 'token-wise' | 'sequence-wise' | 'full-tensor';

export interface LinearMapReport {
  readonly name: string;
  readonly kind: LinearMapKind;
  /** Does it add a bias that differs from position to position? */
  readonly biasPerPosition: boolean;
}

export interface CostReport {
  /** Columns that the attention sees, ghost cells included. */
  readonly keys: bigint;
  readonly heads: number;
  /** Entries of all weight matrices stored densely, zeros included. */
  readonly parameters: bigint;
  /** Upper bound of the absolute value of any weight. */
  readonly largestWeight: number;
  /** Upper bound of the absolute value of any score, over the whole domain. */
  readonly largestScore: number;
  readonly linearMaps: readonly LinearMapReport[];
  /** Is the factor `1/√d_k` of scaled attention folded into the inverse temperature? */
  readonly scaleFolded: boolean;
}

export interface Construction {
  readonly id: ConstructionId;
  /** Every parameter in full, as text. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly cost: CostReport;
}

export type ConstructionErrorCode =
  | 'cells'
  | 'axes'
  | 'domain'
  | 'inverse-temperature'
  | 'mask'
  | 'input'
  | 'tokens'
  | 'accuracy'
  | 'average'
  | 'norm'
  | 'certificate'
  | 'parameter'
  | 'ghosts'
  | 'smoothness'
  | 'too-large';

/** What was asked, what was required, and what to do next. */
export interface ConstructionProblem {
  readonly code: ConstructionErrorCode;
  readonly found: string;
  readonly required: string;
  readonly remedy: string;
}

/** Thrown for parameters that a construction cannot take; the command line turns it into exit code 3. */
export class ConstructionError extends Error {
  readonly problem: ConstructionProblem;
  constructor(problem: ConstructionProblem) {
    super(`${problem.found}: ${problem.required}\n  ${problem.remedy}`);
    this.name = 'ConstructionError';
    this.problem = problem;
  }
}
