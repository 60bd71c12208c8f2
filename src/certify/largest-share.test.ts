import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { decimalConstant } from '../expression/real-constant.js';
import { intervalSystem } from '../numeric/interval.js';
import { certifyLpNorm } from './certify-lp-norm.js';
import { encloseLargestShare } from './largest-share.js';
import { layerLpProblem } from './layer-lp-problem.js';

/** `s^{−1} ∫ w_k` by other means: the L_1 norm of the layer whose value is 1 at key `k` and 0 at all others. */
function shareOf(cells: number, kappa: string, key: number): { lower: number; upper: number } {
  const builder = new ExpressionBuilder();
  const zero = builder.finish(1, [builder.literal('0')]);
  const axis = { lower: decimalConstant('0'), upper: decimalConstant(String(cells)) };
  const layer: MaxAffineLayer = {
    grid: { axes: [{ axis, cells }] },
    inverseTemperature: decimalConstant(kappa),
    mask: decimalConstant('0'),
    shape: { width: 1, tokens: 1 },
    values: zero,
    averages: { ends: Float64Array.from({ length: 2 * cells }, (_, i) => (i >> 1 === key ? 1 : 0)) },
  };
  const target = {
    name: 'zero',
    domain: [axis],
    input: { kind: 'scalars' as const },
    output: { width: 1, tokens: 1 },
    expression: zero,
    ghost: true,
    singularities: [],
  };
  // These are not averages of the target, of which bounds over regions would make use.
  const { frame, error } = layerLpProblem(layer, target);
  return certifyLpNorm({ frame, error }, intervalSystem.literal('1'), { relative: 1e-3, boxes: 20_000 });
}

describe('encloseLargestShare', () => {
  it('overlaps the largest of the integrals of single weights, for every number of cells and κ, and is narrow', () => {
    const kappas = fc.constantFrom('0.001', '0.05', '0.3', '1', '4', '20', '300');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), kappas, (cells, kappa) => {
        const value = intervalSystem.literal(kappa);
        const { lo, hi } = encloseLargestShare(cells, [value.lo, value.hi]);
        const shares = Array.from({ length: cells }, (_, key) => shareOf(cells, kappa, key));
        expect(lo).toBeLessThanOrEqual(Math.max(...shares.map(({ upper }) => upper)));
        expect(hi).toBeGreaterThanOrEqual(Math.max(...shares.map(({ lower }) => lower)));
        expect(hi).toBeLessThan(lo * 1.06);
      }),
      { numRuns: 30, seed: 6 },
    );
  });

  it('says the same of a long axis and of a longer one, and something true where κ is tiny', () => {
    for (const kappa of [0.05, 0.5, 10] as const) {
      const [long, longer] = [encloseLargestShare(400, [kappa, kappa]), encloseLargestShare(100_000, [kappa, kappa])];
      expect(long.lo).toBeLessThanOrEqual(longer.hi);
      expect(longer.lo).toBeLessThanOrEqual(long.hi);
    }
    const soft = encloseLargestShare(200, [0.004, 0.004]);
    const shares = [0, 10, 20, 30, 60, 100].map((key) => shareOf(200, '0.004', key).lower);
    expect(soft.hi).toBeGreaterThanOrEqual(Math.max(...shares));
    expect(Math.max(...shares)).toBeGreaterThan(1.05);
  });
});
