import { ExpressionBuilder } from '../expression/builder.js';
import type { Target } from '../expression/target.js';
import type { CrossTargetDescription } from './cross-description.js';
import { combineModuli } from './engine/combine-moduli.js';
import { inputsRead } from './engine/cross-target.js';
import { select } from './engine/parameters.js';
import { requireDeclared } from './engine/require-declared.js';
import { familyOf } from './engine/scalar-families.js';
import { declaredModulus, domainAxes } from './engine/target-parts.js';

/**
 * The target of key and query tokens that a description denotes: a pure function of the description; literals are its texts,
 * exactly. Valid outside the domain too; `modulus` as of `buildTarget`. Throws `RangeError` when a number is not decimal
 * text.
 */
export function buildCrossTarget(description: CrossTargetDescription): Target {
  const { domain, key, query, output, entries } = description;
  const read = inputsRead(description);
  const builder = new ExpressionBuilder();
  const inputs = read.map((index) => builder.input(index));
  const scope = { builder, inputs, domain: select(domain, read) };
  const outputs = entries.map((entry) => familyOf(entry).express(entry, scope));
  requireDeclared(description.modulus, combineModuli(entries.map((entry) => familyOf(entry).modulus(entry))));
  const modulus = declaredModulus(description.modulus);
  return {
    name: description.family,
    domain: domainAxes(domain),
    input: { kind: 'cross', key, query },
    output,
    expression: builder.finish(domain.length, outputs),
    ...(modulus === undefined ? {} : { modulus }),
    ghost: true,
    singularities: [],
  };
}
