/** What the variables of a target hold while its function is being read. */
import type { ConstantName } from '../../numeric/number-system.js';
import type { NodeIndex } from '../expression.js';
import type { TargetErrorCode } from '../target.js';
import type { Constant } from './constant.js';
import type { Scope } from './scope.js';
import type { Wording } from './source.js';
import type { FunctionSyntax, Place } from './syntax.js';

export interface NumberValue {
  readonly kind: 'number';
  readonly node: NodeIndex;
  /** Present when the value is known at compile time. */
  readonly constant: Constant | undefined;
}

/** `known` at compile time, or a condition on the inputs. */
export type TruthValue =
  | { readonly kind: 'truth'; readonly known: boolean; readonly node?: undefined }
  | { readonly kind: 'truth'; readonly known?: undefined; readonly node: NodeIndex };

/** An array is a fixed list of cells; two variables may hold the same one, as in JavaScript. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly cells: readonly Cell[];
  /** Why its elements may not be assigned, if so. */
  readonly frozen: boolean;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly fields: ReadonlyMap<string, Value>;
}

export type CellScope = Scope<Cell>;

export interface FunctionValue {
  readonly kind: 'function';
  readonly syntax: FunctionSyntax;
  readonly scope: CellScope;
}

/** A function of `Math`, or `Array`, `Array.from`. */
export interface BuiltinValue {
  readonly kind: 'builtin';
  readonly name: string;
}

export interface NamespaceValue {
  readonly kind: 'namespace';
  readonly name: 'Math' | 'Array';
}

/** A value that may be carried around but not used: a variable without a value, two branches that do not fit. */
export interface UnusableValue {
  readonly kind: 'unusable';
  readonly code: TargetErrorCode;
  /** Where the fault is, when that is not where the value is used. */
  readonly place: Place | undefined;
  readonly wording: Wording;
  /** An element of `Array(n)`, which `map` and `reduce` of JavaScript leave out. */
  readonly isHole?: true;
}

export type Value =
  NumberValue | TruthValue | ArrayValue | ObjectValue | FunctionValue | BuiltinValue | NamespaceValue | UnusableValue;

/** A variable, or an element of an array. */
export interface Cell {
  value: Value;
  /** Counts up over all cells, calls and branches: what was born earlier is older. */
  readonly born: number;
}

/** How a statement ended: at its end, or by leaving. */
export interface Completion {
  readonly exit: 'next' | 'return' | 'break' | 'continue';
  /** Of the statement that left. */
  readonly place: Place;
  /** Present for `return`. */
  readonly value?: Value;
  /** Returns that happened before, in order: the first whose condition holds decides. */
  readonly early: readonly EarlyReturn[];
}

/** A return under a condition. */
export interface EarlyReturn {
  readonly condition: NodeIndex;
  readonly value: Value;
  readonly place: Place;
}

const descriptions: Readonly<Record<Value['kind'], string>> = {
  number: 'a number',
  truth: 'a truth value',
  array: 'an array',
  object: 'an object',
  function: 'a function',
  builtin: 'a function',
  namespace: 'a namespace',
  unusable: 'unusable',
};

export function describe({ kind }: Value): string {
  return descriptions[kind];
}

export const mathConstants: ReadonlySet<string> = new Set<ConstantName>([
  'PI',
  'E',
  'LN2',
  'LN10',
  'LOG2E',
  'LOG10E',
  'SQRT2',
  'SQRT1_2',
]);
