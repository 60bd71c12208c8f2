/** `certify --weights`: files that other programs read. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import type { EnclosureReport } from '../../src/check/certify-target.js';
import type { WeightsDocument } from '../../src/weights/weights-document.js';
import { describeWith } from '../support/optional-tool.js';
import { pythonWithTorch, torch } from '../support/torch.js';
import { run } from './command.js';
import { expectValid, fixture, folder } from './workspace.js';

ort.env.wasm.numThreads = 1;

test('the ONNX file of a layer has no larger error at its witness than was certified, and nearly that', async () => {
  const file = join(folder, 'vector.onnx');
  const options = ['--cells', '16', '--weights', file, '--json', '--quiet'];
  const { code, stdout, stderr } = await run(['certify', fixture('sin.ts'), ...options]);
  expect([code, stderr]).toEqual([0, expect.stringContaining('vector.onnx: 7 tensors')]);
  const { lower, upper, witness } = JSON.parse(stdout) as EnclosureReport;
  const session = await ort.InferenceSession.create(readFileSync(file));
  const x = Number(witness![0]);
  const { Y } = await session.run({ X: new ort.Tensor('float64', Float64Array.of(x), [1, 1]) });
  const error = Math.abs(Number(Y!.data[0]) - Math.sin(3 * x));
  expect(error).toBeGreaterThan(Number(lower) - 1e-9);
  expect(error).toBeLessThan(Number(upper) + 1e-9);
});

test('the JSON file says what it holds', async () => {
  const file = join(folder, 'cross.json');
  const { code } = await run([
    'certify',
    fixture('cross-lookup.ts'),
    '--construction',
    'max-affine-cross',
    '--cells',
    '2',
    '--weights',
    file,
  ]);
  expect([0, 2]).toContain(code);
  const document = expectValid('weights', readFileSync(file, 'utf8')) as WeightsDocument;
  expect(document.kind).toBe('cross');
  expect(document.metadata['construction']).toBe('max-affine-cross');
});

describe('what cannot be written', () => {
  test.each([
    ['another ending', ['--weights', join(folder, 'layer.pt')], 'Let the name end in .onnx, .safetensors or .json.'],
    [
      'another network',
      ['--construction', 'two-layer', '--weights', join(folder, 'a.onnx')],
      'choose --construction max-affine',
    ],
    ['a literal network that is too large', ['--cells', '5000000', '--weights', join(folder, 'b.json')], 'fewer cells'],
  ])('%s is refused before the search, and leaves no file', async (_, options, remedy) => {
    const cells = options.includes('--cells') ? [] : ['--cells', '4'];
    const { code, stderr } = await run(['certify', fixture('sin.ts'), ...cells, ...options]);
    expect(code).toBe(3);
    expect(stderr).toContain(remedy);
    expect(existsSync(options.at(-1)!)).toBe(false);
  });
});

describeWith(torch, 'the page about weights', () => {
  test('shows a program that runs, and finds at most the certified error', async () => {
    const page = readFileSync(new URL('../../docs/weights.md', import.meta.url), 'utf8');
    const program = /```python\n([\s\S]*?)```/.exec(page)![1]!;
    const command = /`softproof (certify [^`]*sin\.json)`/.exec(page)![1]!.split(' ');
    const options = command.map((word) => (word === 'sin.json' ? join(folder, word) : word));
    const { code, stdout } = await run([...options, '--json', '--quiet'], {
      cwd: new URL('../../', import.meta.url).pathname,
    });
    expect(code).toBe(0);
    const python = spawnSync(pythonWithTorch!, ['-c', program], { cwd: folder, encoding: 'utf8' });
    expect(python.stderr).toBe('');
    const error = Number(python.stdout);
    const { upper, lower } = JSON.parse(stdout) as EnclosureReport;
    expect(error).toBeLessThanOrEqual(Number(upper) + 1e-9);
    expect(error).toBeGreaterThan(Number(lower) / 2);
  });
});
