/**
 * Errors at many queries: ours against the dense computation of array libraries, and our own ways against each other.
 *
 * `f = sin 3x + cos 2y` on the unit square, `R = 4 ln(10⁶)/s²`. Dense means every query against every key. Every way has
 * one thread, and its time is that of the processor, the least of several runs: a busy machine then changes little. Only
 * rows about threads measure the clock on the wall. Ours is set up anew in every run: bands, table of values, compiled
 * target.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Decimal } from 'decimal.js';
import { partitionEvaluator, partitionFloat64 } from '../src/attention/partition-float64.js';
import { NEGLIGIBLE_FLOAT64, productEvaluatorFloat64 } from '../src/attention/product-float64.js';
import type { MaxAffineLayer } from '../src/attention/max-affine-layer.js';
import { prepareSample } from '../src/check/prepare-sample.js';
import { partitionTemperature } from '../src/check/partition-temperature.js';
import { runSample } from '../src/check/sample-threads.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { evaluateLiteral } from '../src/constructions/max-affine-weights.js';
import { parseTarget } from '../src/expression/parse/index.js';
import type { Target } from '../src/expression/target.js';
import { float64System } from '../src/numeric/float64.js';
import { loadArithmetic, type Arithmetic } from '../src/sampling/arithmetic.js';
import { QueryCoordinates, queryCount, type Queries } from '../src/sampling/queries.js';
import { randomFraction } from '../src/sampling/random-fraction.js';
import { openSampler } from '../src/sampling/sample-run.js';
import { ARB_NEEDS, withArb } from './arb.js';
import type { Absence, BenchRow } from './bench.js';

export const sum = `
  export const domain = [[0, 1], [0, 1]];
  export function target(x: number, y: number): number { return Math.sin(3 * x) + Math.cos(2 * y); }`;
const twisted = `
  export const domain = [[0, 1], [0, 1]];
  export function target(x: number, y: number): number { return Math.sin(6 * x * y + 1) * Math.cos(5 * x - 3 * y); }`;

const float64: Arithmetic = { kind: 'float64' };

const grid = (...counts: number[]): Queries => ({ kind: 'grid', counts, placement: 'ends' });
const scattered = (count: number): Queries => ({ kind: 'scattered', count, seed: 1 });

export const layerOf = (target: Target, cells: number): MaxAffineLayer =>
  maxAffine(target, { cells, inverseTemperature: 'auto' });

/** Seconds of the processor, the least of some runs. */
export function fastest(runs: number, work: () => unknown): number {
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/** A whole sample on this thread. */
export function sampleAll(target: Target, layer: MaxAffineLayer, queries: Queries, arithmetic: Arithmetic): void {
  const { problem } = prepareSample(layer, { target, queries, histogram: false }, arithmetic, false);
  const sampler = openSampler(problem);
  for (let tile = 0; tile < sampler.tiles; tile++) sampler.sample(tile);
}

interface Peer {
  readonly version: string;
  readonly largest: number;
  readonly seconds: number;
}

const script = fileURLToPath(new URL('../../bench/peers/dense.py', import.meta.url));

/** Array libraries start one thread per core otherwise. */
const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

function runPeer(library: string, args: readonly (string | number)[]): Peer | undefined {
  for (const python of ['python3', '/usr/bin/python3']) {
    const { status, stdout } = spawnSync(python, [script, library, ...args.map(String)], { encoding: 'utf8', env });
    if (status === 0) return JSON.parse(stdout) as Peer;
  }
  return undefined;
}

const PEER_NEEDS: Readonly<Record<string, string>> = {
  numpy: 'needs numpy for Python (Debian: python3-numpy)',
  torch: 'needs PyTorch for Python (Debian: python3-torch)',
  mpmath: 'needs mpmath for Python (Debian: python3-mpmath, python3-gmpy2)',
};

function row(name: string, slow: number, fast: number): BenchRow {
  return { name, ratio: slow / fast, seconds: [slow, fast] };
}

function againstArrays(target: Target): (BenchRow | Absence)[] {
  const layer = layerOf(target, 32);
  return ['numpy', 'torch'].flatMap((library) =>
    (['grid', 'scattered'] as const).map((kind) => {
      const what = `dense ${library} float64, 65536 ${kind === 'grid' ? 'queries of a grid' : 'scattered queries'}, 1024 keys`;
      const queries = kind === 'grid' ? grid(256, 256) : scattered(65536);
      const ours = (): number => fastest(15, () => sampleAll(target, layer, queries, float64));
      const before = ours();
      const peer = runPeer(library, [32, layer.inverseTemperature.text, kind, 65536, 7]);
      if (peer === undefined) return { name: what, absent: PEER_NEEDS[library]! };
      return row(`${what} (${peer.version}) / sample`, peer.seconds, Math.min(before, ours()));
    }),
  );
}

/** Seconds per query, each measured on as many as take a while. */
function ownWays(target: Target): BenchRow[] {
  const layer = layerOf(target, 32);
  const queries = grid(256, 256);
  const coordinates = new QueryCoordinates(float64System, target.domain, queries);
  const point = new Float64Array(2);
  const out = new Float64Array(1);
  const product = fastest(7, () => {
    const evaluate = productEvaluatorFloat64(layer);
    for (let i = 0; i < queryCount(queries); i++) {
      point.set(coordinates.point(i));
      evaluate(point, out);
    }
  });
  const contraction = fastest(15, () => sampleAll(target, layer, queries, float64));
  const literal = fastest(3, () => evaluateLiteral(float64System, layer, coordinates.point(12345)));
  return [
    row('literal / contraction, a query of a grid, 1024 keys', literal, contraction / 65536),
    row('product, point by point / contraction, 65536 queries of a grid, 1024 keys', product, contraction),
  ];
}

/** One thread against two, by the clock on the wall, set-up of the threads included. */
async function threads(
  what: string,
  target: Target,
  cells: number,
  queries: Queries,
  arithmetic: Arithmetic,
): Promise<BenchRow | Absence> {
  try {
    await loadArithmetic(arithmetic);
  } catch (error) {
    return { name: `one thread / two, ${what}`, absent: (error as Error).message.split('\n')[0]! };
  }
  const layer = layerOf(target, cells);
  const seconds: number[] = [];
  for (const workers of [1, 2]) {
    let least = Infinity;
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      const question = { target, queries, histogram: false };
      await runSample(prepareSample(layer, question, arithmetic, true).problem, { workers });
      least = Math.min(least, (performance.now() - start) / 1000);
    }
    seconds.push(least);
  }
  return row(`one thread / two, ${what}`, seconds[0]!, seconds[1]!);
}

