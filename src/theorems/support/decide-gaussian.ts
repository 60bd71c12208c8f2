/**
 * Decides the bound of attention at a finite temperature, and wrong versions of it.
 *
 * The error is enclosed by its expansion in the moments of the keys, to degrees that rise until the case is decided, and
 * at last from the weights and values themselves.
 */
import { domainBoxes } from '../../approximation/box.js';
import { branchAndBound } from '../../certify/branch-and-bound.js';
import { isSharp } from '../../certify/choose-gaussian-error.js';
import { certifySupNorm } from '../../certify/certify-sup-norm.js';
import { ErrorExaminer } from '../../certify/error-examiner.js';
import { GaussianError } from '../../certify/gaussian-error.js';
import { exactInverseTemperature, gaussianProblem, type GaussianLayer } from '../../constructions/gaussian.js';
import { GaussianBoundProblem, TRUE_FACTORS, type BoundFactors } from '../../constructions/gaussian-bound.js';
import { layerMaskLeakage } from '../../constructions/mask-leakage.js';
import type { Target } from '../../expression/target.js';
import { intervalSystem, type Interval } from '../../numeric/interval.js';
import type { Budget, CaseResult, RatePoint } from '../claim.js';
import { decideNorm, type NormEnclosure } from './decide-norm.js';
import { isSubstantial } from './layer-case.js';

/** What a wrong version changes. */
export interface GaussianVariant {
  readonly factors: BoundFactors;
  /** Orders `K` of the bound; by default a few. */
  readonly orders?: readonly number[];
  /** A layer that is measured in place of the one whose bound it is; its error has no expansion. */
  readonly measured?: (layer: GaussianLayer, target: Target) => GaussianLayer;
}

export const TRUE_VARIANT: GaussianVariant = { factors: TRUE_FACTORS };

/** Relative accuracy of a right-hand side that need not be printed: its lower end is better. */
const TOLERANCE = 0.05;
const SPLITS = 60;
/** Tries of growing cost: what is added to `Q` for the degree, the boxes, and the tiles per axis in one input and in several. */
const TRIES = [
  { step: 1, boxes: 60, tiles: [64, 8] },
  { step: 2, boxes: 200, tiles: [96, 12] },
  { step: 3, boxes: 600, tiles: [96, 24] },
  { step: 1, boxes: 3000, tiles: [1024, 64] },
  { step: 2, boxes: 3000, tiles: [1024, 64] },
  { step: 5, boxes: 4000, tiles: [512, 48] },
] as const;
const SAMPLES = 8;

export function gaussianCaseBound(
  layer: GaussianLayer,
  target: Target,
  { factors, orders }: GaussianVariant,
  tolerance = TOLERANCE,
): Interval {
  const options = {
    factors,
    tolerance,
    ...(tolerance < TOLERANCE ? {} : { splits: SPLITS }),
    ...(orders === undefined ? {} : { orders }),
  };
  const problem = new GaussianBoundProblem(target, layer.gaussian, options);
  const { lower, upper } = problem.at(exactInverseTemperature(layer));
  return intervalSystem.add({ lo: lower, hi: upper, defined: true }, layerMaskLeakage(intervalSystem, layer));
}

interface Limits {
  readonly goal?: number;
  readonly relative?: number;
  readonly boxes: number;
}

/** Encloses the error until it is on one side of the goal, or to a relative accuracy. */
function encloseError(layer: GaussianLayer, target: Target, limits: Limits): NormEnclosure {
  const domain = domainBoxes(target);
  const { cells, terms } = layer.gaussian;
  const problem = gaussianProblem(layer, target);
  let found: NormEnclosure = { lower: 0, upper: Infinity, boxes: 0 };
  for (const { step, boxes, tiles } of isSharp(problem) ? [] : TRIES) {
    const error = new GaussianError(problem, terms + step, tiles[target.domain.length === 1 ? 0 : 1]);
    const examiner = new ErrorExaminer(error, domain, cells, SAMPLES);
    const next = branchAndBound(examiner, { ...limits, absolute: 0, boxes: Math.min(limits.boxes, boxes) });
    found = merged(found, next);
    if (next.status !== 'budget' && next.status !== 'precision') return found;
  }
  return merged(found, certifySupNorm(layer, target, limits));
}

function merged(a: NormEnclosure, b: NormEnclosure): NormEnclosure {
  const { lower, witness } = a.lower > b.lower ? a : b;
  const boxes = a.boxes + b.boxes;
  return { lower, upper: Math.min(a.upper, b.upper), boxes, ...(witness === undefined ? {} : { witness }) };
}

export function decideGaussian(
  layer: GaussianLayer,
  target: Target,
  budget: Budget,
  variant: GaussianVariant,
): CaseResult {
  const bound = gaussianCaseBound(layer, target, variant);
  const isConstant = !target.expression.nodes.some(({ op }) => op === 'input');
  const tie = isConstant ? 'the target is constant: weights sum to 1, only the mask can leak' : undefined;
  const measured = variant.measured?.(layer, target);
  return decideNorm(
    {
      bound,
      tie,
      substantial: isSubstantial(target, layer),
      enclose: (limits) =>
        measured === undefined ? encloseError(layer, target, limits) : certifySupNorm(measured, target, limits),
    },
    budget,
  );
}

/** For a study of rates: the error to two thousandths, and its bound. */
export function measureGaussian(
  layer: GaussianLayer,
  target: Target,
  variant: GaussianVariant,
  { boxes }: Budget,
): RatePoint {
  const bound = gaussianCaseBound(layer, target, variant, 0.002);
  const { lower, upper } = encloseError(layer, target, { relative: 0.002, boxes });
  return { lower, upper, bound: bound.lo };
}
