/**
 * Max-affine layers: `max-affine`, `max-affine-cross`, `max-affine-average`.
 *
 * Up to three inputs the layer itself is enclosed over the whole domain. Beyond, the upper end comes from the layer's bound
 * (for values at centres with certified one-dimensional second moments), at the cost of one dimension; the lower end is 0.
 */
import { clampToDomain, domainBoxes } from '../../approximation/box.js';
import { cellCount } from '../../approximation/grid.js';
import { isFiniteOnDomain } from '../../approximation/require-finite.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { certifySupNorm } from '../../certify/certify-sup-norm.js';
import { layerLpProblem } from '../../certify/layer-lp-problem.js';
import { averageTargetBound } from '../../constructions/average-target-bound.js';
import { interpolationBound, pointwiseBound, type BoundEnclosure } from '../../constructions/bound-enclosure.js';
import { ConstructionError } from '../../constructions/construction.js';
import { withCellAverages } from '../../constructions/max-affine-average.js';
import { boundMaxAffineError, maxAffineBound } from '../../constructions/max-affine-bound.js';
import { maxAffineCross, type MaxAffineCrossLayer } from '../../constructions/max-affine-cross.js';
import { maxAffine, type InverseTemperatureChoice, type MaxAffineParameters } from '../../constructions/max-affine.js';
import type { Target } from '../../expression/target.js';
import { averageOptions, withAccurateAverages } from './average-accuracy.js';
import { boundedBy, searchOptions, sharing } from './box-error-search.js';
import { layerCertificate } from './layer-certificate.js';
import {
  DEFAULT_BOXES,
  earlyEnd,
  MOST_INPUTS,
  type Certifiable,
  type ConstructionEntry,
  type ErrorEnclosure,
  type Question,
  type SearchLimits,
} from './certifiable.js';
import { cellList, constantOf, spelled, type ConstructionParameters, type ReportedParameters } from './parameters.js';

/** Most cells of all axes together for which the layer itself is enclosed: their centres alone take 16 bytes each. */
export const MOST_CENTRES = 2 ** 25;

const list = { needs: ['cells'], takes: ['inverseTemperature', 'kappa', 'mask'] } as const;

export const maxAffineEntry: ConstructionEntry<MaxAffineLayer> = {
  ...list,
  acceptsSingularities: false,
  build: (target, parameters) => maxAffine(target, layerParameters(parameters)),
  certifiable,
};

export const maxAffineCrossEntry: ConstructionEntry<MaxAffineCrossLayer> = {
  ...list,
  acceptsSingularities: false,
  build: (target, parameters) => maxAffineCross(target, layerParameters(parameters)),
  certifiable,
};

/** Of either kind of attention, as the target asks. */
export const maxAffineAverageEntry: ConstructionEntry<MaxAffineLayer> = {
  ...list,
  acceptsSingularities: true,
  build: (target, parameters, limits) => {
    const choice = layerParameters(parameters);
    const layer = target.input.kind === 'cross' ? maxAffineCross(target, choice) : maxAffine(target, choice);
    return withCellAverages(layer, target, averageOptions(limits));
  },
  certifiable: (layer, question) => {
    // A second search, toward a goal, takes the averages of the first.
    let accurate: MaxAffineLayer | undefined;
    const measure = (rough: MaxAffineLayer, limits: SearchLimits) => search(rough, question, limits);
    return {
      ...certifiable(layer, question),
      search: (limits) => {
        const isSearched = question.target.domain.length <= MOST_INPUTS && !isConstant(question.target);
        accurate ??= isSearched ? withAccurateAverages(layer, question, limits, measure) : layer;
        return search(accurate, question, limits);
      },
      ...layerCertificate(question, () => accurate ?? layer, cellCount(layer.grid)),
    };
  },
};

function layerParameters({ cells, mask, ...temperature }: ConstructionParameters): MaxAffineParameters {
  const given = cellList(cells!);
  return {
    cells: given.length === 1 ? given[0]! : given,
    inverseTemperature: temperatureChoice(temperature),
    ...(mask === undefined ? {} : { mask: constantOf(mask, 'mask', 'mask') }),
  };
}

