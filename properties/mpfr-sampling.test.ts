/** A sample in the numbers of MPFR is one in decimals, digit by digit, whatever the layer and wherever the queries. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { samplePartition } from '../src/check/sample-partition.js';
import { sampleError } from '../src/check/sample-error.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { ExpressionBuilder } from '../src/expression/builder.js';
import { decimalConstant } from '../src/expression/real-constant.js';
import type { Target } from '../src/expression/target.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import type { Queries } from '../src/sampling/queries.js';
import { randomFraction } from '../src/sampling/random-fraction.js';
import { effort } from './support/effort.js';
import { mpfr } from './support/mpfr.js';
import { describeWith } from './support/optional-tool.js';

function wave(): Target {
  const b = new ExpressionBuilder();
  const [x, y] = [b.input(0), b.input(1)];
  const value = b.binary('mul', b.unary('sin', b.binary('add', x, y)), b.unary('exp', b.binary('mul', x, y)));
  return {
    name: 'wave',
    domain: [
      { lower: decimalConstant('0'), upper: decimalConstant('1') },
      { lower: decimalConstant('0.1'), upper: decimalConstant('0.7') },
    ],
    input: { kind: 'scalars' },
    output: { width: 1, tokens: 1 },
    expression: b.finish(2, [value]),
    ghost: true,
    singularities: [],
  };
}

const queries: fc.Arbitrary<Queries> = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((count) => ({ kind: 'scattered', count, seed: 2 }) as const),
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .map((counts) => ({ kind: 'grid', counts, placement: 'ends' }) as const),
);

describeWith(mpfr, 'a sample in the numbers of MPFR', () => {
  it('has the error and the place of the one in decimals', async () => {
    const difference = decimalSystem(60);
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
        fc.constantFrom('0.3', '5', '55', '2000'),
        queries,
        fc.constantFrom('inf', '2'),
        async (cells, kappa, where, norm) => {
          const target = wave();
          const layer = maxAffine(target, { cells, inverseTemperature: { kappa } });
          const [own, other] = await Promise.all(
            (['mpfr', 'decimal'] as const).map((arithmetic) =>
              sampleError(layer, target, { queries: where, arithmetic, digits: 40, norm, histogram: true }),
            ),
          );
          expect([own!.arithmetic, other!.arithmetic]).toEqual(['mpfr-40', 'decimal-40']);
          const apart = difference.sub(difference.literal(own!.error!), difference.literal(other!.error!));
          // Values of at most 3, and exponents of at most κ(1/2 + reach)² with some ten roundings each.
          expect(Math.abs(apart.toNumber())).toBeLessThan(1e-33);
          expect(own!.queries).toEqual(other!.queries);
        },
      ),
      { numRuns: effort(45), seed: 5 },
    );
  });

  it('has it for keys on no grid, too', async () => {
    const keys = Float64Array.from({ length: 80 }, (_, i) => randomFraction(3, i));
    const partition = { inputs: 2, outputs: 1, keys, inverseTemperature: 300 };
    const where: Queries = { kind: 'scattered', count: 50, seed: 4 };
    const [own, other] = await Promise.all(
      (['mpfr', 'decimal'] as const).map((arithmetic) =>
        samplePartition(partition, wave(), { queries: where, arithmetic, digits: 40 }),
      ),
    );
    expect(own!.arithmetic).toBe('mpfr-40');
    expect(own!.error!.slice(0, 36)).toBe(other!.error!.slice(0, 36));
    expect(own!.largest!.at.map(Number)).toEqual(other!.largest!.at.map(Number));
  });
});
