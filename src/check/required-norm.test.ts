import { describe, expect, test } from 'vitest';
import { ConstructionError } from '../constructions/construction.js';
import { parseTarget } from '../expression/parse/index.js';
import type { Target } from '../expression/target.js';
import { requiredNorm, requireIntegrable } from './required-norm.js';

/** In two inputs, so that g = 2. */
const singular = (...exponents: readonly string[]): Promise<Target> =>
  parseTarget(`
    export const domain = [[-1, 1], [-1, 1]];
    export const singularities = [${exponents.map((exponent) => `{ point: [0, 0.5], exponent: ${exponent} }`).join(', ')}];
    export function target(x: number, y: number): number { return x + y; }
  `);

const refusal = (target: Target, norm: string) => (): void => requireIntegrable(target, requiredNorm(norm));

describe('the norm that is asked for', () => {
  test('is inf or a number of at least 1; a refusal says so', () => {
    expect(requiredNorm('inf').exponent).toBeUndefined();
    expect(requiredNorm('2.5').exponent).toMatchObject({ lo: 2.5, hi: 2.5 });
    for (const text of ['0.5', 'two', '', '-1', '1e2']) {
      expect(() => requiredNorm(text), text).toThrow(ConstructionError);
      expect(() => requiredNorm(text), text).toThrow(/such as 1, 2 or 2\.5/);
    }
  });

  test('of a declared singularity α has αp < g: the limit itself is refused, whatever is just below it is not', async () => {
    const half = await singular('0.5');
    expect(refusal(half, '3.9999999999999999')).not.toThrow();
    expect(refusal(half, '4')).toThrow(ConstructionError);
    expect(refusal(half, '4.0000000000000001')).toThrow(ConstructionError);
    expect(refusal(half, 'inf')).not.toThrow();
    // 1/3 is no decimal: 40 digits do not tell 6·(1/3) from 2.
    expect(refusal(await singular('1 / 3'), '6')).toThrow(ConstructionError);
  });

  test('is refused with what, where, why and the next step', async () => {
    expect(refusal(await singular('0.3'), '7')).toThrow(
      /in L_7, with a singularity of exponent α = 0\.3 at \(0, 0\.5\): α·p must be below the number of inputs, 2: .*\n {2}Give a norm p below 6\.66666\./,
    );
    expect(refusal(await singular('0.1', '2.5'), '1')).toThrow(/α = 2\.5 .*\n {2}The target has no finite norm at all/);
  });

  test('needs axes of positive length, in L_p only', async () => {
    const flat = await parseTarget(
      'export const domain = [[0, 1], [0.3, 0.3]]; export function target(x: number, y: number) { return x * y; }',
    );
    expect(refusal(flat, 'inf')).not.toThrow();
    expect(refusal(flat, '1')).toThrow(ConstructionError);
    expect(refusal(flat, '1')).toThrow(
      /the axis \[0\.3, 0\.3\] .*: an L_p norm needs axes of positive length\n {2}Leave/,
    );
  });
});
