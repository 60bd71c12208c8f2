/** Failures shrink to what a person would have written: the minimum is asserted, character for character. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestFailure, smallestFailures } from '../../properties/support/smallest-failure.js';
import { approxFunction } from './approx-function.js';
import type { TargetDescription } from './description.js';
import { exact } from './engine/exact-decimal.js';
import {
  cellsArbitrary,
  domainArbitrary,
  hoelderArbitrary,
  inverseTemperatureArbitrary,
  mcshaneArbitrary,
  perturbedScoresArbitrary,
  piecewiseLinearArbitrary,
  realArbitrary,
  ridgeArbitrary,
  scoresArbitrary,
  sequenceArbitrary,
  smoothArbitrary,
  targetArbitrary,
} from './index.js';

/** First output at a point, in doubles: which counterexample is shown decides nothing. */
function valueAt(description: TargetDescription, point: readonly number[]): number {
  return approxFunction(description)(point)[0]!;
}

const allHaveOneDigit = (numbers: readonly string[]) => numbers.every((text) => /^-?\d$/.test(text));
const lowerCorner = ({ domain }: TargetDescription) => domain.map(([lower]) => Number(lower));
const upperCorner = ({ domain }: TargetDescription) => domain.map(([, upper]) => Number(upper));
const centre = ({ domain }: TargetDescription) => domain.map(([lower, upper]) => (Number(lower) + Number(upper)) / 2);

const lipschitz = (constant: string) => ({ kind: 'lipschitz', constant }) as const;
const UNIT = [['0', '1']] as const;

describe('a property that never holds', () => {
  it('of targets ends at the constant 0 on [0, 1]', () => {
    expect(smallestFailure(targetArbitrary(), () => false)).toEqual({
      family: 'constant',
      domain: UNIT,
      value: '0',
      modulus: lipschitz('0'),
    });
  });

  it('of McShane targets ends at one anchor on [0, 1] and the constant 1', () => {
    expect(smallestFailure(mcshaneArbitrary(), () => false)).toEqual({
      family: 'mcshane',
      domain: UNIT,
      lipschitz: '1',
      anchors: [{ point: ['0'], value: '0' }],
      modulus: lipschitz('1'),
    });
  });

  it('of targets with at least three inputs ends at three unit axes', () => {
    const { domain } = smallestFailure(ridgeArbitrary({ inputs: { min: 3 } }), () => false);
    expect(domain).toEqual([...UNIT, ...UNIT, ...UNIT]);
  });
});

