/** A sample as a run over tiles: who does a tile, and how outcomes are joined. */
import { partitionEvaluator } from '../attention/partition-float64.js';
import { withSystem } from './arithmetic.js';
import { float64Sampler, pointSampler, streamedSampler } from './float64-samplers.js';
import { EMPTY_FLOAT64, joinFloat64, powerMeanFloat64 } from './float64-statistics.js';
import { longPartitionSampler, longSampler } from './long-samplers.js';
import type { TileOutcome } from './outcome.js';
import type {
  Float64Problem,
  LongPartitionProblem,
  LongProblem,
  PartitionProblem,
  Sampler,
  StreamedProblem,
} from './sample-problem.js';
import { EMPTY_TEXT, joinTexts, powerMean } from './statistics.js';

export type SampleProblem = Float64Problem | StreamedProblem | PartitionProblem | LongProblem | LongPartitionProblem;

/** The sampler of a problem, made anew from data by every thread. */
export function openSampler(problem: SampleProblem): Sampler<number> | Sampler<string> {
  switch (problem.kind) {
    case 'long':
      return longSampler(problem);
    case 'long-partition':
      return longPartitionSampler(problem);
    case 'partition':
      return pointSampler(problem, partitionEvaluator(problem.partition), problem.partition.outputs);
    case 'float64':
      return float64Sampler(problem);
    case 'streamed':
      return streamedSampler(problem);
  }
}

/** What a sample came to; numbers are text. */
export interface SampleOutcome {
  readonly queries: number;
  readonly undefinedQueries: number;
  readonly firstUndefined: number | undefined;
  readonly largest: { readonly error: string; readonly query: number } | undefined;
  readonly exact: number;
  readonly octaves: ReadonlyMap<number, number>;
  /** `(Σ e^p / N)^{1/p}`, where a finite norm was asked for. */
  readonly powerMean: string | undefined;
}

/** Joins outcomes in the order of their tiles, whenever they come. */
export interface Collector {
  readonly add: (tile: number, outcome: TileOutcome<number> | TileOutcome<string>) => void;
  /** Of all tiles so far. */
  readonly finish: () => SampleOutcome;
}

export function collectorFor(problem: SampleProblem): Collector {
  const { power } = problem;
  if (!('arithmetic' in problem)) {
    return collect<number>(EMPTY_FLOAT64, joinFloat64, String, (outcome) =>
      power === undefined ? undefined : String(powerMeanFloat64(outcome, Number(power))),
    );
  }
  return withSystem(problem.arithmetic, (system) =>
    collect<string>(
      EMPTY_TEXT,
      (a, b) => joinTexts(system, a, b),
      (text) => text,
      (outcome) => (power === undefined ? undefined : system.toText(powerMean(system, outcome, power))),
    ),
  );
}

function collect<Value>(
  nothing: TileOutcome<Value>,
  join: (a: TileOutcome<Value>, b: TileOutcome<Value>) => TileOutcome<Value>,
  text: (value: Value) => string,
  mean: (outcome: TileOutcome<Value>) => string | undefined,
): Collector {
  const early = new Map<number, TileOutcome<Value>>();
  let all = nothing;
  let next = 0;
  return {
    add(tile, outcome) {
      early.set(tile, outcome as TileOutcome<Value>);
      for (let ready = early.get(next); ready !== undefined; ready = early.get(next)) {
        all = join(all, ready);
        early.delete(next);
        next++;
      }
    },
    finish() {
      const rest = [...early].toSorted(([a], [b]) => a - b);
      const outcome = rest.reduce((sum, [, tile]) => join(sum, tile), all);
      const { queries, undefinedQueries, firstUndefined, largest, exact, octaves } = outcome;
      return {
        ...{ queries, undefinedQueries, firstUndefined, exact, octaves },
        largest: largest === undefined ? undefined : { ...largest, error: text(largest.error) },
        powerMean: mean(outcome),
      };
    },
  };
}
