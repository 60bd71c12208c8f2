import { ExpressionBuilder } from '../expression/builder.js';
import type { Target } from '../expression/target.js';
import { integrableFamily } from './engine/integrable-families.js';
import { requireDeclaredParts } from './engine/require-declared.js';
import { declaredModulus, domainAxes } from './engine/target-parts.js';
import type { IntegrableTargetDescription } from './integrable-description.js';

/**
 * The target that a description of an integrable function denotes: a pure function of the description; literals are its
 * texts, exactly.
 *
 * The inputs are scalars, or two tokens for the family `jump-sequence`. An unbounded function has its `singularities`, and its
 * formula is not for use outside the domain (`ghost` is false: a key could meet the point); the others are valid everywhere.
 * `modulus` is set for continuous functions whose modulus is a power; no other declares one. Throws `RangeError` when a
 * number is not decimal text, or what is declared is not what the family says of such functions.
 */
export function buildIntegrable(description: IntegrableTargetDescription): Target {
  const { domain, family } = description;
  const functions = integrableFamily(family);
  requireDeclaredParts(description, functions.declare(description, domain));
  const builder = new ExpressionBuilder();
  const inputs = domain.map((_, axis) => builder.input(axis));
  const outputs = functions.express(description, { builder, inputs, domain });
  const modulus = family === 'continuous' ? declaredModulus(description.modulus) : undefined;
  return {
    name: family,
    domain: domainAxes(domain),
    input: family === 'jump-sequence' ? { kind: 'sequence', shape: description.shape } : { kind: 'scalars' },
    output: family === 'jump-sequence' ? description.shape : { width: 1, tokens: 1 },
    expression: builder.finish(inputs.length, outputs),
    ...(modulus === undefined ? {} : { modulus }),
    ghost: family !== 'singular',
    singularities: functions.singularities?.(description) ?? [],
  };
}