describe('a failure of a target', () => {
  it('error above half the true bound: one cell, one input, one anchor, one-digit numbers', () => {
    // The value at the centre of the only cell is at distance L/2 from that at a corner; the mutant bound is L/4.
    const holds = (description: TargetDescription): boolean => {
      const side = Number(description.domain[0]![1]) - Number(description.domain[0]![0]);
      const bound = description.family === 'mcshane' ? (Number(description.lipschitz) * side) / 4 : 0;
      return (
        Math.abs(valueAt(description, centre(description)) - valueAt(description, lowerCorner(description))) <= bound
      );
    };
    expect(smallestFailure(mcshaneArbitrary({ inputs: { max: 3 } }), holds)).toEqual({
      family: 'mcshane',
      domain: UNIT,
      lipschitz: '1',
      anchors: [{ point: ['0'], value: '0' }],
      modulus: lipschitz('1'),
    });
  });

  it('a value above 3: the slope, or the amplitude, is 4', () => {
    const holds = (description: TargetDescription) => valueAt(description, upperCorner(description)) <= 3;
    expect(smallestFailure(mcshaneArbitrary(), holds)).toEqual({
      family: 'mcshane',
      domain: UNIT,
      lipschitz: '4',
      anchors: [{ point: ['0'], value: '0' }],
      modulus: lipschitz('4'),
    });
    for (const { domain, terms } of smallestFailures(hoelderArbitrary(), holds)) {
      expect(domain.every(([lower, upper]) => lower === '0' && upper === '1')).toBe(true);
      expect(terms.flatMap(({ amplitude, centre }) => [amplitude, ...centre])).toSatisfy(allHaveOneDigit);
    }
  });

  it('a minimum of two cones that is neither of them: two anchors', () => {
    // Larger in the middle than the mean of the corners: no single cone is.
    const holds = (description: TargetDescription) =>
      valueAt(description, centre(description)) <=
      (valueAt(description, lowerCorner(description)) + valueAt(description, upperCorner(description))) / 2;
    for (const { domain, lipschitz, anchors } of smallestFailures(mcshaneArbitrary({ inputs: { max: 2 } }), holds)) {
      expect({ domain, lipschitz }).toEqual({ domain: UNIT, lipschitz: '1' });
      expect(new Set(anchors)).toEqual(
        new Set([
          { point: ['0'], value: '0' },
          { point: ['1'], value: '0' },
        ]),
      );
    }
  });

  it('a rise above 2: the slope goes along when the domain shrinks', () => {
    const rise = (description: TargetDescription) =>
      Math.abs(valueAt(description, upperCorner(description)) - valueAt(description, lowerCorner(description)));
    const holds = (description: TargetDescription) => rise(description) <= 2;
    expect(smallestFailure(piecewiseLinearArbitrary(), holds)).toMatchObject({
      domain: UNIT,
      groups: [[{ weights: ['3'], constant: '0' }]],
      modulus: lipschitz('3'),
    });
  });

  it('a smooth function that is not monotone: two monomials at most', () => {
    const holds = (description: TargetDescription) => {
      const [a, b, c] = [lowerCorner, centre, upperCorner].map((place) => valueAt(description, place(description)));
      return (a! <= b! && b! <= c!) || (a! >= b! && b! >= c!);
    };
    for (const { domain, terms } of smallestFailures(smoothArbitrary({ inputs: { max: 1 } }), holds)) {
      expect(domain).toEqual(UNIT);
      const monomials = terms.flatMap(({ polynomial }) => polynomial);
      expect(monomials.length).toBeLessThanOrEqual(2);
      expect([
        ...terms.map(({ amplitude }) => amplitude),
        ...monomials.map(({ coefficient }) => coefficient),
      ]).toSatisfy(allHaveOneDigit);
    }
  });

  it('unequal columns: two tokens with different constants', () => {
    const holds = ({ shape, entries }: { shape: { width: number }; entries: readonly unknown[] }) =>
      entries.every((entry, index) => JSON.stringify(entry) === JSON.stringify(entries[index % shape.width]));
    expect(smallestFailure(sequenceArbitrary(), holds)).toMatchObject({
      domain: [...UNIT, ...UNIT],
      shape: { width: 1, tokens: 2 },
      entries: [
        { family: 'constant', value: '0' },
        { family: 'constant', value: '1' },
      ],
    });
  });
});

describe('the example of docs/arbitraries.md', () => {
  const samples = Array.from({ length: 101 }, (_, i) => i / 100);
  /** Is the step function within `share` of `L · width` of the target, at the samples? */
  const isClose = (share: number) =>
    fc.property(mcshaneArbitrary({ inputs: { max: 1 } }), cellsArbitrary(), (description, [cells]) => {
      const f = approxFunction(description);
      const [lower, upper] = description.domain[0]!.map(Number) as [number, number];
      const width = (upper - lower) / cells!;
      const bound = Number(description.lipschitz) * width * share;
      return samples.every((fraction) => {
        const cell = Math.min(cells! - 1, Math.floor(fraction * cells!));
        const step = f([lower + (cell + 0.5) * width])[0]!;
        const value = f([lower + fraction * (upper - lower)])[0]!;
        return Math.abs(step - value) <= bound + 1e-9;
      });
    });

  it('holds, and with half of the bound fails for one cell and one anchor', () => {
    expect(fc.check(isClose(1 / 2), { seed: 1 }).failed).toBe(false);
    expect(fc.check(isClose(1 / 4), { seed: 1 }).counterexample).toEqual([
      {
        family: 'mcshane',
        domain: UNIT,
        lipschitz: '1',
        anchors: [{ point: ['0'], value: '0' }],
        modulus: lipschitz('1'),
      },
      [1],
    ]);
  });
});

