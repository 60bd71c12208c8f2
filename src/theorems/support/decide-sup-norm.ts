/** Decides `sup |Y − f| ≤ bound` for a max-affine layer, or any network whose error can be enclosed over boxes. */
import { domainBoxes } from '../../approximation/box.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import type { BoxError } from '../../certify/box-error.js';
import { certifyBoxError } from '../../certify/certify-box-error.js';
import { certifySupNorm } from '../../certify/certify-sup-norm.js';
import type { Target } from '../../expression/target.js';
import type { Budget, CaseResult } from '../claim.js';
import { decideNorm, type NormQuestion } from './decide-norm.js';
import { isSubstantial } from './layer-case.js';

export interface SupNormQuestion extends Pick<NormQuestion, 'bound' | 'tie'> {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
  /** Restricts the supremum to points of at least this margin. */
  readonly margin?: number | undefined;
}

export function decideSupNorm({ layer, target, margin, ...question }: SupNormQuestion, budget: Budget): CaseResult {
  const restriction = margin === undefined ? {} : { margin };
  return decideNorm(
    {
      ...question,
      substantial: isSubstantial(target, layer),
      enclose: (options) => certifySupNorm(layer, target, { ...options, ...restriction }),
    },
    budget,
  );
}

export interface BoxErrorQuestion extends Omit<NormQuestion, 'enclose'> {
  readonly error: BoxError;
  readonly target: Target;
}

export function decideBoxError({ error, target, ...question }: BoxErrorQuestion, budget: Budget): CaseResult {
  const domain = domainBoxes(target);
  return decideNorm({ ...question, enclose: (options) => certifyBoxError(error, domain, options) }, budget);
}
