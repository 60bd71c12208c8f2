import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  mayBeAtMost,
  modulusOf,
  oracle,
  overlap,
  pointAt,
  ratio,
  refusalOf,
  width,
} from '../../properties/support/expansion-oracle.js';
import { evaluate } from '../expression/evaluate.js';
import { buildTarget, targetArbitrary, type TargetDescription } from '../generators/index.js';
import { exactSystem } from '../numeric/exact.js';
import { intervalSystem } from '../numeric/interval.js';
import { powerModulus } from './expansion-modulus.js';
import { interpolationExpansion } from './interpolation-expansion.js';
import { evaluateExpansion } from './relu-expansion.js';

const families = ['mcshane', 'hoelder', 'ridge', 'log-modulus', 'piecewise-linear', 'constant'] as const;
const oneInput = targetArbitrary({ inputs: { min: 1, max: 1 }, onePointAxes: true, sequence: false, families });
const pieces = fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 40 }));
/** Fractions of the domain with denominator 720: knots, middles and others. */
const place = fc.integer({ min: 0, max: 720 });

const cone = (centre: string, domain: readonly [string, string]): TargetDescription => ({
  family: 'mcshane',
  lipschitz: '3',
  anchors: [{ point: [centre], value: '0.5' }],
  domain: [domain],
  modulus: { kind: 'lipschitz', constant: '3' },
});

describe('the linear interpolant of a target of one variable', () => {
  it('differs by at most ω̂_f(h/2), for every target with a modulus, all pieces and every point', () => {
    fc.assert(
      fc.property(oneInput, pieces, place, (description, K, at) => {
        const target = buildTarget(description);
        const expansion = interpolationExpansion(target, { pieces: K, modulus: modulusOf(description) });
        const error = errorOf(expansion, target)(pointAt(target, [ratio(at, 720)]));
        expect(mayBeAtMost(error, expansion.error(oracle))).toBe(true);
        // The same numbers in doubles enclose the same bound.
        const bound = expansion.error(intervalSystem);
        expect(mayBeAtMost(error, oracle.fromNumber(bound.hi))).toBe(true);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('is attained: halfway between two knots a cone is missed by exactly Lh/2', () => {
    for (const [K, domain] of [
      [1, ['0', '1']],
      [5, ['-2', '8']],
      [4, ['1000000', '1000000.5']],
    ] as const) {
      const [lo, hi] = domain.map(Number) as [number, number];
      const description = cone(String(lo + (hi - lo) / (2 * K)), domain);
      const target = buildTarget(description);
      const expansion = interpolationExpansion(target, { pieces: K, modulus: modulusOf(description) });
      const x = pointAt(target, [ratio(1, 2 * K)]);
      const share = oracle.div(errorOf(expansion, target)(x), expansion.error(oracle));
      expect(oracle.lower(share)).toBeGreaterThan(1 - 1e-15);
    }
  });

  it('is linear between knots and the target at knots, for every target, at 40 digits', () => {
    fc.assert(
      fc.property(oneInput, pieces, fc.nat(39), fc.integer({ min: 0, max: 8 }), (description, K, cell, eighths) => {
        const target = buildTarget(description);
        const k = cell % K;
        const at = (knot: number) => evaluate(target.expression, oracle, pointAt(target, [ratio(knot, K)]))[0]!;
        const [left, right] = [at(k), at(k + 1)];
        const chord = oracle.add(left, oracle.mul(ratio(eighths, 8), oracle.sub(right, left)));
        const { numbers } = interpolationExpansion(target, { pieces: K, modulus: modulusOf(description) });
        const x = pointAt(target, [ratio(8 * k + eighths, 8 * K)]);
        const [sum] = evaluateExpansion(oracle, numbers(oracle), x);
        expect(overlap(sum!, chord)).toBe(true);
        // Values of size below 1e5 and coordinates of 1e4 lengths, slopes of K = 40 times as much, 40 terms.
        expect(width(sum!)).toBeLessThan(1e-24);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('reproduces a piecewise-linear target with its kinks at knots, in exact arithmetic and in all outputs', () => {
    const entry = (centre: string, lipschitz: string) => ({
      family: 'mcshane' as const,
      lipschitz,
      anchors: [{ point: [centre], value: '-0.25' }],
    });
    const target = buildTarget({
      family: 'sequence',
      shape: { width: 1, tokens: 1 },
      entries: [entry('0.75', '4'), entry('-0.5', '0.5')],
      domain: [['-1', '1']],
    });
    const expansion = interpolationExpansion(target, { pieces: 8, modulus: (system) => system.literal('0') });
    const found = expansion.numbers(exactSystem);
    expect(found.constants).toHaveLength(2);
    for (let i = 0; i <= 64; i++) {
      const x = exactSystem.fromNumber(-1 + i / 32);
      const sums = evaluateExpansion(exactSystem, found, [x]);
      expect(sums.map(String)).toEqual(evaluate(target.expression, exactSystem, [x]).map(String));
    }
  });

  it('is the constant f(lo), with error 0, on a one-point domain', () => {
    const target = buildTarget(cone('2', ['0.1', '0.1']));
    const expansion = interpolationExpansion(target, { pieces: 3, modulus: powerModulus(target.modulus!) });
    expect(expansion.pieces).toEqual([]);
    expect(exactSystem.toText(expansion.numbers(exactSystem).constants[0]!)).toBe('6.2');
    expect(exactSystem.toNumber(expansion.error(exactSystem))).toBe(0);
  });

  it('is refused for two inputs, no pieces, too many, and inverted domains', () => {
    const modulus = powerModulus(buildTarget(cone('0', ['0', '1'])).modulus!);
    const refused = (domain: readonly (readonly [string, string])[], K: number) => {
      const point = domain.map(() => '0');
      const target = buildTarget({ family: 'mcshane', lipschitz: '1', anchors: [{ point, value: '0' }], domain });
      return refusalOf(() => interpolationExpansion(target, { pieces: K, modulus }));
    };
    const unit = ['0', '1'] as const;
    expect(refused([unit, unit], 3)).toBe('axes');
    expect([0, -1, 1.5, NaN].map((K) => refused([unit], K))).toEqual(['cells', 'cells', 'cells', 'cells']);
    expect(refused([unit], 2 ** 18 + 1)).toBe('too-large');
    expect(refused([['1', '0']], 2)).toBe('domain');
  });
});
