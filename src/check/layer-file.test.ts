import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { NetworkWeights } from '../weights/network-weights.js';
import { safetensorsOf } from '../weights/safetensors.js';
import { auditLayer } from './audit-layer.js';
import { readLayerFile } from './layer-file.js';

const folder = mkdtempSync(join(tmpdir(), 'softproof-head-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const head = {
  queries: [[4, -2]],
  keys: [[2, 1]],
  values: [
    [1, 0],
    [0, 0.5],
  ],
  tokens: 3,
  box: [[-1, 1]],
};

function read(document: unknown) {
  const file = join(folder, 'head.json');
  writeFileSync(file, JSON.stringify(document));
  return readLayerFile(file);
}

describe('the file of an attention head', () => {
  it('gives matrices, one pair of ends for every input, and scaled scores unless it says otherwise', async () => {
    const layer = await read(head);
    expect(layer.box).toHaveLength(6);
    expect(layer).toMatchObject({ tokens: 3, scaled: true, queries: [[4, -2]] });
    expect((await read({ ...head, scaled: false })).scaled).toBe(false);
  });

  it.each([
    ['a matrix without entries', { ...head, queries: [[]] }, /queries: it has no entries/],
    ['rows of different length', { ...head, values: [[1, 0], [1]] }, /values: row 1 has 1 entries/],
    ['keys of another width', { ...head, keys: [[1]] }, /keys: it has 1 columns, and queries have 2/],
    [
      'more keys than queries',
      {
        ...head,
        keys: [
          [1, 1],
          [1, 1],
        ],
      },
      /keys: it has 2 rows/,
    ],
    ['an entry that is no number', { ...head, values: [[1, null]] }, /values\[0\]\[1\]: it is not a finite number/],
    ['half a token', { ...head, tokens: 0.5 }, /tokens: 0\.5 tokens/],
    ['ends the wrong way round', { ...head, box: [[1, -1]] }, /box\[0\]: it is not a pair/],
    [
      'too few ends',
      {
        ...head,
        box: [
          [0, 1],
          [0, 1],
        ],
      },
      /box: it has 2 pairs, and there are 6 inputs/,
    ],
    ['an unknown field', { ...head, mask: 1 }, /"mask" is no field/],
    ['a scale that is a number', { ...head, scaled: 1 }, /scaled: it is true or false/],
  ])('with %s is refused, with the place', async (_, document, message) => {
    await expect(read(document)).rejects.toThrow(message);
  });

  it('as safetensors has the same matrices under the names that layers are written with', async () => {
    const file = join(folder, 'head.safetensors');
    const tensor = (name: string, rows: number[][]) => ({
      name: `attention.${name}`,
      shape: [rows.length, rows[0]!.length],
      data: Float64Array.from(rows.flat()),
    });
    const tensors = [tensor('W_Q', head.queries), tensor('W_K', head.keys), tensor('W_V', head.values)];
    const write = (list: unknown[], metadata: Record<string, string>): void =>
      writeFileSync(file, safetensorsOf({ tensors: list } as unknown as NetworkWeights, 'float64', metadata));
    write(tensors, { box: '-1,1', tokens: '3' });
    expect(await readLayerFile(file)).toEqual(await read(head));
    write([...tensors, { ...tensors[0]!, name: 'linear.B' }], { construction: 'max-affine' });
    expect(await readLayerFile(file, { box: [-1, 1], tokens: 3 })).toEqual({ ...(await read(head)), scaled: false });
    await expect(readLayerFile(file)).rejects.toThrow(/--tokens/);
    await expect(readLayerFile(file, { tokens: 3 })).rejects.toThrow(/--box/);
    await expect(readLayerFile(file, { tokens: 1e6, box: [0, 1] })).rejects.toThrow(/from 1 to 32768/);
    write(tensors.slice(1), {});
    await expect(readLayerFile(file)).rejects.toThrow(/no tensor attention\.W_Q/);
    write([tensors[0]!, tensors[1]!, { ...tensors[2]!, shape: [4] }], {});
    await expect(readLayerFile(file)).rejects.toThrow(/attention\.W_V is no matrix/);
    write([tensor('W_Q', [[Infinity, 1]]), ...tensors.slice(1)], {});
    await expect(readLayerFile(file)).rejects.toThrow(/not finite/);
    writeFileSync(file, 'no tensors');
    await expect(readLayerFile(file)).rejects.toThrow(/header/);
    await expect(readLayerFile(join(folder, 'absent.safetensors'))).rejects.toThrow(/Give a safetensors file/);
  });

  it('is audited: float32 carries it and fp8 does not; more bits cure', async () => {
    const report = auditLayer('head', await read(head), { formats: ['float32', 'fp8-e4m3'] });
    const [wide, narrow] = report.formats;
    expect(wide).toMatchObject({ fails: false, predictedToFail: false });
    expect(Number(wide!.measured)).toBeLessThanOrEqual(Number(wide!.predicted));
    expect(narrow).toMatchObject({ fails: true, remedy: { fails: false } });
    expect(narrow!.at).toHaveLength(6);
  });
});
