/**
 * The largest error found of a layer in a format: the format's outputs are exact numbers, the target's and the exact layer's values
 * are enclosed. A sampled maximum: the error may be larger elsewhere.
 */
import { axisValues } from '../approximation/grid.js';
import { domainBoxes } from '../approximation/box.js';
import { productEvaluator } from '../attention/product.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem, mag, mig } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { diagnose, type Failure } from './diagnose.js';
import type { EvaluationOptions } from './evaluation-options.js';
import { LayerEvaluator, type Evaluation } from './layer-evaluator.js';
import { samplePoints, type SampledAxis } from './sample-points.js';
import type { StoredLayer } from './stored-layer.js';

/** Ends of the largest magnitude found; ∞ where an output is not finite. */
export interface Found {
  readonly lower: number;
  readonly upper: number;
}

export interface Measurement {
  readonly points: number;
  /** Of `|Ŷ(x) − f(x)|`. */
  readonly error: Found;
  /** Of `|Ŷ(x) − Y(x)|`, at some of the points. */
  readonly rounding: Found;
  /** Where the error is that large. */
  readonly witness: readonly string[];
  /** The point of least norm, of those tried, with an error beyond the tolerance, and what went wrong there. */
  readonly failure?: Failure & { readonly at?: readonly string[] };
}

export interface MeasureOptions {
  /** Errors above this, and outputs that are not finite, are failures. */
  readonly tolerance: number;
  /** From the error bound: see `LayerEvaluator`. */
  readonly cut: number;
  /** About as many keys are evaluated in all. */
  readonly work?: number;
}

const DEFAULT_WORK = 3_000_000;
const MOST_POINTS = 4096;
const FEWEST_POINTS = 64;
/** A key takes so many times as long in decimal as in binary. */
const DECIMAL_COST = 500;
/** Points at which the exact layer is enclosed. */
const ROUNDING_POINTS = { interval: 300, decimal: 24 };
const CLIMBED = 6;
/** The exact layer in more digits than doubles have. */
const precise = decimalIntervalSystem(40);

export function measureLayer<T>(
  stored: StoredLayer<T>,
  options: EvaluationOptions,
  target: Target,
  { tolerance, cut, work = DEFAULT_WORK }: MeasureOptions,
): Measurement {
  return new Search(stored, options, target, tolerance, cut).run(work);
}

interface Tried<T> {
  readonly x: readonly T[];
  readonly evaluation: Evaluation<T>;
  readonly error: Found;
}

class Search<T> {
  private readonly stored: StoredLayer<T>;
  private readonly options: EvaluationOptions;
  private readonly target: Target;
  private readonly tolerance: number;
  private readonly evaluator: LayerEvaluator<T>;
  private readonly axes: readonly SampledAxis[];
  private readonly seen = new Set<string>();
  private readonly tried: Tried<T>[] = [];

