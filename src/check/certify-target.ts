/**
 * Certifies the error of one construction for one target, and compares it with what theory promises.
 *
 * Up to three inputs the layer itself is enclosed over the whole domain by branch and bound. Beyond, the upper end comes
 * from the max-affine bound (M2) with certified one-dimensional second moments, at the cost of one dimension; the lower
 * end is then 0. Either way both ends are true.
 */
import { clampToDomain, domainBoxes } from '../approximation/box.js';
import { cellCount } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { certifySupNorm } from '../certify/index.js';
import type { SupNormProgress, SupNormStatus } from '../certify/sup-norm.js';
import { ConstructionError } from '../constructions/construction.js';
import { boundMaxAffineError, maxAffineBound, type MaxAffineBound } from '../constructions/max-affine-bound.js';
import type { Target } from '../expression/target.js';
import { decimalDown, decimalUp, exactDecimal } from '../numeric/decimal-text.js';
import type { Verdict } from '../theorems/claim.js';
import { construct, type ConstructionParameters } from './construct.js';

export interface CertifyOptions extends ConstructionParameters {
  /** Id of the construction; default `max-affine`. */
  readonly construction?: string;
  /** Stop when `upper − lower ≤ max(relative·lower, absolute)`. Defaults 0.05 and 1e-12. */
  readonly relative?: number;
  readonly absolute?: number;
  /** Most boxes examined; default 10,000,000. */
  readonly boxes?: number;
  /** Most seconds of solving; default unlimited. */
  readonly seconds?: number;
  /** Called about every 100 ms with the enclosure so far. */
  readonly onProgress?: (progress: SupNormProgress) => void;
  /** Asked about every 100 ms: true ends the search with the enclosure so far. */
  readonly stop?: () => boolean;
}

/** The document `softproof/enclosure@1`. Numbers are decimal text; enclosures are rounded outward, the bound down. */
export interface EnclosureReport {
  readonly schema: 'softproof/enclosure@1';
  readonly construction: string;
  readonly parameters: {
    readonly cells: readonly number[];
    readonly inverseTemperature: string;
    readonly kappa?: string;
    readonly mask: string;
  };
  readonly norm: 'inf';
  readonly keys: string;
  readonly lower: string;
  readonly upper: string;
  readonly bound: string;
  readonly verdict: Verdict;
  readonly witness: readonly string[] | null;
  readonly boxes: number;
  readonly solverSeconds: number;
  readonly seconds: number;
}

/** Why the search ended; `bound`: the upper end is an analytic bound, nothing was searched. */
export type CertifyStatus = SupNormStatus | 'bound';

export interface Certification {
  readonly report: EnclosureReport;
  readonly status: CertifyStatus;
  /** What the verdict rests on, in one sentence. */
  readonly reason: string;
}

const DEFAULT_BOXES = 10_000_000;
const DECIDING_BOXES = 200_000;
/** Digits of printed ends: as many as tell any two doubles apart. */
const DIGITS = 17;

/** Most inputs for which the layer itself is enclosed. */
export const MOST_INPUTS = 3;
/** Most cells of all axes together for which the layer itself is enclosed: their centres alone take 16 bytes each. */
export const MOST_CENTRES = 2 ** 25;

/**
 * The certified error of a construction for a target that is finite on its domain. Throws an `UnknownConstructionError`,
 * and a `ConstructionError` for parameters that cannot be taken or a layer too large to be enclosed.
 */
export function certifyTarget(target: Target, options: CertifyOptions): Certification {
  const started = performance.now();
  const { construction = 'max-affine', kappa } = options;
  const layer = construct(construction, target, options);
  requireSize(layer);
  const bound = maxAffineBound(layer, target);
  const search = (limits: CertifyOptions, goal?: number): ErrorEnclosure => errorOf(layer, target, limits, goal);
  const first = search(options);
  const found = isConstant(target) ? first : decided(first, bound, options, search);
  const { verdict, reason } = compare(found, bound, target);
  const report: EnclosureReport = {
    schema: 'softproof/enclosure@1',
    construction,
    parameters: {
      cells: layer.grid.axes.map(({ cells }) => cells),
      inverseTemperature: layer.inverseTemperature.text,
      ...(kappa === undefined ? {} : { kappa }),
      mask: layer.mask.text,
    },
    norm: 'inf',
    keys: String(BigInt(layer.shape.tokens) * cellCount(layer.grid)),
    lower: decimalDown(found.lower, DIGITS),
    upper: decimalUp(found.upper, DIGITS),
    bound: decimalDown(bound.lower, DIGITS),
    verdict,
    witness: found.witness?.map(exactDecimal) ?? null,
    boxes: found.boxes,
    solverSeconds: found.solverSeconds,
    seconds: (performance.now() - started) / 1000,
  };
  return { report, status: found.status, reason };
}

