/** The error of a construction, certified or sampled, over a grid of cells and of κ = R s², in which the best temperature shows. */
import { ConstructionError } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import type { Verdict } from '../theorems/claim.js';
import { SamplingError } from '../sampling/sampling-error.js';
import type { CertifyOptions } from './certify-target.js';
import { openCertifyPool } from './certify-pool.js';
import { requireConstruction } from './construct.js';
import { parametersOf } from './constructions/parameters.js';
import { constructionEntries } from './constructions/registry.js';
import type { SampleOptions } from './sample-error.js';
import { sampleTarget } from './sample-target.js';
import { softproofVersion } from './version.js';

/** What is swept, and how each point is certified. */
export interface SweepOptions extends Omit<
  CertifyOptions,
  'cells' | 'kappa' | 'workers' | 'certificate' | 'onProgress' | 'stop'
> {
  /** Cells, on every axis the same. */
  readonly cells: readonly number[];
  /** Values of κ; without any, the construction's own choice. */
  readonly kappas: readonly string[];
  /** Sample the error at so many queries per axis in place of certifying it. */
  readonly sampled?: number;
  /** Points that are certified at once, or threads of a sample. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, points: number) => void;
}

export interface SweepPoint {
  readonly cells: number;
  /** Null where the construction chooses its temperature, or has none. */
  readonly kappa: string | null;
  /** Absent where the construction does not take the parameters; `refused` says why. */
  readonly keys?: string;
  readonly lower?: string;
  readonly upper?: string;
  /** Of a sample, computed in doubles and without a bound; `lower` stands beside it in the sup norm. */
  readonly sampled?: string;
  readonly bound?: string;
  readonly verdict?: Verdict;
  readonly refused?: string;
}

/** The document `softproof/sweep@1`: cells rising, and for each of them κ rising. */
export interface Sweep {
  readonly schema: 'softproof/sweep@1';
  readonly version: string;
  readonly target: string;
  readonly construction: string;
  readonly norm: string;
  /** Queries per axis, where errors are sampled. */
  readonly sampled?: number;
  readonly points: readonly SweepPoint[];
  /** The sweep was stopped; points that were not reached are missing. */
  readonly interrupted?: true;
}

/** κ of the papers' regime: `R = 4 ln(10⁶)/s²`, to five digits. */
export const SHARP_KAPPA = '55.262';

/**
 * Certifies every point, on threads, or samples one after another. Points whose parameters the construction does not take say so; if it takes none, the
 * first `ConstructionError` is thrown. Throws an `UnknownConstructionError`.
 */
export async function sweep(target: Target, options: SweepOptions): Promise<Sweep> {
  const { cells, kappas, sampled, workers, signal, onProgress, ...rest } = options;
  const construction = rest.construction ?? 'max-affine';
  const { takes, needs } = constructionEntries[requireConstruction(construction)];
  const hasTemperature = [...takes, ...needs].includes('kappa');
  const grid = cells.flatMap((count) =>
    (hasTemperature && kappas.length > 0 ? kappas : [null]).map((kappa) => ({ cells: count, kappa })),
  );
  const found = new Array<SweepPoint | undefined>(grid.length);
  const refusals: (ConstructionError | SamplingError)[] = [];
  const pool =
    sampled === undefined
      ? certifyingPool(target, Math.min(workers, grid.length), signal)
      : samplingPool(target, { queries: sampled, workers, signal });
  let [next, done] = [0, 0];

  async function lane(): Promise<void> {
    while (next < grid.length && !signal.aborted) {
      const i = next++;
      const { cells: count, kappa } = grid[i]!;
      const point = { ...rest, construction, cells: count, ...(kappa === null ? {} : { kappa }) };
      try {
        const measured = await pool.measure(point);
        // A point that was stopped on the way is none.
        if (!signal.aborted) found[i] = { cells: count, kappa, ...measured };
      } catch (error) {
        if (!(error instanceof ConstructionError || error instanceof SamplingError)) throw error;
        refusals.push(error);
        found[i] = { cells: count, kappa, refused: error.message };
      }
      onProgress(++done, grid.length);
    }
  }
  try {
    await Promise.all(Array.from({ length: pool.lanes }, lane));
  } finally {
    await pool.close();
  }

  const points = found.filter((point) => point !== undefined);
  if (refusals.length === grid.length) throw refusals[0]!;
  return {
    schema: 'softproof/sweep@1',
    version: softproofVersion,
    target: target.name,
    construction,
    norm: rest.norm ?? 'inf',
    ...(sampled === undefined ? {} : { sampled }),
    points,
    ...(points.length < grid.length ? { interrupted: true } : {}),
  };
}

type Measured = Omit<SweepPoint, 'cells' | 'kappa'>;

interface MeasuringPool {
  /** Points that are measured at once. */
  readonly lanes: number;
  readonly measure: (point: CertifyOptions) => Promise<Measured>;
  readonly close: () => Promise<void>;
}

function certifyingPool(target: Target, workers: number, signal: AbortSignal): MeasuringPool {
  const { certify, close } = openCertifyPool(target, workers, signal);
  return {
    lanes: workers,
    measure: async (point) => {
      const { keys, lower, upper, bound, verdict } = await certify(point);
      return { keys, lower, upper, bound, verdict };
    },
    close,
  };
}

/** The threads share each sample. */
function samplingPool(target: Target, options: Pick<SampleOptions, 'queries' | 'workers' | 'signal'>): MeasuringPool {
  return {
    lanes: 1,
    measure: async ({ construction, norm, ...point }) => {
      const { keys, lower, error, bound, verdict } = await sampleTarget(target, {
        ...parametersOf(point),
        ...options,
        ...(construction === undefined ? {} : { construction }),
        ...(norm === undefined ? {} : { norm }),
      });
      return {
        keys,
        ...(lower === null ? {} : { lower }),
        sampled: error ?? 'Infinity',
        bound: bound!,
        verdict: verdict!,
      };
    },
    close: async () => {},
  };
}

/** What is shown of a point: the upper end of its error, or what a sample found; undefined for one that was refused. */
export function errorOfPoint({ upper, sampled }: SweepPoint): string | undefined {
  return upper ?? sampled;
}

/** For each number of cells the κ of the least error that is shown, where at least two were measured. */
export function valley({ points }: Pick<Sweep, 'points'>): ReadonlyMap<number, SweepPoint> {
  const best = new Map<number, SweepPoint>();
  const counts = new Map<number, number>();
  for (const point of points) {
    const error = errorOfPoint(point);
    if (error === undefined) continue;
    counts.set(point.cells, (counts.get(point.cells) ?? 0) + 1);
    const known = best.get(point.cells);
    if (known === undefined || Number(error) < Number(errorOfPoint(known))) best.set(point.cells, point);
  }
  return new Map([...best].filter(([cells]) => counts.get(cells)! > 1));
}
