import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateProduct } from '../attention/product.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { buildTarget } from '../generators/build-target.js';
import { targetArbitrary } from '../generators/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';
import { evaluateCrossLiteral, maxAffineCross, type MaxAffineCrossLayer } from './max-affine-cross.js';

const system = decimalIntervalSystem(40);

/** The target's inputs read as key tokens, then query tokens. */
function crossed(
  target: Target,
  key: { width: number; tokens: number },
  query: { width: number; tokens: number },
): Target {
  return { ...target, input: { kind: 'cross', key, query } };
}

/** A target of two to four inputs, the first `keyInputs` of which become key tokens of width 1 or 2. */
const layers = fc
  .record({
    description: targetArbitrary({ inputs: { min: 2, max: 4 }, onePointAxes: true }),
    split: fc.nat({ max: 2 }),
    wide: fc.boolean(),
    cells: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
    kappa: fc.constantFrom('0.01', '2', '55', '100000'),
    mask: fc.constantFrom('0', '1', '45'),
    shares: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ description, split, wide, cells, kappa, mask, shares }) => {
    const target = buildTarget(description);
    const g = target.domain.length;
    const keyInputs = 1 + (split % (g - 1));
    const shape = (inputs: number): { width: number; tokens: number } =>
      wide && inputs % 2 === 0 ? { width: 2, tokens: inputs / 2 } : { width: 1, tokens: inputs };
    const cross = crossed(target, shape(keyInputs), shape(g - keyInputs));
    const layer = maxAffineCross(cross, {
      cells: cells.slice(0, g),
      inverseTemperature: { kappa },
      mask: decimalConstant(mask),
    });
    const x = target.domain.map(
      ({ lower, upper }, t) => Number(lower.text) + (shares[t] / 8) * (Number(upper.text) - Number(lower.text)),
    );
    return { layer, keyInputs, x };
  });

const at = (layer: MaxAffineCrossLayer, x: readonly number[]) =>
  evaluateCrossLiteral(
    system,
    layer,
    x.map((coordinate) => system.fromNumber(coordinate)),
  );

describe('maxAffineCross', () => {
  it('for every layer and point, the literal cross-attention is the max-affine layer of the joint input', () => {
    fc.assert(
      fc.property(layers, ({ layer, x }) => {
        const joint = evaluateProduct(
          system,
          layer,
          x.map((coordinate) => system.fromNumber(coordinate)),
        );
        at(layer, x).forEach((value, r) => {
          expect(system.less(value, joint[r]) === true || system.less(joint[r], value) === true).toBe(false);
          // Scores of up to 1e5·κ lose some ten of the forty digits in the literal form.
          expect(system.upper(value) - system.lower(value)).toBeLessThanOrEqual(
            1e-12 * (1 + Math.abs(system.upper(value))),
          );
        });
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('with one cell on every key axis, the key tokens have no effect: a target of the queries alone', () => {
    const description = fc.sample(
      targetArbitrary({ inputs: { min: 3, max: 3 }, sequence: false, families: ['ridge'] }),
      {
        seed: 12,
        numRuns: 1,
      },
    )[0];
    const target = crossed(buildTarget(description), { width: 1, tokens: 2 }, { width: 1, tokens: 1 });
    const layer = maxAffineCross(target, { cells: [1, 1, 5], inverseTemperature: { kappa: '20' } });
    const middle = target.domain.map(({ lower, upper }) => (Number(lower.text) + Number(upper.text)) / 2);
    const [here] = at(layer, middle);
    const [there] = at(layer, [middle[0] + 0.5, middle[1] - 2, middle[2]]);
    expect(system.upper(system.abs(system.sub(here, there)))).toBeLessThan(1e-25);
  });

  it('refuses a target without key and query tokens, and literal weights that would not fit', () => {
    const description = fc.sample(targetArbitrary({ inputs: { min: 2, max: 2 }, sequence: false }), {
      seed: 13,
      numRuns: 1,
    })[0];
    const target = buildTarget(description);
    expect(() => maxAffineCross(target, { cells: 2, inverseTemperature: 'auto' })).toThrow(ConstructionError);
    const cross = crossed(target, { width: 1, tokens: 1 }, { width: 1, tokens: 1 });
    const layer = maxAffineCross(cross, { cells: 100_000, inverseTemperature: 'auto' });
    expect(() => at(layer, [0, 0])).toThrow(/too-large|entries/);
  });
});
