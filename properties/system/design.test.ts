/** `softproof design`: the table, the document, and a layer that leaves the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DesignDocument } from '../../src/check/design/design.js';
import type { WeightsDocument } from '../../src/weights/weights-document.js';
import { run } from './command.js';
import { expectValid, fixture, folder } from './workspace.js';

test('a design is a document, and its smallest layer a file', async () => {
  const file = join(folder, 'design.json');
  const { code, stdout } = await run(['design', fixture('sin.ts'), '--error', '1e-3', '--weights', file, '--json']);
  expect(code).toBe(0);
  const { candidates, error } = expectValid('design', stdout) as DesignDocument;
  expect(error).toBe('1e-3');
  const [published, best] = candidates;
  expect(published!.published).toBe(true);
  const { metadata, tensors } = expectValid('weights', readFileSync(file, 'utf8')) as WeightsDocument;
  expect(metadata['construction']).toBe(best!.construction);
  expect(tensors['linear.B']!.shape[1]).toBe(Number(best!.keys));
  expect(Number(metadata['upper'])).toBeLessThanOrEqual(1e-3);
});

test('a design is a table for people, and its exit code says whether there is an answer', async () => {
  const told = await run(['design', fixture('maximum.ts'), '--error', '0.2']);
  expect(told.code).toBe(0);
  expect(told.stdout).toMatch(/max-affine \(papers\)/);
  expect(told.stdout).toContain('without gaussian-6: ');
  const none = await run(['design', fixture('step.ts'), '--error', '0.1']);
  expect(none.code).toBe(2);
  expect(none.stdout).toContain('No layer with a sup error of at most 0.1 was found.');
});

test.each([
  [['--error', '0'], '--error'],
  [[], '--error'],
  [['--error', '0.1', '--weights', join('/nowhere', 'layer.pt')], '.onnx, .safetensors or .json'],
])('what makes no design is refused: %s', async (options, told) => {
  const { code, stderr } = await run(['design', fixture('sin.ts'), ...options]);
  expect(code).toBe(3);
  expect(stderr).toContain(told);
});
