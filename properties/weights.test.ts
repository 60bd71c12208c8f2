/**
 * Weights that leave the program mean what the literal network means: other programs read them and compute the same output.
 *
 * **Tolerance in float64**, `u = 2^−53`: as derived in evaluators-agree.test.ts, with every weight rounded once more (a score of
 * `S ≤ 1.5gRB² + M` by `3uS`) and exponentials off by a few `u`: scores are off by at most `η = u(150gRB² + 30M)`, the output by
 * at most `2uV(2(150gRB² + 30M) + 10N + 100)`, doubled to cover what is of second order and both evaluators.
 */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import onnx from 'onnx-proto';
import * as ort from 'onnxruntime-web';
import safetensors from 'safetensors';
import { describe, expect, it } from 'vitest';
import type { MaxAffineLayer } from '../src/attention/max-affine-layer.js';
import { evaluateProduct } from '../src/attention/product.js';
import { ConstructionError } from '../src/constructions/construction.js';
import { maxAffineCross } from '../src/constructions/max-affine-cross.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { construct } from '../src/check/construct.js';
import { parseTarget, readTarget } from '../src/expression/parse/index.js';
import { evaluateConstant } from '../src/expression/evaluate.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import type { RealConstant } from '../src/expression/target.js';
import { buildTarget, cellsArbitrary, targetArbitrary } from '../src/generators/index.js';
import { decimalIntervalSystem } from '../src/numeric/decimal-interval.js';
import { float64System } from '../src/numeric/float64.js';
import { networkWeights, type NetworkWeights } from '../src/weights/network-weights.js';
import { onnxDescriptor } from '../src/weights/onnx-descriptor.js';
import { onnxModelOf } from '../src/weights/onnx-model.js';
import { weightsFile, weightsFormat } from '../src/weights/weights-file.js';

ort.env.wasm.numThreads = 1;
const oracle = decimalIntervalSystem(40);
const U = 2 ** -53;

/** A matrix whose columns are tokens, row by row, from numbers column by column. */
function rowByRow(x: readonly number[], width: number): Float64Array {
  const tokens = x.length / width;
  return Float64Array.from(x, (_, i) => x[(i % tokens) * width + Math.floor(i / tokens)]!);
}

async function runOnnx(weights: NetworkWeights, x: readonly number[]): Promise<number[]> {
  const session = await ort.InferenceSession.create(await onnxModelOf(weights, 'float64', {}, '0'));
  let start = 0;
  const feeds = weights.inputs.map(({ name, shape: { width, tokens } }) => {
    const own = x.slice(start, (start += width * tokens));
    return [name, new ort.Tensor('float64', rowByRow(own, width), [width, tokens])] as const;
  });
  const { Y } = await session.run(Object.fromEntries(feeds));
  await session.release();
  expect(Y!.dims).toEqual([weights.output.width, weights.output.tokens]);
  return [...rowByRow([...(Y!.data as Float64Array)], weights.output.tokens)];
}

/** What the layer's output at `x` may be off by, in float64. */
function tolerance(layer: MaxAffineLayer, x: readonly number[], values: readonly number[]): number {
  const g = layer.grid.axes.length;
  const number = ({ expression }: RealConstant): number => evaluateConstant(expression, float64System);
  const ends = layer.grid.axes.flatMap(({ axis }) => [number(axis.lower), number(axis.upper)]);
  const B = Math.max(...[...ends, ...x].map(Math.abs));
  const V = Math.max(...values.map(Math.abs));
  const [R, M] = [number(layer.inverseTemperature), number(layer.mask)];
  const N = layer.shape.tokens * layer.grid.axes.reduce((product, { cells }) => product * cells, 1);
  return 2 * 2 * U * V * (2 * (150 * g * R * B * B + 30 * M) + 10 * N + 100);
}

