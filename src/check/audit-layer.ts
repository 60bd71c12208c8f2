/**
 * How well floating-point formats carry an attention head that somebody else made. There is no target: the exact head is what the
 * format should give, and a format fails where rounding changes an output by more than is allowed, or an output is not finite.
 */
import type { EvaluationOptions } from '../formats/evaluation-options.js';
import type { Format } from '../formats/format.js';
import { widerFormat } from '../formats/formats.js';
import { boundGivenError } from '../formats/given-bound.js';
import { exactGivenLayer, givenEvaluator, type GivenLayer } from '../formats/given-layer.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimalUp } from '../numeric/decimal-text.js';
import { intervalSystem, mag } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { evaluationsOf, requireFormats, type AuditOptions } from './audit-options.js';
import type { AuditReport, AuditRow } from './audit-target.js';
import { softproofVersion } from './version.js';

export interface LayerAuditOptions extends Pick<
  AuditOptions,
  'formats' | 'softmax' | 'accumulation' | 'fma' | 'scale'
> {
  /** Largest change of an output that is allowed; default: a thousandth of the largest magnitude an output can have. */
  readonly allowed?: number;
}

const DEFAULT_SHARE = 1e-3;
const DIGITS = 6;
const GOLDEN = 0.6180339887498949;
/** Numbers of inputs tried, for formats of doubles and decimal ones. */
const POINTS = { binary: 400, decimal: 20 };
const precise = decimalIntervalSystem(40);

/** Audits a head; `name` stands for it in the report. Throws a `ConstructionError` for the name of no format. */
export function auditLayer(name: string, layer: GivenLayer, options: LayerAuditOptions): AuditReport {
  const started = performance.now();
  const formats = requireFormats(options.formats);
  const [evaluation] = evaluationsOf({ ...options, scores: 'uncentred' }) as [EvaluationOptions];
  const largest = boundGivenError(formats[0] as Format<unknown>, layer, evaluation).largest;
  const tolerance = options.allowed ?? DEFAULT_SHARE * largest;
  const { softmax, accumulation, fma, scale } = evaluation;
  return {
    schema: 'softproof/audit@1',
    version: softproofVersion,
    target: name,
    construction: 'layer',
    parameters: {},
    keys: String(layer.tokens),
    error: { lower: '0', upper: '0' },
    tolerance: decimalUp(tolerance, 17),
    evaluation: { softmax, accumulation, fma, scale },
    formats: formats.map((format) => rowOf(format as Format<unknown>, layer, evaluation, tolerance)),
    seconds: (performance.now() - started) / 1000,
  };
}

interface Outcome {
  readonly measured: number;
  readonly points: number;
  readonly reason?: string;
  readonly at?: readonly string[];
}

function rowOf(format: Format<unknown>, layer: GivenLayer, evaluation: EvaluationOptions, tolerance: number): AuditRow {
  const bound = boundGivenError(format, layer, evaluation);
  const { measured, points, reason = bound.reason, at } = measure(format, layer, evaluation, tolerance);
  const fails = !(measured <= tolerance);
  return {
    format: format.name,
    scores: 'uncentred',
    predicted: textOf(bound.rounding),
    predictedToFail: !(bound.rounding <= tolerance),
    measured: textOf(measured),
    rounding: textOf(measured),
    points,
    fails,
    ...(reason === undefined ? {} : { reason }),
    ...(at === undefined ? {} : { at }),
    ...(fails ? { remedy: remedyOf(format, layer, evaluation, tolerance) } : {}),
  };
}

function remedyOf(format: Format<unknown>, layer: GivenLayer, evaluation: EvaluationOptions, tolerance: number) {
  const wider = widerFormat(format);
  const list = [
    { change: 'subtract the largest score', format, evaluation: { ...evaluation, softmax: 'shifted' as const } },
    { change: 'accumulate in a wider format', format, evaluation: { ...evaluation, accumulation: 'wide' as const } },
    { change: `more bits: ${wider.name}`, format: wider, evaluation },
    { change: `more bits: ${widerFormat(wider).name}`, format: widerFormat(wider), evaluation },
  ].filter(({ change }) => evaluation.softmax === 'naive' || change !== 'subtract the largest score');
  let best: { readonly change: string; readonly predicted: number; readonly measured: number } | undefined;
  for (const { change, format: other, evaluation: changed } of list) {
    const { measured } = measure(other, layer, changed, tolerance);
    if (best === undefined || measured < best.measured) {
      best = { change, predicted: boundGivenError(other, layer, changed).rounding, measured };
    }
    if (measured <= tolerance) break;
  }
  const { change, predicted, measured } = best!;
  return { change, predicted: textOf(predicted), measured: textOf(measured), fails: !(measured <= tolerance) };
}

function measure<T>(format: Format<T>, layer: GivenLayer, evaluation: EvaluationOptions, tolerance: number): Outcome {
  return format.unitRoundoff <= 2 ** -50
    ? measureIn(precise, format, layer, evaluation, tolerance, POINTS.decimal)
    : measureIn(intervalSystem, format, layer, evaluation, tolerance, POINTS.binary);
}

function measureIn<T, S>(
  system: NumberSystem<S>,
  format: Format<T>,
  layer: GivenLayer,
  evaluation: EvaluationOptions,
  tolerance: number,
  points: number,
): Outcome {
  const evaluate = givenEvaluator(format, layer, evaluation);
  const exact = exactGivenLayer(system, layer);
  let measured = 0;
  let first: { readonly x: readonly T[]; readonly norm: number; readonly reason: string } | undefined;
  for (let i = 0; i < points; i++) {
    const x = inputAt(format, layer, i);
    const { outputs, scores, means } = evaluate(x);
    const isFinite = outputs.every((y) => format.isFinite(y));
    const wanted = isFinite ? exact(x.map((value) => format.in(value, system))) : [];
    const errors = outputs.map((y, r) => {
      if (!isFinite) return Infinity;
      const difference = system.sub(format.in(y, system), wanted[r]!);
      return mag({ lo: system.lower(difference), hi: system.upper(difference), defined: true });
    });
    const error = Math.max(...errors);
    measured = Math.max(measured, error);
    const norm = x.reduce((sum, value) => sum + Math.abs(format.toNumber(value)), 0);
    if (error <= tolerance || (first !== undefined && norm >= first.norm)) continue;
    const reason = isFinite
      ? 'scores, weights or means are rounded too coarsely'
      : !scores.every((score) => format.isFinite(score))
        ? 'a query, key or score overflows'
        : means.some(({ total }) => format.isZero(total))
          ? 'every exponential underflows: all weights are 0'
          : 'an exponential, their sum or a value overflows';
    first = { x, norm, reason };
  }
  return {
    measured,
    points,
    ...(first === undefined ? {} : { reason: first.reason, at: first.x.map((value) => format.toText(value)) }),
  };
}

/** The middle, then corners, then points spread over the box: always numbers of the format in it. */
function inputAt<T>(format: Format<T>, { box }: GivenLayer, i: number): T[] {
  return box.map(([lo, hi], k) => {
    const corner = ((i * (k + 1) * 7 + (k >> 1)) % 3) / 2;
    const share = i === 0 ? 0.5 : i % 2 === 1 ? corner : ((i + k * 0.7548776662466927) * GOLDEN * (k + 1)) % 1;
    const x = format.fromNumber(lo + share * (hi - lo));
    const value = format.toNumber(x);
    if (value < lo) return format.neighbour(x, 1);
    return value > hi ? format.neighbour(x, -1) : x;
  });
}

function textOf(x: number): string {
  return x < Infinity ? decimalUp(x, DIGITS) : 'Infinity';
}
