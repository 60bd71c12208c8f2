/** Executes statements of the target language. */
import { announcePattern, bindPattern } from './bind.js';
import { executeBranches } from './branches.js';
import { element } from './evaluate-syntax.js';
import { snapshot } from './join.js';
import type { Machine } from './machine.js';
import { arithmetic } from './numbers.js';
import { Scope } from './scope.js';
import type { Assignment, ForSyntax, Place, Statement, Syntax } from './syntax.js';
import { requireArray, requireNumber, requirePresent, requireTruth } from './use.js';
import type { ArrayValue, Cell, CellScope, Completion, EarlyReturn, Value } from './values.js';

const COUNT_WITH_INTEGERS = 'Count with whole numbers between constant bounds: for (let i = 0; i < 10; i++) { … }.';

/**
 * Statements in a scope of their own. As in JavaScript, their names hide outer ones from the start, and functions are
 * known before the first statement.
 */
export function executeStatements(
  machine: Machine,
  scope: CellScope,
  statements: readonly Statement[],
  place: Place,
): Completion {
  for (const statement of statements) {
    if (statement.kind === 'declare') {
      for (const { pattern } of statement.declarations) announcePattern(machine, scope, pattern);
    }
    if (statement.kind !== 'declareFunction') continue;
    const { name, value, at, end } = statement;
    bindPattern(machine, scope, { at, end, kind: 'name', name }, { kind: 'function', syntax: value, scope }, true);
  }
  const early: EarlyReturn[] = [];
  for (const statement of statements) {
    const completion = executeStatement(machine, scope, statement);
    for (const entry of completion.early) early.push(entry);
    if (completion.exit !== 'next') return { ...completion, early };
  }
  return { exit: 'next', place, early };
}

function executeStatement(machine: Machine, scope: CellScope, statement: Statement): Completion {
  machine.step(statement);
  const next: Completion = { exit: 'next', place: statement, early: [] };
  switch (statement.kind) {
    case 'declare':
      for (const { pattern, initial, constant } of statement.declarations) {
        const value = initial ? machine.evaluate(scope, initial) : unset(machine, pattern);
        bindPattern(machine, scope, pattern, value, constant);
      }
      return next;
    case 'declareFunction':
      return next;
    case 'assign':
      assign(machine, scope, statement);
      return next;
    case 'expression':
      machine.evaluate(scope, statement.value);
      return next;
    case 'return': {
      const value = requirePresent(machine, machine.evaluate(scope, statement.value), statement.value);
      // On one side of a branch, what the other side or later statements do to an array must not reach it.
      return { ...next, exit: 'return', value: machine.isBranched() ? snapshot(machine, value) : value };
    }
    case 'break':
    case 'continue':
      return { ...next, exit: statement.kind };
    case 'block':
      return executeStatements(machine, new Scope(scope), statement.statements, statement);
    case 'if':
      return executeIf(machine, scope, statement);
    case 'for':
      return executeFor(machine, scope, statement);
    case 'forOf':
      return executeForOf(machine, scope, statement);
  }
}

function unset(machine: Machine, place: Place): Value {
  const name = machine.excerpt(place);
  const found = `\`${name}\` is used on a path on which it has no value yet`;
  return {
    kind: 'unusable',
    code: 'unsupported',
    place: undefined,
    wording: { found, remedy: `Give it a value where it is declared: let ${name} = 0.` },
  };
}

function assign(machine: Machine, scope: CellScope, statement: Assignment): void {
  const { target } = statement;
  if (target.kind === 'array' && statement.op === undefined) {
    assignAll(machine, scope, target, requireArray(machine, machine.evaluate(scope, statement.value), statement.value));
    return;
  }
  const cell = assignable(machine, scope, statement.target);
  const value = machine.evaluate(scope, statement.value);
  if (statement.op === undefined) return machine.assign(cell, value);
  const old = requireNumber(machine, cell.value, statement.target);
  const operand = requireNumber(machine, value, statement.value);
  machine.assign(cell, arithmetic(machine, statement.op, old, operand, statement));
}

/** `[a, b] = [b, a]`: all values are taken before the first one is assigned. */
function assignAll(
  machine: Machine,
  scope: CellScope,
  target: Extract<Syntax, { kind: 'array' }>,
  { cells }: ArrayValue,
): void {
  const values = cells.map((cell) => cell.value);
  target.items.forEach(({ value: place, spread }, i) => {
    const value = values[i];
    if (spread || value === undefined) {
      machine.fail(place, {
        found: `\`${machine.excerpt(place)}\` gets no value from an array of ${values.length} elements`,
        remedy: 'Write as many names as there are values: [a, b] = [b, a].',
      });
    }
    machine.assign(assignable(machine, scope, place), value);
  });
}

