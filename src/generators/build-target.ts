import { ExpressionBuilder } from '../expression/builder.js';
import type { Target } from '../expression/target.js';
import type { TargetDescription } from './description.js';
import { combineModuli } from './engine/combine-moduli.js';
import { requireDeclared } from './engine/require-declared.js';
import { familyOf } from './engine/scalar-families.js';
import { declaredModulus, domainAxes } from './engine/target-parts.js';

/**
 * The target that a description denotes: a pure function of the description; literals are its texts, exactly.
 *
 * The inputs are scalars, or tokens for the family `sequence`. `modulus` is set for Lipschitz and Hölder descriptions;
 * other moduli stay in the description (see `evaluateModulus`). All families are valid outside the domain (`ghost`).
 * Throws `RangeError` when a number is not decimal text, or the modulus is not that of such functions.
 */
export function buildTarget(description: TargetDescription): Target {
  const { domain } = description;
  const builder = new ExpressionBuilder();
  const inputs = domain.map((_, axis) => builder.input(axis));
  const entries = description.family === 'sequence' ? description.entries : [description];
  const outputs = entries.map((entry) => familyOf(entry).express(entry, { builder, inputs, domain }));
  requireDeclared(description.modulus, combineModuli(entries.map((entry) => familyOf(entry).modulus(entry))));
  const modulus = declaredModulus(description.modulus);
  return {
    name: description.family,
    domain: domainAxes(domain),
    input: description.family === 'sequence' ? { kind: 'sequence', shape: description.shape } : { kind: 'scalars' },
    output: description.family === 'sequence' ? description.shape : { width: 1, tokens: 1 },
    expression: builder.finish(inputs.length, outputs),
    ...(modulus === undefined ? {} : { modulus }),
    ghost: true,
    singularities: [],
  };
}