/** `R` as it is chosen. Throws `ConstructionError` for `inverseTemperature` and `kappa` at once, or text that is no number. */
export function temperatureChoice({ inverseTemperature, kappa }: ConstructionParameters): InverseTemperatureChoice {
  if (kappa === undefined) {
    if (inverseTemperature === undefined || inverseTemperature === 'auto') return 'auto';
    return constantOf(inverseTemperature, 'inverse-temperature', 'inverse temperature');
  }
  if (inverseTemperature === undefined) return { kappa };
  throw new ConstructionError({
    code: 'inverse-temperature',
    found: `the inverse temperature ${inverseTemperature} and κ = ${kappa} at once`,
    required: 'κ determines the inverse temperature: R = κ/s²',
    remedy: 'Give one of them.',
  });
}

/** What a report says of a grid and its temperature. */
export function reportedLayer(
  { grid, inverseTemperature }: Pick<MaxAffineLayer, 'grid' | 'inverseTemperature'>,
  { kappa }: ConstructionParameters,
): ReportedParameters {
  return {
    cells: grid.axes.map(({ cells }) => cells),
    inverseTemperature: inverseTemperature.text,
    ...(kappa === undefined ? {} : { kappa: spelled(kappa) }),
  };
}

/** Refuses, before any work, a layer whose tables would not fit into memory. */
export function requireSize({ grid }: Pick<MaxAffineLayer, 'grid'>): void {
  const centres = grid.axes.reduce((sum, { cells }) => sum + cells, 0);
  if (grid.axes.length > MOST_INPUTS || centres <= MOST_CENTRES) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `${grid.axes.map(({ cells }) => cells).join(' × ')} cells`,
    required: `to enclose the layer itself, all axes together may have ${MOST_CENTRES} cells at most (memory)`,
    remedy: 'Use fewer cells.',
  });
}

function certifiable(layer: MaxAffineLayer, question: Question): Certifiable {
  requireSize(layer);
  const { target, parameters } = question;
  return {
    parameters: { ...reportedLayer(layer, parameters), mask: layer.mask.text },
    keys: BigInt(layer.shape.tokens) * cellCount(layer.grid),
    boxes: DEFAULT_BOXES,
    search: (limits) => search(layer, question, limits),
    bound: (limits) => bound(layer, question, limits),
    ...layerCertificate(question, () => layer, cellCount(layer.grid)),
    // Both sides are what the mask leaks; |Σ π_i' (c_i' − c_i)| ≤ (Σ π_i')·σ holds exactly, rounding hides it.
    ...(isConstant(target) ? { tie: 'the target is constant: only the mask leaks, and at most the bound' } : {}),
  };
}

function search(layer: MaxAffineLayer, question: Question, limits: SearchLimits): ErrorEnclosure {
  const { target, norm } = question;
  if (isConstant(target) && target.output.tokens === 1) {
    // The weights sum to 1: the layer's output is the constant itself, exactly.
    const origin = new Float64Array(target.domain.length);
    const witness = norm.exponent === undefined ? { witness: [...clampToDomain(domainBoxes(target), origin)] } : {};
    return { lower: 0, upper: 0, ...witness, boxes: 0, solverSeconds: 0, status: 'converged' };
  }
  if (target.domain.length > MOST_INPUTS) return boundedBy(analyticUpperEnd(layer, question, limits));
  const options = searchOptions(limits);
  if (norm.exponent !== undefined) return certifyLpNorm(layerLpProblem(layer, target), norm.exponent, options);
  // Threads are given this layer, and need not compute its averages again.
  const { goal, relative } = limits;
  const accuracy = { ...(goal === undefined ? {} : { goal }), ...(relative === undefined ? {} : { relative }) };
  const share = limits.threads?.layer({ layer, target, accuracy });
  return certifySupNorm(layer, target, { ...options, ...sharing(share) });
}

function analyticUpperEnd(layer: MaxAffineLayer, question: Question, limits: SearchLimits): number {
  const { target, norm } = question;
  if (layer.averages !== undefined) return bound(layer, question, limits).upper;
  const everywhere = { lo: 0, hi: boundMaxAffineError(layer, target), defined: true };
  return pointwiseBound(everywhere, target.domain, norm).hi;
}

function bound(layer: MaxAffineLayer, { target, norm }: Question, limits: SearchLimits): BoundEnclosure {
  if (layer.averages === undefined) return interpolationBound(maxAffineBound(layer, target), target.domain, norm);
  const isBounded = target.singularities.length === 0 || isFiniteOnDomain(target);
  return averageTargetBound(layer, target, norm, isBounded, earlyEnd(limits));
}

/** Does no input enter the target? */
export function isConstant({ expression }: Target): boolean {
  return !expression.nodes.some(({ op }) => op === 'input');
}
