/** The sizes up to which ReLU expansions are built: both are refused before any work is done. */
import { ConstructionError } from './construction.js';
import { checkCount } from './truncated-range.js';

/** Most ReLUs of an expansion. */
export const MAX_RELUS = 2 ** 18;

/** Most operations for the coefficients and profiles of an expansion: some seconds in interval arithmetic. */
export const MAX_OPERATIONS = 2 ** 24;

/** Throws `ConstructionError`: `cells` unless `pieces` is a positive integer. */
export function checkPieces(pieces: number): void {
  checkCount('cells', pieces, 1, 'pieces', 'Give a positive integer.');
}

/** Throws `ConstructionError` `too-large` when an expansion would have more than `MAX_RELUS` ReLUs. */
export function refuseTooManyRelus(relus: number, remedy: string): void {
  refuseBeyond(MAX_RELUS, 'ReLUs', relus, remedy);
}

/** Throws `ConstructionError` `too-large` when an expansion would take more than `MAX_OPERATIONS`. */
export function refuseTooManyOperations(operations: number, remedy: string): void {
  refuseBeyond(MAX_OPERATIONS, 'operations', operations, remedy);
}

function refuseBeyond(most: number, what: string, found: number, remedy: string): void {
  if (found <= most) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `the expansion takes at least ${found} ${what}`,
    required: `at most ${most} are possible`,
    remedy,
  });
}