/** One query against every key with decimal.js's own functions, which carry no bound. */
function denseDecimal(layer: MaxAffineLayer, cells: number, digits: number): (x: number, y: number) => Decimal {
  const Own = Decimal.clone({ precision: digits });
  const half = new Own(layer.inverseTemperature.text).div(2);
  const centres = Array.from({ length: cells }, (_, k) => new Own(2 * k + 1).div(2 * cells));
  const keys = centres.flatMap((v) => centres.map((w) => ({ v, w, f: v.times(3).sin().plus(w.times(2).cos()) })));
  return (x, y) => {
    const squares = keys.map(({ v, w }) => v.minus(x).pow(2).plus(w.minus(y).pow(2)));
    const nearest = Decimal.min(...squares);
    let [total, weighted] = [new Own(0), new Own(0)];
    keys.forEach(({ f }, j) => {
      const weight = squares[j]!.minus(nearest).times(half).neg().exp();
      total = total.plus(weight);
      weighted = weighted.plus(weight.times(f));
    });
    return weighted.div(total);
  };
}

const LONG_CELLS = 16;
/** Of scattered queries in 50 digits: enough that the values at keys, computed once, are a small part. */
const LONG_QUERIES = 4096;

/** 50 digits by decimal.js and by MPFR, against every key by decimal.js, mpmath and Arb. */
async function longNumbers(target: Target): Promise<(BenchRow | Absence)[]> {
  const layer = layerOf(target, LONG_CELLS);
  const dense = denseDecimal(layer, LONG_CELLS, 50);
  const perDense = fastest(3, () => dense(0.31, 0.77));
  const mpmath = runPeer('mpmath', [LONG_CELLS, layer.inverseTemperature.text, 'scattered', 64, 3]);
  const arb = withArb('arb-points', (binary) => {
    const args = [LONG_CELLS, layer.inverseTemperature.text, 500, 128, 5];
    return JSON.parse(spawnSync(binary, args.map(String), { encoding: 'utf8' }).stdout) as { readonly seconds: number };
  });
  const ways: (BenchRow | Absence)[] = [];
  for (const kind of ['decimal', 'mpfr'] as const) {
    const arithmetic = { kind, digits: 50 };
    const absent = await loadArithmetic(arithmetic).then(
      () => undefined,
      (error: Error) => error.message.split('\n')[0]!,
    );
    for (const place of ['scattered queries', 'queries of a grid'] as const) {
      const ours = `sample --arithmetic ${kind}, ${LONG_QUERIES} ${place}`;
      if (absent !== undefined) {
        ways.push({ name: ours, absent });
        continue;
      }
      const queries = place === 'scattered queries' ? scattered(LONG_QUERIES) : grid(64, 64);
      const seconds = fastest(3, () => sampleAll(target, layer, queries, arithmetic)) / LONG_QUERIES;
      const against = (peer: string, needs: string, perQuery?: number): BenchRow | Absence =>
        perQuery === undefined
          ? { name: `a query in 50 digits, 256 keys: dense ${peer}`, absent: needs }
          : row(`a query in 50 digits, 256 keys: dense ${peer} / ${ours}`, perQuery, seconds);
      ways.push(
        against('decimal.js', '', perDense),
        against(`mpmath ${mpmath?.version ?? ''}`, PEER_NEEDS['mpmath']!, mpmath && mpmath.seconds / 64),
        against('Arb at 128 bits', ARB_NEEDS, arb?.seconds),
      );
    }
  }
  return ways;
}

