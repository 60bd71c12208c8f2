/**
 * A sample on a graphics device: the device proposes the worst queries, the CPU evaluates them again and decides.
 *
 * The device's errors are wrong by at most a bound that is known beforehand, so a query whose error is surely below another's
 * need not be looked at again. All others are evaluated in doubles, up to a number of them.
 */
import { setImmediate } from 'node:timers/promises';
import { compileFloat64, compileFloat64Points } from '../expression/compile/index.js';
import type { GpuSession } from '../gpu/gpu-session.js';
import { float64System } from '../numeric/float64.js';
import { QueryCoordinates } from '../sampling/queries.js';
import type { Float64Problem, PartitionProblem } from '../sampling/sample-problem.js';
import type { SampleOutcome } from '../sampling/sample-run.js';
import { Screening, type Candidate } from '../sampling/screening.js';
import { openScreen, type DenseSource, type DeviceScreen } from './device-screens.js';

/** Queries that are evaluated again at most: a second's work. */
const MOST_CANDIDATES = 2 ** 16;

export interface DeviceRunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (queries: number) => void;
}

export interface DeviceOutcome {
  readonly outcome: SampleOutcome;
  /** How far a mean of the device was from the exact one at most. */
  readonly bound: number;
  /** Queries that the CPU evaluated again. */
  readonly evaluated: number;
  /** At all others the error is at most this. */
  readonly others: number;
}

type Problem = Float64Problem | PartitionProblem;

/** Throws a `GpuError`: `unsupported` before any work, `lost` at any time. */
export async function runOnDevice(
  session: GpuSession,
  problem: Problem,
  source: DenseSource | undefined,
  { signal, onProgress }: DeviceRunOptions = {},
): Promise<DeviceOutcome> {
  const screen = openScreen(session, problem, source);
  try {
    const { target } = problem;
    const values = compileFloat64Points(target.expression);
    const screening = new Screening(MOST_CANDIDATES);
    const undefinedAt = new UndefinedQueries();
    let [queries, bound] = [0, 0];
    for (let block = 0; block < screen.blocks && signal?.aborted !== true; block++) {
      const { queries: numbers, inputs, means, boundOf } = await screen.evaluate(block);
      const exact = Array.from({ length: screen.outputs }, () => new Float64Array(numbers.length));
      values(inputs, 0, numbers.length, exact);
      for (let i = 0; i < numbers.length; i++) {
        let error = 0;
        for (let r = 0; r < screen.outputs; r++) {
          error = Math.max(error, Math.abs(means[i * screen.outputs + r]! - exact[r]![i]!));
        }
        if (!exact.every((column) => Number.isFinite(column[i]!))) undefinedAt.add(numbers[i]!);
        else screening.add({ query: numbers[i]!, error, bound: boundOf(i) });
        bound = Math.max(bound, boundOf(i));
      }
      queries += numbers.length;
      onProgress?.(queries);
    }
    const { candidates, others } = screening.finish();
    const largest = await decide(screen, problem, candidates, undefinedAt);
    const outcome = {
      queries,
      undefinedQueries: undefinedAt.count,
      firstUndefined: undefinedAt.first,
      largest,
      exact: 0,
      octaves: new Map<number, number>(),
      powerMean: undefined,
    };
    return { outcome, bound, evaluated: candidates.length, others };
  } finally {
    screen.close();
  }
}

class UndefinedQueries {
  count = 0;
  first: number | undefined;

  add(query: number): void {
    this.count++;
    this.first = this.first === undefined ? query : Math.min(this.first, query);
  }
}

/** Queries between two turns of the event loop, in which signals are heard. */
const TURN = 2 ** 12;

/** The largest error of the candidates in doubles, at the first query that has it. */
async function decide(
  screen: DeviceScreen,
  { target, queries }: Problem,
  candidates: readonly Candidate[],
  undefinedAt: UndefinedQueries,
): Promise<SampleOutcome['largest']> {
  const coordinates = new QueryCoordinates(float64System, target.domain, queries);
  const value = compileFloat64(target.expression);
  const point = new Float64Array(target.domain.length);
  const [mean, exact] = [new Float64Array(screen.outputs), new Float64Array(screen.outputs)];
  let [largest, largestAt] = [-1, -1];
  for (const [i, { query }] of candidates.entries()) {
    if (i % TURN === 0) await setImmediate();
    point.set(coordinates.point(query));
    screen.exactly(point, mean);
    value(point, exact);
    const error = mean.reduce((most, y, r) => Math.max(most, Math.abs(y - exact[r]!)), 0);
    if (!(error < Infinity)) undefinedAt.add(query);
    else if (error > largest) [largest, largestAt] = [error, query];
  }
  return largestAt < 0 ? undefined : { error: String(largest), query: largestAt };
}