/**
 * The cell of a variable or of an element. A function assigns only to what was made during its own call, so that a
 * return under a condition need not be carried to what other calls hold.
 */
function assignable(machine: Machine, scope: CellScope, target: Syntax): Cell {
  if (target.kind === 'element') {
    const { cell, array } = element(machine, scope, target);
    if (array.frozen || machine.isOutside(cell)) {
      machine.fail(target, {
        found: `\`${machine.excerpt(target)}\` belongs to an array that this function may not change`,
        remedy: 'Change only arrays made in the same function and outside of ?: and if; return a new array otherwise.',
      });
    }
    return cell;
  }
  const binding = target.kind === 'name' ? scope.find(target.name) : undefined;
  if (target.kind === 'name' && binding === undefined && machine.module.declarations.has(target.name)) {
    return machine.fail(target, {
      found: `\`${target.name}\` is declared outside of functions, where nothing changes`,
      remedy: 'Declare it with let, inside the function.',
    });
  }
  if (binding === undefined) {
    return machine.fail(target, {
      found: `\`${machine.excerpt(target)}\` cannot be assigned`,
      remedy: 'Assign to a variable declared with let in the same function, or to an element of an array.',
    });
  }
  if (binding.isPending) requirePresent(machine, binding.cell.value, target);
  if (binding.constant) {
    return machine.fail(target, {
      found: `\`${machine.excerpt(target)}\` is constant`,
      remedy: 'Declare it with let, inside the function.',
    });
  }
  if (machine.isOutside(binding.cell)) {
    return machine.fail(target, {
      found: `\`${machine.excerpt(target)}\` belongs to another function`,
      remedy: 'Return the new value instead, or write a for loop in place of the callback.',
    });
  }
  return binding.cell;
}

function executeIf(machine: Machine, scope: CellScope, statement: Extract<Statement, { kind: 'if' }>): Completion {
  const next: Completion = { exit: 'next', place: statement, early: [] };
  const run = (side: Statement | undefined): Completion =>
    side === undefined ? next : executeStatement(machine, new Scope(scope), side);
  const test = requireTruth(machine, machine.evaluate(scope, statement.test), statement.test);
  if (test.known !== undefined) return run(test.known ? statement.yes : statement.no);

  return executeBranches(
    machine,
    test.node,
    () => run(statement.yes),
    () => run(statement.no),
    statement,
  );
}

function executeForOf(
  machine: Machine,
  scope: CellScope,
  statement: Extract<Statement, { kind: 'forOf' }>,
): Completion {
  const array = requireArray(machine, machine.evaluate(scope, statement.of), statement.of);
  const early: EarlyReturn[] = [];
  for (const cell of array.cells) {
    machine.turn(statement);
    const turn = new Scope(scope);
    bindPattern(machine, turn, statement.pattern, cell.value, statement.constant);
    const completion = executeStatement(machine, turn, statement.body);
    for (const entry of completion.early) early.push(entry);
    if (completion.exit === 'return') return { ...completion, early };
    if (completion.exit === 'break') break;
  }
  return { exit: 'next', place: statement, early };
}

function executeFor(machine: Machine, outer: CellScope, statement: ForSyntax): Completion {
  let scope = new Scope(outer);
  if (statement.initial) executeStatement(machine, scope, statement.initial);
  const early: EarlyReturn[] = [];
  while (continues(machine, scope, statement)) {
    machine.turn(statement);
    const completion = executeStatement(machine, new Scope(scope), statement.body);
    for (const entry of completion.early) early.push(entry);
    if (completion.exit === 'return') return { ...completion, early };
    if (completion.exit === 'break') break;
    // Each turn has variables of its own, which functions made in it keep.
    scope = scope.copied((cell) => machine.cell(cell.value));
    for (const update of statement.updates) executeStatement(machine, scope, update);
  }
  return { exit: 'next', place: statement, early };
}

function continues(machine: Machine, scope: CellScope, { test }: ForSyntax): boolean {
  if (test === undefined) return true;
  const { known } = requireTruth(machine, machine.evaluate(scope, test), test);
  if (known === undefined) {
    return machine.fail(test, {
      found: `the loop's condition \`${machine.excerpt(test)}\` is not decided when the file is read`,
      remedy: COUNT_WITH_INTEGERS,
    });
  }
  return known;
}
