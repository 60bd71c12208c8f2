import { describe, expect, test, vi } from 'vitest';
import { ConstructionError } from '../../constructions/construction.js';
import { parseTarget } from '../../expression/parse/index.js';
import { certifyTarget } from '../certify-target.js';
import { design } from './design.js';

vi.setConfig({ testTimeout: 120_000 });

const smooth = 'export const domain = [[0, 1]];\nexport const ghost = true;\n';
const target = (body: string, head = smooth) =>
  parseTarget(`${head}export function target(x: number) { return ${body}; }`);

describe('a design', () => {
  test('has the papers’ choice first, then layers whose certified errors meet the tolerance, fewest keys first', async () => {
    const f = await target('Math.sin(3 * x)');
    const { document, winner } = design(f, { error: '1e-3' });
    const [published, ...others] = document.candidates;
    expect(published!.published).toBe(true);
    expect(others.map(({ construction }) => construction)).toContain('gaussian-6');
    const keys = others.map((candidate) => Number(candidate.keys));
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    expect(Number(winner!.report.keys)).toBe(keys[0]);
    expect(Number(published!.keys)).toBeGreaterThan(50 * keys[0]!);
    for (const { construction, parameters, upper, keys: count } of others) {
      expect(Number(upper)).toBeLessThanOrEqual(1e-3);
      const { cells, inverseTemperature, ghosts } = parameters;
      const again = certifyTarget(f, {
        construction,
        cells: cells!,
        inverseTemperature: inverseTemperature!,
        ...(ghosts === undefined ? {} : { ghosts }),
      });
      expect(again.report.keys).toBe(count);
      expect(Number(again.report.lower)).toBeLessThanOrEqual(1e-3);
    }
  });

  test('takes what a target allows: without ghosts, or with a kink, a partition', async () => {
    const plain = 'export const domain = [[0, 1]];\n';
    for (const body of ['Math.sin(3 * x)', 'Math.abs(x - 0.3)']) {
      const { document, winner } = design(await target(body, plain), { error: '0.05' });
      expect(winner!.report.construction).toBe('max-affine');
      expect(Number(winner!.report.upper)).toBeLessThanOrEqual(0.05);
      expect(document.refused.map(({ construction }) => construction)).toContain('gaussian-4');
    }
  });

  test('of a jump has an answer in L_1 and none in the sup norm', async () => {
    const step = await target('x < 0.3 ? 0 : 1', 'export const domain = [[0, 1]];\n');
    const integral = design(step, { error: '0.1', norm: '1' });
    expect(integral.winner!.report).toMatchObject({ construction: 'max-affine-average', norm: '1' });
    expect(Number(integral.winner!.report.upper)).toBeLessThanOrEqual(0.1);
    const largest = design(step, { error: '0.1' });
    expect(largest.winner).toBeUndefined();
    expect(largest.document.candidates).toEqual([]);
  });

  test('fewer cells are used on an axis along which the target hardly varies', async () => {
    const f = await parseTarget(
      'export const domain = [[0, 1], [0, 1]];\nexport const ghost = true;\n' +
        'export function target(x: number, y: number) { return Math.sin(5 * x) + 0.001 * y; }',
    );
    const { cells } = design(f, { error: '0.0001' }).winner!.report.parameters;
    expect(cells![1]).toBeLessThan(cells![0]!);
  });

  test('ends when it is told to, with what it has', async () => {
    const { document, winner } = design(await target('Math.sin(3 * x)'), { error: '1e-9', stop: () => true });
    expect(winner).toBeUndefined();
    expect(document.candidates.every(({ published }) => published)).toBe(true);
  });

  test.each(['0', '-1', 'x', '1e400', ''])('an error of "%s" is refused', async (error) => {
    const f = await target('x');
    expect(() => design(f, { error })).toThrow(ConstructionError);
  });
});
