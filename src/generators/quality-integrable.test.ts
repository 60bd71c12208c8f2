/** Failures of integrable targets shrink to what a person would have written; see quality.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestFailure, smallestFailures } from '../../properties/support/smallest-failure.js';
import { exact } from './engine/exact-decimal.js';
import {
  ballArbitrary,
  integrableArbitrary,
  jumpsArbitrary,
  jumpSequenceArbitrary,
  singularArbitrary,
  type IntegrableTargetDescription,
} from './index.js';

const UNIT = [['0', '1']] as const;
const ZERO = { family: 'constant', value: '0' } as const;

describe('a property that never holds', () => {
  it('of integrable targets ends at the constant 0 on [0, 1]', () => {
    expect(smallestFailure(integrableArbitrary(), () => false)).toEqual({
      family: 'continuous',
      domain: UNIT,
      base: ZERO,
      modulus: { kind: 'lipschitz', constant: '0' },
    });
  });

  it('of targets with jumps ends at 1[x ≥ 1/2]', () => {
    expect(smallestFailure(jumpsArbitrary(), () => false)).toEqual({
      family: 'jumps',
      domain: UNIT,
      base: ZERO,
      jumps: [{ axis: 0, at: '0.5', height: '1' }],
      lipschitz: '0',
      hyperplanes: [{ axis: 0, at: '0.5' }],
    });
  });

  it('of two tokens with jumps ends at (1[x ≥ 1/2], 0)', () => {
    expect(smallestFailure(jumpSequenceArbitrary(), () => false)).toEqual({
      family: 'jump-sequence',
      domain: [...UNIT, ...UNIT],
      shape: { width: 1, tokens: 2 },
      entries: [
        { family: 'jumps', base: ZERO, jumps: [{ axis: 0, at: '0.5', height: '1' }] },
        { family: 'jumps', base: ZERO, jumps: [] },
      ],
      lipschitz: '0',
      hyperplanes: [{ axis: 0, at: '0.5' }],
    });
  });

  it.each([
    ['1', '0.5'],
    ['2', '0.4'],
    ['30', '0.03'],
  ])('of unbounded targets in L_p, p = %s, ends at |x|^−%s', (power, exponent) => {
    expect(smallestFailure(singularArbitrary({ power }), () => false)).toEqual({
      family: 'singular',
      domain: UNIT,
      height: '1',
      point: ['0'],
      exponent,
      constant: '0',
    });
  });

  it('of balls ends at 1[|x| ≤ 1/2]', () => {
    expect(smallestFailure(ballArbitrary(), () => false)).toEqual({
      family: 'ball',
      domain: UNIT,
      height: '1',
      centre: ['0'],
      radius: '0.5',
    });
  });
});

describe('a failure of a target with jumps', () => {
  it('two heights on one hyperplane: both in the middle', () => {
    const holds = ({ jumps }: { jumps: readonly { axis: number; at: string }[] }) =>
      new Set(jumps.map(({ axis, at }) => `${axis} ${at}`)).size === jumps.length;
    expect(smallestFailure(jumpsArbitrary(), holds)).toMatchObject({
      domain: UNIT,
      base: ZERO,
      jumps: [
        { axis: 0, at: '0.5', height: '1' },
        { axis: 0, at: '0.5', height: '1' },
      ],
    });
  });

  it('two hyperplanes inside: one in the middle, the other one digit off', () => {
    for (const target of smallestFailures(jumpsArbitrary(), ({ hyperplanes }) => hyperplanes.length < 2)) {
      expect(target).toMatchObject({ domain: UNIT, base: ZERO, lipschitz: '0' });
      expect(target.jumps.map(({ height }) => height)).toEqual(['1', '1']);
      const places = target.jumps.map(({ at }) => at);
      expect(places).toContain('0.5');
      expect(places.every((at) => /^0\.\d$/.test(at))).toBe(true);
    }
  });

  it('a jump at the end of the domain: no hyperplane inside', () => {
    const found = smallestFailures(jumpsArbitrary(), ({ hyperplanes }) => hyperplanes.length > 0);
    for (const { domain, jumps } of found) {
      expect(domain).toEqual(UNIT);
      expect(jumps).toEqual([{ axis: 0, at: expect.stringMatching(/^[01]$/), height: '1' }]);
    }
  });

  it('a steep base: the slope of one cone', () => {
    const holds = ({ base, lipschitz }: { base: { family: string }; lipschitz: string }) =>
      base.family !== 'mcshane' || Number(lipschitz) <= 3;
    expect(smallestFailure(jumpsArbitrary(), holds)).toMatchObject({
      domain: UNIT,
      base: { family: 'mcshane', lipschitz: '4', anchors: [{ point: ['0'], value: '0' }] },
      jumps: [{ axis: 0, at: '0.5', height: '1' }],
    });
  });

  it('a height above 2: 3', () => {
    const holds = ({ jumps }: { jumps: readonly { height: string }[] }) =>
      jumps.every(({ height }) => Number(height) <= 2);
    expect(smallestFailure(jumpsArbitrary(), holds).jumps).toEqual([{ axis: 0, at: '0.5', height: '3' }]);
  });
});

describe('a failure of an unbounded target', () => {
  it('of two inputs with a point off the middle axis: coordinates of one digit', () => {
    const found = smallestFailures(
      singularArbitrary({ inputs: { min: 2 } }),
      ({ point, domain }) => point[0] === domain[0]![0],
    );
    for (const { domain, point, height } of found) {
      expect([domain, height]).toEqual([[...UNIT, ...UNIT], '1']);
      expect(point[1]).toBe('0');
      expect(point[0]).toMatch(/^(1|0\.\d)$/);
    }
  });

  it('an exponent of at least 1 needs two inputs, and is 1', () => {
    const holds = ({ exponent }: { exponent: string }) => Number(exponent) < 1;
    expect(smallestFailure(singularArbitrary({ power: '1' }), holds)).toEqual({
      family: 'singular',
      domain: [...UNIT, ...UNIT],
      height: '1',
      point: ['0', '0'],
      exponent: '1',
      constant: '0',
    });
  });
});

it('a ball that is larger than its domain: one digit, on [0, 1]', () => {
  const longest = ({ domain }: { domain: readonly (readonly [string, string])[] }) =>
    Math.max(...domain.map(([lower, upper]) => Number(upper) - Number(lower)));
  const holds = (target: { domain: readonly (readonly [string, string])[]; radius: string }) =>
    Number(target.radius) <= longest(target);
  expect(smallestFailure(ballArbitrary(), holds)).toMatchObject({ domain: UNIT, height: '1', radius: '2' });
});

describe('a stored case, given as an example', () => {
  const shrunk = (arbitrary: fc.Arbitrary<IntegrableTargetDescription>, stored: unknown) => {
    const details = fc.check(
      fc.property(arbitrary, () => false),
      { examples: [[stored as IntegrableTargetDescription]], seed: 1 },
    );
    expect(details.numRuns).toBe(1);
    return details.counterexample![0];
  };

  it('shrinks as well as a fresh one, whatever the order of its fields', () => {
    const [drawn] = fc.sample(jumpsArbitrary({ inputs: { min: 3 } }), { seed: 5, numRuns: 1 });
    const reordered = Object.fromEntries(Object.entries(drawn!).toReversed());
    expect(shrunk(jumpsArbitrary(), JSON.parse(JSON.stringify(reordered)))).toMatchObject({
      domain: UNIT,
      jumps: [{ axis: 0, at: '0.5', height: '1' }],
    });
  });

  it('is left alone if it declares what is not so, or is not integrable', () => {
    const [drawn] = fc.sample(jumpsArbitrary(), { seed: 5, numRuns: 1 });
    const [singular] = fc.sample(singularArbitrary({ power: '2' }), { seed: 5, numRuns: 1 });
    const wrong = [
      { ...drawn, lipschitz: '-1' },
      { ...drawn, hyperplanes: [] },
      { ...drawn, jumps: [{ axis: 9, at: '0', height: '1' }] },
      { ...drawn, jumps: [] },
      { ...drawn, base: { family: 'smooth' } },
      { ...singular, exponent: String(singular!.domain.length / 2) },
      { ...singular, height: '0' },
      { ...singular, point: singular!.domain.map(([, upper]) => exact(upper).plus(1).toFixed()) },
    ];
    const arbitrary = integrableArbitrary();
    expect([drawn, singular].map((value) => arbitrary.canShrinkWithoutContext(value))).toEqual([true, true]);
    expect(wrong.map((value) => arbitrary.canShrinkWithoutContext(value))).toEqual(wrong.map(() => false));
  });
});
