/** What is sampled, and how: data that threads can be given. */
import type { AffinePartition } from '../attention/affine-partition.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { AxisBand } from '../attention/axis-band.js';
import type { Float64Layer, StreamedLayer } from '../attention/float64-layer.js';
import type { PowerTree } from '../attention/power-tree.js';
import type { PartitionFloat64 } from '../attention/partition-float64.js';
import type { Target } from '../expression/target.js';
import type { Queries } from './queries.js';
import type { LongArithmetic } from './arithmetic.js';
import type { TileOutcome } from './outcome.js';

/** Of which a sample takes the largest error, or mean powers, and sizes. */
export interface SampleQuestion {
  readonly target: Pick<Target, 'domain' | 'expression'>;
  readonly queries: Queries;
  /** `p` of the norm in decimals, absent for the supremum. */
  readonly power?: string;
  readonly histogram: boolean;
}

/** In doubles; the table of values may lie in memory that threads share. */
export interface Float64Problem extends SampleQuestion {
  readonly kind: 'float64';
  readonly layer: Float64Layer;
}

/** In doubles, where the table of values would be too large: they are computed where queries need them. */
export interface StreamedProblem extends SampleQuestion {
  readonly kind: 'streamed';
  readonly layer: StreamedLayer;
}

/** In doubles, of keys that are on no grid. */
export interface PartitionProblem extends SampleQuestion {
  readonly kind: 'partition';
  readonly partition: PartitionFloat64;
}

/** In as many digits as asked for. */
export interface LongProblem extends SampleQuestion {
  readonly kind: 'long';
  readonly arithmetic: LongArithmetic;
  readonly layer: MaxAffineLayer;
  /** Cells kept for each query of a grid; of other queries the far cells whose share is `negligible` are dropped. */
  readonly bands: readonly AxisBand[];
  readonly negligible: number;
}

/** In as many digits as asked for, of keys that are on no grid. */
export interface LongPartitionProblem extends SampleQuestion {
  readonly kind: 'long-partition';
  readonly arithmetic: LongArithmetic;
  readonly partition: AffinePartition;
  /** Absent: those of the target at the keys. */
  readonly values?: Float64Array;
  /** Finds the keys whose power distance is at most `excess` above the least, in doubles. */
  readonly tree: PowerTree;
  readonly excess: number;
}

/** Works off the tiles of `tilingOf`, in any order. */
export interface Sampler<Value> {
  readonly tiles: number;
  readonly sample: (tile: number) => TileOutcome<Value>;
}
