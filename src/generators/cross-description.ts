/** Descriptions of targets of key and query tokens: plain JSON data; `buildCrossTarget` makes them targets. */
import type { MatrixShape } from '../expression/target.js';
import type { DescriptionOf, ScalarFunction } from './description.js';

/** Which tokens a function depends on. */
export type CrossReading = 'both' | 'keys' | 'queries';

/** A map `(X_K, X_Q) ↦ R^{width×tokens}`. */
export interface CrossFunction {
  readonly family: 'cross';
  readonly key: MatrixShape;
  readonly query: MatrixShape;
  readonly reads: CrossReading;
  /** Shape of the value. */
  readonly output: MatrixShape;
  /** In vec order; functions of the inputs that are read, and of no others: those of the keys first. */
  readonly entries: readonly ScalarFunction[];
}

/** A target of key and query tokens. Its domain lists the inputs of the keys, then those of the queries, in vec order. */
export type CrossTargetDescription = DescriptionOf<CrossFunction>;
