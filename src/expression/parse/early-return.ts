/** Returns under a condition, on the way through a body. */
import { select } from './join.js';
import type { Machine } from './machine.js';
import { logical } from './numbers.js';
import type { EarlyReturn, TruthValue, Value } from './values.js';

/** What a body returns: the value of the first early return that applies, else `last`. */
export function foldReturns(machine: Machine, last: Value, early: readonly EarlyReturn[]): Value {
  return early.reduceRight((rest, { condition, value, place }) => select(machine, condition, value, rest, place), last);
}

/** The returns of one side of a branch, which are reached only when `test` holds. */
export function guarded(machine: Machine, test: TruthValue, early: readonly EarlyReturn[]): EarlyReturn[] {
  return early.map((entry) => {
    const both = logical(machine, 'and', test, { kind: 'truth', node: entry.condition });
    return { ...entry, condition: both.node! };
  });
}
