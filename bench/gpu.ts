/**
 * A graphics device against the CPU, on the same work in one run: dense attention, and the contraction over a grid of queries.
 *
 * Seconds are those of the clock on the wall, with uploads and downloads, without compiling the kernels. On a software
 * adapter they say that it works, and nothing about a GPU.
 */
import { performance } from 'node:perf_hooks';
import { ContractionFloat64 } from '../src/attention/contraction-float64.js';
import type { Float64Layer } from '../src/attention/float64-layer.js';
import { partitionEvaluator, partitionFloat64 } from '../src/attention/partition-float64.js';
import { NEGLIGIBLE_FLOAT64 } from '../src/attention/product-float64.js';
import { adapterName } from '../src/gpu/adapter-report.js';
import { DenseAttention } from '../src/gpu/dense-attention.js';
import { denseTables } from '../src/gpu/dense-tables.js';
import { GpuError } from '../src/gpu/gpu-error.js';
import { GridContraction } from '../src/gpu/grid-contraction.js';
import { openGpu, type GpuSession } from '../src/gpu/gpu-session.js';
import { randomFraction } from '../src/sampling/random-fraction.js';
import type { Absence, BenchRow } from './bench.js';

const RUNS = 3;
/** For a pair of a query and a key with two inputs and one output: 3 per input, then m − e, exp2, and two sums with a product. */
const OPERATIONS_OF_PAIR = 11;

async function fastest(work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await work();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

const fractions = (count: number, seed: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => randomFraction(seed, i));

/** Every key at every query, in doubles: what the device does, on one thread. */
function denseLoop(keys: Float64Array, values: Float64Array, queries: Float64Array, R: number): Float64Array {
  const out = new Float64Array(queries.length / 2);
  for (let i = 0; i < out.length; i++) {
    let least = Infinity;
    for (let j = 0; j < values.length; j++) {
      const [dx, dy] = [queries[2 * i]! - keys[2 * j]!, queries[2 * i + 1]! - keys[2 * j + 1]!];
      least = Math.min(least, dx * dx + dy * dy);
    }
    let [total, sum] = [0, 0];
    for (let j = 0; j < values.length; j++) {
      const [dx, dy] = [queries[2 * i]! - keys[2 * j]!, queries[2 * i + 1]! - keys[2 * j + 1]!];
      const weight = Math.exp((-R / 2) * (dx * dx + dy * dy - least));
      total += weight;
      sum += weight * values[j]!;
    }
    out[i] = sum / total;
  }
  return out;
}

async function dense(session: GpuSession, count: number, asked: number, kappa: number): Promise<BenchRow[]> {
  const keys = fractions(2 * count, 1);
  const values = fractions(count, 2);
  const queries = fractions(2 * asked, 3);
  const R = kappa * count;
  const partition = { inverseTemperature: R, inputs: 2, outputs: 1, keys };
  const device = new DenseAttention(session, denseTables(partition, values, Float64Array.of(0, 1, 0, 1)));
  await device.evaluate(queries);
  const onDevice = await fastest(() => device.evaluate(queries));
  device.close();
  // The loop is slow, and its time proportional to the queries.
  const few = Math.max(1, Math.floor(asked / 64));
  const loop = ((await fastest(() => denseLoop(keys, values, queries.subarray(0, 2 * few), R))) * asked) / few;
  const nearby = partitionEvaluator(partitionFloat64(partition, values, NEGLIGIBLE_FLOAT64));
  const out = new Float64Array(1);
  const tree =
    ((await fastest(() => {
      for (let i = 0; i < few; i++) nearby(queries.subarray(2 * i, 2 * i + 2), out);
    })) *
      asked) /
    few;
  const rate = (OPERATIONS_OF_PAIR * count * asked) / onDevice / 1e9;
  const what = `${asked} queries, ${count} random keys, κ = ${kappa}`;
  return [
    row(`${what}, ${rate.toPrecision(3)} GFLOP/s: a loop over all keys, one thread / device`, loop, onDevice),
    row(`${what}: near keys through the tree, one thread / device`, tree, onDevice),
  ];
}

async function contraction(session: GpuSession, cells: number, side: number): Promise<BenchRow> {
  const all = { cells, reach: cells - 1, kept: cells, dropped: 0, lower: 0, width: 1 / cells };
  const axis = { ...all, inverseTemperature: 0.01 * cells ** 2 };
  const layer: Float64Layer = { axes: [axis, axis], outputs: 1, table: fractions(cells ** 2, 4) };
  const coordinates = Float64Array.from({ length: side }, (_, i) => i / (side - 1));
  const device = new GridContraction(session, layer);
  await device.evaluate([coordinates, coordinates]);
  const onDevice = await fastest(() => device.evaluate([coordinates, coordinates]));
  device.close();
  const out = [new Float64Array(side)];
  const onCpu = await fastest(() => {
    const own = new ContractionFloat64(layer);
    own.setColumns(coordinates);
    for (let i = 0; i < side; i++) {
      own.setRow(coordinates.subarray(i, i + 1));
      own.evaluate(0, side, out);
    }
  });
  return row(`${side}² queries of a grid, ${cells}² keys, all kept: contraction, one thread / device`, onCpu, onDevice);
}

function row(name: string, slow: number, fast: number): BenchRow {
  return { name, ratio: slow / fast, seconds: [slow, fast] };
}

export async function benchGpu(): Promise<readonly (BenchRow | Absence)[]> {
  let session: GpuSession;
  try {
    session = await openGpu();
  } catch (error) {
    if (!(error instanceof GpuError)) throw error;
    return [{ name: 'a graphics device', absent: `${error.message}. ${error.remedy}` }];
  }
  const { isFallbackAdapter } = session.adapter;
  const name = `${adapterName(session.adapter)}${isFallbackAdapter ? ', a fallback adapter: for correctness only' : ''}`;
  try {
    const rows = isFallbackAdapter
      ? [...(await dense(session, 2 ** 12, 2 ** 13, 55)), await contraction(session, 64, 512)]
      : [
          ...(await dense(session, 2 ** 16, 2 ** 16, 55)),
          ...(await dense(session, 2 ** 16, 2 ** 16, 0.01)),
          await contraction(session, 256, 2048),
        ];
    return rows.map((entry) => ({ ...entry, name: `${name}: ${entry.name}` }));
  } finally {
    session.close();
  }
}
