/**
 * The values of the Gaussian constructions: the target, corrected for what a Gaussian mean adds to it.
 *
 *     V = Σ_{q<Q} (−Δ/(2R))^q f/q!,
 *
 * the first `Q` terms of the inverse of `e^{Δ/(2R)}`, which is the mean over a normal law of variance `1/R` on every axis. The
 * derivatives are exact and symbolic: the values stay an expression that every number system evaluates.
 */
import { ExpressionBuilder } from '../expression/builder.js';
import { laplacian } from '../expression/differentiate.js';
import type { Expression } from '../expression/expression.js';
import { copyConstant, copyOutputs } from '../expression/rewrite.js';
import type { RealConstant } from '../expression/target.js';
import { ConstructionError } from './construction.js';

/** Most operations of the values: each key evaluates them all. */
export const MOST_VALUE_OPERATIONS = 20_000;

/**
 * The expression of `V`. Throws `ConstructionError` `too-large` where a power of the Laplacian has, or by its growth would
 * have, more than `MOST_VALUE_OPERATIONS` operations.
 */
export function gaussianValues(target: Expression, inverseTemperature: RealConstant, terms: number): Expression {
  const powers = laplacianPowers(target, terms - 1);
  const b = new ExpressionBuilder();
  const values = copyOutputs(b, target);
  const twice = b.binary('mul', b.literal('2'), copyConstant(b, inverseTemperature));
  powers.forEach((power, i) => {
    const q = i + 1;
    let divisor = b.powInteger(twice, q);
    for (let factor = 2; factor <= q; factor++) divisor = b.binary('mul', b.literal(String(factor)), divisor);
    copyOutputs(b, power).forEach((node, r) => {
      const term = b.binary('div', node, divisor);
      values[r] = b.binary(q % 2 === 1 ? 'sub' : 'add', values[r]!, term);
    });
  });
  return b.finish(target.inputs, values);
}

/** `Δf, Δ²f, …, Δ^n f`. */
function laplacianPowers(target: Expression, n: number): Expression[] {
  const powers: Expression[] = [];
  let last = target;
  let growth = 1;
  for (let q = 1; q <= n; q++) {
    const estimate = Math.round(last.nodes.length * growth);
    if (estimate > MOST_VALUE_OPERATIONS) throw tooLarge(q, estimate);
    const next = laplacian(last);
    growth = Math.max(1, next.nodes.length / last.nodes.length);
    powers.push(next);
    last = next;
  }
  if (last.nodes.length > MOST_VALUE_OPERATIONS) throw tooLarge(n, last.nodes.length);
  return powers;
}

function tooLarge(power: number, operations: number): ConstructionError {
  return new ConstructionError({
    code: 'too-large',
    found: `the value table, with derivatives of order ${2 * power} of the target`,
    required: `it would take about ${operations} operations for a key, and at most ${MOST_VALUE_OPERATIONS} are compiled`,
    remedy: 'Use a construction of lower order, or write the target with fewer operations.',
  });
}
