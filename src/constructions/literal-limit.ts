/** The size up to which literal networks are built. */
import { ConstructionError } from './construction.js';

/** Most entries of one matrix of the literal network: `Z` and, in evaluation, the scores. */
export const MAX_LITERAL_ENTRIES = 2 ** 22;

/** Throws `ConstructionError` (`too-large`) when a matrix of this size would not be stored. */
export function refuseBeyondLimit(what: string, rows: bigint, columns: bigint): void {
  if (rows * columns <= BigInt(MAX_LITERAL_ENTRIES)) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `${what} of the literal network would have ${rows} × ${columns} = ${rows * columns} entries`,
    required: `at most ${MAX_LITERAL_ENTRIES} are stored`,
    remedy: 'Use the product evaluator, which gives the same output without storing keys, or fewer cells.',
  });
}
