/** What cannot be a baseline: a case that is refuted shows an error, and no state to be held against. */
export class BaselineError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BaselineError';
  }
}
