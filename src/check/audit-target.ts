/**
 * How well floating-point formats carry a layer: per format and form of the scores a bound of the error beforehand, the largest
 * error found, and, where the format fails, why, and the cheapest of the remedies tried that cures it.
 *
 * A format *fails* when the largest error found exceeds the certified error of the exact layer by more than a tenth, or an output is
 * not finite; it is *predicted* to fail when the bound does. Errors are those of the layer for its target: rounding that only
 * exchanges one value for an equally good neighbour does no harm.
 */
import { domainBoxes } from '../approximation/box.js';
import { cellCount } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ConstructionError } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import { boundFormatError, type FormatBound, type ValueBounds } from '../formats/error-bound.js';
import type { EvaluationOptions } from '../formats/evaluation-options.js';
import type { Format } from '../formats/format.js';
import { widerFormat } from '../formats/formats.js';
import { measureLayer, type Measurement } from '../formats/measure.js';
import { requireStorable, StoredLayer } from '../formats/stored-layer.js';
import { valueBounds } from '../formats/value-bounds.js';
import { decimalDown, decimalUp } from '../numeric/decimal-text.js';
import { mulUp } from '../numeric/directed.js';
import { auditNoise, requireNoisy, type AuditNoise } from './audit-noise.js';
import { evaluationsOf, requireFormats, type AuditOptions } from './audit-options.js';
import { buildNetwork, requireConstruction } from './construct.js';
import { parametersOf, type ConstructionParameters, type ReportedParameters } from './constructions/parameters.js';
import type { AvailableConstruction } from './constructions/registry.js';
import { constructionEntries } from './constructions/registry.js';
import { MOST_INPUTS, type Certifiable } from './constructions/certifiable.js';
import { requiredNorm } from './required-norm.js';
import { softproofVersion } from './version.js';

/** Errors are decimal text rounded up; `Infinity` where an output is not finite, or no bound is known. */
export interface AuditRow {
  readonly format: string;
  readonly scores: EvaluationOptions['scores'];
  /** At least the error of the layer in the format, for every input that is a number of the format. */
  readonly predicted: string;
  readonly predictedToFail: boolean;
  /** At least the largest error found. */
  readonly measured: string;
  /** The largest change of an output by rounding that was found. */
  readonly rounding: string;
  /** Inputs tried. */
  readonly points: number;
  readonly fails: boolean;
  /** What goes wrong, or why nothing is predicted. */
  readonly reason?: string;
  /** The input of least norm, of those tried, at which the format fails. */
  readonly at?: readonly string[];
  readonly remedy?: AuditRemedy;
}

/** The first remedy tried that cures, or else the one that leaves the smallest error. */
export interface AuditRemedy {
  readonly change: string;
  readonly predicted: string;
  readonly measured: string;
  readonly fails: boolean;
}

/** The document `softproof/audit@1`. */
export interface AuditReport {
  readonly schema: 'softproof/audit@1';
  readonly version: string;
  readonly target: string;
  readonly construction: string;
  readonly parameters: ReportedParameters;
  readonly keys: string;
  /** The certified error of the exact layer. */
  readonly error: { readonly lower: string; readonly upper: string };
  /** A format fails above this: the certified upper end and a tenth of it. */
  readonly tolerance: string;
  readonly evaluation: Omit<EvaluationOptions, 'scores'>;
  readonly formats: readonly AuditRow[];
  /** Where noise in the weights was asked about: one for each size. */
  readonly noise?: readonly AuditNoise[];
  readonly seconds: number;
}

const DIGITS = 6;
const RELATIVE = 0.01;
/** Boxes that certifying the exact layer may take. */
const BOXES = 2_000_000;
/** Errors may grow by a tenth. */
const ALLOWED = 1.1;

interface Subject {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
  readonly values: ValueBounds;
  readonly domain: Float64Array;
  readonly certified: number;
  readonly tolerance: number;
}

interface Outcome {
  readonly bound: FormatBound;
  readonly measurement: Measurement;
  readonly fails: boolean;
}

/**
 * Audits a construction that is one layer on a grid, in up to three inputs. Called with a row as soon as it is known: `onRow`.
 *
 * Throws an `UnknownConstructionError`, and a `ConstructionError` for parameters and formats that cannot be taken, a network that is
 * no layer on a grid, and one too large to be stored, before any work.
 */
export function auditTarget(target: Target, options: AuditOptions, onRow?: (row: AuditRow) => void): AuditReport {
  const started = performance.now();
  const { construction = 'max-affine' } = options;
  const parameters = parametersOf(options);
  const formats = requireFormats(options.formats);
  const evaluations = evaluationsOf(options);
  const id = requireConstruction(construction);
  const { network, certifiable } = layerAndError(id, target, parameters);
  if (options.noise !== undefined) requireNoisy(network);
  const found = certifiable.search({ relative: RELATIVE, boxes: BOXES });
  const tolerance = mulUp(found.upper, ALLOWED);
  const subject: Subject = {
    layer: network,
    target,
    values: valueBounds(network, target),
    domain: domainBoxes(target).outer,
    certified: found.upper,
    tolerance,
  };
  const rows: AuditRow[] = [];
  for (const format of formats) {
    for (const evaluation of evaluations) {
      const row = rowOf(subject, format as Format<unknown>, evaluation, options.remedies ?? true);
      rows.push(row);
      onRow?.(row);
    }
  }
  const [{ softmax, accumulation, fma, scale }] = evaluations as [EvaluationOptions];
  return {
    schema: 'softproof/audit@1',
    version: softproofVersion,
    target: target.name,
    construction: id,
    parameters: certifiable.parameters,
    keys: String(certifiable.keys),
    error: { lower: decimalDown(found.lower, 17), upper: decimalUp(found.upper, 17) },
    tolerance: decimalUp(tolerance, 17),
    evaluation: { softmax, accumulation, fma, scale },
    formats: rows,
    ...(options.noise === undefined ? {} : { noise: auditNoise(subject, options.noise) }),
    seconds: (performance.now() - started) / 1000,
  };
}

