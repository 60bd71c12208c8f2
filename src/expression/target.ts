/**
 * A target: the function to approximate, its domain, and what its author declares about it.
 *
 * Inputs are in vec order (column by column): `X[token][feature]` is input `token·width + feature`. So are outputs.
 */
import type { Expression } from './expression.js';

/** A real constant: its text as written, and the expression without inputs that it denotes. */
export interface RealConstant {
  readonly text: string;
  readonly expression: Expression;
}

/** One axis of the domain box: the closed interval [lower, upper]; a single point is allowed. */
export interface DomainAxis {
  readonly lower: RealConstant;
  readonly upper: RealConstant;
}

/** Rows (`width`) and columns (`tokens`) of a matrix whose columns are tokens. */
export interface MatrixShape {
  readonly width: number;
  readonly tokens: number;
}

/** A declared modulus of continuity `C·r^alpha`; `alpha = 1` is a Lipschitz constant. Checked on boxes, not believed. */
export interface DeclaredModulus {
  readonly constant: RealConstant;
  readonly exponent: RealConstant;
}

/** `|f|` grows like `‖x − point‖^(−exponent)` there; only `L_p` work accepts it. */
export interface Singularity {
  readonly point: readonly RealConstant[];
  readonly exponent: RealConstant;
}

export type InputShape =
  | { readonly kind: 'scalars' }
  | { readonly kind: 'sequence'; readonly shape: MatrixShape }
  | { readonly kind: 'cross'; readonly key: MatrixShape; readonly query: MatrixShape };

export interface Target {
  readonly name: string;
  readonly domain: readonly DomainAxis[];
  /** How the inputs are read as tokens: scalars are one token of width `domain.length`. */
  readonly input: InputShape;
  /** Shape of the value: a scalar is 1 × 1, an array of `k` scalars one token of width `k`. */
  readonly output: MatrixShape;
  /** `output.width · output.tokens` outputs, in vec order. */
  readonly expression: Expression;
  readonly modulus?: DeclaredModulus;
  /** The formula is valid outside the domain too. */
  readonly ghost: boolean;
  readonly singularities: readonly Singularity[];
}

export type TargetErrorCode =
  | 'unreadable'
  | 'syntax'
  | 'unsupported'
  | 'missing-export'
  | 'arity'
  | 'domain'
  | 'shape'
  | 'modulus'
  | 'undefined-value'
  | 'unknown-target'
  | 'too-large';

/** What is wrong with a target: where (when it comes from a file), what was found, what to do next. */
export interface TargetProblem {
  readonly code: TargetErrorCode;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
  readonly sourceLine?: string;
  readonly found: string;
  readonly remedy: string;
}

/** Thrown for every target that cannot be used; the command line turns it into exit code 3. */
export class TargetError extends Error {
  readonly problem: TargetProblem;
  constructor(problem: TargetProblem) {
    super(describeProblem(problem));
    this.name = 'TargetError';
    this.problem = problem;
  }
}

function describeProblem(problem: TargetProblem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  const lines = [`${place ? `${place}: ` : ''}${problem.found}`];
  if (problem.sourceLine !== undefined) {
    lines.push(`  ${problem.sourceLine}`);
    if (problem.column !== undefined) lines.push(`  ${' '.repeat(problem.column - 1)}^`);
  }
  lines.push(`  ${problem.remedy}`);
  return lines.join('\n');
}
