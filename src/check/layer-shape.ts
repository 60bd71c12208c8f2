/** What the matrices and inputs of an attention head must agree on, whatever file they come from. */
import type { GivenLayer } from '../formats/given-layer.js';

/** What the command line says of the inputs, in place of what the file says. */
export interface GivenInputs {
  /** For all entries of `X`. */
  readonly box?: readonly [number, number];
  readonly tokens?: number;
}

type Matrices = Pick<GivenLayer, 'queries' | 'keys' | 'values'>;

/** Most entries of `X`. */
const MOST_INPUTS = 1 << 16;

/** Queries, keys and values read the same columns, and queries are compared with keys. */
export function requireShapes(matrices: Matrices, refuse: (name: 'keys' | 'values', found: string) => Error): Matrices {
  const { queries, keys, values } = matrices;
  const width = queries[0]!.length;
  for (const [name, rows] of [
    ['keys', keys],
    ['values', values],
  ] as const) {
    if (rows[0]!.length === width) continue;
    throw refuse(name, `it has ${rows[0]!.length} columns, and queries have ${width}`);
  }
  if (keys.length !== queries.length) {
    throw refuse('keys', `it has ${keys.length} rows, and queries have ${queries.length}`);
  }
  return matrices;
}

export function requireTokens(n: number, width: number, refuse: (found: string) => Error): void {
  if (Number.isInteger(n) && n >= 1 && n * width <= MOST_INPUTS) return;
  throw refuse(`${n} tokens: it is an integer from 1 to ${Math.floor(MOST_INPUTS / width)}`);
}

export function repeated(pair: readonly [number, number], entries: number): readonly (readonly [number, number])[] {
  return Array.from({ length: entries }, () => pair);
}
