import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  interpolatedMean,
  kernelMean,
  mayBeAtMost,
  modulusOf,
  noModulus,
  oracle,
  overlap,
  pointAt,
  ratio,
  refusalOf,
  tuples,
  width,
} from '../../properties/support/expansion-oracle.js';
import { buildTarget, targetArbitrary, type TargetDescription } from '../generators/index.js';
import { exactSystem } from '../numeric/exact.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem } from '../numeric/interval.js';
import type { ConcaveModulus } from './expansion-modulus.js';
import { kernelExpansion } from './kernel-expansion.js';
import { evaluateExpansion, reluCount } from './relu-expansion.js';
import { summationKernels, type KernelName } from './summation-kernel.js';

const kernels: readonly KernelName[] = ['fejer', 'jackson'];
const lipschitzFamilies = ['mcshane', 'ridge', 'piecewise-linear'] as const;
const scalarFamilies = [...lipschitzFamilies, 'hoelder', 'log-modulus', 'constant'] as const;

/** Any scalar target with a modulus, or sequences whose entries are Lipschitz: all declared moduli are concave. */
const described = (inputs: number): fc.Arbitrary<TargetDescription> => {
  const scalar = targetArbitrary({ inputs: { min: inputs, max: inputs }, sequence: false, families: scalarFamilies });
  if (inputs > 2) return scalar;
  const sequence = targetArbitrary({
    inputs: { min: inputs, max: inputs },
    sequence: true,
    families: lipschitzFamilies,
  });
  return fc.oneof<fc.Arbitrary<TargetDescription>[]>(scalar, sequence);
};

interface Case {
  readonly description: TargetDescription;
  readonly kernel: KernelName;
  readonly degrees: readonly number[];
  readonly pieces: number;
  readonly point: readonly (readonly [numerator: number, denominator: number])[];
}
const cases = (most: readonly number[], pieces: number): fc.Arbitrary<Case> =>
  fc.integer({ min: 1, max: most.length }).chain((inputs) => {
    const each = { minLength: inputs, maxLength: inputs };
    return fc.record({
      description: described(inputs),
      kernel: fc.constantFrom(...kernels),
      degrees: fc.array(fc.integer({ min: 0, max: most[inputs - 1]! }), each),
      pieces: fc.integer({ min: 1, max: pieces }),
      point: fc.array(
        fc.integer({ min: 0, max: 24 }).map((numerator) => [numerator, 24] as const),
        each,
      ),
    });
  });

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

