/** Samples as a device works them off, block by block: which queries a block has, and the means there with their bounds. */
import type { AffinePartition } from '../attention/affine-partition.js';
import { ContractionFloat64 } from '../attention/contraction-float64.js';
import { float64Evaluator, type Float64Evaluator } from '../attention/product-float64.js';
import { partitionEvaluator } from '../attention/partition-float64.js';
import type { Float64Axis, Float64Layer } from '../attention/float64-layer.js';
import { domainBox } from '../approximation/box.js';
import { DenseAttention, MOST_QUERIES } from '../gpu/dense-attention.js';
import { denseTables, MOST_KEYS } from '../gpu/dense-tables.js';
import { unsupported } from '../gpu/gpu-error.js';
import { GridContraction, MOST_NUMBERS, tensorSizes } from '../gpu/grid-contraction.js';
import type { GpuSession } from '../gpu/gpu-session.js';
import { float64System } from '../numeric/float64.js';
import { queryCount, QueryCoordinates, unflatten, type GridQueries } from '../sampling/queries.js';
import type { Float64Problem, PartitionProblem } from '../sampling/sample-problem.js';

/** Means at the queries of a block. */
export interface ScreenedBlock {
  /** Of each: its number, and its coordinates one array for each axis. */
  readonly queries: Float64Array;
  readonly inputs: readonly Float64Array[];
  /** `outputs` numbers for each query. */
  readonly means: Float64Array;
  readonly boundOf: (i: number) => number;
}

export interface DeviceScreen {
  readonly outputs: number;
  readonly blocks: number;
  readonly evaluate: (block: number) => Promise<ScreenedBlock>;
  /** The means that the CPU finds when it takes the whole sample, bit for bit. */
  readonly exactly: Float64Evaluator;
  readonly close: () => void;
}

/** A partition with the values of its keys. */
export interface DenseSource {
  readonly partition: AffinePartition;
  readonly values: Float64Array;
}

/** Pairs of a query and a key in one block, at most: a device is asked for a block at a time. */
const MOST_PAIRS = 2 ** 32;

/** Throws a `GpuError` (`unsupported`). `source`: of a partition, in the order in which it was given. */
export function openScreen(
  session: GpuSession,
  problem: Float64Problem | PartitionProblem,
  source: DenseSource | undefined,
): DeviceScreen {
  if (problem.kind === 'partition') {
    return denseScreen(session, problem, source!, partitionEvaluator(problem.partition));
  }
  const { queries, layer } = problem;
  return queries.kind === 'grid'
    ? gridScreen(session, problem, queries)
    : denseScreen(session, problem, keysOfGrid(layer), float64Evaluator(layer));
}

function denseScreen(
  session: GpuSession,
  { target, queries }: Float64Problem | PartitionProblem,
  { partition, values }: DenseSource,
  exactly: Float64Evaluator,
): DeviceScreen {
  const tables = denseTables(partition, values, domainBox(target));
  const dense = new DenseAttention(session, tables);
  const coordinates = new QueryCoordinates(float64System, target.domain, queries);
  const axes = target.domain.length;
  const count = queryCount(queries);
  const width = Math.max(1, Math.min(MOST_QUERIES, Math.floor(MOST_PAIRS / tables.size.keys)));
  return {
    outputs: partition.outputs,
    blocks: Math.ceil(count / width),
    async evaluate(block) {
      const first = block * width;
      const size = Math.min(width, count - first);
      const points = new Float64Array(size * axes);
      for (let i = 0; i < size; i++) points.set(coordinates.point(first + i), i * axes);
      const { means, bounds } = await dense.evaluate(points);
      return {
        queries: Float64Array.from({ length: size }, (_, i) => first + i),
        inputs: Array.from({ length: axes }, (_, t) =>
          Float64Array.from({ length: size }, (_, i) => points[i * axes + t]!),
        ),
        means,
        boundOf: (i) => bounds[i]!,
      };
    },
    exactly,
    close: () => dense.close(),
  };
}

function gridScreen(session: GpuSession, { target, layer }: Float64Problem, queries: GridQueries): DeviceScreen {
  const { counts } = queries;
  const coordinates = new QueryCoordinates(float64System, target.domain, queries);
  const widths = blockWidths(layer, counts);
  const blocksOnAxis = counts.map((count, t) => Math.ceil(count / widths[t]!));
  const contraction = new GridContraction(session, layer);
  return {
    outputs: layer.outputs,
    blocks: blocksOnAxis.reduce((product, blocks) => product * blocks, 1),
    async evaluate(block) {
      const firsts = unflatten(block, blocksOnAxis).map((i, t) => i * widths[t]!);
      const sizes = firsts.map((first, t) => Math.min(widths[t]!, counts[t]! - first));
      const onAxis = sizes.map((size, t) =>
        Float64Array.from({ length: size }, (_, i) => coordinates.onAxis(t, firsts[t]! + i)),
      );
      const { means, bound } = await contraction.evaluate(onAxis);
      const size = means.length / layer.outputs;
      const numbers = new Float64Array(size);
      const inputs = sizes.map(() => new Float64Array(size));
      for (let i = 0; i < size; i++) {
        numbers[i] = unflatten(i, sizes).reduce((flat, at, t) => {
          inputs[t]![i] = onAxis[t]![at]!;
          return flat * counts[t]! + firsts[t]! + at;
        }, 0);
      }
      return { queries: numbers, inputs, means, boundOf: () => bound };
    },
    exactly: onePoint(layer),
    close: () => contraction.close(),
  };
}

/** The CPU's contraction at single queries, bit for bit; cheap where they come row by row. */
function onePoint(layer: Float64Layer): Float64Evaluator {
  const contraction = new ContractionFloat64(layer);
  const columns = Array.from({ length: layer.outputs }, () => new Float64Array(1));
  return (x, out) => {
    contraction.setRow(x.subarray(0, -1));
    contraction.setColumns(x.subarray(-1));
    contraction.evaluate(0, 1, columns);
    columns.forEach((column, r) => (out[r] = column[0]!));
  };
}

/** Queries of a block on each axis: as many as go into the tensors on the way, last axes first. */
function blockWidths(layer: Float64Layer, counts: readonly number[]): readonly number[] {
  const widths = counts.map(() => 1);
  const fits = (): boolean => Math.max(...tensorSizes(layer, widths)) <= MOST_NUMBERS / 4;
  for (let t = counts.length - 1; t >= 0; t--) {
    while (widths[t]! < counts[t]!) {
      const before = widths[t]!;
      widths[t] = Math.min(counts[t]!, 2 * before);
      if (fits()) continue;
      widths[t] = before;
      break;
    }
  }
  return widths;
}

/** The centres of a grid's cells one by one, for queries that share no coordinates. */
function keysOfGrid({ axes, outputs, table }: Float64Layer): DenseSource {
  const inputs = axes.length;
  const counts = axes.map(({ cells }) => cells);
  const keys = table.length / outputs;
  if (keys > MOST_KEYS) throw unsupported(`${keys} keys`);
  const centre = ({ lower, width }: Float64Axis, k: number): number => lower + (k + 0.5) * width;
  const centres = new Float64Array(keys * inputs);
  for (let j = 0; j < keys; j++) {
    unflatten(j, counts).forEach((k, t) => (centres[j * inputs + t] = centre(axes[t]!, k)));
  }
  const { inverseTemperature } = axes[0]!;
  return { partition: { inverseTemperature, inputs, outputs, keys: centres }, values: table };
}
