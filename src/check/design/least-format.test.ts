import { describe, expect, test } from 'vitest';
import { SUP_NORM } from '../../approximation/error-norm.js';
import { parseTarget } from '../../expression/parse/index.js';
import { defaultEvaluation } from '../../formats/evaluation-options.js';
import type { Format } from '../../formats/format.js';
import { formatOf } from '../../formats/formats.js';
import { measureLayer } from '../../formats/measure.js';
import { StoredLayer } from '../../formats/stored-layer.js';
import { build } from './candidate.js';
import { leastFormat } from './least-format.js';

const wave = await parseTarget(
  'export const domain = [[0, 1]];\nexport const ghost = true;\nexport const target = (x: number) => Math.sin(3 * x);',
);
const order = ['fp8-e4m3', 'fp8-e5m2', 'bfloat16', 'float16', 'float32', 'float64', 'none'];

const layers = [
  ['max-affine', { cells: [32], kappa: '8' }],
  ['max-affine', { cells: [512], inverseTemperature: 'auto' }],
  ['gaussian-4', { cells: [12] }],
] as const;

describe.each(layers)('%s with %o', (construction, parameters) => {
  const built = build(construction, wave, SUP_NORM, parameters);
  const { upper } = built.certifiable.search({ relative: 0.01, boxes: 20_000 });
  const within = (factor: number) => ({ upper, tolerance: factor * upper });

  test('the least format keeps the error that was asked for, at every input that is tried', () => {
    for (const factor of [1.0001, 1.5, 4, 100, 1e4]) {
      const { tolerance } = within(factor);
      const found = leastFormat(built, wave, { upper, tolerance })!;
      if (found.name === 'none') continue;
      const evaluation = { ...defaultEvaluation, scores: found.scores! };
      const stored = new StoredLayer(formatOf(found.name) as Format<number>, built.layer, evaluation);
      const { error } = measureLayer(stored, evaluation, wave, { tolerance, cut: Infinity });
      expect(error.upper, found.name).toBeLessThanOrEqual(tolerance);
    }
  });

  test('the more is allowed, the less a format must hold; exactly what the layer needs leaves nothing for rounding', () => {
    const places = [1, 1.01, 2, 10, 1000, 1e6].map((factor) =>
      order.indexOf(leastFormat(built, wave, within(factor))!.name),
    );
    expect(places).toEqual(places.toSorted((a, b) => b - a));
    expect(places[1]).toBeLessThanOrEqual(order.indexOf('float64'));
    expect(places.at(-1)).toBeLessThan(order.indexOf('float32'));
    const exact = { upper: 0, tolerance: 1e-300 };
    expect(leastFormat(built, wave, exact)).toEqual({ name: 'none' });
  });
});

test('an upper end that says little is made better, if that may make a difference', () => {
  const built = build('max-affine', wave, SUP_NORM, { cells: [32], kappa: '8' });
  const tolerance = 0.2;
  expect(leastFormat(built, wave, { upper: tolerance, tolerance })!.name).toBe(
    leastFormat(built, wave, { upper: 0.06, tolerance })!.name,
  );
});

test('a layer of more keys than are stored is not looked at', () => {
  const built = build('max-affine', wave, SUP_NORM, { cells: [10_000_000], inverseTemperature: '1' });
  expect(leastFormat(built, wave, { upper: 0.5, tolerance: 1 })).toBeUndefined();
});
