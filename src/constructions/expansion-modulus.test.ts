import { expect, it } from 'vitest';
import fc from 'fast-check';
import { oracle } from '../../properties/support/expansion-oracle.js';
import { decimalConstant } from '../expression/real-constant.js';
import { exactSystem } from '../numeric/exact.js';
import { intervalSystem } from '../numeric/interval.js';
import { parseTarget } from '../expression/parse/index.js';
import { buildTarget, evaluateModulus, targetArbitrary } from '../generators/index.js';
import { float64System } from '../numeric/float64.js';
import { ConstructionError } from './construction.js';
import { knownModulus, powerModulus } from './expansion-modulus.js';

const declared = (constant: string, exponent: string) =>
  powerModulus({ constant: decimalConstant(constant), exponent: decimalConstant(exponent) });

it('the declared modulus is C·r for α = 1, and C·r^α else, for every r ≥ 0', () => {
  const linear = declared('0.3', '1');
  expect(exactSystem.toText(linear(exactSystem, exactSystem.literal('0.1')))).toBe('0.03');
  expect(exactSystem.toText(linear(exactSystem, exactSystem.literal('0')))).toBe('0');
  // One product: as tight as an interval can be.
  expect(linear(intervalSystem, intervalSystem.literal('0.1'))).toEqual(
    intervalSystem.mul(intervalSystem.literal('0.3'), intervalSystem.literal('0.1')),
  );
  const rooted = declared('3', '0.5');
  expect(exactSystem.toText(rooted(exactSystem, exactSystem.literal('0.25')))).toBe('1.5');
  expect(oracle.toNumber(rooted(oracle, oracle.literal('0')))).toBe(0);
});

const read = (body: string, more = '') =>
  parseTarget(`export const domain = [[0, 1]];\n${more}\nexport function target(x: number) { return ${body}; }`);

it('the known modulus of a verified declaration is that; a false one is not believed', async () => {
  const radius = intervalSystem.literal('0.25');
  const rooted = await read('Math.sqrt(x)', 'export const modulus = { holder: [1, 0.5] };');
  expect(knownModulus(rooted)(intervalSystem, radius)).toMatchObject({ lo: 0.5, hi: 0.5 });
  const steep = await read('2 * x', 'export const modulus = { lipschitz: 1 };');
  const { lo, hi } = knownModulus(steep)(intervalSystem, radius);
  expect(lo).toBeGreaterThan(0.499);
  expect(hi).toBeLessThan(0.501);
  expect(hi).toBeGreaterThanOrEqual(0.5);
});

it('for every target and radius, the known modulus is consistent with what the generator knows of it', () => {
  const radii = fc.constantFrom('0.001', '0.1', '0.7', '3');
  fc.assert(
    fc.property(targetArbitrary({ inputs: { max: 2 }, sequence: false }), radii, (description, text) => {
      const { domain, expression } = buildTarget(description);
      // Without the declaration.
      const target = { domain, expression };
      const radius = intervalSystem.literal(text);
      const known = knownModulus(target)(intervalSystem, radius);
      expect(known.lo).toBeLessThanOrEqual(known.hi);
      if (description.modulus !== undefined) {
        // An upper bound of ω̂, so at least every lower end.
        const declared = evaluateModulus(description.modulus, intervalSystem, radius);
        expect(known.lo).toBeLessThanOrEqual(declared.hi * (1 + 2 ** -40));
      }
      expect(knownModulus(target)(float64System, Number(text))).toBeGreaterThanOrEqual(known.lo);
    }),
    { numRuns: 60, seed: 21 },
  );
});

it('where no finite bound is found, the known modulus says so and asks for a declaration', async () => {
  const pole = await read('1 / x');
  const ask = (): unknown => knownModulus(pole)(intervalSystem, intervalSystem.literal('0.5'));
  expect(ask).toThrow(ConstructionError);
  expect(ask).toThrow(/export const modulus/);
});
