import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainBoxes } from '../approximation/box.js';
import { certifySupNorm } from '../certify/certify-sup-norm.js';
import { maxAffine } from '../constructions/max-affine.js';
import { decimalConstant } from '../expression/real-constant.js';
import { buildTarget } from '../generators/build-target.js';
import { targetArbitrary } from '../generators/target.js';
import { accumulations } from './accumulate.js';
import { boundFormatError } from './error-bound.js';
import type { EvaluationOptions } from './evaluation-options.js';
import { boundExcess, nearExcess } from './excess.js';
import type { Format } from './format.js';
import { formatOf } from './formats.js';
import { LayerEvaluator } from './layer-evaluator.js';
import { measureLayer } from './measure.js';
import { samplePoints } from './sample-points.js';
import { softmaxAlgorithms } from './softmax-mean.js';
import { StoredLayer } from './stored-layer.js';
import { valueBounds } from './value-bounds.js';

/** Layers tried. */
const RUNS = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 3000 : 40;

const names = ['float64', 'float32', 'float16', 'bfloat16', 'fp8-e4m3', 'fp8-e5m2', 'decimal-4'];

const options: fc.Arbitrary<EvaluationOptions> = fc.record({
  softmax: fc.constantFrom(...softmaxAlgorithms),
  accumulation: fc.constantFrom(...accumulations),
  fma: fc.boolean(),
  scores: fc.constantFrom('uncentred', 'centred'),
  scale: fc.constantFrom('folded', 'separate'),
});

const families = ['mcshane', 'piecewise-linear', 'ridge', 'constant'] as const;
const cases = fc.tuple(
  fc.oneof(
    { weight: 3, arbitrary: targetArbitrary({ inputs: { min: 1, max: 1 }, sequence: false, families }) },
    { weight: 1, arbitrary: targetArbitrary({ inputs: { min: 2, max: 2 }, sequence: false, families }) },
    { weight: 1, arbitrary: targetArbitrary({ inputs: { min: 2, max: 2 }, sequence: true, families }) },
  ),
  fc.integer({ min: 1, max: 24 }),
  fc.constantFrom('0.5', '2', '8', '55', '1000'),
  options,
  fc.constantFrom(...names),
);

describe('bounds of layers in formats', () => {
  it('no error that is found exceeds its bound, for all layers, formats and ways to evaluate', () => {
    let known = 0;
    fc.assert(
      fc.property(cases, ([description, cells, kappa, evaluation, name]) => {
        const target = buildTarget(description);
        const perAxis = target.domain.length === 1 ? cells : Math.ceil(cells / 3);
        const layer = maxAffine(target, { cells: perAxis, inverseTemperature: { kappa } });
        const certified = certifySupNorm(layer, target, { boxes: 20_000 }).upper;
        const format = formatOf(name) as unknown as Format<unknown>;
        const stored = new StoredLayer(format, layer, evaluation);
        const bound = boundFormatError(
          stored,
          evaluation,
          domainBoxes(target).outer,
          valueBounds(layer, target),
          certified,
        );
        const found = measureLayer(stored, evaluation, target, { tolerance: Infinity, cut: bound.cut, work: 1500 });
        if (!Number.isFinite(bound.total)) return;
        known++;
        expect(found.error.lower).toBeLessThanOrEqual(bound.total);
        expect(found.rounding.lower).toBeLessThanOrEqual(bound.rounding);
      }),
      { seed: 21, numRuns: RUNS, endOnFailure: true },
    );
    expect(known).toBeGreaterThan(RUNS / 3);
  });

  it('keys beyond the cut change nothing', () => {
    const evaluations = fc.record({
      softmax: fc.constant('shifted' as const),
      accumulation: fc.constantFrom(...accumulations),
      fma: fc.boolean(),
      scores: fc.constantFrom('uncentred' as const, 'centred' as const),
      scale: fc.constantFrom('folded' as const, 'separate' as const),
    });
    let sparse = 0;
    const target = buildTarget({
      family: 'mcshane',
      lipschitz: '1',
      anchors: [{ point: ['0.3', '0'], value: '0' }],
      domain: [
        ['0', '1'],
        ['-1', '0.5'],
      ],
      modulus: { kind: 'lipschitz', constant: '1' },
    });
    fc.assert(
      fc.property(evaluations, fc.constantFrom('float32', 'float16', 'bfloat16'), (evaluation, name) => {
        const format = formatOf(name) as Format<number>;
        const layer = maxAffine(target, { cells: [40, 12], inverseTemperature: decimalConstant('9000') });
        const stored = new StoredLayer(format, layer, evaluation);
        const domain = domainBoxes(target).outer;
        const { cut } = boundFormatError(stored, evaluation, domain, valueBounds(layer, target), 0.1);
        const [near, all] = [new LayerEvaluator(stored, evaluation, cut), new LayerEvaluator(stored, evaluation)];
        const axes = layer.grid.axes.map((_, t) => ({
          lower: domain[2 * t]!,
          upper: domain[2 * t + 1]!,
          cells: { lower: 0, upper: 1, width: 0.1, cells: 10 },
          inverseTemperature: 9000,
        }));
        for (const x of samplePoints(format, axes, 12)) {
          const found = near.evaluate(x);
          if (found.keys.length < stored.count) sparse++;
          expect(found.outputs.map((y) => y + 0)).toEqual(all.evaluate(x).outputs.map((y) => y + 0));
        }
      }),
      { seed: 22, numRuns: 24 },
    );
    expect(sparse).toBeGreaterThan(50);
  });
});

describe('the excess of keys over the nearest', () => {
  it('is at most its bound, for all places and the worst errors of scores', () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    const setting = fc.tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0.1, max: 300, noNaN: true }),
      place,
      fc.double({ min: 0, max: 6, noNaN: true }),
    );
    fc.assert(
      fc.property(setting, fc.double({ min: 0, max: 1, noNaN: true }), ([cells, kappa, u, beta], threshold) => {
        const energies = Array.from({ length: cells }, (_, k) => (kappa / 2) * (u * cells - k - 0.5) ** 2);
        const least = Math.min(...energies);
        const excess = energies.map((e) => e - least);
        const border = threshold * 12;
        const weights = excess.map((y) => Math.exp(-y + (y > border ? beta : 0)));
        const total = weights.reduce((a, b) => a + b);
        const mean = weights.reduce((sum, w, k) => sum + w * excess[k]!, 0) / total;
        expect(mean).toBeLessThanOrEqual(boundExcess({ cells, kappa, kappaLow: kappa }, beta) * (1 + 1e-9));
      }),
      { seed: 23, numRuns: 2000 },
    );
  });

  it('of the nearest neighbour is max y/(1 + e^{y − β}), as sampled', () => {
    for (const beta of [0, 0.3, 1, 5, 40]) {
      const sampled = Math.max(
        ...Array.from({ length: 100_000 }, (_, i) => i / 1000 / (1 + Math.exp(i / 1000 - beta))),
      );
      expect(nearExcess(beta)).toBeGreaterThanOrEqual(sampled);
      expect(nearExcess(beta)).toBeLessThan(sampled * 1.0001);
    }
  });
});