it('a stored case, given as an example, shrinks as well as a fresh one', () => {
  const [stored] = fc.sample(mcshaneArbitrary({ inputs: { min: 4 } }), { seed: 5, numRuns: 1 });
  const example = JSON.parse(JSON.stringify(stored)) as NonNullable<typeof stored>;
  const details = fc.check(
    fc.property(mcshaneArbitrary(), () => false),
    { examples: [[example]], seed: 1 },
  );
  expect(details.numRuns).toBe(1);
  expect(details.counterexample![0]).toMatchObject({ domain: UNIT, anchors: [{ point: ['0'], value: '0' }] });
});

describe('a failure of a parameter', () => {
  it('a domain longer than 100: [0, 101]', () => {
    const holds = (domain: readonly (readonly [string, string])[]) =>
      domain.every(([lower, upper]) => Number(upper) - Number(lower) <= 100);
    expect(smallestFailure(domainArbitrary(), holds)).toEqual([['0', '101']]);
  });

  it('a one-point axis: the point 0', () => {
    const holds = (domain: readonly (readonly [string, string])[]) => domain.every(([lower, upper]) => lower !== upper);
    expect(smallestFailure(domainArbitrary({ onePointAxes: true }), holds)).toEqual([['0', '0']]);
  });

  it('a number that is not an integer: one digit', () => {
    expect(smallestFailure(realArbitrary({ digits: 6 }), (text) => !text.includes('.'))).toBe('0.1');
  });

  it('many cells: all on one axis', () => {
    const holds = (counts: readonly number[]) => counts.reduce((a, b) => a * b, 1) < 50;
    expect(smallestFailure(cellsArbitrary({ axes: 3 }), holds)).toEqual([50, 1, 1]);
  });

  it('a large inverse temperature: a power of ten', () => {
    expect(smallestFailure(inverseTemperatureArbitrary(), (text) => Number(text) < 1e6)).toBe('1000000');
    expect(smallestFailure(inverseTemperatureArbitrary(), (text) => Number(text) > 1e-3)).toBe('0.001');
  });

  it('equal leaders: two scores 0', () => {
    const leaders = (scores: readonly string[]) => {
      const top = scores.map(exact).reduce((a, b) => (a.gt(b) ? a : b));
      return scores.filter((score) => exact(score).eq(top)).length;
    };
    expect(smallestFailure(scoresArbitrary(), ({ scores }) => leaders(scores) < 2)).toEqual({
      inverseTemperature: '1',
      scores: ['0', '0'],
    });
  });

  it('equal leaders above 2.5: both shrink together', () => {
    const holds = ({ scores }: { scores: readonly string[] }) =>
      scores.filter((score) => Number(score) > 2.5).length < 2 || new Set(scores).size > 1;
    expect(smallestFailure(scoresArbitrary({ least: 2 }), holds).scores).toEqual(['3', '3']);
  });

  it('a margin below 1e-6: one score 0, and one short decimal', () => {
    const holds = ({ scores }: { scores: readonly string[] }) => {
      const sorted = scores.map(exact).sort((a, b) => b.cmp(a));
      const margin = sorted.length < 2 ? exact('1') : sorted[0]!.minus(sorted[1]!);
      return margin.eq(exact('0')) || margin.gte(exact('1e-6'));
    };
    for (const { inverseTemperature, scores } of smallestFailures(scoresArbitrary(), holds)) {
      expect(inverseTemperature).toBe('1');
      expect(scores.map((score) => score.replace('-', '')).sort()).toEqual(['0', '0.0000001']);
    }
  });

  it('a perturbation of the largest size: η = 1', () => {
    const holds = ({ eta, perturbations }: { eta: string; perturbations: readonly string[] }) =>
      perturbations.every((x) => eta === '0' || x !== eta);
    expect(smallestFailure(perturbedScoresArbitrary(), holds)).toEqual({
      inverseTemperature: '1',
      scores: ['0'],
      eta: '1',
      perturbations: ['1'],
    });
  });
});
