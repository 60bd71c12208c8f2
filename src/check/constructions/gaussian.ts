/**
 * Attention at a finite temperature: `gaussian-2`, `gaussian-4`, `gaussian-6`.
 *
 * The error is enclosed by its expansion in the moments of the keys where that is accurate, and from weights and values
 * themselves elsewhere (wild targets on coarse grids, sharp partitions). Beyond three inputs the bound is the upper end.
 */
import { domainBoxes } from '../../approximation/box.js';
import { cellCount } from '../../approximation/grid.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { certifySupNorm } from '../../certify/certify-sup-norm.js';
import { chooseGaussianError, type ChosenError } from '../../certify/choose-gaussian-error.js';
import { layerLpProblem } from '../../certify/layer-lp-problem.js';
import { pointwiseBound, type BoundEnclosure } from '../../constructions/bound-enclosure.js';
import {
  exactInverseTemperature,
  gaussian,
  gaussianBoundProblem,
  gaussianProblem,
  type GaussianLayer,
  type GaussianOrder,
} from '../../constructions/gaussian.js';
import { layerMaskLeakage } from '../../constructions/mask-leakage.js';
import { encloseRange } from '../../expression/range.js';
import type { Target } from '../../expression/target.js';
import { intervalSystem, type Interval } from '../../numeric/interval.js';
import { boundedBy, searchBoxError, searchOptions, sharing } from './box-error-search.js';
import {
  DEFAULT_BOXES,
  DEFAULT_RELATIVE,
  type Certifiable,
  type ConstructionEntry,
  type ErrorEnclosure,
  type Question,
  type SearchLimits,
} from './certifiable.js';
import { layerCertificate } from './layer-certificate.js';
import { isConstant, requireSize, temperatureChoice } from './max-affine.js';
import { cellList, constantOf, spelled, type ConstructionParameters } from './parameters.js';

/** Enclosures at points this much narrower than the tolerance are accurate enough for a search. */
const ACCURATE = 0.25;
/** Values so much further apart than the room that a certificate has leave it too many leaves. */
const MOST_SPREAD = 1e7;
const DEFAULT_ABSOLUTE = 1e-12;

export const gaussianEntry = (order: GaussianOrder): ConstructionEntry<GaussianLayer> => ({
  needs: ['cells'],
  takes: ['inverseTemperature', 'kappa', 'ghosts', 'mask'],
  acceptsSingularities: false,
  build: (target, parameters) => build(target, order, parameters),
  certifiable,
});

function build(target: Target, order: GaussianOrder, parameters: ConstructionParameters): GaussianLayer {
  const choice = temperatureChoice(parameters);
  return gaussian(target, order, {
    cells: oneOrAll(cellList(parameters.cells!)),
    ...(choice === 'auto' ? {} : { inverseTemperature: choice }),
    ...(parameters.ghosts === undefined ? {} : { ghosts: oneOrAll(cellList(parameters.ghosts)) }),
    ...(parameters.mask === undefined ? {} : { mask: constantOf(parameters.mask, 'mask', 'mask') }),
  });
}

/** One number stands for all axes. */
const oneOrAll = (list: readonly number[]): number | readonly number[] => (list.length === 1 ? list[0]! : list);

function certifiable(layer: GaussianLayer, question: Question): Certifiable {
  requireSize(layer);
  const { target, parameters } = question;
  const { cells, ghosts } = layer.gaussian;
  const chosen = chooseGaussianError(gaussianProblem(layer, target), domainBoxes(target));
  return {
    parameters: {
      cells,
      ghosts,
      inverseTemperature: layer.inverseTemperature.text,
      ...(parameters.kappa === undefined ? {} : { kappa: spelled(parameters.kappa) }),
      mask: layer.mask.text,
    },
    keys: BigInt(layer.shape.tokens) * cellCount(layer.grid),
    boxes: DEFAULT_BOXES,
    ...(chosen === undefined ? {} : { searchable: { error: chosen.error, parts: cells } }),
    search: (limits) => search(layer, question, chosen, limits),
    bound: () => bound(layer, question),
    ...reachableCertificate(layer, question),
    ...(isConstant(target) ? { tie: 'the target is constant: only the mask leaks, and at most the bound' } : {}),
  };
}

/** Leaves of a certificate see an error through its terms: far below them doubles find no tree, and would look for long. */
function reachableCertificate(layer: GaussianLayer, question: Question): Pick<Certifiable, 'certificate'> {
  const { certificate } = layerCertificate(question, () => layer, cellCount(layer.grid));
  if (certificate === undefined) return {};
  return {
    certificate: (found, limits) => {
      const { relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE } = limits;
      const gap = Math.max(relative * found.lower, absolute, found.upper - found.lower);
      return spread(question.target) <= MOST_SPREAD * gap ? certificate(found, limits) : 'small error';
    },
  };
}

/** How far the values of an output are apart, in the worst output. */
function spread(target: Target): number {
  const { outputs } = encloseRange(target.expression, domainBoxes(target).outer, { boxes: 1000 });
  return Math.max(...outputs.map(({ lower, upper }) => upper - lower));
}

function search(
  layer: GaussianLayer,
  question: Question,
  chosen: ChosenError | undefined,
  limits: SearchLimits,
): ErrorEnclosure {
  const { target, norm } = question;
  if (chosen === undefined) return boundedBy(bound(layer, question).upper);
  const { relative = DEFAULT_RELATIVE, absolute = DEFAULT_ABSOLUTE, goal } = limits;
  if (chosen.accuracy <= ACCURATE * (relative || DEFAULT_RELATIVE)) {
    // Errors may be far below an absolute tolerance that was meant for doubles; relative accuracy is not dear here.
    const tolerance = relative > 0 ? Math.min(absolute, relative * chosen.size) : absolute;
    const problem = { error: chosen.error, parts: layer.gaussian.cells };
    return { ...searchBoxError(problem, target, norm, { ...limits, absolute: tolerance }), method: 'expansion' };
  }
  const options = searchOptions(limits);
  if (norm.exponent !== undefined) {
    return { ...certifyLpNorm(layerLpProblem(layer, target), norm.exponent, options), method: 'direct' };
  }
  const accuracy = { ...(goal === undefined ? {} : { goal }), relative };
  const share = limits.threads?.layer({ layer, target, accuracy });
  return { ...certifySupNorm(layer, target, { ...options, ...sharing(share) }), method: 'direct' };
}

function bound(layer: GaussianLayer, { target, norm }: Question): BoundEnclosure {
  const { lower, upper } = gaussianBoundProblem(layer, target).at(exactInverseTemperature(layer));
  const theorem: Interval = { lo: lower, hi: upper, defined: true };
  const total = intervalSystem.add(theorem, layerMaskLeakage(intervalSystem, layer));
  const { lo, hi } = pointwiseBound(total, target.domain, norm);
  return { lower: lo, upper: hi, apart: 'derivatives' };
}
