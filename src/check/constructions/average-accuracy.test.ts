import { describe, expect, test } from 'vitest';
import { SUP_NORM, parseErrorNorm } from '../../approximation/error-norm.js';
import { maxAffineAverage } from '../../constructions/max-affine-average.js';
import { parseTarget } from '../../expression/parse/index.js';
import { averageOptions, withAccurateAverages } from './average-accuracy.js';
import type { ErrorEnclosure, SearchLimits } from './certifiable.js';

describe('how averages are computed at first', () => {
  test('with a tolerance that follows from that of the error; their own where there is none', () => {
    expect(averageOptions({})).toEqual({});
    expect(averageOptions({ relative: 0.16 })).toEqual({ tolerance: 0.01 });
    expect(averageOptions({ relative: 0 }).tolerance).toBeGreaterThan(0);
  });

  test('with the search’s way to be stopped, and its progress, of which it is a stage', () => {
    const stop = (): boolean => true;
    const told: unknown[] = [];
    const options = averageOptions({ stop, onProgress: (progress) => told.push(progress) });
    expect(options.stop).toBe(stop);
    options.onProgress!(0.25);
    expect(told).toEqual([{ stage: 'averages', lower: 0, upper: Infinity, boxes: 0, done: 0.25 }]);
  });
});

describe('averages are computed again', () => {
  const rough = async (limits: SearchLimits, error: Partial<ErrorEnclosure>, norm = 'inf') => {
    const target = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number) { return x < 0.3 ? 0 : 1; }',
    );
    const layer = maxAffineAverage(target, { cells: 2, inverseTemperature: 'auto' }, { tolerance: 0.25 });
    const question = { target, norm: norm === 'inf' ? SUP_NORM : parseErrorNorm(norm)!, parameters: {} };
    let measured = 0;
    const found = withAccurateAverages(layer, question, limits, (_, { boxes }) => {
      measured++;
      expect(boxes).toBeLessThanOrEqual(2000);
      return { lower: 0, upper: 1, boxes: 1, solverSeconds: 0, status: 'converged', ...error };
    });
    const [low, high] = found.averages!.ends;
    return { isSame: found === layer, width: high! - low!, measured };
  };

  test('until they take a quarter of the tolerance at most, and not at all where they do', async () => {
    const first = await rough({ relative: 100 }, { lower: 0.1 });
    expect(first).toMatchObject({ isSame: true, measured: 1 });
    const second = await rough({ relative: 0.01 }, { lower: 0.1 });
    expect(second.isSame).toBe(false);
    expect(second.width).toBeLessThanOrEqual(0.01 * 0.1 * 0.25);
    expect(second.width).toBeGreaterThan(1e-9);
  });

  test('for an error that is only known from above, as for a 64th of that', async () => {
    const { width } = await rough({ relative: 0.01 }, { upper: 1 });
    expect(width).toBeLessThanOrEqual(0.01 / 64 / 4);
  });

  test('no more than the absolute tolerance asks, and never once the search is to stop', async () => {
    expect(await rough({ relative: 1e-9, absolute: 4 }, { lower: 0.1 })).toMatchObject({ isSame: true });
    expect(await rough({ relative: 1e-9, stop: () => true }, { lower: 0.1 })).toMatchObject({
      isSame: true,
      measured: 0,
    });
  });

  test('in L_p less than for the supremum: widths count by the volume of their cells', async () => {
    // Only one of two cells sees the jump.
    const limits = { relative: 0.01, absolute: 0 };
    const sup = await rough(limits, { lower: 0.5 });
    const mean = await rough(limits, { lower: 0.5 }, '1');
    expect(mean.width).toBeGreaterThanOrEqual(sup.width);
    expect(mean.width / 2).toBeLessThanOrEqual(0.01 * 0.5 * 0.25);
  });
});
