/** Contractions on a device against exact arithmetic, within the bound that was stated beforehand. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axisBands } from '../src/attention/axis-band.js';
import { float64Layer, type Float64Layer } from '../src/attention/float64-layer.js';
import { NEGLIGIBLE_FLOAT64 } from '../src/attention/product-float64.js';
import { evaluateProduct } from '../src/attention/product.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import { parseTarget } from '../src/expression/parse/index.js';
import { contractionKernel } from '../src/gpu/contraction-kernel.js';
import { GridContraction, type ContractionOptions } from '../src/gpu/grid-contraction.js';
import { openGpu, type GpuSession } from '../src/gpu/gpu-session.js';
import { decimalIntervalSystem } from '../src/numeric/decimal-interval.js';
import { unflatten } from '../src/sampling/queries.js';
import { gridCases, exactGridMean, type GridCase } from './support/gpu-cases.js';
import { graphicsAdapter } from './support/graphics-adapter.js';
import { describeWith } from './support/optional-tool.js';

describeWith(graphicsAdapter, 'a contraction on a device', () => {
  let session: GpuSession;
  beforeAll(async () => {
    session = await openGpu();
  });
  afterAll(() => session.close());

  async function errorsOverBound(
    layer: Float64Layer,
    coordinates: readonly Float64Array[],
    exact: (x: readonly number[]) => readonly { readonly lower: number; readonly upper: number }[],
    options: ContractionOptions = {},
  ): Promise<number> {
    const contraction = new GridContraction(session, layer, options);
    const { means, bound } = await contraction.evaluate(coordinates);
    contraction.close();
    const counts = coordinates.map(({ length }) => length);
    let worst = 0;
    for (let i = 0; i < means.length / layer.outputs; i++) {
      exact(unflatten(i, counts).map((k, t) => coordinates[t]![k]!)).forEach(({ lower, upper }, r) => {
        const mean = means[i * layer.outputs + r]!;
        const error = Math.max(lower - mean, mean - upper, 0);
        worst = Math.max(worst, Number.isNaN(mean) ? Infinity : error === 0 ? 0 : error / bound);
      });
    }
    return worst;
  }

  const ratioOf = (example: GridCase, options?: ContractionOptions): Promise<number> =>
    errorsOverBound(example.layer, example.coordinates, (x) => exactGridMean(example.layer, x), options);

  it('is within the stated bound of the exact mean, for every table, temperature and grid of queries', async () => {
    await fc.assert(
      fc.asyncProperty(gridCases, async (example) => {
        expect(await ratioOf(example)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 25 },
    );
  });

  it('is so with far cells left out', async () => {
    const target = await parseTarget(`
      export const domain = [[0, 1], [0, 2]];
      export function target(x: number, y: number): number { return Math.sin(3 * x) + Math.cos(2 * y); }`);
    const layer = maxAffine(target, { cells: [16, 32], inverseTemperature: decimalConstant('14000') });
    const table = float64Layer(layer, axisBands(layer, NEGLIGIBLE_FLOAT64));
    expect(table.axes.every(({ kept, cells }) => kept < cells)).toBe(true);
    const oracle = decimalIntervalSystem(30);
    const exact = (x: readonly number[]) =>
      evaluateProduct(oracle, layer, x.map(oracle.fromNumber)).map((mean) => ({
        lower: oracle.lower(mean),
        upper: oracle.upper(mean),
      }));
    const coordinates = [Float64Array.of(0, 0.3, 0.0625, 1), Float64Array.of(0, 0.125, 1.999, 2, 0.7)];
    expect(await errorsOverBound(table, coordinates, exact)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['one key too few', 'k < part.kept', 'k + 1u < part.kept'],
    ['the weights of another query', 'weights[row *', 'weights[0u *'],
    ['values of another cell', 'u32(firsts[row])) * part.inner', 'u32(firsts[row])) * part.inner + 1u'],
  ])('is found out by the bound when it computes with %s', async (_, right, wrong) => {
    expect(contractionKernel).toContain(right);
    const kernel = contractionKernel.replace(right, wrong);
    const result = await fc.check(
      fc.asyncProperty(gridCases, async (example) => (await ratioOf(example, { kernel })) <= 1),
      { numRuns: 40, endOnFailure: true, seed: 1 },
    );
    expect(result.failed).toBe(true);
  });
});