async function expectSameOutput(layer: MaxAffineLayer, x: readonly number[]): Promise<void> {
  const weights = networkWeights(layer, 'float64');
  const output = await runOnnx(weights, x);
  const expected = evaluateProduct(
    oracle,
    layer,
    x.map((coordinate) => oracle.fromNumber(coordinate)),
  );
  const values = [...weights.tensors.find(({ name }) => name.endsWith('.B'))!.data];
  const allowed = tolerance(layer, x, values);
  expect(output).toHaveLength(expected.length);
  output.forEach((y, r) => {
    const [least, most] = [oracle.lower(expected[r]!), oracle.upper(expected[r]!)];
    expect(Math.max(least - y, y - most)).toBeLessThanOrEqual(allowed);
  });
}

const descriptions = targetArbitrary({ inputs: { min: 1, max: 4 } });
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });

describe('an ONNX model', () => {
  it('run by ONNX Runtime gives the output of the layer, for random targets and sequences', async () => {
    const cases = descriptions.chain((description) =>
      fc.record({
        description: fc.constant(description),
        cells: cellsArbitrary({ axes: description.domain.length, perAxis: 6, product: 32 }),
        kappa: fc.constantFrom('0.5', '2', '20', '55'),
        mask: fc.constantFrom('0', '0.5', '3', '40'),
        shares,
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ description, cells, kappa, mask, shares }) => {
        const target = buildTarget(description);
        const layer = maxAffine(target, { cells, inverseTemperature: { kappa }, mask: decimalConstant(mask) });
        const x = target.domain.map(({ lower, upper }, t) => {
          const [lo, hi] = [Number(lower.text), Number(upper.text)];
          return lo + shares[t]! * (hi - lo);
        });
        await expectSameOutput(layer, x);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['sin.ts', 'gaussian-6', 6, 1],
    ['sin-cos.ts', 'gaussian-4', 4, 1],
    ['sort.ts', 'max-affine', 3, 3],
    ['prefix-sum.ts', 'gaussian-4', 3, 2],
  ] as const)('of the target file %s by %s, with %i cells per axis and %i tokens, does, too', async (...given) => {
    const [file, construction, cells, tokens] = given;
    const target = await readTarget(fileURLToPath(new URL(`../fixtures/targets/${file}`, import.meta.url)));
    const layer = construct(construction, target, { cells, kappa: '2' });
    expect(layer.shape.tokens).toBe(tokens);
    const ends = target.domain.map(({ lower, upper }) => [Number(lower.text), Number(upper.text)] as const);
    for (const share of [0, 0.37, 1]) {
      const x = ends.map(([lo, hi], t) => lo + ((share * (t + 2)) % 1.0001) * (hi - lo));
      await expectSameOutput(layer, x);
    }
  });

  it('of cross-attention does, too', async () => {
    const source = `
      export const shape = { key: { width: 2, tokens: 1 }, query: { width: 1, tokens: 1 } };
      export const domain = [[0, 1], [-1, 1], [0, 2]];
      export function target(XK: number[][], XQ: number[][]): number[][] {
        return [[Math.sin(XK[0]![0]! + XQ[0]![0]!), XK[0]![1]! * XQ[0]![0]!]];
      }`;
    const layer = maxAffineCross(await parseTarget(source), { cells: [4, 3, 2], inverseTemperature: { kappa: '7' } });
    for (const x of [
      [0.3, -0.2, 1.7],
      [1, -1, 0],
    ]) {
      await expectSameOutput(layer, x);
    }
  });

  it('is told apart from that of another layer', async () => {
    const target = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number) { return Math.exp(x); }',
    );
    const layer = maxAffine(target, { cells: 5, inverseTemperature: { kappa: '4' } });
    const other = maxAffine(target, { cells: 5, inverseTemperature: { kappa: '4.000001' } });
    const [y] = await runOnnx(networkWeights(layer, 'float64'), [0.33]);
    const [z] = await runOnnx(networkWeights(other, 'float64'), [0.33]);
    expect(Math.abs(y! - z!)).toBeGreaterThan(tolerance(layer, [0.33], [3]));
  });

  it('is made of fields as the full definition of the format numbers them', async () => {
    const target = await parseTarget('export const domain = [[0, 1]]; export function target(x: number) { return x; }');
    const weights = networkWeights(maxAffine(target, { cells: 3, inverseTemperature: 'auto' }), 'float32');
    const bytes = await onnxModelOf(weights, 'float32', { note: 'a' }, '1.2.3');
    const model = onnx.onnx.ModelProto.decode(bytes);
    expect(onnx.onnx.ModelProto.verify(model)).toBe(null);
    const document = model.toJSON();
    expect(document).toMatchObject({
      producerName: 'softproof',
      producerVersion: '1.2.3',
      metadataProps: [{ key: 'note', value: 'a' }],
      opsetImport: [{ version: '13' }],
    });
    const graph = (document as { graph: Record<string, { name: string; opType?: string; dataType?: number }[]> }).graph;
    expect(new Set(graph['node']!.map(({ opType }) => opType))).toEqual(
      new Set(['MatMul', 'ReduceSum', 'Add', 'Transpose', 'Softmax']),
    );
    expect(graph['initializer']!.map(({ name }) => name)).toEqual([
      ...weights.tensors.map(({ name }) => name),
      'first_axis',
    ]);
    // Nothing was dropped as unknown: writing it again gives the same bytes.
    expect(onnx.onnx.ModelProto.encode(model).finish()).toHaveLength(bytes.length);
    expect(Object.keys(onnxDescriptor.nested!)).toEqual(['onnx']);
  });
});

