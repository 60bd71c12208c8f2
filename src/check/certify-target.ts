/**
 * Certifies the error of one construction for one target, in one norm, and compares it with what theory promises.
 */
import { checkDeclaredModulus, type DeclaredVerdict } from '../approximation/declared-modulus.js';
import type { ErrorNorm } from '../approximation/error-norm.js';
import { requireFinite } from '../approximation/require-finite.js';
import type { Certificate } from '../certificate/certificate.js';
import { MOST_CERTIFIED_KEYS } from '../certify/layer-certificate.js';
import type { BoundEnclosure } from '../constructions/bound-enclosure.js';
import { ConstructionError } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import { decimalDown, decimalUp, exactDecimal } from '../numeric/decimal-text.js';
import type { Verdict } from '../theorems/claim.js';
import { buildNetwork, requireConstruction } from './construct.js';
import {
  DEFAULT_RELATIVE,
  MOST_INPUTS,
  type Certifiable,
  type MissingCertificate,
  type CertifyProgress,
  type CertifyStatus,
  type ErrorEnclosure,
  type ErrorMethod,
  type SearchLimits,
} from './constructions/certifiable.js';
import { searchThreads } from './constructions/open-examiner.js';
import { parametersOf, type ConstructionParameters, type ReportedParameters } from './constructions/parameters.js';
import { constructionEntries, type AvailableConstruction } from './constructions/registry.js';
import { requiredNorm, requireIntegrable } from './required-norm.js';
import { softproofVersion } from './version.js';

export interface CertifyOptions extends ConstructionParameters {
  /** Id of the construction; default `max-affine`. */
  readonly construction?: string;
  /** `inf` (the default) for the largest error, or `p ≥ 1` in decimals for `(∫ (max_r |Y_r − f_r|)^p)^{1/p}`. */
  readonly norm?: string;
  /** Stop when `upper − lower ≤ max(relative·lower, absolute)`. Defaults 0.05 and 1e-12. */
  readonly relative?: number;
  readonly absolute?: number;
  /** Most boxes examined; default 10,000,000, and fewer for networks whose boxes cost more. */
  readonly boxes?: number;
  /** Most seconds of solving; default unlimited. */
  readonly seconds?: number;
  /** Threads that share a long search for the largest error; the result is the same for any number. Default: 1. */
  readonly workers?: number;
  /** Write down why the enclosure is true, too; of the largest error, in up to three inputs. */
  readonly certificate?: boolean;
  /** Called about every 100 ms with the enclosure so far. */
  readonly onProgress?: (progress: CertifyProgress) => void;
  /** Asked about every 100 ms: true ends the search with the enclosure so far. */
  readonly stop?: () => boolean;
}

/** The document `softproof/enclosure@1`. Numbers are decimal text; enclosures are rounded outward, the bound down. */
export interface EnclosureReport {
  readonly schema: 'softproof/enclosure@1';
  /** The version of softproof that computed it. */
  readonly version: string;
  /** Name of the target. */
  readonly target: string;
  readonly construction: string;
  readonly parameters: ReportedParameters;
  readonly norm: string;
  readonly keys: string;
  readonly lower: string;
  readonly upper: string;
  readonly bound: string;
  readonly verdict: Verdict;
  /** How the error was enclosed, of constructions that have a choice. */
  readonly method?: ErrorMethod;
  readonly witness: readonly string[] | null;
  readonly boxes: number;
  readonly solverSeconds: number;
  readonly seconds: number;
}

export interface Certification {
  readonly report: EnclosureReport;
  readonly status: CertifyStatus;
  /** What the verdict rests on, in one sentence. */
  readonly reason: string;
  /** Where one was asked for, and the limits sufficed. */
  readonly certificate?: Certificate;
  /** Why they did not. */
  readonly missingCertificate?: MissingCertificate;
  /** The upper end of the bound, rounded up; the report has its lower end. */
  readonly boundUpper: string;
  /** What the check of a declared modulus came to; absent where none is declared. */
  readonly declaredModulus?: DeclaredVerdict['verdict'];
}

