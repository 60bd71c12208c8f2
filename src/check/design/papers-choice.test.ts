import { describe, expect, test } from 'vitest';
import { SUP_NORM, parseErrorNorm } from '../../approximation/error-norm.js';
import { parseTarget } from '../../expression/parse/index.js';
import type { ErrorNorm } from '../../approximation/error-norm.js';
import type { Target } from '../../expression/target.js';
import { candidateOf, type DesignCandidate } from './candidate.js';
import { papersChoice } from './papers-choice.js';

const target = (body: string, more = '') =>
  parseTarget(`export const domain = [[0, 2]];\n${more}export function target(x: number) { return ${body}; }`);

function choiceFor(f: Target, norm: ErrorNorm, tolerance: number): DesignCandidate | undefined {
  const found = papersChoice(f, norm, tolerance);
  return found === undefined ? undefined : candidateOf(found);
}

describe('the choice of the papers', () => {
  test('is ⌈D√(g/2)/τ⌉ cells with τ = ε/L, and R = 2g/τ², where L is known exactly', async () => {
    const choice = choiceFor(await target('3 * x'), SUP_NORM, 0.25);
    // τ = 1/12: 2√½·12 = 16.97…; R = 2·144.
    expect(choice).toMatchObject({ construction: 'max-affine', keys: '17', upper: '0.25' });
    expect(Number(choice!.parameters.inverseTemperature)).toBeCloseTo(288, 9);
  });

  test('follows a declared Hölder modulus where there is no Lipschitz constant', async () => {
    const root = await target('Math.sqrt(x)', 'export const modulus = { holder: [1, 0.5] };\n');
    // τ = ε² = 1/100: 2√½·100 = 141.4….
    expect(Number(choiceFor(root, SUP_NORM, 0.1)!.keys)).toBeGreaterThanOrEqual(142);
    expect(Number(choiceFor(root, SUP_NORM, 0.1)!.keys)).toBeLessThanOrEqual(143);
  });

  test('is made for ε/|U|^{1/p} in L_p', async () => {
    const f = await target('3 * x');
    // |U| = 2: half the tolerance in L_1.
    expect(choiceFor(f, parseErrorNorm('1')!, 0.25)!.keys).toBe('34');
  });

  test('is one cell for a constant, and none for a target with a jump', async () => {
    expect(choiceFor(await target('1'), SUP_NORM, 0.1)!.keys).toBe('1');
    expect(choiceFor(await target('x < 1 ? 0 : 1'), SUP_NORM, 0.1)).toBeUndefined();
  });
});