/** Refuses, before any work, a layer whose tables would not fit into memory. */
export function requireSize({ grid }: MaxAffineLayer): void {
  const centres = grid.axes.reduce((sum, { cells }) => sum + cells, 0);
  if (grid.axes.length > MOST_INPUTS || centres <= MOST_CENTRES) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `${grid.axes.map(({ cells }) => cells).join(' × ')} cells`,
    required: `to enclose the layer itself, all axes together may have ${MOST_CENTRES} cells at most (memory)`,
    remedy: 'Use fewer cells.',
  });
}

interface ErrorEnclosure {
  readonly lower: number;
  readonly upper: number;
  readonly witness: readonly number[] | undefined;
  readonly boxes: number;
  readonly solverSeconds: number;
  readonly status: CertifyStatus;
}

function errorOf(layer: MaxAffineLayer, target: Target, options: CertifyOptions, goal?: number): ErrorEnclosure {
  if (isConstant(target) && target.output.tokens === 1) {
    // The weights sum to 1: the layer's output is the constant itself, exactly.
    const origin = new Float64Array(target.domain.length);
    const witness = [...clampToDomain(domainBoxes(target), origin)];
    return { lower: 0, upper: 0, witness, boxes: 0, solverSeconds: 0, status: 'converged' };
  }
  if (target.domain.length > MOST_INPUTS) {
    const upper = boundMaxAffineError(layer, target);
    return { lower: 0, upper, witness: undefined, boxes: 0, solverSeconds: 0, status: 'bound' };
  }
  const { relative, absolute, boxes, seconds, onProgress, stop } = options;
  return certifySupNorm(layer, target, {
    ...(goal === undefined ? {} : { goal }),
    ...(relative === undefined ? {} : { relative }),
    ...(absolute === undefined ? {} : { absolute }),
    ...(boxes === undefined ? {} : { boxes }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(stop === undefined ? {} : { stop }),
  });
}

/**
 * An enclosure that met its tolerance but straddles the bound is narrowed a little more, toward the bound alone: that is
 * the question the verdict answers. Near ties would take for ever, hence the limit.
 */
function decided(
  found: ErrorEnclosure,
  bound: MaxAffineBound,
  options: CertifyOptions,
  search: (options: CertifyOptions, goal: number) => ErrorEnclosure,
): ErrorEnclosure {
  const open = found.upper > bound.lower && found.lower <= bound.lower;
  const boxes = Math.min(DECIDING_BOXES, (options.boxes ?? DEFAULT_BOXES) - found.boxes);
  const seconds = (options.seconds ?? Infinity) - found.solverSeconds;
  if (!open || found.status !== 'converged' || boxes <= 0 || seconds <= 0) return found;
  const more = search({ ...options, boxes, seconds }, bound.lower);
  const best = more.lower > found.lower ? more : found;
  return {
    lower: best.lower,
    witness: best.witness,
    upper: Math.min(found.upper, more.upper),
    boxes: found.boxes + more.boxes,
    solverSeconds: found.solverSeconds + more.solverSeconds,
    // The tolerance that was asked for is met, whatever this search came to.
    status: 'converged',
  };
}

function isConstant({ expression }: Target): boolean {
  return !expression.nodes.some(({ op }) => op === 'input');
}

interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

/**
 * The verdict about `error ≤ bound`. Against the lower end of the bound, which rests on differences of the target that
 * were seen or a modulus that was checked, the statement is certified; against the upper end alone, which rests on an
 * upper bound of the Lipschitz constant, it is held.
 */
function compare(found: ErrorEnclosure, bound: MaxAffineBound, target: Target): Judgement {
  if (found.upper <= bound.lower) return { verdict: 'certified', reason: 'the upper end is at most the bound' };
  if (isConstant(target)) {
    // Both sides are what the mask leaks; |Σ π_i' (c_i' − c_i)| ≤ (Σ π_i')·σ holds exactly, rounding hides it.
    return { verdict: 'certified', reason: 'the target is constant: only the mask leaks, and at most the bound' };
  }
  if (found.lower > bound.upper) return { verdict: 'refuted', reason: 'the lower end exceeds the bound' };
  if (found.upper <= bound.upper) {
    const rests = 'the bound rests on an upper bound of the Lipschitz constant, not on a modulus known from both sides';
    return { verdict: 'held', reason: `the upper end is at most the bound, but ${rests}` };
  }
  if (found.status === 'bound') {
    return { verdict: 'inconclusive', reason: 'an analytic upper end alone does not reach the bound' };
  }
  return { verdict: 'inconclusive', reason: 'the enclosure straddles the bound' };
}