function layerAndError(
  id: AvailableConstruction,
  target: Target,
  parameters: ConstructionParameters,
): { readonly network: MaxAffineLayer; readonly certifiable: Certifiable } {
  const network = buildNetwork(id, target, parameters, {});
  if (!('grid' in network)) {
    throw new ConstructionError({
      code: 'input',
      found: `an audit of ${id}`,
      required: 'audited are constructions that are one layer on a grid',
      remedy: 'Choose --construction max-affine, or another of its family.',
    });
  }
  if (network.averages !== undefined) {
    throw new ConstructionError({
      code: 'input',
      found: `an audit of ${id}`,
      required: 'its values are averages that are known by enclosures only, not to the last digit of a format',
      remedy: 'Choose --construction max-affine.',
    });
  }
  if (target.domain.length > MOST_INPUTS) {
    throw new ConstructionError({
      code: 'too-large',
      found: `an audit of a target with ${target.domain.length} inputs`,
      required: `the exact layer is enclosed in up to ${MOST_INPUTS} inputs only`,
      remedy: 'Audit a target of fewer inputs with the same cells per axis: rounding acts axis by axis.',
    });
  }
  requireStorable(Number(cellCount(network.grid)) * network.shape.tokens);
  const norm = requiredNorm('inf');
  const entry = constructionEntries[id] as (typeof constructionEntries)['max-affine'];
  return { network, certifiable: entry.certifiable(network, { target, norm, parameters }) };
}

function outcomeOf<T>(subject: Subject, format: Format<T>, evaluation: EvaluationOptions): Outcome {
  const { layer, target, values, domain, certified, tolerance } = subject;
  const stored = new StoredLayer(format, layer, evaluation);
  const bound = boundFormatError(stored, evaluation, domain, values, certified);
  const measurement = measureLayer(stored, evaluation, target, { tolerance, cut: bound.cut });
  return { bound, measurement, fails: !(measurement.error.upper <= tolerance) };
}

function rowOf(subject: Subject, format: Format<unknown>, evaluation: EvaluationOptions, isCured: boolean): AuditRow {
  const { bound, measurement, fails } = outcomeOf(subject, format, evaluation);
  const { failure } = measurement;
  const reason = failure?.reason ?? bound.reason;
  return {
    format: format.name,
    scores: evaluation.scores,
    predicted: textOf(bound.total),
    predictedToFail: !(bound.total <= subject.tolerance),
    measured: textOf(measurement.error.upper),
    rounding: textOf(measurement.rounding.upper),
    points: measurement.points,
    fails,
    ...(reason === undefined ? {} : { reason }),
    ...(failure?.at === undefined ? {} : { at: failure.at }),
    ...(fails && isCured ? { remedy: remedyOf(subject, format, evaluation) } : {}),
  };
}

/** Cheapest first: no more work; a little more; more memory. */
function remedies(
  format: Format<unknown>,
  evaluation: EvaluationOptions,
): { readonly change: string; readonly format: Format<unknown>; readonly evaluation: EvaluationOptions }[] {
  const centred: EvaluationOptions = { ...evaluation, scores: 'centred' };
  const wide: EvaluationOptions = { ...evaluation, accumulation: 'wide' };
  const wider = widerFormat(format);
  const widest = widerFormat(wider);
  const isShifted = evaluation.softmax !== 'naive';
  const isCentred = evaluation.scores === 'centred';
  const isWide = evaluation.accumulation === 'wide';
  const list = [
    ...(isShifted
      ? []
      : [{ change: 'subtract the largest score', format, evaluation: { ...evaluation, softmax: 'shifted' as const } }]),
    ...(isCentred ? [] : [{ change: 'centre the scores', format, evaluation: centred }]),
    ...(isWide ? [] : [{ change: 'accumulate in a wider format', format, evaluation: wide }]),
    ...(isCentred || isWide
      ? []
      : [
          {
            change: 'centre the scores and accumulate in a wider format',
            format,
            evaluation: { ...centred, accumulation: 'wide' as const },
          },
        ]),
    { change: `more bits: ${wider.name}`, format: wider, evaluation },
    ...(isCentred
      ? []
      : [{ change: `centre the scores, and more bits: ${wider.name}`, format: wider, evaluation: centred }]),
    { change: `more bits: ${widest.name}`, format: widest, evaluation },
  ];
  return list.filter((remedy) => remedy.format !== format || remedy.evaluation !== evaluation);
}

function remedyOf(subject: Subject, format: Format<unknown>, evaluation: EvaluationOptions): AuditRemedy {
  let best: { readonly change: string; readonly outcome: Outcome } | undefined;
  for (const remedy of remedies(format, evaluation)) {
    const outcome = outcomeOf(subject, remedy.format, remedy.evaluation);
    if (best === undefined || outcome.measurement.error.upper < best.outcome.measurement.error.upper) {
      best = { change: remedy.change, outcome };
    }
    if (!outcome.fails) break;
  }
  const { change, outcome } = best!;
  return {
    change,
    predicted: textOf(outcome.bound.total),
    measured: textOf(outcome.measurement.error.upper),
    fails: outcome.fails,
  };
}

/** Rounded up to the digits that mean something. */
function textOf(x: number): string {
  return x < Infinity ? decimalUp(x, DIGITS) : 'Infinity';
}
