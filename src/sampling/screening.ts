/**
 * The queries that may have the largest error, from errors that are known up to a bound: all those that some other query does
 * not surely exceed. What is left out is summed up in one number.
 */

export interface Candidate {
  readonly query: number;
  readonly error: number;
  /** The true error is within this. */
  readonly bound: number;
}

export class Screening {
  private readonly most: number;
  private kept: Candidate[] = [];
  /** The largest error is at least this. */
  private floor = 0;
  /** At queries that were left out the error is at most this; 0 when none were. */
  private ceiling = 0;

  /** `most`: candidates that are kept in the end. */
  constructor(most: number) {
    this.most = most;
  }

  /** An error, in any order of the queries. One that is NaN, or has no bound, is always kept while there is room. */
  add(candidate: Candidate): void {
    const { error, bound } = candidate;
    if (error + bound < this.floor) {
      this.ceiling = Math.max(this.ceiling, error + bound);
      return;
    }
    if (error - bound > this.floor) this.floor = error - bound;
    this.kept.push(candidate);
    if (this.kept.length >= 4 * this.most) this.shrink();
  }

  private shrink(): void {
    const reach = ({ error, bound }: Candidate): number => (Number.isNaN(error + bound) ? Infinity : error + bound);
    const isPossible = (candidate: Candidate): boolean => reach(candidate) >= this.floor;
    const possible = this.kept.filter(isPossible).toSorted((a, b) => reach(b) - reach(a) || a.query - b.query);
    const left = [...this.kept.filter((candidate) => !isPossible(candidate)), ...possible.slice(this.most)];
    for (const candidate of left) this.ceiling = Math.max(this.ceiling, reach(candidate));
    this.kept = possible.slice(0, this.most);
  }

  /** The candidates in the order of the queries, and the largest error that any other query can have. */
  finish(): { readonly candidates: readonly Candidate[]; readonly others: number } {
    this.shrink();
    return { candidates: this.kept.toSorted((a, b) => a.query - b.query), others: this.ceiling };
  }
}