  constructor(stored: StoredLayer<T>, options: EvaluationOptions, target: Target, tolerance: number, cut: number) {
    this.stored = stored;
    this.options = options;
    this.target = target;
    this.tolerance = tolerance;
    this.evaluator = new LayerEvaluator(stored, options, cut);
    const { inner } = domainBoxes(target);
    const { layer } = stored;
    const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, float64System);
    this.axes = layer.grid.axes.map((axis, t) => ({
      lower: inner[2 * t]!,
      upper: inner[2 * t + 1]!,
      cells: axisValues(float64System, axis),
      inverseTemperature,
    }));
  }

  run(work: number): Measurement {
    const { format } = this.stored;
    const cost = format.largest === Infinity ? DECIMAL_COST : 1;
    const middle = this.axes.map(({ lower, upper }) => format.fromNumber(lower / 2 + upper / 2));
    const perPoint = Math.max(1, this.evaluator.evaluate(middle).keys.length) * cost;
    const most = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, Math.floor(work / perPoint)));
    for (const x of samplePoints(format, this.axes, most)) this.try(x);
    if (this.tried.length === 0) return nowhere;
    for (const { x } of this.worst(CLIMBED)) this.climb(x);
    const failure = this.failure();
    const [top] = this.worst(1);
    return {
      points: this.tried.length,
      error: this.tried.reduce((all, { error }) => larger(all, error), { lower: 0, upper: 0 }),
      rounding: this.rounding(),
      witness: top === undefined ? [] : top.x.map((value) => format.toText(value)),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  private worst(count: number): readonly Tried<T>[] {
    return [...this.tried].sort((a, b) => descending(a.error.lower, b.error.lower)).slice(0, count);
  }

  private try(x: readonly T[]): Found {
    const { format } = this.stored;
    const name = x.map((value) => format.toText(value)).join();
    if (this.seen.has(name)) return { lower: 0, upper: 0 };
    this.seen.add(name);
    const evaluation = this.evaluator.evaluate(x);
    const point = x.map((value) => format.in(value, intervalSystem));
    const error = this.distance(intervalSystem, evaluation, evaluate(this.target.expression, intervalSystem, point));
    this.tried.push({ x, evaluation, error });
    return error;
  }

  /** The largest distance of an output from what it should be. */
  private distance<S>(system: NumberSystem<S>, { outputs }: Evaluation<T>, wanted: readonly S[]): Found {
    const { format } = this.stored;
    if (!outputs.every((y) => format.isFinite(y))) return { lower: Infinity, upper: Infinity };
    return outputs.reduce<Found>(
      (all, y, r) => {
        const difference = system.sub(format.in(y, system), wanted[r]!);
        const ends = { lo: system.lower(difference), hi: system.upper(difference), defined: true };
        return larger(all, { lower: mig(ends), upper: mag(ends) });
      },
      { lower: 0, upper: 0 },
    );
  }

  /** Moves one coordinate after the other by ever smaller steps while the error grows. */
  private climb(from: readonly T[]): void {
    const { format } = this.stored;
    let best = from;
    let least = this.tried.find(({ x }) => x === from)!.error.lower;
    if (!Number.isFinite(least)) return;
    this.axes.forEach(({ lower, upper, cells }, t) => {
      for (let step = cells.width / 4; step > cells.width * 2 ** -14; step /= 4) {
        for (const side of [-1, 1]) {
          const moved = format.fromNumber(format.toNumber(best[t]!) + side * step);
          const value = format.toNumber(moved);
          if (!(value >= lower && value <= upper)) continue;
          const x = best.map((old, axis) => (axis === t ? moved : old));
          const { lower: found } = this.try(x);
          if (found > least) [best, least] = [x, found];
        }
      }
    });
  }

  private rounding(): Found {
    const { format, layer } = this.stored;
    const isPrecise = format.unitRoundoff <= 2 ** -50;
    return isPrecise
      ? this.roundingIn(precise, productEvaluator(precise, layer), ROUNDING_POINTS.decimal)
      : this.roundingIn(intervalSystem, productEvaluator(intervalSystem, layer), ROUNDING_POINTS.interval);
  }

  private roundingIn<S>(system: NumberSystem<S>, exact: (x: readonly S[]) => S[], most: number): Found {
    const { format } = this.stored;
    const every = Math.max(1, Math.ceil(this.tried.length / most));
    return this.tried
      .filter((_, i) => i % every === 0)
      .reduce<Found>(
        (all, { x, evaluation }) =>
          larger(all, this.distance(system, evaluation, exact(x.map((value) => format.in(value, system))))),
        { lower: 0, upper: 0 },
      );
  }

  /** Of the failures that of least norm. */
  private failure(): Measurement['failure'] {
    const { format } = this.stored;
    const failed = this.tried.filter(({ error }) => !(error.upper <= this.tolerance));
    if (failed.length === 0) return undefined;
    const norm = (x: readonly T[]): number => x.reduce((sum, value) => sum + Math.abs(format.toNumber(value)), 0);
    const first = failed.reduce((a, b) => (norm(b.x) < norm(a.x) ? b : a));
    const why = diagnose(this.stored, this.options, first.x, first.evaluation);
    return { ...why, at: first.x.map((value) => format.toText(value)) };
  }
}

/** Nothing can be said of a format that the domain has no number of: it does not carry the layer. */
const nowhere: Measurement = {
  points: 0,
  error: { lower: 0, upper: Infinity },
  rounding: { lower: 0, upper: Infinity },
  witness: [],
  failure: { kind: 'no-input', reason: 'the domain contains no number of the format' },
};

function larger(a: Found, b: Found): Found {
  return { lower: Math.max(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
}

function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}
