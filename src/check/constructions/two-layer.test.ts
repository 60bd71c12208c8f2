import { expect, test } from 'vitest';
import { SUP_NORM } from '../../approximation/error-norm.js';
import { parseTarget } from '../../expression/parse/index.js';
import { twoLayerEntry } from './two-layer.js';

test('the bound is known up to rounding with a modulus that is verified, else from differences up to derivatives', async () => {
  for (const [declared, apart] of [
    ['export const modulus = { lipschitz: 2 };', 'rounding'],
    ['export const modulus = { lipschitz: 1 };', 'modulus'],
    ['', 'modulus'],
  ] as const) {
    const target = await parseTarget(
      `export const domain = [[0, 1]]; ${declared} export function target(x: number) { return Math.sin(2 * x); }`,
    );
    const parameters = { cells: 4 };
    const network = twoLayerEntry.build(target, parameters, {});
    const bound = twoLayerEntry.certifiable(network, { target, norm: SUP_NORM, parameters }).bound({});
    expect(bound.apart).toBe(apart);
    expect(bound.upper / bound.lower - 1).toBeLessThan(apart === 'rounding' ? 1e-12 : 0.05);
  }
});
