/** Works off a sample, on this thread or on several. Results are the same for any number of them. */
import { setImmediate } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { TileOutcome } from '../sampling/outcome.js';
import { collectorFor, openSampler, type SampleOutcome, type SampleProblem } from '../sampling/sample-run.js';
import { workOff } from './task-pool.js';

export interface SampleRunOptions {
  /** Threads; 0 stands for this one. */
  readonly workers: number;
  /** Ends early, with what is done. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (queries: number) => void;
}

type AnyOutcome = TileOutcome<number> | TileOutcome<string>;

interface Lanes {
  readonly lanes: number;
  readonly run: (tile: number) => Promise<AnyOutcome>;
  readonly close: () => Promise<void>;
}

/** So few are done before threads have begun. */
const FEW_TILES = 2;

export async function runSample(problem: SampleProblem, options: SampleRunOptions): Promise<SampleOutcome> {
  const { workers, signal, onProgress } = options;
  const sampler = openSampler(problem);
  const collector = collectorFor(problem);
  const pool =
    workers === 0 || sampler.tiles <= FEW_TILES
      ? ownThread(sampler.sample)
      : threads(problem, Math.min(workers, sampler.tiles));
  let next = 0;
  let queries = 0;
  const work = {
    next: () => (next < sampler.tiles ? next++ : undefined),
    perform: pool.run,
    finish: (tile: number, outcome: AnyOutcome) => {
      collector.add(tile, outcome);
      queries += outcome.queries;
      onProgress?.(queries);
    },
  };
  await workOff(pool, work, signal);
  return collector.finish();
}

function ownThread(sample: (tile: number) => AnyOutcome): Lanes {
  return {
    lanes: 1,
    run: async (tile) => {
      // Between tiles the event loop turns, so that signals are heard.
      await setImmediate();
      return sample(tile);
    },
    close: async () => {},
  };
}

function threads(problem: SampleProblem, workers: number): Lanes {
  const pool = new Piscina<number, AnyOutcome>({
    filename: new URL('./sample-worker.js', import.meta.url).href,
    workerData: problem,
    minThreads: workers,
    maxThreads: workers,
  });
  return { lanes: workers, run: (tile) => pool.run(tile), close: () => pool.destroy() };
}
