/** The few shapes of expressions that several families share. Coefficients are decimal text and stay exact. */
import type { NodeIndex } from '../../expression/expression.js';
import { exact, toText, ZERO } from './exact-decimal.js';
import type { Scope } from './family.js';

export interface Term {
  readonly coefficient: string;
  readonly node: NodeIndex;
}

/** `Σ coefficient · node + constant`; terms with coefficient 0 are left out. */
export function linearCombination({ builder }: Pick<Scope, 'builder'>, terms: readonly Term[], constant = '0') {
  let sum: NodeIndex | undefined;
  const append = (coefficient: string, node: NodeIndex | undefined) => {
    const value = exact(coefficient);
    if (value.eq(ZERO)) return;
    const size = builder.literal(toText(value.abs()));
    const term = node === undefined ? size : builder.binary('mul', size, node);
    if (sum === undefined) sum = value.lt(ZERO) ? builder.unary('neg', term) : term;
    else sum = builder.binary(value.lt(ZERO) ? 'sub' : 'add', sum, term);
  };
  for (const { coefficient, node } of terms) append(coefficient, node);
  append(constant, undefined);
  return sum ?? builder.literal('0');
}

/** `weightsᵀ x + constant`. */
export function affine(scope: Scope, weights: readonly string[], constant: string): NodeIndex {
  const terms = weights.map((coefficient, axis) => ({ coefficient, node: scope.inputs[axis]! }));
  return linearCombination(scope, terms, constant);
}

/** `‖x − point‖₂`, as nested `hypot`, or `|x − point|` in one dimension. */
export function distance(scope: Scope, point: readonly string[]): NodeIndex {
  const { builder, inputs } = scope;
  const differences = point.map((coordinate, axis) =>
    linearCombination(scope, [{ coefficient: '1', node: inputs[axis]! }], toText(exact(coordinate).neg())),
  );
  if (differences.length === 1) return builder.unary('abs', differences[0]!);
  return differences.reduce((length, difference) => builder.binary('hypot', length, difference));
}
