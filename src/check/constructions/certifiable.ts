/** What certifying asks of a network that was built for a target. */
import type { ErrorNorm } from '../../approximation/error-norm.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import type { Certificate } from '../../certificate/certificate.js';
import type { BoxError } from '../../certify/box-error.js';
import type { ShareBatches } from '../../certify/box-batch.js';
import type { LayerAccuracy } from '../../certify/layer-examiner.js';
import type { LpProblem } from '../../certify/lp-norm.js';
import type { SupNormProgress, SupNormStatus } from '../../certify/sup-norm.js';
import type { BoundEnclosure } from '../../constructions/bound-enclosure.js';
import type { Target } from '../../expression/target.js';
import type { ConstructionParameters, ParameterList, ReportedParameters } from './parameters.js';

/** Most inputs for which the error itself is enclosed; beyond, its upper end is an analytic bound. */
export const MOST_INPUTS = 3;

/** What is being done, and the enclosure so far. */
export interface CertifyProgress extends SupNormProgress {
  readonly stage: 'averages' | 'search' | 'certificate';
}

/** An error that can be enclosed over boxes. */
export interface SearchableError {
  readonly error: BoxError;
  /** About how many parts the error is made of along each axis. */
  readonly parts: readonly number[];
  readonly boundSingularPart?: LpProblem['boundSingularPart'];
}

/** What decides how the error of a layer is bounded: data that can be cloned. */
export interface LayerSearch {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
  readonly accuracy: LayerAccuracy;
}

/** Threads that share searches: for the network in question, or for a layer that is at hand. */
export interface SearchThreads {
  readonly network: ShareBatches;
  readonly layer: (search: LayerSearch) => ShareBatches;
}

/** Stop rules and limits of a search; of what is computed before it, those that apply. */
export interface SearchLimits {
  readonly relative?: number;
  readonly absolute?: number;
  readonly goal?: number;
  readonly boxes?: number;
  readonly seconds?: number;
  /** Threads that share a long search for the largest error. */
  readonly threads?: SearchThreads;
  readonly onProgress?: (progress: CertifyProgress) => void;
  readonly stop?: () => boolean;
}

/** Of the limits those that end early whatever runs. */
export function earlyEnd({ seconds, stop }: SearchLimits): Pick<SearchLimits, 'seconds' | 'stop'> {
  return { ...(seconds === undefined ? {} : { seconds }), ...(stop === undefined ? {} : { stop }) };
}

/** Why the search ended; `bound`: the upper end is an analytic bound, nothing was searched. */
export type CertifyStatus = SupNormStatus | 'bound';

/**
 * How an error is enclosed over a box: `direct` from the weights and values themselves, or `expansion` in the moments of the
 * keys, which does not cancel.
 */
export type ErrorMethod = 'direct' | 'expansion';

/** `lower ≤ ‖Y − f‖ ≤ upper`, whatever the status. */
export interface ErrorEnclosure {
  readonly lower: number;
  readonly upper: number;
  /** A point at which the error is at least `lower`; of the supremum only, and only where there is one. */
  readonly witness?: readonly number[];
  readonly boxes: number;
  readonly solverSeconds: number;
  readonly status: CertifyStatus;
  /** By what form of the error, where a construction has several. */
  readonly method?: ErrorMethod;
}

export interface Certifiable {
  readonly parameters: ReportedParameters;
  /** What the report calls keys: columns that every head attends to, summed over heads and layers, and scores of a softmax. */
  readonly keys: bigint;
  /** Boxes examined unless a limit says otherwise; fewer where one costs more. */
  readonly boxes: number;
  /** Why the error is at most the bound, where exact reasoning shows it and enclosures cannot. */
  readonly tie?: string;
  readonly search: (limits: SearchLimits) => ErrorEnclosure;
  /** The error that `search` encloses over boxes, if that is how it works. */
  readonly searchable?: SearchableError;
  readonly bound: (limits: SearchLimits) => BoundEnclosure;
  /** A certificate of what a search found, or why there is none; absent for networks and norms that have none. */
  readonly certificate?: (found: ErrorEnclosure, limits: SearchLimits) => Certificate | MissingCertificate;
}

/** What a certificate did not come to be for: time, leaves or digits of doubles, or an error too small for its leaves. */
export type MissingCertificate = 'time' | 'leaves' | 'small error';

/** The question about a network: its target, in which norm, and what the user gave. */
export interface Question {
  readonly target: Target;
  readonly norm: ErrorNorm;
  readonly parameters: ConstructionParameters;
}

/** One construction: what it takes, how it builds a network for a target, and how the network's error is certified. */
export interface ConstructionEntry<Network> extends ParameterList {
  /** May the target have singularities, for an L_p norm? */
  readonly acceptsSingularities: boolean;
  /**
   * The network. Throws `ConstructionError`; sizes are checked before any work. `limits` steer what is computed on the way,
   * such as averages.
   */
  readonly build: (target: Target, parameters: ConstructionParameters, limits: SearchLimits) => Network;
  /** Throws `ConstructionError` for a network too large to be enclosed. */
  readonly certifiable: (network: Network, question: Question) => Certifiable;
}

/** The relative tolerance unless a limit says otherwise. */
export const DEFAULT_RELATIVE = 0.05;
/** Boxes of a search whose boxes each cost about as much as one of a max-affine layer. */
export const DEFAULT_BOXES = 10_000_000;
