/** Searches for the norm of an error that can be enclosed over boxes, for networks that have no solver of their own. */
import { domainBoxes } from '../../approximation/box.js';
import type { ErrorNorm } from '../../approximation/error-norm.js';
import type { ShareBatches } from '../../certify/box-batch.js';
import { certifyBoxError } from '../../certify/certify-box-error.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { UnitFrame } from '../../certify/unit-frame.js';
import type { Target } from '../../expression/target.js';
import {
  DEFAULT_BOXES,
  MOST_INPUTS,
  type CertifyProgress,
  type ErrorEnclosure,
  type SearchableError,
  type SearchLimits,
} from './certifiable.js';

/** Costs of one box, in those of a box of a max-affine layer, beyond which nothing is searched. */
const MOST_COST = 100_000;
/** About as many keys cost as much as a box of a max-affine layer. */
export const KEYS_PER_COST = 16;
/** Fewest boxes examined by default. */
const LEAST_BOXES = 1000;

/** Boxes examined by default, given what one costs in those of a max-affine layer. */
export function defaultBoxes(cost: number): number {
  return Math.max(LEAST_BOXES, Math.floor(DEFAULT_BOXES / Math.max(1, cost)));
}

/** Is the error itself searched, and not its analytic bound given? */
export function isSearched({ domain }: Pick<Target, 'domain'>, cost: number): boolean {
  return domain.length <= MOST_INPUTS && cost <= MOST_COST;
}

/** Encloses the norm of the error over the domain of the target. */
export function searchBoxError(
  { error, parts, boundSingularPart }: SearchableError,
  target: Target,
  { exponent }: ErrorNorm,
  limits: SearchLimits,
): ErrorEnclosure {
  const options = searchOptions(limits);
  if (exponent === undefined)
    return certifyBoxError(error, domainBoxes(target), { ...options, ...sharing(limits.threads?.network), parts });
  const frame = new UnitFrame(target.domain.map((axis) => ({ axis, cells: 1 })));
  const problem = { frame, error, ...(boundSingularPart === undefined ? {} : { boundSingularPart }) };
  return certifyLpNorm(problem, exponent, options);
}

/** The limits as solvers take them; threads are another matter. */
export function searchOptions({ onProgress, threads: _threads, ...limits }: SearchLimits) {
  if (onProgress === undefined) return limits;
  const tell = (progress: Omit<CertifyProgress, 'stage'>): void => onProgress({ ...progress, stage: 'search' });
  return { ...limits, onProgress: tell };
}

/** The option of solvers that says who shares a search, if anybody does. */
export function sharing(share: ShareBatches | undefined): { readonly share?: ShareBatches } {
  return share === undefined ? {} : { share };
}

/** Nothing is searched: the upper end is an analytic bound. */
export function boundedBy(upper: number): ErrorEnclosure {
  return { lower: 0, upper, boxes: 0, solverSeconds: 0, status: 'bound' };
}
