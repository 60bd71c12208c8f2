/**
 * The error of a max-affine layer at many queries: the largest, an L_p mean, how errors are distributed.
 *
 * A sample decides nothing: its maximum is a lower bound of the supremum, as far as the arithmetic is trusted. Rigorous are
 * the error at the worst query, enclosed once more, and the bound of what dropped keys add.
 */
import { cellCount } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { decimalDown, decimalUp, exactDecimal } from '../numeric/decimal-text.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { arithmeticName, loadArithmetic, withSystem, type Arithmetic } from '../sampling/arithmetic.js';
import { encloseErrorAt } from '../sampling/enclose-error.js';
import { checkQueries, queryCount, QueryCoordinates, type Queries } from '../sampling/queries.js';
import type { SampleQuestion } from '../sampling/sample-problem.js';
import type { SampleOutcome } from '../sampling/sample-run.js';
import { SamplingError } from '../sampling/sampling-error.js';
import { requiredNorm } from './required-norm.js';
import { prepareSample, type PreparedSample } from './prepare-sample.js';
import type { ReportedHistogram, ReportedQueries, SampleReport } from './sample-report.js';
import { sampleOn, type DeviceChoice } from './choose-device.js';
import { softproofVersion } from './version.js';

export interface SampleOptions {
  /**
   * Queries on a product grid: one number for all axes or one for each; from end to end in the sup norm, in the middles of
   * equal parts in L_p. Or scattered, or listed queries.
   */
  readonly queries: number | readonly number[] | Queries;
  /** Default: `float64`. */
  readonly arithmetic?: Arithmetic['kind'];
  /** Of decimal or mpfr, 2 to 1000; default 50. */
  readonly digits?: number;
  /** `inf` (the default), or `p ≥ 1` in decimals. */
  readonly norm?: string;
  /** Count errors by their size. */
  readonly histogram?: boolean;
  /** Threads; 0, the default, stands for this one. They change nothing but the time. */
  readonly workers?: number;
  /**
   * Who looks at every query: `cpu`, the default; `gpu`, which proposes the worst queries to the CPU; or `auto`, a GPU where
   * it is no software adapter and the sample is large enough. Only the largest error of a sample in doubles can be screened.
   */
  readonly device?: DeviceChoice;
  /** Ends early, with what is done. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SampleProgress) => void;
}

export interface SampleProgress {
  readonly taken: number;
  readonly asked: number;
}

const DEFAULT_DIGITS = 50;
/** Beyond, powers of numbers between 1 and 2 leave the range of doubles when they are summed. */
const MOST_POWER = 512;

/** What is sampled: a layer on a grid, or another function that approximates a target. */
export interface SampleSubject {
  readonly keys: bigint;
  /** Throws a `SamplingError` for what is too large, or not to be had in the arithmetic. */
  readonly prepare: (question: SampleQuestion, arithmetic: Arithmetic, isShared: boolean) => PreparedSample;
  /** A lower bound of the error at a point of the domain that `x` encloses, in an enclosure system. */
  readonly lowerErrorAt: <T>(system: NumberSystem<T>, x: readonly T[]) => number;
}

/**
 * Samples the error `max_r |Y_r − f_r|` of a layer for a target that is finite on its domain.
 *
 * Guaranteed: `lower` and `dropped`. Throws a `SamplingError` for queries or options that cannot be taken and for a layer too
 * large to be sampled, before any work. Cost per query of a grid: the kept cells of one axis, and the operations of the
 * target that read the last input and another.
 */
export function sampleError(layer: MaxAffineLayer, target: Target, options: SampleOptions): Promise<SampleReport> {
  const subject: SampleSubject = {
    keys: BigInt(layer.shape.tokens) * cellCount(layer.grid),
    prepare: (question, arithmetic, isShared) => prepareSample(layer, question, arithmetic, isShared),
    lowerErrorAt: (system, x) => encloseErrorAt(system, layer, target, x).lower,
  };
  return sampleSubject(subject, target, options);
}

/** As `sampleError`, of anything. */
export async function sampleSubject(
  subject: SampleSubject,
  target: Target,
  options: SampleOptions,
): Promise<SampleReport> {
  const started = performance.now();
  const arithmetic = requiredArithmetic(options);
  const norm = requiredNorm(options.norm ?? 'inf');
  const isSup = norm.exponent === undefined;
  if (!isSup && !(Number(norm.text) <= MOST_POWER)) {
    throw new SamplingError({
      code: 'option',
      found: `the norm ${norm.text}`,
      required: `a sample takes powers of at most ${MOST_POWER}`,
      remedy: 'Take a smaller power, or the norm inf.',
    });
  }
  const queries = queriesOf(options.queries, target.domain.length, isSup);
  checkQueries(queries, target.domain);
  const workers = options.workers ?? 0;
  if (!(Number.isInteger(workers) && workers >= 0)) {
    throw new RangeError(`workers must be a non-negative integer, not ${workers}`);
  }
  const question = {
    target: { domain: target.domain, expression: target.expression },
    queries,
    histogram: options.histogram ?? false,
    ...(isSup ? {} : { power: norm.text }),
  };
  await loadArithmetic(arithmetic);
  const { problem, dropped, source } = subject.prepare(question, arithmetic, workers > 0);
  const began = performance.now();
  const asked = queryCount(queries);
  const { outcome, device } = await sampleOn(options.device ?? 'cpu', problem, source, {
    workers,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (taken) => options.onProgress?.({ taken, asked }),
  });
  const samplingSeconds = (performance.now() - began) / 1000;
  const place = placesIn(arithmetic, target, queries);
  return {
    schema: 'softproof/sample@1',
    version: softproofVersion,
    target: target.name,
    construction: null,
    parameters: null,
    keys: String(subject.keys),
    norm: norm.text,
    arithmetic: arithmeticName(arithmetic),
    queries: reportedQueries(queries, asked, outcome.queries),
    error: isSup ? (outcome.largest?.error ?? null) : normOf(outcome, target, arithmetic, norm.text),
    largest: outcome.largest === undefined ? null : { error: outcome.largest.error, at: place(outcome.largest.query) },
    lower:
      isSup && outcome.largest !== undefined
        ? lowerEnd(subject, target, queries, arithmetic, outcome.largest.query)
        : null,
    undefined:
      outcome.firstUndefined === undefined
        ? null
        : { queries: outcome.undefinedQueries, first: place(outcome.firstUndefined) },
    dropped: { mass: decimalUp(dropped.mass), error: decimalUp(dropped.error) },
    device,
    histogram: question.histogram ? histogramOf(outcome) : null,
    bound: null,
    verdict: null,
    samplingSeconds,
    seconds: (performance.now() - started) / 1000,
  };
}

function requiredArithmetic({ arithmetic = 'float64', digits }: SampleOptions): Arithmetic {
  if (arithmetic === 'float64') {
    if (digits === undefined) return { kind: 'float64' };
    throw new SamplingError({
      code: 'option',
      found: `${digits} digits in float64`,
      required: 'doubles have the digits they have',
      remedy: 'Leave the digits out, or take decimal or mpfr arithmetic.',
    });
  }
  const given = digits ?? DEFAULT_DIGITS;
  if (Number.isInteger(given) && given >= 2 && given <= 1000) return { kind: arithmetic, digits: given };
  throw new SamplingError({
    code: 'option',
    found: `${given} digits`,
    required: `the arithmetic ${arithmetic} has from 2 to 1000 digits`,
    remedy: 'Give a whole number in that range, such as 50.',
  });
}

function queriesOf(given: SampleOptions['queries'], axes: number, isSup: boolean): Queries {
  if (typeof given === 'object' && 'kind' in given) return given;
  const counts = typeof given === 'number' ? [given] : given;
  return {
    kind: 'grid',
    counts: counts.length === 1 ? Array.from({ length: axes }, () => counts[0]!) : counts,
    placement: isSup ? 'ends' : 'middles',
  };
}

function reportedQueries(queries: Queries, asked: number, taken: number): ReportedQueries {
  switch (queries.kind) {
    case 'grid':
      return { kind: 'grid', counts: queries.counts, placement: queries.placement, asked, taken };
    case 'scattered':
      return { kind: 'scattered', seed: queries.seed, asked, taken };
    case 'list':
      return { kind: 'list', asked, taken };
  }
}

/** The coordinates of queries as text: exact doubles, or decimals. */
function placesIn(arithmetic: Arithmetic, { domain }: Target, queries: Queries): (query: number) => string[] {
  if (arithmetic.kind === 'float64') {
    const coordinates = new QueryCoordinates(float64System, domain, queries);
    return (query) => coordinates.point(query).map(exactDecimal);
  }
  return withSystem(arithmetic, (system) => {
    const coordinates = new QueryCoordinates(system, domain, queries);
    return (query: number) => coordinates.point(query).map((u) => system.toText(u));
  });
}

/** `|U|^{1/p}` times the mean. */
function normOf(outcome: SampleOutcome, target: Target, arithmetic: Arithmetic, power: string): string | null {
  if (outcome.largest === undefined || outcome.powerMean === undefined) return null;
  const mean = outcome.powerMean;
  return arithmetic.kind === 'float64'
    ? scaledMean(float64System, mean, target, power)
    : withSystem(arithmetic, (system) => scaledMean(system, mean, target, power));
}

function scaledMean<T>(system: NumberSystem<T>, mean: string, { domain }: Target, power: string): string {
  const volume = domain
    .map(({ lower, upper }) =>
      system.sub(evaluateConstant(upper.expression, system), evaluateConstant(lower.expression, system)),
    )
    .reduce((product, length) => system.mul(product, length));
  const scale = system.pow(volume, system.div(system.literal('1'), system.literal(power)));
  return system.toText(system.mul(scale, system.literal(mean)));
}

/** Digits beyond those of the sample: the exact query is enclosed, not its rounding; in decimals, which trust no other library. */
const GUARD_DIGITS = 10;
const MOST_DIGITS = 1000;

function lowerEnd(
  subject: SampleSubject,
  target: Target,
  queries: Queries,
  arithmetic: Arithmetic,
  query: number,
): string {
  const enclose = <T>(system: NumberSystem<T>): number =>
    subject.lowerErrorAt(system, new QueryCoordinates(system, target.domain, queries).point(query));
  const lower =
    arithmetic.kind === 'float64'
      ? enclose(intervalSystem)
      : enclose(decimalIntervalSystem(Math.min(MOST_DIGITS, arithmetic.digits + GUARD_DIGITS)));
  return decimalDown(lower);
}

function histogramOf({ exact, octaves }: SampleOutcome): ReportedHistogram {
  const bins = [...octaves].toSorted(([a], [b]) => a - b);
  return {
    zero: exact,
    bins: bins.map(([octave, queries]) => ({
      // The first octave is that of the subnormal doubles.
      from: octave === -1023 ? '0' : String(2 ** octave),
      to: octave === 1023 ? 'Infinity' : String(2 ** (octave + 1)),
      queries,
    })),
  };
}