describe('a safetensors file', () => {
  it('is read by another reader, bit by bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        descriptions,
        fc.constantFrom('float64' as const, 'float32' as const),
        async (description, type) => {
          const target = buildTarget(description);
          const weights = networkWeights(maxAffine(target, { cells: 2, inverseTemperature: { kappa: '3' } }), type);
          const bytes = await weightsFile(weights, { format: 'safetensors', type, metadata: {}, version: '0' });
          const file = new safetensors.SafeTensor(bytes);
          for (const { name, shape, data } of weights.tensors) {
            expect(file.metadata.get(name)).toMatchObject({ dtype: type === 'float64' ? 'F64' : 'F32', shape });
            const own = Uint8Array.from(file.getTensor(name)).buffer;
            const read = type === 'float64' ? new Float64Array(own) : new Float32Array(own);
            expect([...read]).toEqual([...data].map((x) => (type === 'float64' ? x : Math.fround(x))));
          }
          // What an implementation may rely on: alignment, no byte unaccounted for, and metadata that are text.
          const metadata = { target: 'a "quoted" name: ∑' };
          const described = await weightsFile(weights, { format: 'safetensors', type, metadata, version: '0' });
          const header = Number(new DataView(described.buffer).getBigUint64(0, true));
          expect(header % 8).toBe(0);
          const size = weights.tensors.reduce((sum, { data }) => sum + data.length, 0) * (type === 'float64' ? 8 : 4);
          expect(described.length).toBe(8 + header + size);
          expect(described.subarray(8 + header)).toEqual(bytes.subarray(bytes.length - size));
          const text = JSON.parse(new TextDecoder().decode(described.subarray(8, 8 + header))) as {
            __metadata__: unknown;
          };
          expect(text.__metadata__).toEqual(metadata);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('weights are refused', () => {
  it('in a format that the name does not tell, and where the type does not hold them', async () => {
    expect(() => weightsFormat('layer.pt')).toThrow(ConstructionError);
    expect([weightsFormat('a/B.ONNX'), weightsFormat('x.json')]).toEqual(['onnx', 'json']);
    const target = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number) { return 1e39 * x; }',
    );
    const layer = maxAffine(target, { cells: 3, inverseTemperature: 'auto' });
    expect(() => networkWeights(layer, 'float32')).toThrow(/linear\.B in float32/);
    expect(networkWeights(layer, 'float64').tensors).toHaveLength(7);
  });
});
