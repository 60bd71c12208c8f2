/** What the sample of a tile comes to, as data that threads can exchange; and how tiles are joined. */

/**
 * `Value`: a double, or decimal text. Powers are summed by the binary exponent of the error: `[k, …]` is about errors `e`
 * with `2^k ≤ e < 2^{k+1}`.
 */
export interface TileOutcome<Value> {
  readonly queries: number;
  /** Queries at which the error was no finite number, and the first of them. */
  readonly undefinedQueries: number;
  readonly firstUndefined: number | undefined;
  /** The largest error, and the first query that has it; absent when no query has an error that is a number. */
  readonly largest: { readonly error: Value; readonly query: number } | undefined;
  /** Queries without error. */
  readonly exact: number;
  /** Errors of each size; empty unless asked for. */
  readonly octaves: ReadonlyMap<number, number>;
  /** Sums of powers; empty unless a finite norm is asked for. */
  readonly powers: PowerSum<Value>;
}

/** Of doubles `Σ (e 2^{−k})^p` for each octave `k`, as a sum and what rounding left of it; of decimals `Σ e^p`. */
export type PowerSum<Value> = Value extends number
  ? ReadonlyMap<number, readonly [sum: number, rest: number]>
  : Value | undefined;

export const NOTHING = {
  queries: 0,
  undefinedQueries: 0,
  firstUndefined: undefined,
  largest: undefined,
  exact: 0,
} as const;

/** Joins the outcomes of two tiles, but for the powers. `isLarger` compares errors. */
export function joinOutcomes<Value>(
  a: TileOutcome<Value>,
  b: TileOutcome<Value>,
  isLarger: (a: Value, b: Value) => boolean,
): Omit<TileOutcome<Value>, 'powers'> {
  const octaves = new Map(a.octaves);
  for (const [octave, count] of b.octaves) octaves.set(octave, (octaves.get(octave) ?? 0) + count);
  const undefinedAt = [a.firstUndefined, b.firstUndefined].filter((query) => query !== undefined);
  return {
    queries: a.queries + b.queries,
    undefinedQueries: a.undefinedQueries + b.undefinedQueries,
    firstUndefined: undefinedAt.length === 0 ? undefined : Math.min(...undefinedAt),
    largest: larger(a.largest, b.largest, isLarger),
    exact: a.exact + b.exact,
    octaves,
  };
}

type Largest<Value> = TileOutcome<Value>['largest'];

function larger<Value>(
  a: Largest<Value>,
  b: Largest<Value>,
  isLarger: (a: Value, b: Value) => boolean,
): Largest<Value> {
  if (a === undefined || b === undefined) return a ?? b;
  if (isLarger(a.error, b.error)) return a;
  if (isLarger(b.error, a.error)) return b;
  return a.query < b.query ? a : b;
}
