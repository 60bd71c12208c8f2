/** Why a certificate is not accepted, in one sentence; and the clock that ends a check. */

export class Rejection extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Rejection';
  }
}

/** Steps between two looks at the clock; one step takes a few milliseconds at the very most. */
const STEPS = 32;

/** Ends a check that takes longer than it may. The clock decides nothing else. */
export class Deadline {
  private readonly started = process.hrtime.bigint();
  private readonly limit: number;
  private steps = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  seconds(): number {
    return Number(process.hrtime.bigint() - this.started) / 1e9;
  }

  /** To be called before every piece of work whose size is bounded. */
  step(): void {
    this.steps = (this.steps + 1) % STEPS;
    if (this.steps === 0) this.look();
  }

  look(): void {
    if (this.seconds() > this.limit) throw new Rejection(`time ran out after ${this.limit} seconds`);
  }
}