/** Random keys of a Voronoi diagram: every key by a plain loop, and through the tree. */
function voronoi(target: Target): BenchRow {
  const [count, few, many] = [100_000, 40, 100_000];
  const keys = Float64Array.from({ length: 2 * count }, (_, i) => randomFraction(3, i));
  const inverseTemperature = partitionTemperature(count, target);
  const partition = { inputs: 2, outputs: 1, keys, inverseTemperature };
  const values = Float64Array.from(
    { length: count },
    (_, j) => Math.sin(3 * keys[2 * j]!) + Math.cos(2 * keys[2 * j + 1]!),
  );
  const distances = new Float64Array(count);
  const dense = (x: number, y: number): number => {
    let nearest = Infinity;
    for (let j = 0; j < count; j++) {
      const distance = (keys[2 * j]! - x) ** 2 + (keys[2 * j + 1]! - y) ** 2;
      distances[j] = distance;
      if (distance < nearest) nearest = distance;
    }
    let [total, weighted] = [0, 0];
    for (let j = 0; j < count; j++) {
      const weight = Math.exp((-inverseTemperature / 2) * (distances[j]! - nearest));
      total += weight;
      weighted += weight * values[j]!;
    }
    return weighted / total;
  };
  const ready = partitionFloat64(partition, values, NEGLIGIBLE_FLOAT64);
  const evaluate = partitionEvaluator(ready);
  const [x, out] = [new Float64Array(2), new Float64Array(1)];
  const perDense = fastest(3, () => {
    for (let i = 0; i < few; i++) dense(randomFraction(5, 2 * i), randomFraction(5, 2 * i + 1));
  });
  const perTree = fastest(5, () => {
    for (let i = 0; i < many; i++) {
      x[0] = randomFraction(5, 2 * i);
      x[1] = randomFraction(5, 2 * i + 1);
      evaluate(x, out);
    }
  });
  const name = '10^5 random Voronoi keys, a scattered query: every key in float64 / through the tree';
  return row(name, perDense / few, perTree / many);
}

export async function benchSampling(): Promise<readonly (BenchRow | Absence)[]> {
  const target = await parseTarget(sum);
  return [
    ...againstArrays(target),
    ...ownWays(target),
    await threads('10^8 queries of a grid, 65536 keys, sin 3x + cos 2y', target, 256, grid(10_000, 10_000), float64),
    await threads(
      '10^8 queries of a grid, 65536 keys, sin(6xy + 1)cos(5x − 3y)',
      await parseTarget(twisted),
      256,
      grid(10_000, 10_000),
      float64,
    ),
    await threads('10^7 scattered queries, 65536 keys, sin 3x + cos 2y', target, 256, scattered(10 ** 7), float64),
    await threads('20000 scattered queries in 50 digits by MPFR, 256 keys', target, 16, scattered(20_000), {
      kind: 'mpfr',
      digits: 50,
    }),
    ...(await longNumbers(target)),
    voronoi(target),
  ];
}
