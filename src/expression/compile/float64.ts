/**
 * Expressions as JavaScript functions on doubles.
 */
import { float64System } from '../../numeric/float64.js';
import { constantValues } from '../evaluate.js';
import type { Expression, Node, NodeIndex } from '../expression.js';
import { numeral } from '../numeral.js';
import { isNumericOperation, operators } from '../operators/index.js';
import { dependsOnInput, isTruth } from '../rewrite.js';
import * as slopes from '../slopes.js';
import {
  makeFunction,
  makeLoop,
  MAX_DEFINITIONS,
  type ArrayFunction,
  type Definition,
  type LoopFunction,
} from './emit.js';

/** A condition makes two definitions. */
const MAX_LOOP_NODES = MAX_DEFINITIONS / 2;

/** What the emitted code may use. */
const MODULE = { F: float64System, S: slopes };

/** The definitions of a tape, and the names of its outputs. */
interface Emitted {
  readonly definitions: readonly Definition[];
  readonly results: readonly string[];
}

/** `input` gives the text that reads an input. */
function emit(expression: Expression, input: (index: number) => string): Emitted {
  const { nodes } = expression;
  const depends = dependsOnInput(expression);
  const constants = constantValues(expression, float64System);
  const definitions: Definition[] = [];
  const names = new Map<NodeIndex, string>();
  const define = (name: string, text: string, reads: readonly string[]): string => {
    definitions.push({ name, text, reads });
    return name;
  };
  /** Names of the truth value of a condition, and of whether what it is computed from is defined. */
  const truths = new Map<NodeIndex, { readonly truth: string; readonly defined: string }>();

  const defineTruth = (i: NodeIndex, node: Node): void => {
    const set = (truth: string, defined: string, reads: readonly string[]): void => {
      truths.set(i, { truth: define(`t${i}`, truth, reads), defined: define(`d${i}`, defined, reads) });
    };
    if (node.op === 'less' || node.op === 'lessOrEqual' || node.op === 'equal') {
      const [x, y] = [names.get(node.args[0])!, names.get(node.args[1])!];
      set(`F.${node.op}(${x}, ${y}) ? 1 : 0`, `F.isDefined(${x}) && F.isDefined(${y}) ? 1 : 0`, [x, y]);
    } else if (node.op === 'not') {
      const { truth, defined } = truths.get(node.args[0])!;
      set(`1 - ${truth}`, defined, [truth, defined]);
    } else {
      const [x, y] = [truths.get(node.args[0]!)!, truths.get(node.args[1]!)!];
      const reads = [x.truth, x.defined, y.truth, y.defined];
      if (node.op === 'and') set(`${x.truth} & ${y.truth}`, `${x.defined} & (1 - ${x.truth} | ${y.defined})`, reads);
      else set(`${x.truth} | ${y.truth}`, `${x.defined} & (${x.truth} | ${y.defined})`, reads);
    }
  };

  nodes.forEach((node, i) => {
    if (isTruth(node)) defineTruth(i, node);
    else if (!depends[i]) {
      names.set(i, numeral(constants.get(i)!));
    } else if (isNumericOperation(node)) {
      const args = node.args.map((arg) => names.get(arg)!);
      names.set(i, define(`v${i}`, operators[node.op].float64(args, node), args));
    } else if (node.op === 'input') names.set(i, define(`v${i}`, input(node.index), []));
    else if (node.op === 'select') {
      const { truth, defined } = truths.get(node.args[0])!;
      const [yes, no] = [names.get(node.args[1])!, names.get(node.args[2])!];
      names.set(i, define(`v${i}`, `${defined} ? ${truth} ? ${yes} : ${no} : NaN`, [truth, defined, yes, no]));
    } else if (node.op === 'switchSlope') names.set(i, '0');
  });
  const results = expression.outputs.map((output) => names.get(output)!);
  return { definitions, results };
}

/**
 * `compileFloat64(expression)(x, out)` writes the outputs at `x`, bit for bit those of the interpreter in the float64
 * system (a NaN may have other payload bits). `x` holds `expression.inputs` numbers, `out` as many as there are outputs.
 * Without a bound. Cost: one pass over the tape; subexpressions without inputs are computed once, here.
 */
export function compileFloat64(expression: Expression): ArrayFunction {
  const { definitions, results } = emit(expression, (index) => `x[${numeral(index)}]`);
  return makeFunction(MODULE, ['F', 'S'], definitions, results);
}

/**
 * A loop over points, in which each value is bit for bit that of `compileFloat64`. `isColumn` says which inputs change;
 * they are numbered in `columns`, and the others in `row`, in their order. Throws a `RangeError` for tapes longer than an
 * engine optimises as one function (`isLoopable`).
 */
export function compileFloat64Loop(expression: Expression, isColumn: readonly boolean[]): LoopFunction {
  const place = (index: number): number => isColumn.slice(0, index).filter((is) => is === isColumn[index]).length;
  const { definitions, results } = emit(expression, (index) =>
    isColumn[index] === true ? `c${place(index)}[i]` : `r${place(index)}`,
  );
  const columns = isColumn.filter((is) => is).map((_, c) => `const c${c} = columns[${c}];`);
  const row = isColumn.filter((is) => !is).map((_, r) => `const r${r} = row[${r}];`);
  return makeLoop(MODULE, ['F', 'S'], [...columns, ...row], definitions, results);
}

/** Is the tape short enough for `compileFloat64Loop`? */
export function isLoopable({ nodes }: Expression): boolean {
  return nodes.length <= MAX_LOOP_NODES;
}
