/** The norm in which an error is asked for, and what it asks of a target; all of it is checked before any work. */
import { parseErrorNorm, type ErrorNorm } from '../approximation/error-norm.js';
import { tooStrongSingularity } from '../approximation/integrability.js';
import { UnitFrame } from '../certify/unit-frame.js';
import { ConstructionError } from '../constructions/construction.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant, Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimalDown } from '../numeric/decimal-text.js';

const system = decimalIntervalSystem(40);

/** The norm that a text names. Throws `ConstructionError` `norm`. */
export function requiredNorm(text: string): ErrorNorm {
  const norm = parseErrorNorm(text);
  if (norm !== undefined) return norm;
  throw new ConstructionError({
    code: 'norm',
    found: `the norm '${text}'`,
    required: 'it is inf, or a decimal number p of at least 1 in the range of doubles',
    remedy: 'Give inf for the largest error, or an exponent such as 1, 2 or 2.5.',
  });
}

/**
 * Throws `ConstructionError` unless an error for the target has a finite L_p norm in principle: `domain` for an axis without
 * length, `norm` for a declared singularity `‖x − c‖^{−α}` with `αp ≥ g`, or that 40 digits do not tell from it.
 */
export function requireIntegrable(target: Target, { text, exponent }: ErrorNorm): void {
  if (exponent === undefined) return;
  requireLengths(target);
  const inputs = target.domain.length;
  const singularity = tooStrongSingularity(target, text);
  if (singularity === undefined) return;
  const { point, exponent: growth } = singularity;
  throw new ConstructionError({
    code: 'norm',
    found: `${target.name} in L_${text}, with a singularity of exponent α = ${growth.text} at ${placeOf(point)}`,
    required: `α·p must be below the number of inputs, ${inputs}: else the target itself has no finite norm`,
    remedy: remedyFor(system.lower(system.div(system.fromNumber(inputs), evaluateConstant(growth.expression, system)))),
  });
}

function placeOf(point: readonly RealConstant[]): string {
  return `(${point.map(({ text }) => text).join(', ')})`;
}

/** `limit` is about g/α. */
function remedyFor(limit: number): string {
  if (limit > 1) return `Give a norm p below ${decimalDown(limit, 6)}.`;
  return 'The target has no finite norm at all: use one that is integrable.';
}

/** Throws `ConstructionError` `domain` for an axis that is, or may be, a single point. */
function requireLengths({ domain }: Target): void {
  try {
    new UnitFrame(domain.map((axis) => ({ axis, cells: 1 })));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConstructionError({
      code: 'domain',
      found: `the axis ${error.message}`,
      required: 'an L_p norm needs axes of positive length',
      remedy: 'Leave the constant input out of the target, or use the norm inf.',
    });
  }
}
