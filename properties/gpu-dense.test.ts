/** Dense attention on a device against exact arithmetic, within the bound that was stated beforehand. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DenseAttention, type DenseOptions } from '../src/gpu/dense-attention.js';
import { denseKernel, DISPATCH_KEYS, TILE } from '../src/gpu/dense-kernel.js';
import { denseTables } from '../src/gpu/dense-tables.js';
import { openGpu, type GpuSession } from '../src/gpu/gpu-session.js';
import { denseCases, tellingCases, worstRatio, type DenseCase } from './support/gpu-cases.js';
import { graphicsAdapter } from './support/graphics-adapter.js';
import { describeWith } from './support/optional-tool.js';

describeWith(graphicsAdapter, 'dense attention on a device', () => {
  let session: GpuSession;
  beforeAll(async () => {
    session = await openGpu();
  });
  afterAll(() => session.close());

  async function ratioOf(example: DenseCase, options: DenseOptions = {}): Promise<number> {
    const { partition, values, box, queries } = example;
    const dense = new DenseAttention(session, denseTables(partition, values, box), options);
    const { means, bounds } = await dense.evaluate(queries);
    dense.close();
    return worstRatio(example, means, bounds);
  }

  it('is within the stated bound of the exact mean, for every partition, temperature and query', async () => {
    await fc.assert(
      fc.asyncProperty(denseCases, async (example) => {
        expect(await ratioOf(example)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it('is so for more keys than one dispatch takes, and for a query on the border of two cells', async () => {
    const count = DISPATCH_KEYS + TILE + 1;
    const keys = Float64Array.from({ length: count }, (_, j) => (j + 0.5) / count);
    const values = Float64Array.from(keys, (u, j) => (j % 2 === 0 ? 1 : -1) + u);
    const queries = Float64Array.of(0.5, 2048 / count, 0, 1, 0.123456789);
    for (const kappa of [0.1, 10, 1e12]) {
      const partition = { inverseTemperature: kappa * count ** 2, inputs: 1, outputs: 1, keys };
      expect(await ratioOf({ partition, values, box: Float64Array.of(0, 1), queries })).toBeLessThanOrEqual(1);
    }
  });

  it('is exact when all values are equal, and has a bound that a few steps of float32 explain for one key', async () => {
    const partition = { inverseTemperature: 100, inputs: 1, outputs: 1, keys: Float64Array.of(0.25) };
    const dense = new DenseAttention(session, denseTables(partition, Float64Array.of(0.1), Float64Array.of(0, 1)));
    const { means, bounds } = await dense.evaluate(Float64Array.of(0, 1));
    dense.close();
    expect([...means]).toEqual([0.1, 0.1]);
    expect(Math.max(...bounds)).toBeLessThan(100 * 2 ** -23);
  });

  it('is within the bound on the cases that find out wrong kernels', async () => {
    for (const example of tellingCases) expect(await ratioOf(example)).toBeLessThanOrEqual(1);
  });

  it.each<readonly [name: string, right: string, wrong: (inputs: string) => string]>([
    ['the uncentred form', 'energy += d0 * d0;', () => 'energy += (a0 * a0 - 2.0 * a0 * b0) + b0 * b0;'],
    ['one tile too few', 'firstOfTile < part.endKey;', () => `firstOfTile + ${TILE}u < part.endKey;`],
    ['one key of a tile too few', 'k < count;', () => 'k + 1u < count;'],
    ['sums that are not scaled when a smaller energy turns up', 'tileTotal *= shrink;', () => ''],
    ['earlier tiles that are not scaled', 'total = total * shrink', () => 'total = total'],
    ['half the temperature', 'let bits = least - energy;', () => 'let bits = 0.5 * (least - energy);'],
    ['heights left out', 'var energy = tileHeights[k];', () => 'var energy = 0.0;'],
    ['exponentials in two digits', 'exp2(bits)', () => 'round(exp2(bits) * 256.0) / 256.0'],
  ])('is found out by the bound when it computes with %s', async (_, right, wrong) => {
    const kernel: DenseOptions['kernel'] = (shape) => {
      const text = denseKernel(shape);
      expect(text).toContain(right);
      const changed = text.replace(right, wrong(right));
      const parts = 'let a0 = scales[0] * f32(x0); let b0 = scales[0] * f32(tileKeys[k * ' + `${shape.inputs}u]);`;
      return changed.includes('a0 * b0') ? changed.replace('let d0', `${parts} let d0`) : changed;
    };
    const ratios: number[] = [];
    for (const example of tellingCases) ratios.push(await ratioOf(example, { kernel }));
    expect(Math.max(...ratios)).toBeGreaterThan(1);
  });
});
