import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainBoxes, pointBox } from '../approximation/box.js';
import { productEvaluator } from '../attention/product.js';
import { gaussian, gaussianProblem, type GaussianLayer, type GaussianOrder } from '../constructions/gaussian.js';
import { decimalConstant } from '../expression/real-constant.js';
import { evaluate } from '../expression/evaluate.js';
import { midpoint } from '../expression/subdivision.js';
import type { Target } from '../expression/target.js';
import { buildTarget } from '../generators/build-target.js';
import type { SmoothFunction } from '../generators/families/smooth.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { certifySupNorm } from './certify-sup-norm.js';
import { chooseGaussianError } from './choose-gaussian-error.js';
import { GaussianError } from './gaussian-error.js';

const system = decimalIntervalSystem(50);

/** The error at a point through the weights themselves, at 50 digits. */
function directError(layer: GaussianLayer, target: Target, x: readonly number[]) {
  const at = x.map((coordinate) => system.fromNumber(coordinate));
  const value = evaluate(target.expression, system, at);
  return productEvaluator(system, layer, { negligible: 1e-40 })(at).map((y, r) => system.sub(y, value[r]!));
}

const smooth = (inputs: number, terms: SmoothFunction['terms']): Target =>
  buildTarget({
    family: 'smooth',
    domain: Array.from({ length: inputs }, () => ['0', '1'] as const),
    terms,
  });

const line = smooth(1, [
  { amplitude: '1.3', profile: 'sin', polynomial: [{ coefficient: '2.7', powers: [1] }] },
  { amplitude: '-0.4', profile: 'tanh', polynomial: [{ coefficient: '1.5', powers: [2] }] },
]);
const square = smooth(2, [
  { amplitude: '1', profile: 'sin', polynomial: [{ coefficient: '2', powers: [1, 1] }] },
  { amplitude: '0.5', profile: 'exp', polynomial: [{ coefficient: '-1.2', powers: [0, 1] }] },
]);
const sequence = buildTarget({
  family: 'sequence',
  domain: [
    ['0', '1'],
    ['-1', '1'],
  ],
  shape: { width: 1, tokens: 2 },
  entries: [
    {
      family: 'smooth',
      terms: [{ amplitude: '1', profile: 'sin', polynomial: [{ coefficient: '2', powers: [1, 1] }] }],
    },
    {
      family: 'smooth',
      terms: [{ amplitude: '2', profile: 'exp', polynomial: [{ coefficient: '1', powers: [0, 1] }] }],
    },
  ],
});

const layers = fc.record({
  target: fc.constantFrom(line, line, square, sequence),
  order: fc.constantFrom<GaussianOrder[]>(2, 4, 6),
  cells: fc.integer({ min: 1, max: 12 }),
  ghosts: fc.integer({ min: 0, max: 8 }),
  kappa: fc.constantFrom('0.7', '1', '2.5', '7', '20'),
  mask: fc.constantFrom('0', '3', '40'),
  step: fc.integer({ min: 1, max: 3 }),
  place: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
  width: fc.constantFrom(0, 0.01, 0.3, 1),
});

describe('the error of a Gaussian construction', () => {
  it('for every layer, degree, box and point of it, contains the error through the weights at 50 digits', () => {
    fc.assert(
      fc.property(layers, ({ target, order, cells, ghosts, kappa, mask, step, place, width }) => {
        const layer = gaussian(target, order, {
          cells,
          ghosts,
          inverseTemperature: { kappa },
          mask: decimalConstant(mask),
        });
        const error = new GaussianError(gaussianProblem(layer, target), order / 2 + step);
        const domain = domainBoxes(target);
        const box = Float64Array.from(domain.outer, (_, i) => {
          const [lo, hi] = [domain.outer[2 * (i >> 1)]!, domain.outer[2 * (i >> 1) + 1]!];
          const from = lo + (hi - lo) * place[i >> 1]! * (1 - width);
          return i % 2 === 0 ? from : Math.min(hi, from + (hi - lo) * width);
        });
        error.enclose(box);
        const [least, greatest] = [Float64Array.from(error.least), Float64Array.from(error.greatest)];
        const corners = [0, 1].map((end) => Array.from({ length: box.length / 2 }, (_, t) => box[2 * t + end]!));
        for (const x of [...corners, Array.from(midpoint(box))]) {
          directError(layer, target, x).forEach((exact, r) => {
            expect(system.upper(exact)).toBeGreaterThanOrEqual(least[r]!);
            expect(system.lower(exact)).toBeLessThanOrEqual(greatest[r]!);
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is known to many digits, whatever its size', () => {
    for (const [order, cells, kappa, ghosts] of [
      [2, 32, '2', 8],
      [4, 64, '1', 12],
      [6, 128, '0.7', 12],
      [6, 1024, '0.5', 16],
    ] as const) {
      const layer = gaussian(line, order, { cells, ghosts, inverseTemperature: { kappa } });
      const { error, accuracy } = chooseGaussianError(gaussianProblem(layer, line), domainBoxes(line))!;
      expect(accuracy).toBeLessThan(1e-4);
      error.enclose(pointBox(domainBoxes(line), [0.4]));
      const [exact] = directError(layer, line, [0.4]);
      expect(error.greatest[0]! / system.toNumber(exact!)).toBeCloseTo(1, 3);
    }
  });

  it('enclosed from weights and values of another function than the target, is no less', () => {
    // Whole regions are bounded at once there: the correction of the values must enter.
    const layer = gaussian(line, 4, { cells: 16, ghosts: 8, inverseTemperature: { kappa: '0.9' } });
    const { upper } = certifySupNorm(layer, line, { boxes: 1 });
    for (let i = 0; i <= 16; i++) {
      const [exact] = directError(layer, line, [i / 16]);
      expect(system.lower(system.abs(exact!))).toBeLessThanOrEqual(upper);
    }
    const found = certifySupNorm(layer, line, { relative: 0.05, boxes: 50_000 });
    const expansion = chooseGaussianError(gaussianProblem(layer, line), domainBoxes(line))!;
    expect(expansion.size).toBeLessThanOrEqual(found.upper);
    expect(expansion.size).toBeGreaterThan(0.5 * found.lower);
  });
});
