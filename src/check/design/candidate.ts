/** A network that was found to be accurate enough, and what it costs. */
import type { ErrorNorm } from '../../approximation/error-norm.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { maxAffineCost } from '../../constructions/max-affine-cost.js';
import type { Target } from '../../expression/target.js';
import { decimalUp } from '../../numeric/decimal-text.js';
import type { EvaluationOptions } from '../../formats/evaluation-options.js';
import { buildNetwork } from '../construct.js';
import type { Certifiable, SearchLimits } from '../constructions/certifiable.js';
import type { ConstructionParameters, ReportedParameters } from '../constructions/parameters.js';
import type { LeastFormat } from './least-format.js';
import { constructionEntries, type AvailableConstruction, type Networks } from '../constructions/registry.js';

/** The constructions that are one layer on a grid: what a design chooses among. */
export type LayerConstruction = {
  [Id in AvailableConstruction]: Networks[Id] extends MaxAffineLayer ? Id : never;
}[AvailableConstruction];

/** One candidate of the document `softproof/design@1`. Numbers are decimal text. */
export interface DesignCandidate {
  readonly construction: AvailableConstruction;
  readonly parameters: ReportedParameters;
  /** Ghosts included. */
  readonly keys: string;
  readonly heads: number;
  /** Entries of all weight matrices. */
  readonly weights: string;
  /** Rounded up. */
  readonly largestWeight: string;
  readonly largestScore: string;
  /** At least the norm of the error; rounded up. */
  readonly upper: string;
  /** `bound`: by the theorem; `search`: the layer itself was enclosed. */
  readonly decidedBy: 'bound' | 'search';
  /**
   * The least format in which the layer meets the tolerance still, by a bound made beforehand; `none` if not even float64. Absent for
   * L_p norms, and for layers that are too large to be looked at.
   */
  readonly format?: string;
  /** The form of scores that it takes. */
  readonly scores?: EvaluationOptions['scores'];
  /** The choice of the papers' proof. */
  readonly published?: true;
}

/** A layer with all that is asked of it. */
export interface Built {
  readonly construction: LayerConstruction;
  readonly parameters: ConstructionParameters;
  readonly layer: MaxAffineLayer;
  readonly certifiable: Certifiable;
}

/** Throws `ConstructionError` for parameters that the construction does not take for the target. */
export function build(
  construction: LayerConstruction,
  target: Target,
  norm: ErrorNorm,
  parameters: ConstructionParameters,
  limits: SearchLimits = {},
): Built {
  return buildOf(construction, target, norm, parameters, limits);
}

function buildOf<Id extends LayerConstruction>(
  construction: Id,
  target: Target,
  norm: ErrorNorm,
  parameters: ConstructionParameters,
  limits: SearchLimits,
): Built {
  const network = buildNetwork(construction, target, parameters, limits);
  const certifiable = constructionEntries[construction].certifiable(network, { target, norm, parameters });
  return { construction, parameters, layer: network as MaxAffineLayer, certifiable };
}

/** A layer that meets the tolerance: its error is at most `upper`. */
export interface Found {
  readonly built: Built;
  readonly upper: number;
  readonly decidedBy: DesignCandidate['decidedBy'];
}

/** The candidate that a layer makes. */
export function candidateOf(
  { built: { construction, layer, certifiable }, upper, decidedBy }: Found,
  format?: LeastFormat,
): DesignCandidate {
  const { parameters, heads, largestWeight, largestScore } = maxAffineCost(layer);
  return {
    construction,
    parameters: certifiable.parameters,
    keys: String(certifiable.keys),
    heads,
    weights: String(parameters),
    largestWeight: decimalUp(largestWeight, 6),
    largestScore: decimalUp(largestScore, 6),
    upper: decimalUp(upper, 17),
    decidedBy,
    ...(format === undefined ? {} : { format: format.name }),
    ...(format?.scores === undefined ? {} : { scores: format.scores }),
  };
}