const DECIDING_BOXES = 200_000;
/** Digits of printed ends: as many as tell any two doubles apart. */
const DIGITS = 17;

/**
 * The certified error of a construction for a target that is finite on its domain, but for declared singularities in an L_p
 * norm. Throws an `UnknownConstructionError`, and a `ConstructionError` for a norm or parameters that cannot be taken or a
 * network too large to be enclosed.
 */
export function certifyTarget(target: Target, options: CertifyOptions): Certification {
  const started = performance.now();
  const id = requireConstruction(options.construction ?? 'max-affine');
  const norm = requiredNorm(options.norm ?? 'inf');
  requireIntegrable(target, norm);
  const limits = limitsOf(id, target, options);
  const network = certifiableOf(id, target, norm, options, limits);
  if (options.certificate === true && network.certificate === undefined) throw noCertificate(id, norm, network.keys);
  return certifyNetwork({ construction: id, network, norm, target }, options, limits, started);
}

/** A network that was built for a target, whoever built it. */
interface Subject {
  /** What the report calls it. */
  readonly construction: string;
  readonly network: Certifiable;
  readonly norm: ErrorNorm;
  readonly target: Target;
}

/** The second half of `certifyTarget`: the search, the bound and the verdict. `started` is when it all began. */
export function certifyNetwork(
  { construction, network, norm, target }: Subject,
  options: Pick<CertifyOptions, 'certificate'>,
  limits: SearchLimits,
  started: number,
): Certification {
  const bound = network.bound(limits);
  const first = network.search({ ...limits, boxes: limits.boxes ?? network.boxes });
  const found = network.tie === undefined ? decided(first, bound, network, limits) : first;
  requireOrder(found);
  const { verdict, reason } = compare(found, bound, network);
  const report: EnclosureReport = {
    schema: 'softproof/enclosure@1',
    version: softproofVersion,
    target: target.name,
    construction,
    parameters: network.parameters,
    norm: norm.text,
    keys: String(network.keys),
    lower: decimalDown(found.lower, DIGITS),
    upper: decimalUp(found.upper, DIGITS),
    bound: decimalDown(bound.lower, DIGITS),
    verdict,
    ...(found.method === undefined ? {} : { method: found.method }),
    witness: found.witness?.map(exactDecimal) ?? null,
    boxes: found.boxes,
    solverSeconds: found.solverSeconds,
    seconds: (performance.now() - started) / 1000,
  };
  const certificate = options.certificate === true ? network.certificate?.(found, limits) : undefined;
  return {
    report,
    status: found.status,
    reason,
    boundUpper: decimalUp(bound.upper, DIGITS),
    ...(target.modulus === undefined ? {} : { declaredModulus: checkDeclaredModulus(target).verdict }),
    ...(typeof certificate === 'string' ? { missingCertificate: certificate } : certificate && { certificate }),
  };
}

/** As `certifyTarget`, of any target. Throws a `TargetError`, too, for one that is not finite where it must be. */
export function certifyFiniteTarget(target: Target, options: CertifyOptions): Certification {
  requireFinite(target, { allowSingularities: (options.norm ?? 'inf') !== 'inf' });
  return certifyTarget(target, options);
}

function noCertificate(id: string, norm: ErrorNorm, keys: bigint): ConstructionError {
  return new ConstructionError({
    code: 'certificate',
    found: `a certificate of ${id} with ${keys} keys in the norm ${norm.text}`,
    required: `there are certificates of the norm inf for every construction, in up to ${MOST_INPUTS} inputs with up to ${MOST_CERTIFIED_KEYS} keys, where the error itself is searched`,
    remedy: 'Leave out the certificate, or take --norm inf and fewer cells, heads or tokens.',
  });
}

/** Ends in the wrong order are an error of the software: nothing may be concluded from them. */
function requireOrder({ lower, upper }: ErrorEnclosure): void {
  if (!(lower <= upper)) throw new Error(`the enclosure of the error is empty: [${lower}, ${upper}]`);
}