describe('the ReLU sum of a kernel mean', () => {
  it('differs from the target by at most ε_1, for every target with a modulus, parameters and point', () => {
    fc.assert(
      fc.property(cases([12, 5, 2], 4), ({ description, point, ...parameters }) => {
        const target = buildTarget(description);
        const expansion = kernelExpansion(target, { ...parameters, modulus: modulusOf(description) });
        const x = pointAt(
          target,
          point.map(([numerator, denominator]) => ratio(numerator, denominator)),
        );
        const error = errorOf(expansion, target)(x);
        expect(mayBeAtMost(error, expansion.error(oracle))).toBe(true);
        expect(mayBeAtMost(error, oracle.fromNumber(expansion.error(intervalSystem).hi))).toBe(true);
      }),
      { numRuns: 150, seed: 14 },
    );
  });

  it('is the mean over the nodes with every profile interpolated, for all targets and points, at 40 digits', () => {
    fc.assert(
      fc.property(cases([6, 3, 1], 3), ({ description, point, ...parameters }) => {
        const target = buildTarget(description);
        const { numbers } = kernelExpansion(target, { ...parameters, modulus: noModulus });
        const x = pointAt(
          target,
          point.map(([numerator, denominator]) => ratio(numerator, denominator)),
        );
        const truth = interpolatedMean(target, parameters, point);
        evaluateExpansion(oracle, numbers(oracle), x).forEach((value, r) => {
          expect(overlap(value, truth[r]!)).toBe(true);
          // Values below 1e5, coordinates of at most 1e4 lengths, hundreds of pieces and terms.
          expect(width(value)).toBeLessThan(1e-22);
          expect(width(truth[r]!)).toBeLessThan(1e-22);
        });
      }),
      { numRuns: 60, seed: 15 },
    );
  });

  it('is the mean itself, by the double sum over all nodes, wherever all angles are multiples of π/p', () => {
    fc.assert(
      fc.property(cases([7, 3, 1], 3), fc.nat(), ({ description, ...parameters }, seed) => {
        const target = buildTarget(description);
        const { numbers } = kernelExpansion(target, { ...parameters, modulus: noModulus });
        const place = parameters.degrees.map((_, t) => ratio((seed + t) % (parameters.pieces + 1), parameters.pieces));
        const mean = kernelMean(target, parameters.kernel, parameters.degrees, place);
        evaluateExpansion(oracle, numbers(oracle), pointAt(target, place)).forEach((value, r) => {
          expect(overlap(value, mean[r]!)).toBe(true);
          expect(width(mean[r]!)).toBeLessThan(1e-30);
        });
      }),
      { numRuns: 60, seed: 16 },
    );
  });

  it('differs from the mean by at most Σ (h²/8) Σ m²|c_m|, at every point', () => {
    fc.assert(
      fc.property(cases([7, 3, 1], 3), ({ description, point, ...parameters }) => {
        const target = buildTarget(description);
        const expansion = kernelExpansion(target, { ...parameters, modulus: noModulus });
        const place = point.map(([numerator, denominator]) => ratio(numerator, denominator));
        const mean = kernelMean(target, parameters.kernel, parameters.degrees, place);
        evaluateExpansion(oracle, expansion.numbers(oracle), pointAt(target, place)).forEach((value, r) => {
          const error = oracle.abs(oracle.sub(value, mean[r]!));
          expect(mayBeAtMost(error, expansion.error(oracle))).toBe(true);
        });
      }),
      { numRuns: 60, seed: 17 },
    );
  });

  it('has the same values in doubles, intervals and 40 digits', () => {
    const target = buildTarget({
      family: 'ridge',
      terms: [{ amplitude: '2', profile: 'abs', weights: ['1', '-0.5'], shift: '0.1' }],
      domain: [
        ['-1', '1'],
        ['0', '3'],
      ],
    });
    for (const kernel of kernels) {
      const expansion = kernelExpansion(target, { kernel, degrees: [4, 3], pieces: 3, modulus: lipschitz('3') });
      for (const place of [
        [ratio(0, 1), ratio(1, 1)],
        [ratio(1, 4), ratio(3, 8)],
      ]) {
        const x = pointAt(target, place);
        const [truth] = evaluateExpansion(oracle, expansion.numbers(oracle), x);
        const doubles = x.map(oracle.toNumber);
        const [enclosed] = evaluateExpansion(
          intervalSystem,
          expansion.numbers(intervalSystem),
          doubles.map(intervalSystem.fromNumber),
        );
        expect(overlap(truth!, oracle.hull(oracle.fromNumber(enclosed!.lo), oracle.fromNumber(enclosed!.hi)))).toBe(
          true,
        );
        expect(enclosed!.hi - enclosed!.lo).toBeLessThan(1e-9);
        const [near] = evaluateExpansion(float64System, expansion.numbers(float64System), doubles);
        // Some 400 terms of size below 100, each wrong by a few units of 2^-53.
        expect(Math.abs(near! - oracle.toNumber(truth!))).toBeLessThan(1e-10);
      }
    }
  });
});

