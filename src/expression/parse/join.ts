/** Joins what the two sides of a branch on an unknown condition computed. */
import type { NodeIndex } from '../expression.js';
import { compare } from './rational.js';
import type { Constant } from './constant.js';
import type { Branch, Machine } from './machine.js';
import { logical, not } from './numbers.js';
import type { Place } from './syntax.js';
import { describe, type Cell, type TruthValue, type Value } from './values.js';

/** What a cell holds at the end of one side. */
type View = (cell: Cell) => Value;

/** The condition of a branch, and the place to blame when its sides do not fit together. */
interface Fork {
  readonly machine: Machine;
  readonly condition: NodeIndex;
  readonly place: Place;
  readonly yesView: View;
  readonly noView: View;
}

const currentView: View = (cell) => cell.value;

/** `condition ? yes : no`; where the two do not fit together, a value that reports it when it is used. */
export function select(machine: Machine, condition: NodeIndex, yes: Value, no: Value, place: Place): Value {
  return joinValues({ machine, condition, place, yesView: currentView, noView: currentView }, yes, no);
}

/** Gives every cell that a side assigned the value it has after the branch. */
export function joinBranches(
  machine: Machine,
  condition: NodeIndex,
  yes: Branch<unknown>,
  no: Branch<unknown>,
  place: Place,
): void {
  const yesView: View = (cell) => yes.after.get(cell) ?? cell.value;
  const noView: View = (cell) => no.after.get(cell) ?? cell.value;
  const fork = { machine, condition, place, yesView, noView };
  const cells = new Set([...yes.after.keys(), ...no.after.keys()]);
  // All values are joined before one is assigned: arrays are read through the views.
  const joined = [...cells].map((cell) => [cell, joinValues(fork, yesView(cell), noView(cell))] as const);
  for (const [cell, value] of joined) machine.assign(cell, value);
}

/** The state after a branch whose other side did not come to its end. */
export function keepBranch(machine: Machine, { after }: Branch<unknown>): void {
  for (const [cell, value] of after) machine.assign(cell, value);
}

function joinValues(fork: Fork, yes: Value, no: Value): Value {
  const { machine, condition, place, yesView, noView } = fork;
  if (yes === no || yes.kind === 'unusable') return yes;
  if (no.kind === 'unusable') return no;
  if (yes.kind === 'number' && no.kind === 'number') {
    const node = machine.builder.select(condition, yes.node, no.node);
    return machine.number(place, node, isSame(yes.constant, no.constant) ? yes.constant : undefined);
  }
  if (yes.kind === 'truth' && no.kind === 'truth') return joinTruths(machine, condition, yes, no);
  if (yes.kind === 'array' && no.kind === 'array') {
    if (yes.cells === no.cells) return yes;
    if (yes.cells.length === no.cells.length) {
      const values = yes.cells.map((cell, i) => joinValues(fork, yesView(cell), noView(no.cells[i]!)));
      return machine.array(values, true);
    }
    return doNotFit(fork, `arrays of ${yes.cells.length} and ${no.cells.length} elements`);
  }
  if (yes.kind === 'function' && no.kind === 'function' && yes.syntax === no.syntax && yes.scope === no.scope) {
    return yes;
  }
  if (yes.kind === 'object' && no.kind === 'object' && hasSameKeys(yes.fields, no.fields)) {
    const joined = [...yes.fields].map(([key, value]) => [key, joinValues(fork, value, no.fields.get(key)!)] as const);
    return { kind: 'object', fields: new Map(joined) };
  }
  const kinds = [describe(yes), describe(no)];
  return doNotFit(fork, kinds[0] === kinds[1] ? 'different functions or objects' : `${kinds[0]} and ${kinds[1]}`);
}

/** `(c && yes) || (!c && no)`, simplified where a side is known. */
function joinTruths(machine: Machine, condition: NodeIndex, yes: TruthValue, no: TruthValue): TruthValue {
  if (yes.known !== undefined && yes.known === no.known) return yes;
  const test: TruthValue = { kind: 'truth', node: condition };
  const opposite = not(machine, test);
  if (yes.known === true) return logical(machine, 'or', test, no);
  if (no.known === true) return logical(machine, 'or', opposite, yes);
  return logical(machine, 'or', logical(machine, 'and', test, yes), logical(machine, 'and', opposite, no));
}

function isSame(x: Constant | undefined, y: Constant | undefined): boolean {
  return x !== undefined && y !== undefined && compare(x.exact, y.exact) === 0 && Object.is(x.double, y.double);
}

function hasSameKeys(x: ReadonlyMap<string, Value>, y: ReadonlyMap<string, Value>): boolean {
  return x.size === y.size && [...x.keys()].every((key) => y.has(key));
}

function doNotFit({ place }: Fork, what: string): Value {
  return {
    kind: 'unusable',
    code: 'shape',
    place,
    wording: {
      found: `the two sides of this branch give ${what}`,
      remedy: 'Let both sides give a number, or arrays of the same shape.',
    },
  };
}

/** A copy that later assignments to elements do not reach. */
export function snapshot(machine: Machine, value: Value): Value {
  if (value.kind === 'array') {
    return machine.array(
      value.cells.map((cell) => snapshot(machine, cell.value)),
      true,
    );
  }
  if (value.kind === 'object') {
    return {
      kind: 'object',
      fields: new Map([...value.fields].map(([key, field]) => [key, snapshot(machine, field)])),
    };
  }
  return value;
}