function certifiableOf<Id extends AvailableConstruction>(
  id: Id,
  target: Target,
  norm: ErrorNorm,
  options: CertifyOptions,
  limits: SearchLimits,
): Certifiable {
  const network = buildNetwork(id, target, options, limits);
  return constructionEntries[id].certifiable(network, { target, norm, parameters: options });
}

function limitsOf(id: AvailableConstruction, target: Target, options: CertifyOptions): SearchLimits {
  const limits = searchLimits(options);
  const { workers = 1 } = options;
  return workers === 1
    ? limits
    : { ...limits, threads: searchThreads(workers, { id, target, parameters: parametersOf(options) }) };
}

/** The limits among the options. Throws a `RangeError` for a number of workers that is none. */
export function searchLimits(
  options: Pick<CertifyOptions, 'relative' | 'absolute' | 'boxes' | 'seconds' | 'workers' | 'onProgress' | 'stop'>,
): SearchLimits {
  const { relative = DEFAULT_RELATIVE, absolute, boxes, seconds, workers = 1, onProgress, stop } = options;
  if (!(Number.isInteger(workers) && workers >= 1)) {
    throw new RangeError(`workers must be a positive integer, not ${workers}`);
  }
  return {
    relative,
    ...(absolute === undefined ? {} : { absolute }),
    ...(boxes === undefined ? {} : { boxes }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(stop === undefined ? {} : { stop }),
  };
}

/**
 * An enclosure that met its tolerance but straddles the bound is narrowed a little more, toward the bound alone: that is
 * the question the verdict answers. Near ties would take for ever, hence the limit.
 */
function decided(
  found: ErrorEnclosure,
  bound: BoundEnclosure,
  network: Certifiable,
  limits: SearchLimits,
): ErrorEnclosure {
  const open = found.upper > bound.lower && found.lower <= bound.lower;
  const boxes = Math.min(DECIDING_BOXES, (limits.boxes ?? network.boxes) - found.boxes);
  const seconds = (limits.seconds ?? Infinity) - found.solverSeconds;
  if (!open || found.status !== 'converged' || boxes <= 0 || seconds <= 0) return found;
  const more = network.search({ ...limits, boxes, seconds, goal: bound.lower });
  const { lower, witness } = more.lower > found.lower ? more : found;
  return {
    lower,
    ...(witness === undefined ? {} : { witness }),
    upper: Math.min(found.upper, more.upper),
    boxes: found.boxes + more.boxes,
    solverSeconds: found.solverSeconds + more.solverSeconds,
    // The tolerance that was asked for is met, whatever this search came to.
    status: 'converged',
    ...(found.method === undefined ? {} : { method: found.method }),
  };
}

interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** What an upper end of the bound rests on where the lower end does not reach. */
const rests: Readonly<Record<BoundEnclosure['apart'], string>> = {
  rounding: 'the two are equal up to rounding',
  modulus: 'the bound rests on an upper bound of the modulus of continuity, not on one known from both sides',
  distance: 'the bound rests on the upper end of an enclosed norm',
  derivatives: 'the bound rests on upper bounds of derivatives, not on ones known from both sides',
};

/**
 * The verdict about `error ≤ bound`. Against the lower end of the bound the statement is certified; against the upper end
 * alone it is held.
 */
function compare(found: ErrorEnclosure, bound: BoundEnclosure, { tie }: Certifiable): Judgement {
  if (found.upper <= bound.lower) return { verdict: 'certified', reason: 'the upper end is at most the bound' };
  if (found.lower > bound.upper) return { verdict: 'refuted', reason: 'the lower end exceeds the bound' };
  if (tie !== undefined) return { verdict: 'certified', reason: tie };
  if (found.upper < Infinity && found.upper <= bound.upper) {
    return {
      verdict: 'held',
      reason: `the upper end exceeds the lower end of the bound and meets its upper end: ${rests[bound.apart]}`,
    };
  }
  if (found.status === 'bound') {
    return {
      verdict: 'inconclusive',
      reason: 'nothing was searched, and an analytic upper end alone does not meet the bound',
    };
  }
  return { verdict: 'inconclusive', reason: 'the enclosure straddles the bound' };
}
