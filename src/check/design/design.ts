/** From a target and a tolerance to a small layer: what `softproof design` answers. */
import type { ErrorNorm } from '../../approximation/error-norm.js';
import { ConstructionError } from '../../constructions/construction.js';
import type { Target } from '../../expression/target.js';
import { intervalSystem } from '../../numeric/interval.js';
import { certifyTarget, type Certification } from '../certify-target.js';
import { requiredNorm, requireIntegrable } from '../required-norm.js';
import { softproofVersion } from '../version.js';
import { candidateOf, type DesignCandidate, type Found, type LayerConstruction } from './candidate.js';
import { leastFormat } from './least-format.js';
import { papersChoice } from './papers-choice.js';
import { searchLayer, type LayerQuestion } from './search-layer.js';

export interface DesignOptions {
  /** The error that is asked for, a positive decimal number. */
  readonly error: string;
  /** `inf` (the default) or `p ≥ 1` in decimals. */
  readonly norm?: string;
  /** Most seconds; default unlimited. What was found by then is the answer. */
  readonly seconds?: number;
  readonly onProgress?: (progress: DesignProgress) => void;
  readonly stop?: () => boolean;
}

export interface DesignProgress {
  readonly construction: string;
  readonly cells: readonly number[];
}

/** The document `softproof/design@1`. */
export interface DesignDocument {
  readonly schema: 'softproof/design@1';
  readonly version: string;
  readonly target: string;
  readonly norm: string;
  readonly error: string;
  /** The papers' own choice first, if there is one; then fewest keys first. */
  readonly candidates: readonly DesignCandidate[];
  /** Why other constructions are not among them. */
  readonly refused: readonly { readonly construction: string; readonly reason: string }[];
}

export interface Design {
  readonly document: DesignDocument;
  /** The candidate of fewest keys, certified to the usual tolerance; absent if there is none. */
  readonly winner?: Certification;
}

/** More keys than this are nothing that anybody builds; the papers' choice is shown whatever it takes. */
const MOST_KEYS = 2n ** 24n;

interface Family extends Pick<LayerQuestion, 'construction' | 'order' | 'trustsBound' | 'fixed'> {
  readonly isFor: (target: Target, norm: ErrorNorm) => boolean;
}

const isBounded = ({ singularities }: Target): boolean => singularities.length === 0;
const smooth = (construction: LayerConstruction, order: number): Family => ({
  construction,
  order,
  trustsBound: true,
  fixed: {},
  isFor: isBounded,
});

const FAMILIES: readonly Family[] = [
  smooth('gaussian-6', 6),
  smooth('gaussian-4', 4),
  smooth('gaussian-2', 2),
  {
    construction: 'max-affine',
    order: 1,
    trustsBound: true,
    fixed: {},
    isFor: (target) => isBounded(target) && target.input.kind !== 'cross',
  },
  {
    construction: 'max-affine-cross',
    order: 1,
    trustsBound: true,
    fixed: {},
    isFor: (target) => isBounded(target) && target.input.kind === 'cross',
  },
  {
    construction: 'max-affine-average',
    order: 1,
    trustsBound: false,
    fixed: {},
    isFor: (_, { exponent }) => exponent !== undefined,
  },
];

/**
 * Searches the constructions that are one layer for small ones with a certified error of at most `error`.
 *
 * Throws `ConstructionError` for a norm or an error that cannot be taken, or a target that is not integrable in the norm.
 */
export function design(target: Target, options: DesignOptions): Design {
  const started = performance.now();
  const norm = requiredNorm(options.norm ?? 'inf');
  requireIntegrable(target, norm);
  const tolerance = toleranceOf(options.error);
  const stop = (): boolean =>
    options.stop?.() === true || performance.now() - started > 1000 * (options.seconds ?? Infinity);
  const refused: { construction: string; reason: string }[] = [];
  const found: Found[] = [];
  const published = attempt(() => papersChoice(target, norm, tolerance));
  if ('reason' in published) refused.push({ construction: 'the papers’ choice', reason: published.reason });
  for (const { isFor, ...family } of FAMILIES) {
    if (!isFor(target, norm)) continue;
    const most = found.reduce(
      (least, { built }) => (built.certifiable.keys < least ? built.certifiable.keys : least),
      MOST_KEYS,
    );
    const result = attempt(() =>
      searchLayer({
        ...family,
        target,
        norm,
        tolerance,
        // What takes many more keys than another is no answer.
        mostKeys: most < MOST_KEYS ? 64n * most : MOST_KEYS,
        fewestKeys: most,
        stop,
        onProgress: (construction, cells) => options.onProgress?.({ construction, cells }),
      }),
    );
    const outcome = 'reason' in result ? result : result.value;
    if ('reason' in outcome) refused.push({ construction: family.construction, reason: outcome.reason });
    else found.push(outcome.found);
  }
  found.sort((a, b) => (a.built.certifiable.keys < b.built.certifiable.keys ? -1 : 1));
  const [best] = found;
  const winner = best === undefined ? undefined : certified(target, norm, best, options);
  const candidate = (layer: Found): DesignCandidate => {
    // Inputs of a format are single points, of which an integral knows nothing.
    if (norm.exponent !== undefined) return candidateOf(layer);
    // That of the winner is known better than it was when it was found.
    const known = layer === best ? doubleAbove(winner!.report.upper) : Infinity;
    return candidateOf(
      layer,
      leastFormat(layer.built, target, { upper: Math.min(layer.upper, known), tolerance, stop }),
    );
  };
  const row =
    'reason' in published || published.value === undefined
      ? []
      : [{ ...candidate(published.value), published: true as const }];
  const document: DesignDocument = {
    schema: 'softproof/design@1',
    version: softproofVersion,
    target: target.name,
    norm: norm.text,
    error: options.error,
    candidates: [...row, ...found.map(candidate)],
    refused,
  };
  return { document, ...(winner === undefined ? {} : { winner }) };
}

/** At least the number in an upper end; a search that was stopped may know none. */
function doubleAbove(text: string): number {
  return text === 'Infinity' ? Infinity : intervalSystem.literal(text).hi;
}

/** The winner's enclosure, for the record. */
function certified(
  target: Target,
  norm: ErrorNorm,
  { built }: Found,
  { onProgress, stop }: DesignOptions,
): Certification {
  const { construction, certifiable, parameters } = built;
  const { cells, ghosts, inverseTemperature, mask } = certifiable.parameters;
  onProgress?.({ construction, cells: cells! });
  return certifyTarget(target, {
    construction,
    norm: norm.text,
    cells: cells!,
    ...(ghosts === undefined ? {} : { ghosts }),
    ...(inverseTemperature === undefined ? {} : { inverseTemperature }),
    ...(mask === undefined ? {} : { mask }),
    ...(parameters.heads === undefined ? {} : { heads: parameters.heads }),
    ...(stop === undefined ? {} : { stop }),
  });
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly reason: string } {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof ConstructionError)) throw error;
    return { reason: error.message };
  }
}

/** The largest double that is certainly at most the number. */
function toleranceOf(text: string): number {
  const value = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? intervalSystem.literal(text) : undefined;
  if (value !== undefined && value.lo > 0 && value.hi < Infinity) return value.lo;
  throw new ConstructionError({
    code: 'accuracy',
    found: `the error ${text}`,
    required: 'it is a positive decimal number',
    remedy: 'Give one such as 0.01 or 1e-6.',
  });
}

export type { DesignCandidate } from './candidate.js';
