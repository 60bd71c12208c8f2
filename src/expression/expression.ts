/**
 * The intermediate representation of a target function: a tape of nodes in evaluation order.
 *
 * A node's arguments are indices of earlier nodes, so the tape is a directed acyclic graph and one forward pass
 * evaluates it. Equal subexpressions are one node (see `builder.ts`). Literals keep their source text until a number
 * system is chosen: `0.1` is one tenth in decimal and exact arithmetic, and the hull of one tenth in interval.
 */
import type { ConstantName } from '../numeric/number-system.js';

export type NodeIndex = number;

export type UnaryOperator =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'sqrt'
  | 'cbrt'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'atan'
  | 'tanh';

export type BinaryOperator = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'hypot' | 'pow';

/** Comparisons yield truth values, which only `and`, `or`, `not` and the condition of `select` take. */
export type ComparisonOperator = 'less' | 'lessOrEqual' | 'equal';
export type LogicalOperator = 'and' | 'or' | 'not';

/**
 * Operators that only derivatives contain. Each encloses the Clarke generalised derivative of a function with kinks:
 *
 * - `absSlope(x)`: derivative of `|x|`: −1, 1, or anything in [−1, 1] where `x` may be 0;
 * - `hypotSlope(x, y)`: `x / √(x² + y²)`, in [−1, 1] where both may be 0;
 * - `jumpSlope(x)`: derivative of a function constant but for jumps where `x` is an integer (`floor`): 0, or [0, ∞);
 * - `signSlope(x)`: the same for `sign`, whose jump is at 0;
 * - `kink(x)`: derivative of `absSlope` and `hypotSlope` at the zero of `x`: 0, or the whole line;
 * - `switchSlope(condition)`: what `select` adds to the derivative of its branch: 0, or the whole line where the truth
 *   of the condition is undecided (the value may jump there).
 */
export type SlopeOperator = 'absSlope' | 'hypotSlope' | 'jumpSlope' | 'signSlope' | 'kink' | 'switchSlope';

export type Node =
  | { readonly op: 'literal'; readonly text: string; readonly args: readonly [] }
  | { readonly op: 'constant'; readonly name: ConstantName; readonly args: readonly [] }
  | { readonly op: 'input'; readonly index: number; readonly args: readonly [] }
  | { readonly op: UnaryOperator; readonly args: readonly [NodeIndex] }
  | { readonly op: BinaryOperator; readonly args: readonly [NodeIndex, NodeIndex] }
  | { readonly op: 'powInteger'; readonly exponent: number; readonly args: readonly [NodeIndex] }
  | { readonly op: ComparisonOperator; readonly args: readonly [NodeIndex, NodeIndex] }
  | { readonly op: 'and' | 'or'; readonly args: readonly [NodeIndex, NodeIndex] }
  | { readonly op: 'not'; readonly args: readonly [NodeIndex] }
  /** `args[0] ? args[1] : args[2]`. */
  | { readonly op: 'select'; readonly args: readonly [NodeIndex, NodeIndex, NodeIndex] }
  | {
      readonly op: 'absSlope' | 'jumpSlope' | 'signSlope' | 'kink' | 'switchSlope';
      readonly args: readonly [NodeIndex];
    }
  | { readonly op: 'hypotSlope'; readonly args: readonly [NodeIndex, NodeIndex] };

export type Operator = Node['op'];

/** A vector-valued function of `inputs` real variables. */
export interface Expression {
  readonly inputs: number;
  readonly nodes: readonly Node[];
  /** One node per component of the value. */
  readonly outputs: readonly NodeIndex[];
}
