/**
 * The state of reading a target's function: the expression built so far, the cells, the open calls and branches, and
 * the budgets that keep a hostile file from running for ever.
 *
 * Reading is partial evaluation: inputs are nodes of the expression, everything that does not depend on them is
 * computed. A branch on an unknown condition is followed on both sides; what the sides assign is recorded, undone, and
 * joined with `select`.
 */
import { ExpressionBuilder } from '../builder.js';
import type { NodeIndex } from '../expression.js';
import type { TargetErrorCode } from '../target.js';
import type { Constant } from './constant.js';
import type { Module } from './module.js';
import { Scope } from './scope.js';
import type { Wording } from './source.js';
import type { Place, Statement, Syntax } from './syntax.js';
import type { ArrayValue, Cell, FunctionValue, NumberValue, Value, CellScope, Completion } from './values.js';

const MAX_OPERATIONS = 50_000;
const MAX_CELLS = 500_000;
const MAX_STEPS = 1_000_000;
const MAX_TURNS = 100_000;
const MAX_CALLS = 64;

const SIMPLIFY = 'Write the formula with fewer operations, or sum fewer terms.';

/** The mutually recursive parts of the interpreter. */
export interface Interpreter {
  readonly evaluate: (machine: Machine, scope: CellScope, syntax: Syntax) => Value;
  readonly execute: (machine: Machine, scope: CellScope, body: readonly Statement[], place: Place) => Completion;
  /** Calls any value that can be called; a callback is given more arguments than it may want. */
  readonly call: (machine: Machine, callee: Value, args: readonly Value[], place: Place, style: CallStyle) => Value;
}

export type CallStyle = 'direct' | 'callback';

/** What one side of a branch assigned. */
export interface Branch<T> {
  readonly result: T;
  readonly after: ReadonlyMap<Cell, Value>;
}

interface Trail {
  readonly born: number;
  readonly before: Map<Cell, Value>;
}

interface Activation {
  readonly born: number;
  readonly callee: FunctionValue | undefined;
  /** Branches that were open when the call began. */
  readonly trails: number;
}

export class Machine {
  readonly builder = new ExpressionBuilder();
  readonly module: Module;
  readonly moduleScope = new Scope<Cell>(undefined);
  /** Literals by their text: loops meet the same ones again and again. */
  readonly literals = new Map<string, NumberValue>();
  /** Declarations of the module that are being evaluated. */
  readonly pending = new Set<string>();
  /** The code of errors about values that are not finite: `domain` while the domain is read. */
  section: TargetErrorCode = 'unsupported';
  private readonly interpreter: Interpreter;
  private readonly trails: Trail[] = [];
  private readonly activations: Activation[] = [];
  private clock = 0;
  private cells = 0;
  private steps = 0;
  private turns = 0;

  constructor(module: Module, interpreter: Interpreter) {
    this.module = module;
    this.interpreter = interpreter;
  }

  fail(place: Place | undefined, wording: Wording, code: TargetErrorCode = 'unsupported'): never {
    throw this.module.source.error(code, place, wording);
  }

  excerpt(place: Place): string {
    return this.module.source.excerpt(place);
  }

  evaluate(scope: CellScope, syntax: Syntax): Value {
    this.step(syntax);
    return this.interpreter.evaluate(this, scope, syntax);
  }

  /** The body of a function, in the scope of its parameters. */
  execute(scope: CellScope, body: readonly Statement[], place: Place): Completion {
    return this.interpreter.execute(this, scope, body, place);
  }

  call(callee: Value, args: readonly Value[], place: Place, style: CallStyle): Value {
    return this.interpreter.call(this, callee, args, place, style);
  }

  /** Counts a step. */
  step(place: Place): void {
    if (++this.steps > MAX_STEPS) {
      this.fail(
        place,
        { found: `the target takes more than ${MAX_STEPS} steps to read`, remedy: SIMPLIFY },
        'too-large',
      );
    }
  }

  /** Counts one turn of a loop, or one element that a callback is called for. */
  turn(place: Place): void {
    if (++this.turns > MAX_TURNS) {
      const found = `the target's loops take more than ${MAX_TURNS} turns`;
      this.fail(place, { found, remedy: 'Loops are unrolled: use smaller bounds.' }, 'too-large');
    }
  }

  number(place: Place, node: NodeIndex, constant?: Constant): NumberValue {
    if (node >= MAX_OPERATIONS) {
      const found = `the expression has more than ${MAX_OPERATIONS} operations`;
      this.fail(place, { found, remedy: SIMPLIFY }, 'too-large');
    }
    return { kind: 'number', node, constant };
  }

  cell(value: Value): Cell {
    if (++this.cells > MAX_CELLS) {
      const found = `the target's arrays and variables hold more than ${MAX_CELLS} values`;
      this.fail(undefined, { found, remedy: 'Use smaller arrays.' }, 'too-large');
    }
    return { value, born: this.clock++ };
  }

  array(values: readonly Value[], frozen = false): ArrayValue {
    return { kind: 'array', cells: values.map((value) => this.cell(value)), frozen };
  }

  /** Is the cell older than the running call? */
  isOutside(cell: Cell): boolean {
    return cell.born < (this.activations.at(-1)?.born ?? 0);
  }

  assign(cell: Cell, value: Value): void {
    const trail = this.trails.at(-1);
    if (trail && cell.born < trail.born && !trail.before.has(cell)) trail.before.set(cell, cell.value);
    cell.value = value;
  }

  /** Runs one side of a branch, and undoes its assignments to what is older than the branch. */
  branch<T>(run: () => T): Branch<T> {
    const trail: Trail = { born: this.clock++, before: new Map() };
    this.trails.push(trail);
    const result = run();
    this.trails.pop();
    const after = new Map<Cell, Value>();
    for (const [cell, before] of trail.before) {
      after.set(cell, cell.value);
      cell.value = before;
    }
    return { result, after };
  }

  /** Runs the body of a call, or of a declaration of the module when there is no callee. */
  activation<T>(callee: FunctionValue | undefined, place: Place, run: () => T): T {
    if (this.activations.length >= MAX_CALLS) {
      const repeated = this.activations.filter((open) => open.callee?.syntax === callee?.syntax).length > 1;
      this.fail(place, {
        found: `${repeated ? `\`${callee?.syntax.name ?? this.excerpt(place)}\` calls itself: ` : ''}calls are nested more than ${MAX_CALLS} deep`,
        remedy: 'Write recursion as a for loop with constant bounds.',
      });
    }
    this.activations.push({ born: this.clock++, callee, trails: this.trails.length });
    const result = run();
    this.activations.pop();
    return result;
  }

  /** Is the running call on one side of a branch that it opened itself? */
  isBranched(): boolean {
    return this.trails.length > (this.activations.at(-1)?.trails ?? 0);
  }
}
