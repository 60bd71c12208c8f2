/** The error of an id that no construction has; apart from the constructions, which are many modules. */

export class UnknownConstructionError extends Error {
  readonly id: string;
  constructor(id: string, message: string) {
    super(message);
    this.name = 'UnknownConstructionError';
    this.id = id;
  }
}
