import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLinearMap } from '../attention/linear-map.js';
import { matrixFrom, multiply, transpose, type Matrix } from '../attention/matrix.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { buildTarget, cellsArbitrary, pointOf, targetArbitrary } from '../generators/index.js';
import { float64System } from '../numeric/float64.js';
import { describeMaxAffine, maxAffineCost } from './max-affine-cost.js';
import { maxAffineWeights } from './max-affine-weights.js';
import { maxAffine } from './max-affine.js';

const largest = (matrices: readonly Matrix<number>[]): number =>
  matrices.reduce((most, { entries }) => entries.reduce((top, entry) => Math.max(top, Math.abs(entry)), most), 0);

describe('the cost of a max-affine layer', () => {
  it('counts the literal matrices and bounds their weights and scores, for every small layer and point', () => {
    const cases = targetArbitrary({ inputs: { max: 4 }, onePointAxes: true }).chain((description) =>
      cellsArbitrary({ axes: description.domain.length, perAxis: 4, product: 16 }).chain((cells) =>
        fc.record({
          description: fc.constant(description),
          cells: fc.constant(cells),
          R: fc.constantFrom('0.01', '3', '500'),
          M: fc.constantFrom('0', '2.5', '60'),
          point: pointOf(description.domain, cells),
        }),
      ),
    );
    fc.assert(
      fc.property(cases, ({ description, cells, R, M, point }) => {
        const parameters = { cells, inverseTemperature: decimalConstant(R), mask: decimalConstant(M) };
        const layer = maxAffine(buildTarget(description), parameters);
        const cost = maxAffineCost(layer);
        const weights = maxAffineWeights(float64System, layer);
        const matrices = [
          ...weights.P_h,
          ...weights.Q_h,
          weights.B,
          weights.W_Q,
          weights.W_K,
          weights.W_V,
          weights.W_O,
        ];
        expect(cost.keys).toBe(BigInt(weights.B.columns));
        expect(cost.parameters).toBe(BigInt(matrices.reduce((count, { entries }) => count + entries.length, 0)));
        // Doubles round the same weights to within some 2^-45 of the largest quantity they are made of.
        expect(largest(matrices)).toBeLessThanOrEqual(cost.largestWeight * (1 + 2 ** -40));
        const { width, tokens } = layer.input!;
        const x = point.map((text) => evaluateConstant(decimalConstant(text).expression, float64System));
        const Z = applyLinearMap(
          float64System,
          weights,
          matrixFrom(width, tokens, (i, j) => x[j * width + i]!),
        );
        const [K, Q] = [weights.W_K, weights.W_Q].map((weight) => multiply(float64System, weight, Z));
        const scores = largest([multiply(float64System, transpose(K!), Q!)]);
        // Errors of a score are some 20 roundings of terms up to R·(Σ|v x| + |v|²/2) + M.
        const scale = x.reduce((sum, u) => sum + 40 * (u * u + 1), 0) * Number(R) * 100 + Number(M);
        expect(scores).toBeLessThanOrEqual(cost.largestScore + scale * 2 ** -48);
      }),
      { numRuns: 40 },
    );
  });

  it('reports what an auditor must see', () => {
    const [description] = fc.sample(targetArbitrary({ sequence: false, inputs: { min: 2, max: 2 } }), {
      numRuns: 1,
      seed: 1,
    });
    const target = buildTarget(description!);
    const { id, parameters, cost } = describeMaxAffine(
      maxAffine(target, { cells: [3, 2 ** 31], inverseTemperature: decimalConstant('2.5') }),
    );
    expect(id).toBe('max-affine');
    expect(parameters).toEqual({ cells: '3,2147483648', inverseTemperature: '2.5', mask: '0' });
    expect(cost.keys).toBe(3n * 2n ** 31n);
    expect(cost.heads).toBe(1);
    expect(cost.scaleFolded).toBe(true);
    expect(cost.linearMaps[0]).toEqual({ name: 'Linear', kind: 'sequence-wise', biasPerPosition: true });
  });

  it('has the largest score at a corner of the box, attained', () => {
    // [0, 2] in 2 cells: centres ½, 3/2; the extremes of vx − v²/2 are −9/8 (v = 3/2, x = 0) and 15/8 (v = 3/2, x = 2).
    const [description] = fc.sample(targetArbitrary({ sequence: false, inputs: { min: 1, max: 1 } }), {
      numRuns: 1,
      seed: 1,
    });
    const axis = { lower: decimalConstant('0'), upper: decimalConstant('2') };
    const target = { ...buildTarget(description!), domain: [axis] };
    const layer = maxAffine(target, { cells: 2, inverseTemperature: decimalConstant('8'), mask: decimalConstant('1') });
    expect(maxAffineCost(layer).largestScore).toBeGreaterThanOrEqual(16);
    expect(maxAffineCost(layer).largestScore).toBeLessThan(16 + 1e-12);
  });
});
