/** Who takes a sample: a graphics device where that is wanted, possible and worth it, and the CPU in all other cases. */
import { PowerSearch } from '../attention/power-tree.js';
import { adapterName } from '../gpu/adapter-report.js';
import { GpuError } from '../gpu/gpu-error.js';
import { openGpu, type GpuSession } from '../gpu/gpu-session.js';
import { decimalUp } from '../numeric/decimal-text.js';
import { float64System } from '../numeric/float64.js';
import { queryCount, QueryCoordinates } from '../sampling/queries.js';
import type { Float64Problem, PartitionProblem } from '../sampling/sample-problem.js';
import type { SampleOutcome, SampleProblem } from '../sampling/sample-run.js';
import { SamplingError } from '../sampling/sampling-error.js';
import type { DenseSource } from './device-screens.js';
import { runOnDevice } from './sample-device.js';
import type { ReportedDevice } from './sample-report.js';
import { runSample, type SampleRunOptions } from './sample-threads.js';

export type DeviceChoice = 'auto' | 'cpu' | 'gpu';

export interface SampleTaken {
  readonly outcome: SampleOutcome;
  readonly device: ReportedDevice;
}

/**
 * Takes the sample. Throws a `SamplingError` (`device`) when `gpu` is chosen and there is none, or it does not take this sample.
 * `open` gives a device.
 */
export async function sampleOn(
  choice: DeviceChoice,
  problem: SampleProblem,
  source: DenseSource | undefined,
  options: SampleRunOptions,
  open: () => Promise<GpuSession> = openGpu,
): Promise<SampleTaken> {
  const onCpu = async (adapter: ReportedDevice['adapter'], reason: string | null): Promise<SampleTaken> => {
    const outcome = await runSample(problem, options);
    return { outcome, device: { kind: 'cpu', adapter, reason, bound: null, evaluated: outcome.queries, others: null } };
  };
  if (choice === 'cpu') return onCpu(null, null);
  const obstacle = obstacleOf(problem);
  if (obstacle !== undefined && choice === 'gpu') {
    throw refuse(obstacle, 'Leave --device gpu out, or ask for the largest error of a sample in float64.');
  }
  if (!isForDevice(problem) || (choice === 'auto' && !isWorthIt(problem))) return onCpu(null, null);

  let session: GpuSession | undefined;
  try {
    session = await open();
    if (choice === 'auto' && session.adapter.isFallbackAdapter) {
      return await onCpu(
        session.adapter,
        `${adapterName(session.adapter)} is slower; --device gpu takes it all the same`,
      );
    }
    const { outcome, bound, evaluated, others } = await runOnDevice(session, problem, source, options);
    const numbers = { bound: decimalUp(bound), evaluated, others: decimalUp(others) };
    return { outcome, device: { kind: 'gpu', adapter: session.adapter, reason: null, ...numbers } };
  } catch (error) {
    if (!(error instanceof GpuError)) throw error;
    // What went wrong on the way says nothing about the sample; what cannot begin is told to who asked for it.
    if (choice === 'gpu' && error.code !== 'lost') throw refuse(error.message, error.remedy);
    return await onCpu(session?.adapter ?? null, error.message);
  } finally {
    session?.close();
  }
}

function refuse(found: string, remedy: string): SamplingError {
  return new SamplingError({ code: 'device', found: '--device gpu', required: found, remedy });
}

function isForDevice(problem: SampleProblem): problem is Float64Problem | PartitionProblem {
  return obstacleOf(problem) === undefined;
}

/** What a device does not do. */
function obstacleOf({ kind, power, histogram }: SampleProblem): string | undefined {
  if (kind === 'long' || kind === 'long-partition') return 'a graphics device has no long numbers';
  if (kind === 'streamed') return 'a graphics device takes layers whose table of values is kept';
  if (power !== undefined || histogram)
    return 'a graphics device finds the largest error only, no mean and no histogram';
  return undefined;
}

/** Fewer queries are sampled before a device is open. */
const FEWEST_QUERIES = 2 ** 18;
/** Fewer keys near a query are a microsecond's work for the CPU, less than handing the query over. */
const FEWEST_NEAR = 256;
/** A device looks at all keys, a CPU at those near a query: it is not this much faster than the threads of a CPU. */
const MOST_EXTRA = 64;
const PROBES = 16;

/** A guess. That a device is faster from here on is not measured: docs/gpu.md says what is known. */
function isWorthIt(problem: Float64Problem | PartitionProblem): boolean {
  if (queryCount(problem.queries) < FEWEST_QUERIES) return false;
  if (problem.kind === 'partition') {
    const near = averageNear(problem);
    return near >= FEWEST_NEAR && near * MOST_EXTRA >= problem.partition.tree.order.length;
  }
  const { axes, outputs, table } = problem.layer;
  // On a grid of queries the CPU, too, contracts: its cost for a query is the band of the last axis.
  if (problem.queries.kind === 'grid') return axes.at(-1)!.kept * outputs >= FEWEST_NEAR;
  const near = axes.reduce((product, { kept }) => product * kept, 1);
  return near >= FEWEST_NEAR && near * MOST_EXTRA >= table.length / outputs;
}

/** Keys near a few of the queries. */
function averageNear({ partition, queries, target }: PartitionProblem): number {
  const search = new PowerSearch(partition.tree);
  const coordinates = new QueryCoordinates(float64System, target.domain, queries);
  let sum = 0;
  for (let i = 0; i < PROBES; i++) {
    const query = Math.floor((queryCount(queries) * (i + 0.5)) / PROBES);
    search.find(Float64Array.from(coordinates.point(query)), partition.excess);
    sum += search.count;
  }
  return sum / PROBES;
}
