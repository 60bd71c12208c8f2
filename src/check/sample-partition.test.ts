import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluatePartition } from '../attention/affine-partition.js';
import { evaluate } from '../expression/evaluate.js';
import { parseTarget } from '../expression/parse/index.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { float64System } from '../numeric/float64.js';
import { QueryCoordinates, queryCount, type Queries } from '../sampling/queries.js';
import { randomFraction } from '../sampling/random-fraction.js';
import { SamplingError } from '../sampling/sampling-error.js';
import type { NetworkWeights } from '../weights/network-weights.js';
import { safetensorsOf } from '../weights/safetensors.js';
import { InvalidFileError } from './read-json-file.js';
import { readPartition } from './read-partition.js';
import { partitionTemperature } from './partition-temperature.js';
import { samplePartition } from './sample-partition.js';
import type { ValuedPartition } from './valued-partition.js';

const target = await parseTarget(`
  export const domain = [[0, 1], [0, 1]];
  export function target(x: number, y: number): number { return Math.sin(3 * x) + Math.cos(2 * y); }
`);

const folder = mkdtempSync(join(tmpdir(), 'softproof-partition-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, content instanceof Uint8Array ? content : JSON.stringify(content));
  return file;
}

/** Random keys of a Voronoi diagram. */
function voronoi(count: number): ValuedPartition {
  const keys = Float64Array.from({ length: 2 * count }, (_, i) => randomFraction(3, i));
  return { inputs: 2, outputs: 1, keys, inverseTemperature: partitionTemperature(count, target) };
}

describe('a sample of a partition', () => {
  it('is what all keys give at the same queries', async () => {
    const partition = voronoi(500);
    const queries: Queries = { kind: 'scattered', count: 300, seed: 2 };
    const report = await samplePartition(partition, target, { queries });
    const value = (x: number, y: number): number => Math.sin(3 * x) + Math.cos(2 * y);
    const coordinates = new QueryCoordinates(float64System, target.domain, queries);
    const errors = Array.from({ length: 300 }, (_, i) => {
      const [x, y] = coordinates.point(i) as [number, number];
      const { keys } = partition;
      const distance = (j: number): number => (keys[2 * j]! - x) ** 2 + (keys[2 * j + 1]! - y) ** 2;
      const nearest = Array.from({ length: 500 }, (_unused, j) => j).reduce((m, j) =>
        distance(j) < distance(m) ? j : m,
      );
      const ofKey = (j: number): number[] => [value(keys[2 * j]!, keys[2 * j + 1]!)];
      const [output] = evaluatePartition(float64System, partition, [x, y], ofKey, nearest);
      return Math.abs(output! - value(x, y));
    });
    const largest = Math.max(...errors);
    expect(Math.abs(Number(report.error) - largest)).toBeLessThan(1e-12);
    expect(Math.abs(Number(report.lower) - largest)).toBeLessThan(1e-9);
    expect(report).toMatchObject({ keys: '500', bound: null, verdict: null, construction: null });
    expect(Number(report.dropped.mass)).toBeLessThan(2e-18);
  });

  it.each([
    ['scattered queries', { kind: 'scattered', count: 40, seed: 2 }, 30],
    ['a grid', { kind: 'grid', counts: [5, 4], placement: 'ends' }, 30],
    ['more digits than doubles have powers of ten', { kind: 'scattered', count: 2, seed: 2 }, 330],
  ] as const)('in decimals is what all keys give at %s, with and without offsets', async (_name, queries, digits) => {
    const own = voronoi(60);
    const offsets = Float64Array.from({ length: 60 }, (_, j) => {
      const [u, v] = [own.keys[2 * j]!, own.keys[2 * j + 1]!];
      return -(u * u + v * v) / 2 + 0.01 * randomFraction(5, j);
    });
    const values = Float64Array.from({ length: 60 }, (_, j) => randomFraction(7, j));
    const oracle = decimalIntervalSystem(digits + 30);
    for (const partition of [own, { ...own, offsets, values }]) {
      const report = await samplePartition(partition, target, { queries, arithmetic: 'decimal', digits });
      const coordinates = new QueryCoordinates(oracle, target.domain, queries);
      const errors = Array.from({ length: queryCount(queries) }, (_, i) => {
        const x = coordinates.point(i);
        const of = (at: readonly DecimalInterval[]): DecimalInterval[] => evaluate(target.expression, oracle, at);
        const value = (j: number): DecimalInterval[] =>
          'values' in partition
            ? [oracle.fromNumber(values[j]!)]
            : of(Array.from(own.keys.subarray(2 * j, 2 * j + 2), oracle.fromNumber));
        const [output] = evaluatePartition(oracle, partition, x, value, 0);
        return oracle.abs(oracle.sub(output!, of(x)[0]!));
      });
      const largest = errors.reduce((a, b) => oracle.max(a, b));
      const difference = oracle.abs(oracle.sub(oracle.literal(report.error!), largest));
      // Exponents of at most some thousands, and queries rounded to the digits of the sample.
      expect(oracle.less(difference, oracle.literal(`1e-${digits - 5}`))).toBe(true);
      expect(report.arithmetic).toBe(`decimal-${digits}`);
      expect(Number(report.dropped.mass)).toBeLessThan(10 ** -(Math.min(digits, 300) - 2));
    }
  });

  it('takes a grid of queries, values of its own and offsets', async () => {
    const keys = Float64Array.of(0.25, 0.5, 0.75, 0.5);
    // Two half planes: the second key's value wins where x > 0.5, with offsets −‖a‖²/2 written out.
    const partition = { inputs: 2, outputs: 1, keys, inverseTemperature: 1e6, values: Float64Array.of(1, 2) };
    const offsets = Float64Array.of(-(0.25 ** 2 + 0.25) / 2, -(0.75 ** 2 + 0.25) / 2);
    const queries = [4, 3];
    const [implied, explicit] = [
      await samplePartition(partition, target, { queries }),
      await samplePartition({ ...partition, offsets }, target, { queries }),
    ];
    expect(explicit.error).toBe(implied.error);
    expect(implied.queries).toMatchObject({ counts: [4, 3], asked: 12, taken: 12 });
  });

  it.each<[string, Partial<ValuedPartition>, RegExp]>([
    ['keys of other inputs', { inputs: 3, keys: Float64Array.of(1, 2, 3) }, /the target has 2 inputs/],
    ['values of other outputs', { outputs: 2, values: Float64Array.of(1, 2, 3, 4) }, /the target has 1 outputs/],
    ['no key', { keys: new Float64Array(0) }, /one key at least/],
    ['half a key', { keys: Float64Array.of(1, 2, 3) }, /whole keys/],
    ['too few offsets', { offsets: Float64Array.of(1) }, /1 offsets and no values for 2 keys/],
    ['NaN', { keys: Float64Array.of(1, 2, 3, NaN) }, /not finite/],
    ['R = 0', { inverseTemperature: 0 }, /positive/],
  ])('refuses %s', async (_name, wrong, says) => {
    const partition = { inputs: 2, outputs: 1, keys: Float64Array.of(0, 0, 1, 1), inverseTemperature: 1, ...wrong };
    const refused = (): Promise<unknown> => samplePartition(partition, target, { queries: 2 });
    await expect(refused()).rejects.toThrow(SamplingError);
    await expect(refused()).rejects.toThrow(says);
  });
});

describe('a partition in a file', () => {
  const keys = [
    [0, 0.5],
    [1, 0.25],
    [0.5, 1],
  ];

  it('is read from JSON and from safetensors alike', async () => {
    const document = {
      schema: 'softproof/partition@1',
      keys,
      offsets: [0, -1, 2],
      values: [3, 4, 5],
      inverseTemperature: 8,
    };
    const tensors = [
      { name: 'keys', shape: [3, 2], data: Float64Array.from(keys.flat()) },
      { name: 'offsets', shape: [3], data: Float64Array.of(0, -1, 2) },
      { name: 'values', shape: [3], data: Float64Array.of(3, 4, 5) },
    ];
    const file = safetensorsOf({ tensors } as unknown as NetworkWeights, 'float64', { inverseTemperature: '8' });
    const read = await readPartition(write('a.json', document));
    expect(read).toEqual({
      inputs: 2,
      outputs: 1,
      keys: Float64Array.from(keys.flat()),
      offsets: Float64Array.of(0, -1, 2),
      values: Float64Array.of(3, 4, 5),
      inverseTemperature: 8,
    });
    expect(await readPartition(write('a.safetensors', file))).toEqual(read);
    expect(await readPartition(write('b.json', { schema: 'softproof/partition@1', keys }))).toEqual({
      inputs: 2,
      keys: Float64Array.from(keys.flat()),
    });
  });

  const good = { schema: 'softproof/partition@1', keys };
  it.each<[string, unknown, RegExp]>([
    ['a list', [], /schema/],
    ['null', null, /no JSON object/],
    ['another schema', { ...good, schema: 'softproof/case@1' }, /schema/],
    ['an unknown field', { ...good, centres: [] }, /no field centres/],
    ['keys of different lengths', { ...good, keys: [[1, 2], [3]] }, /keys/],
    ['keys that are texts', { ...good, keys: [['1', '2']] }, /keys/],
    ['no key', { ...good, keys: [] }, /no key/],
    ['values that are texts', { ...good, values: ['1', '2', '3'] }, /values/],
    ['too few values', { ...good, values: [1] }, /3 keys, and 1 values/],
    ['offsets that are pairs', { ...good, offsets: keys }, /offsets/],
    ['a temperature that is a text', { ...good, inverseTemperature: '8' }, /inverseTemperature/],
  ])('is refused when it holds %s', async (name, document, says) => {
    const file = write(`${name.replace(/\W/g, '-')}.json`, document);
    await expect(readPartition(file)).rejects.toThrow(InvalidFileError);
    await expect(readPartition(file)).rejects.toThrow(says);
  });

  it('is refused when its tensors are others', async () => {
    const fileOf = (name: string, shape: number[], data: number[], metadata = {}): string =>
      write(
        'wrong.safetensors',
        safetensorsOf(
          { tensors: [{ name, shape, data: Float64Array.from(data) }] } as unknown as NetworkWeights,
          'float64',
          metadata,
        ),
      );
    await expect(readPartition(fileOf('points', [1, 1], [1]))).rejects.toThrow(/no tensor points/);
    await expect(readPartition(fileOf('keys', [2], [1, 2]))).rejects.toThrow(/two dimensions/);
    await expect(readPartition(fileOf('values', [2], [1, 2]))).rejects.toThrow(/no tensor keys/);
    await expect(readPartition(fileOf('keys', [1, 1], [1], { inverseTemperature: 'hot' }))).rejects.toThrow(/positive/);
    await expect(readPartition(write('cut.safetensors', new Uint8Array(4)))).rejects.toThrow(/too short/);
  });
});
