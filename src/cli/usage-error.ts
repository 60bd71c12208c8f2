/** Options that are each fine but cannot stand together, or that this command cannot serve. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
