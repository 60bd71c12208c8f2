/** Evaluates expressions of the target language. */
import { callArrayMethod, listed } from './array-methods.js';
import { select } from './join.js';
import type { Machine } from './machine.js';
import { mathMember } from './math-functions.js';
import { moduleValue } from './module-values.js';
import { arithmetic, integer, literal, logical, not, relation, unary } from './numbers.js';
import type { Item, Place, Syntax } from './syntax.js';
import { requireArray, requireInteger, requireNumber, requirePresent, requireTruth } from './use.js';
import { describe, type ArrayValue, type Cell, type Value, type CellScope } from './values.js';
import { notSupported, unsupportedName } from './wording.js';

const FINITE =
  'Use a finite number; to find the largest or smallest element start from the first one: Math.max(...array).';

export function evaluateSyntax(machine: Machine, scope: CellScope, syntax: Syntax): Value {
  switch (syntax.kind) {
    case 'number':
      return literal(machine, syntax.text, syntax);
    case 'truth':
      return { kind: 'truth', known: syntax.value };
    case 'name':
      return named(machine, scope, syntax.name, syntax);
    case 'sign': {
      const operand = requireNumber(machine, machine.evaluate(scope, syntax.operand), syntax.operand);
      return syntax.negative ? unary(machine, 'neg', operand, syntax) : operand;
    }
    case 'not':
      return not(machine, requireTruth(machine, machine.evaluate(scope, syntax.operand), syntax.operand));
    case 'arithmetic':
    case 'relation':
    case 'logical':
      return chain(machine, scope, syntax);
    case 'conditional': {
      const test = requireTruth(machine, machine.evaluate(scope, syntax.test), syntax.test);
      if (test.known !== undefined) return machine.evaluate(scope, test.known ? syntax.yes : syntax.no);
      const [yes, no] = [machine.evaluate(scope, syntax.yes), machine.evaluate(scope, syntax.no)];
      return select(machine, test.node, yes, no, syntax);
    }
    case 'array':
      return machine.array(items(machine, scope, syntax.items).map(({ value }) => value));
    case 'object':
      return {
        kind: 'object',
        fields: new Map(syntax.fields.map(({ name, value }) => [name, machine.evaluate(scope, value)])),
      };
    case 'function':
      return { kind: 'function', syntax, scope };
    case 'member':
      return member(machine, machine.evaluate(scope, syntax.object), syntax);
    case 'element':
      return element(machine, scope, syntax).cell.value;
    case 'call':
      return call(machine, scope, syntax);
  }
}

type BinarySyntax = Extract<Syntax, { kind: 'arithmetic' | 'relation' | 'logical' }>;

/** Goes down the left operands in a loop, so that long sums need no deep stack. */
function chain(machine: Machine, scope: CellScope, outermost: BinarySyntax): Value {
  const nodes: BinarySyntax[] = [];
  let first: Syntax = outermost;
  while (first.kind === 'arithmetic' || first.kind === 'relation' || first.kind === 'logical') {
    nodes.push(first);
    first = first.left;
  }
  let left = machine.evaluate(scope, first);
  for (const node of nodes.reverse()) left = binary(machine, scope, node, left);
  return left;
}

function binary(machine: Machine, scope: CellScope, syntax: BinarySyntax, left: Value): Value {
  if (syntax.kind === 'logical') {
    const x = requireTruth(machine, left, syntax.left);
    // The right side is not looked at when the left decides, as in JavaScript.
    if (x.known === (syntax.op === 'or')) return x;
    return logical(machine, syntax.op, x, requireTruth(machine, machine.evaluate(scope, syntax.right), syntax.right));
  }
  const x = requireNumber(machine, left, syntax.left);
  const y = requireNumber(machine, machine.evaluate(scope, syntax.right), syntax.right);
  return syntax.kind === 'relation' ? relation(machine, syntax.op, x, y) : arithmetic(machine, syntax.op, x, y, syntax);
}

function named(machine: Machine, scope: CellScope, name: string, place: Place): Value {
  const binding = scope.find(name);
  if (binding !== undefined) return binding.cell.value;
  const value = moduleValue(machine, name);
  if (value !== undefined) return value;
  if (name === 'Math' || name === 'Array') return { kind: 'namespace', name };
  if (name === 'Infinity' || name === 'NaN') {
    const remedy = machine.section === 'domain' ? 'Write finite bounds: a target lives on a bounded box.' : FINITE;
    return machine.fail(place, { found: `${name} is not a real number`, remedy }, machine.section);
  }
  if (Object.hasOwn(unsupportedName, name)) return machine.fail(place, unsupportedName[name]!);
  return machine.fail(place, {
    found: `\`${name}\` is not defined in this file`,
    remedy: 'Declare it above, or make it a parameter; a target uses its own file and Math alone.',
  });
}

/** The values of an array literal or an argument list, each with the place it is written at. */
function items(machine: Machine, scope: CellScope, syntax: readonly Item[]): { value: Value; place: Place }[] {
  return syntax.flatMap(({ value: place, spread }) => {
    const value = machine.evaluate(scope, place);
    if (!spread) return [{ value, place }];
    return listed(machine, requireArray(machine, value, place), place).map((item) => ({ value: item, place }));
  });
}

function member(machine: Machine, object: Value, syntax: Extract<Syntax, { kind: 'member' }>): Value {
  const { name } = syntax;
  const value = requirePresent(machine, object, syntax.object);
  if (value.kind === 'namespace' && value.name === 'Math') return mathMember(machine, name, syntax);
  if (value.kind === 'namespace' && name === 'from') return { kind: 'builtin', name: 'Array.from' };
  if (value.kind === 'array' && name === 'length') return integer(machine, value.cells.length, syntax);
  const field = value.kind === 'object' ? value.fields.get(name) : undefined;
  if (field !== undefined) return field;
  return machine.fail(syntax, notSupported(`\`.${name}\` of ${describe(value)} is`));
}

/** The cell that `array[index]` names. */
export function element(
  machine: Machine,
  scope: CellScope,
  syntax: Extract<Syntax, { kind: 'element' }>,
): { readonly cell: Cell; readonly array: ArrayValue } {
  const array = requireArray(machine, machine.evaluate(scope, syntax.object), syntax.object);
  const index = requireInteger(machine, machine.evaluate(scope, syntax.index), syntax.index, 'the index');
  const cell = array.cells[index];
  if (cell === undefined) {
    return machine.fail(syntax.index, {
      found: `the index ${index} is outside of \`${machine.excerpt(syntax.object)}\`, which has ${array.cells.length} elements`,
      remedy: 'Indices begin at 0 and end at array.length - 1.',
    });
  }
  return { cell, array };
}

function call(machine: Machine, scope: CellScope, syntax: Extract<Syntax, { kind: 'call' }>): Value {
  const { callee } = syntax;
  const object = callee.kind === 'member' ? machine.evaluate(scope, callee.object) : undefined;
  const isMethod = callee.kind === 'member' && object?.kind === 'array';
  const called = callee.kind === 'member' ? undefined : machine.evaluate(scope, callee);
  const args = items(machine, scope, syntax.args);
  const values = args.map(({ value }) => value);
  if (isMethod) return callArrayMethod(machine, object, callee.name, values, syntax);
  const target = called ?? member(machine, object!, callee as Extract<Syntax, { kind: 'member' }>);
  // Functions of `Math` take numbers: an argument that is none is reported at its own place.
  if (target.kind === 'builtin' && target.name !== 'Array.from') {
    for (const { value, place } of args) requireNumber(machine, value, place);
  }
  return machine.call(target, values, syntax, 'direct');
}
