/** Target functions: the tape, its values, derivatives, compiled code and certified ranges. */
export { ExpressionBuilder } from './builder.js';
export { compileFloat64, compileInterval, type ArrayFunction } from './compile/index.js';
export { decideDefinedness, type Definedness, type DefinednessOptions } from './definedness.js';
export { gradient, hessian, withGradient } from './differentiate.js';
export { evaluate, evaluateConstant } from './evaluate.js';
export type {
  BinaryOperator,
  ComparisonOperator,
  Expression,
  LogicalOperator,
  Node,
  NodeIndex,
  Operator,
  SlopeOperator,
  UnaryOperator,
} from './expression.js';
export { normalise } from './normalise.js';
export { isNumericOperation, operators, type NumericNode, type OperatorRule } from './operators/index.js';
export { parseTarget, readTarget, type ParseOptions } from './parse/index.js';
export { printExpression } from './print.js';
export { encloseRange, type OutputRange, type RangeEnclosure, type RangeOptions } from './range.js';
export { decimalConstant, doubleConstant } from './real-constant.js';
export { requireFiniteOn } from './require-finite.js';
export { sharpen } from './sharpen.js';
export {
  TargetError,
  type DeclaredModulus,
  type DomainAxis,
  type InputShape,
  type MatrixShape,
  type RealConstant,
  type Singularity,
  type Target,
  type TargetErrorCode,
  type TargetProblem,
} from './target.js';