describe('edge cases', () => {
  const constantTarget = (domain: TargetDescription['domain']): TargetDescription => ({
    family: 'constant',
    value: '0.3',
    domain,
  });

  it('degree 0 on every axis is the mean of the values at the nodes: no ridges, for both kernels', () => {
    const domain = [
      ['0', '1'],
      ['-2', '2'],
    ] as const;
    const target = buildTarget(sumOfInputs(domain));
    for (const kernel of kernels) {
      const expansion = kernelExpansion(target, { kernel, degrees: 0, pieces: 3, modulus: lipschitz('2') });
      expect([expansion.pieces, reluCount(expansion)]).toEqual([[], 0]);
      const { constants, ridges } = expansion.numbers(exactSystem);
      expect([ridges.length, exactSystem.toNumber(constants[0]!)]).toEqual([0, 0.5]);
    }
    // Fejér's radius for the mean is Σ D_t/2.
    const { error } = kernelExpansion(target, { kernel: 'fejer', degrees: 0, pieces: 3, modulus: lipschitz('2') });
    expect(oracle.toNumber(error(oracle))).toBeCloseTo(5, 14);
  });

  it('a constant stays that constant, with slopes enclosed near 0, in every number of inputs', () => {
    for (const inputs of [1, 2, 3]) {
      const target = buildTarget(constantTarget(Array.from({ length: inputs }, () => ['0.1', '0.7'] as const)));
      for (const kernel of kernels) {
        const { numbers, error } = kernelExpansion(target, { kernel, degrees: 3, pieces: 2, modulus: noModulus });
        const place = Array.from({ length: inputs }, (_, t) => ratio(t + 1, 7));
        const [value] = evaluateExpansion(oracle, numbers(oracle), pointAt(target, place));
        expect(overlap(value!, oracle.literal('0.3'))).toBe(true);
        expect(width(value!)).toBeLessThan(1e-32);
        expect(oracle.upper(error(oracle))).toBeLessThan(1e-35);
      }
    }
  });

  it('huge, tiny and far domains keep ε_1 and the enclosures relatively sharp', () => {
    for (const domain of [
      ['-1e9', '1e9'],
      ['0', '1e-9'],
      ['1e6', '1000000.001'],
    ] as const) {
      const target = buildTarget(sumOfInputs([domain, ['0', '1e-9']]));
      for (const kernel of kernels) {
        const expansion = kernelExpansion(target, { kernel, degrees: [2, 1], pieces: 2, modulus: lipschitz('1.5') });
        const place = [ratio(1, 2), ratio(1, 2)];
        const [value] = evaluateExpansion(oracle, expansion.numbers(oracle), pointAt(target, place));
        const [mean] = kernelMean(target, kernel, [2, 1], place);
        expect(overlap(value!, mean!)).toBe(true);
        const size = Number(domain[1]) - Number(domain[0]);
        expect(width(value!)).toBeLessThan(1e-26 * Math.max(1, size));
        expect(mayBeAtMost(errorOf(expansion, target)(pointAt(target, place)), expansion.error(oracle))).toBe(true);
      }
    }
  });

  it('every ReLU has an argument of at most 1 on the domain: ridges run over [0, 1], for every box', () => {
    const domain = [
      ['-1', '3'],
      ['2', '4'],
      ['0', '0.5'],
    ] as const;
    const target = buildTarget(sumOfInputs(domain));
    const { numbers, pieces } = kernelExpansion(target, {
      kernel: 'fejer',
      degrees: [1, 2, 1],
      pieces: 2,
      modulus: noModulus,
    });
    const { ridges } = numbers(oracle);
    expect(ridges.map(({ knots }) => knots.length - 1)).toEqual(pieces);
    for (const { direction, offset, knots } of ridges) {
      const values = tuples(domain.map((axis) => axis.map((end) => oracle.literal(end)))).map((corner) =>
        corner.reduce((value, x, t) => oracle.add(value, oracle.mul(direction[t]!, x)), offset),
      );
      expect(
        overlap(
          values.reduce((a, b) => oracle.min(a, b)),
          oracle.literal('0'),
        ),
      ).toBe(true);
      expect(
        overlap(
          values.reduce((a, b) => oracle.max(a, b)),
          oracle.literal('1'),
        ),
      ).toBe(true);
      expect([oracle.lower(knots[0]!), oracle.upper(knots[knots.length - 1]!)]).toEqual([0, 1]);
    }
  });

  it('never gives the numbers of one system for those of another', () => {
    const target = buildTarget(sumOfInputs([['0', '1']]));
    const make = () => kernelExpansion(target, { kernel: 'jackson', degrees: 3, pieces: 1, modulus: lipschitz('1') });
    const [used, fresh] = [make(), make()];
    used.numbers(float64System);
    used.error(oracle);
    expect(used.numbers(intervalSystem)).toEqual(fresh.numbers(intervalSystem));
    expect(used.error(intervalSystem)).toEqual(fresh.error(intervalSystem));
    expect(used.numbers(float64System)).toEqual(make().numbers(float64System));
  });

  it('is refused for wrong degrees, pieces, one-point axes and sizes beyond reason, before any value is taken', () => {
    const target = buildTarget(
      sumOfInputs([
        ['0', '1'],
        ['0', '1'],
      ]),
    );
    const refused = (degrees: number | readonly number[], pieces = 1) =>
      refusalOf(() => kernelExpansion(target, { kernel: 'jackson', degrees, pieces, modulus: noModulus }));
    expect([-1, 0.5, NaN, Infinity].map((degree) => refused(degree))).toEqual(['input', 'input', 'input', 'input']);
    expect(refused([1, 2, 3])).toBe('axes');
    expect(refused(1, 0)).toBe('cells');
    expect(refused(1e9)).toBe('too-large');
    expect(refused(200)).toBe('too-large');
    expect(refused([0, 2 ** 17])).toBe('too-large');
    const flat = buildTarget(
      sumOfInputs([
        ['0', '1'],
        ['2', '2'],
      ]),
    );
    expect(refusalOf(() => kernelExpansion(flat, { kernel: 'fejer', degrees: 1, pieces: 1, modulus: noModulus }))).toBe(
      'domain',
    );
  });

  it('refuses by the number of values to take, too', () => {
    const target = buildTarget(sumOfInputs(Array.from({ length: 14 }, () => ['0', '1'] as const)));
    const make = () => kernelExpansion(target, { kernel: 'jackson', degrees: 0, pieces: 1, modulus: noModulus });
    expect(Number(summationKernels.jackson.nodes(0)) ** 14 * target.expression.nodes.length).toBeLessThan(2 ** 24);
    expect(make().pieces).toEqual([]);
    const more = buildTarget(sumOfInputs(Array.from({ length: 24 }, () => ['0', '1'] as const)));
    expect(
      refusalOf(() => kernelExpansion(more, { kernel: 'jackson', degrees: 0, pieces: 1, modulus: noModulus })),
    ).toBe('too-large');
  });
});
