/** How large the error of a kernel expansion is, beside its bound: the constants cannot be much smaller. */
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  kernelMean,
  noModulus,
  oracle,
  pointAt,
  ratio,
  tuples,
} from '../../properties/support/expansion-oracle.js';
import { buildTarget, type TargetDescription } from '../generators/index.js';
import { float64System } from '../numeric/float64.js';
import type { ConcaveModulus } from './expansion-modulus.js';
import { kernelExpansion, type KernelParameters } from './kernel-expansion.js';
import { evaluateExpansion } from './relu-expansion.js';
import type { KernelName } from './summation-kernel.js';

const kernels: readonly KernelName[] = ['fejer', 'jackson'];

const lipschitz = (constant: string): ConcaveModulus => {
  return (system, radius) => system.mul(system.literal(constant), radius);
};

/** `x_1 + … + x_g` on a box. */
function sumOfInputs(domain: TargetDescription['domain']): TargetDescription {
  return {
    family: 'piecewise-linear',
    groups: [[{ weights: domain.map(() => '1'), constant: '0' }]],
    domain,
  };
}

describe('the error ε_1', () => {
  /** The largest share of ε_1 at the corners of the domain. */
  function shareOf(description: TargetDescription, parameters: KernelParameters): number {
    const target = buildTarget(description);
    const expansion = kernelExpansion(target, parameters);
    const error = errorOf(expansion, target);
    const largest = tuples(target.domain.map(() => [ratio(0, 1), ratio(1, 1)]))
      .map((corner) => error(pointAt(target, corner)))
      .reduce((most, value) => oracle.max(most, value));
    return oracle.lower(oracle.div(largest, expansion.error(oracle)));
  }

  it('is attained by Fejér means of f(x) = x in the limit of many pieces, for every interval and degree', () => {
    for (const [degree, domain] of [
      [0, ['0', '1']],
      [1, ['-1e-6', '1e-6']],
      [4, ['1e7', '10000000.5']],
      [9, ['-3', '1e5']],
    ] as const) {
      const parameters = { kernel: 'fejer', degrees: degree, pieces: 64, modulus: lipschitz('1') } as const;
      expect(shareOf(sumOfInputs([domain]), parameters)).toBeGreaterThan(0.995);
    }
  });

  it('is met to three quarters by Jackson means of f(x) = x, to two thirds by Fejér means of x_1 + x_2', () => {
    const unit = ['0', '1'] as const;
    for (const degrees of [0, 3, 8]) {
      const parameters = { kernel: 'jackson', degrees, pieces: 32, modulus: lipschitz('1') } as const;
      expect(shareOf(sumOfInputs([unit]), parameters)).toBeGreaterThan(0.76);
    }
    // √2-Lipschitz.
    const root = lipschitz('1.4142135623731');
    for (const [kernel, least] of [
      ['fejer', 0.69],
      ['jackson', 0.76],
    ] as const) {
      const parameters = { kernel, degrees: [3, 3], pieces: 16, modulus: root } as const;
      expect(shareOf(sumOfInputs([unit, unit]), parameters)).toBeGreaterThan(least);
    }
  });

  it('counts the interpolation of the profiles in full: near their steepest bend it is nearly attained', () => {
    // The coefficients of f(x) = x have one sign, so that all terms bend alike at the ends.
    const target = buildTarget(sumOfInputs([['0', '1']]));
    for (const kernel of kernels) {
      for (const degree of [1, 6]) {
        const pieces = 16;
        const expansion = kernelExpansion(target, { kernel, degrees: degree, pieces, modulus: noModulus });
        const place = [ratio(1, 2 * pieces * degree)];
        const [mean] = kernelMean(target, kernel, [degree], place);
        const [value] = evaluateExpansion(oracle, expansion.numbers(oracle), pointAt(target, place));
        const share = oracle.div(oracle.abs(oracle.sub(value!, mean!)), expansion.error(oracle));
        expect(oracle.lower(share)).toBeGreaterThan(0.98);
      }
    }
  });

  it('falls as ln N/N with Fejér and as 1/N with Jackson, for a Lipschitz target', () => {
    const target = buildTarget(sumOfInputs([['0', '1']]));
    const error = (kernel: KernelName, degrees: number) =>
      kernelExpansion(target, { kernel, degrees, pieces: 8, modulus: lipschitz('1') }).error(float64System);
    for (const degree of [16, 32, 64, 128]) {
      // (2/π²)(ln 2n + 3)/n and (1 + 2/n)/n, and an interpolation error below 0.5/n for 8 pieces.
      expect(error('fejer', degree) * (degree + 1)).toBeLessThan(
        (2 / Math.PI ** 2) * (Math.log(2 * degree + 2) + 3) + 0.5,
      );
      expect(error('jackson', degree) * (degree + 2)).toBeLessThan(1.6);
    }
  });

  it('is the largest over the outputs, of the interpolation of each', () => {
    const entry = (constant: string) => ({
      family: 'piecewise-linear' as const,
      groups: [[{ weights: ['1', '1'], constant }]],
    });
    const steep = { family: 'piecewise-linear' as const, groups: [[{ weights: ['4', '4'], constant: '0' }]] };
    const domain = [
      ['0', '1'],
      ['0', '1'],
    ] as const;
    const parameters = { kernel: 'jackson', degrees: 2, pieces: 2, modulus: noModulus } as const;
    const interpolationErrorOf = (...entries: readonly ReturnType<typeof entry>[]): number => {
      const shape = { width: entries.length, tokens: 1 };
      const target = buildTarget(
        entries.length === 1 ? { ...entries[0]!, domain } : { family: 'sequence', shape, entries, domain },
      );
      return oracle.toNumber(kernelExpansion(target, parameters).error(oracle));
    };
    expect(interpolationErrorOf(entry('0'), steep)).toBe(interpolationErrorOf(steep));
    expect(interpolationErrorOf(steep, entry('7'))).toBe(interpolationErrorOf(steep));
    expect(interpolationErrorOf(steep) / interpolationErrorOf(entry('0'))).toBeCloseTo(4, 12);
  });
});
