/** Faults of the attention layer and its evaluators; `code` is stable, the message is for people. */

export type AttentionErrorCode =
  /** Matrices, or an input vector, whose shapes do not fit. */
  | 'shape'
  /** A coordinate that is not a finite number. */
  | 'input'
  /** More work or memory than the evaluator takes on. */
  | 'too-large';

export class AttentionError extends Error {
  readonly code: AttentionErrorCode;
  constructor(code: AttentionErrorCode, message: string) {
    super(message);
    this.name = 'AttentionError';
    this.code = code;
  }
}
