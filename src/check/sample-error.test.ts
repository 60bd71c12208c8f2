import { describe, expect, it } from 'vitest';
import { parseTarget } from '../expression/parse/index.js';
import { maxAffine } from '../constructions/max-affine.js';
import { certifySupNorm } from '../certify/index.js';
import { SamplingError } from '../sampling/sampling-error.js';
import { sampleError, type SampleOptions, type SampleProgress } from './sample-error.js';

const target = await parseTarget(`
  export const domain = [[0, 1], [0, 2]];
  export function target(x: number, y: number): number { return Math.sin(3 * x * y); }
`);
const layerOf = (cells: number, kappa = '4') => maxAffine(target, { cells, inverseTemperature: { kappa } });

describe('sampleError', () => {
  it('gives a rigorous lower bound that no enclosure contradicts', async () => {
    const layer = layerOf(8);
    const { lower, error, largest, dropped } = await sampleError(layer, target, { queries: 41 });
    const certified = certifySupNorm(layer, target, { relative: 0.01 });
    expect(Number(lower)).toBeLessThanOrEqual(certified.upper);
    expect(Number(lower)).toBeGreaterThan(0.9 * certified.lower);
    // The query is enclosed, not its rounding: they differ by the slope of the error and a few ulps.
    expect(Math.abs(Number(lower) - Number(error))).toBeLessThan(1e-11);
    expect(largest!.error).toBe(error);
    expect(Number(dropped.error)).toBeLessThan(1e-16);
  });

  it('of a constant target finds no error at all, in doubles too', async () => {
    const constant = await parseTarget(
      'export const domain = [[0, 1]];\nexport function target(x: number): number { return 0.1; }',
    );
    const report = await sampleError(maxAffine(constant, { cells: 5, inverseTemperature: 'auto' }), constant, {
      queries: 99,
      histogram: true,
    });
    expect(report).toMatchObject({ error: '0', lower: '0', histogram: { zero: 99, bins: [] } });
  });

  it('in an L_p norm is a mean over middles, times the measure of the domain', async () => {
    const layer = layerOf(8);
    const sup = await sampleError(layer, target, { queries: 30, norm: '2', histogram: true });
    const decimal = await sampleError(layer, target, { queries: 30, norm: '2', arithmetic: 'decimal', digits: 30 });
    expect(sup.queries).toMatchObject({ placement: 'middles', counts: [30, 30], asked: 900, taken: 900 });
    expect(Math.abs(Number(sup.error) - Number(decimal.error))).toBeLessThan(1e-13);
    expect(Number(sup.error)).toBeLessThanOrEqual(Math.SQRT2 * Number(sup.largest!.error));
    expect(sup.lower).toBeNull();
    expect(sup.histogram!.bins.reduce((sum, { queries }) => sum + queries, sup.histogram!.zero)).toBe(900);
  });

  it('tells how far it is, and ends early with what is done', async () => {
    const controller = new AbortController();
    const told: SampleProgress[] = [];
    const report = await sampleError(layerOf(4), target, {
      queries: { kind: 'scattered', count: 200_000, seed: 1 },
      signal: controller.signal,
      onProgress: (progress) => {
        told.push(progress);
        if (told.length === 2) controller.abort();
      },
    });
    expect(report.queries).toMatchObject({ asked: 200_000, taken: told[1]!.taken });
    expect(report.queries.taken).toBeLessThan(200_000);
  });

  it.each<[string, SampleOptions, RegExp]>([
    ['numbers of queries for other axes', { queries: [5, 5, 5] }, /the domain has 2 axes/],
    ['digits of doubles', { queries: 5, digits: 30 }, /decimal or mpfr arithmetic/],
    ['too many digits', { queries: 5, arithmetic: 'decimal', digits: 2000 }, /2 to 1000/],
    ['a power without measure', { queries: 5, norm: '1000' }, /at most 512/],
    ['no query', { queries: 0 }, /0 queries/],
  ])('refuses %s', async (_name, options, says) => {
    const refused = await sampleError(layerOf(4), target, options).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SamplingError);
    expect((refused as Error).message).toMatch(says);
  });

  it('needs no table for layers with more values than one holds', async () => {
    const { keys, error, lower } = await sampleError(layerOf(10_000), target, { queries: 5 });
    expect(keys).toBe('100000000');
    expect(Math.abs(Number(error) - Number(lower))).toBeLessThan(1e-9);
  });

  it('refuses layers beyond memory, before any work', async () => {
    const flat = maxAffine(target, { cells: 10_000, inverseTemperature: { kappa: '1e-9' } });
    await expect(sampleError(flat, target, { queries: 5 })).rejects.toThrow(/fewer cells/);
    const decimal = { queries: 9999, arithmetic: 'decimal' } as const;
    await expect(sampleError(layerOf(4000), target, decimal)).rejects.toThrow(/fewer cells/);
    await expect(sampleError(layerOf(4), target, { queries: 5, workers: -1 })).rejects.toThrow(RangeError);
  });
});
