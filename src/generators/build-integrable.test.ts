import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { intervalSystem } from '../numeric/interval.js';
import { buildIntegrable, lipschitzApproximation, type IntegrableTargetDescription } from './index.js';
import type { Target } from '../expression/target.js';

/** The outputs at a point with decimal coordinates, in exact arithmetic. */
function exactValues({ expression }: Target, point: readonly string[]): string[] {
  const inputs = point.map((x) =>
    x.startsWith('-') ? exactSystem.neg(exactSystem.literal(x.slice(1))) : exactSystem.literal(x),
  );
  return evaluate(expression, exactSystem, inputs).map((value) => new Big(exactSystem.toText(value)).toFixed());
}

const decimal = decimalIntervalSystem(30);

/** The one decimal of at most 20 digits that is the first output at a point, from an enclosure of 30 digits. */
function valueAt({ expression }: Target, point: readonly string[]): string {
  const inputs = point.map((x) => (x.startsWith('-') ? decimal.neg(decimal.literal(x.slice(1))) : decimal.literal(x)));
  const [value] = evaluate(expression, decimal, inputs);
  expect(decimal.isDefined(value!)).toBe(true);
  const [lower, upper] = [new Big(value!.lo.toString()), new Big(value!.hi.toString())];
  expect(lower.round(20).eq(upper.round(20))).toBe(true);
  return lower.round(20).toFixed();
}

const SQUARE = [
  ['0', '8'],
  ['0', '8'],
] as const;

const jumps: IntegrableTargetDescription = {
  family: 'jumps',
  domain: SQUARE,
  base: { family: 'piecewise-linear', groups: [[{ weights: ['0.5', '0'], constant: '1' }]] },
  jumps: [
    { axis: 0, at: '2', height: '3' },
    { axis: 1, at: '8', height: '-10' },
    { axis: 0, at: '2.0', height: '-1' },
    { axis: 1, at: '0', height: '100' },
  ],
  lipschitz: '0.5',
  hyperplanes: [{ axis: 0, at: '2' }],
};

const ball: IntegrableTargetDescription = {
  family: 'ball',
  domain: SQUARE,
  height: '-2',
  centre: ['1', '1'],
  radius: '5',
};

const singular: IntegrableTargetDescription = {
  family: 'singular',
  domain: SQUARE,
  height: '-3',
  point: ['1', '0'],
  exponent: '1.5',
  constant: '0.25',
};

const sequence: IntegrableTargetDescription = {
  family: 'jump-sequence',
  domain: SQUARE,
  shape: { width: 1, tokens: 2 },
  entries: [
    { family: 'jumps', base: { family: 'constant', value: '7' }, jumps: [] },
    {
      family: 'jumps',
      base: { family: 'mcshane', lipschitz: '2', anchors: [{ point: ['0', '0'], value: '1' }] },
      jumps: [{ axis: 1, at: '4', height: '6' }],
    },
  ],
  lipschitz: '2',
  hyperplanes: [{ axis: 1, at: '4' }],
};

describe('integrable targets have the values of their formulas', () => {
  it.each([
    ['left of the jump', ['1.9', '5'], '101.95'],
    ['on the hyperplane, which belongs to the right', ['2', '5'], '104'],
    ['at the upper end of the domain', ['4', '8'], '95'],
  ])('jumps: %s', (_, point, value) => {
    expect(exactValues(buildIntegrable(jumps), point)).toEqual([value]);
  });

  it.each([
    ['on the sphere, which belongs to the ball', ['4', '5'], '-2'],
    ['just outside', ['4', '5.0000000000000000000000000001'], '0'],
    ['at the centre', ['1', '1'], '-2'],
  ])('a ball: %s', (_, point, value) => {
    expect(exactValues(buildIntegrable(ball), point)).toEqual([value]);
  });

  it('an unbounded function: −3/4^1.5 + 1/4 at distance 4, and undefined at its point', () => {
    const target = buildIntegrable(singular);
    expect(valueAt(target, ['5', '0'])).toBe('-0.125');
    const [atPoint] = evaluate(
      target.expression,
      decimal,
      ['1', '0'].map((x) => decimal.literal(x)),
    );
    expect(decimal.isDefined(atPoint!)).toBe(false);
  });

  it('a continuous function: that of its base', () => {
    const target = buildIntegrable({
      family: 'continuous',
      domain: SQUARE,
      base: { family: 'hoelder', exponent: '0.5', terms: [{ amplitude: '3', centre: ['1', '1'] }] },
      modulus: { kind: 'hoelder', constant: '3', exponent: '0.5' },
    });
    expect(exactValues(target, ['1.15', '1.2'])).toEqual(['1.5']);
    expect(target.modulus).toMatchObject({ constant: { text: '3' }, exponent: { text: '0.5' } });
  });

  it('two tokens: an entry each, in vec order', () => {
    const target = buildIntegrable(sequence);
    expect(exactValues(target, ['3', '4'])).toEqual(['7', '17']);
    expect(target.input).toEqual({ kind: 'sequence', shape: { width: 1, tokens: 2 } });
    expect(target.output).toEqual({ width: 1, tokens: 2 });
  });
});

describe('what a target says of itself', () => {
  it('only an unbounded one has a singularity, and is not for use outside its domain', () => {
    const { singularities, ghost } = buildIntegrable(singular);
    expect(singularities.map(({ point, exponent }) => [point.map(({ text }) => text), exponent.text])).toEqual([
      [['1', '0'], '1.5'],
    ]);
    expect(ghost).toBe(false);
    for (const description of [jumps, ball, sequence]) {
      expect(buildIntegrable(description)).toMatchObject({ singularities: [], ghost: true });
    }
  });

  it('no discontinuous or unbounded one declares a modulus', () => {
    for (const description of [jumps, ball, sequence, singular]) {
      expect(buildIntegrable(description).modulus).toBeUndefined();
    }
  });

  it('a number that is none is refused', () => {
    expect(() => buildIntegrable({ ...singular, height: 'x' })).toThrow(RangeError);
  });
});

describe('enclosures of an unbounded function over boxes', () => {
  const { expression } = buildIntegrable({
    family: 'singular',
    domain: [['0', '1']],
    height: '1',
    point: ['0.5'],
    exponent: '0.5',
    constant: '0',
  });
  const over = (lower: number, upper: number) =>
    evaluate(expression, intervalSystem, [{ lo: lower, hi: upper, defined: true }])[0]!;

  it('away from the point are the range, up to rounding', () => {
    const { lo, hi, defined } = over(0.75, 1);
    expect(defined).toBe(true);
    // The range is [√2, 2]; three doubles for pow at most.
    expect(lo).toBeLessThanOrEqual(Math.SQRT2);
    expect(lo).toBeGreaterThan(Math.SQRT2 - 4 * 2 ** -52);
    expect(hi).toBeGreaterThanOrEqual(2);
    expect(hi).toBeLessThan(2 + 4 * 2 ** -51);
  });

  it('that contain the point are not bounded, and say that the function is not defined there', () => {
    const { lo, hi, defined } = over(0.25, 0.75);
    expect([lo, hi, defined]).toEqual([expect.closeTo(2, 12), Infinity, false]);
  });
});

describe('coinciding jumps', () => {
  it('that cancel leave no trace in an enclosure', () => {
    const target = buildIntegrable({
      family: 'jumps',
      domain: [['0', '1']],
      base: { family: 'constant', value: '2' },
      jumps: [
        { axis: 0, at: '0.5', height: '3' },
        { axis: 0, at: '0.50', height: '-3' },
      ],
      lipschitz: '0',
      hyperplanes: [{ axis: 0, at: '0.5' }],
    });
    const [value] = evaluate(target.expression, intervalSystem, [{ lo: 0, hi: 1, defined: true }]);
    expect([value!.lo, value!.hi]).toEqual([2, 2]);
  });
});

describe('Lipschitz approximations', () => {
  it('of an unbounded function: constant within the width, −3 · 1.5 · 4^(−2.5) in size of slope', () => {
    const { approximation, remainder } = lipschitzApproximation(singular, '4');
    expect(['1', '2', '5'].map((x) => valueAt(approximation, [x, '0']))).toEqual(['-0.125', '-0.125', '-0.125']);
    expect(approximation.modulus!.constant.text).toBe('4.5 * Math.pow(4, -2.5)');
    const [constant] = evaluate(approximation.modulus!.constant.expression, decimal, []);
    expect(Number(decimal.toNumber(constant!))).toBeCloseTo(0.140625, 15);
    // −3/1 + 3/8.
    expect(valueAt(remainder, ['2', '0'])).toBe('-2.625');
    expect(approximation).toMatchObject({ ghost: true, singularities: [] });
    expect(remainder.singularities).toHaveLength(1);
  });

  it('of a ball: half the height on the sphere, and a slope of height over width', () => {
    const { approximation, remainder } = lipschitzApproximation(ball, '2');
    // At distances 3, 4, 4.5, 5, 5.5, 6 and 7 from the centre.
    const places = ['4', '5', '5.5', '6', '6.5', '7', '8'].map((x) => [x, '1']);
    expect(places.map((point) => valueAt(approximation, point))).toEqual(['-2', '-2', '-1.5', '-1', '-0.5', '0', '0']);
    expect(places.map((point) => valueAt(remainder, point))).toEqual(['0', '0', '-0.5', '-1', '0.5', '0', '0']);
    expect(approximation.modulus!.constant.text).toBe('2 / 2');
  });

  it('of jumps: coinciding ones are one ramp, and ramps that overlap add up', () => {
    const overlapping = {
      ...jumps,
      jumps: [...jumps.jumps, { axis: 0, at: '2.5', height: '-7' }],
      hyperplanes: [...jumps.hyperplanes, { axis: 0, at: '2.5' }],
    };
    const { approximation } = lipschitzApproximation(overlapping, '1');
    // Ramps of heights 2 and −7 meet, but the second alone is steeper; those of the other axis, −10 and 100, do not meet.
    expect(approximation.modulus!.constant.text).toBe('0.5 + Math.sqrt(10049) / 1');
    expect(exactValues(approximation, ['2', '4'])).toEqual(['103']);
    expect(exactValues(approximation, ['2.25', '4'])).toEqual([String(1 + 100 + 0.5 * 2.25 + 2 * 0.75 - 7 * 0.25)]);
    expect(exactValues(approximation, ['5', '0'])).toEqual(['48.5']);
  });

  it('the steepest place may be where a ramp of the other sign ends', () => {
    const opposite = {
      ...jumps,
      jumps: [
        { axis: 0, at: '2', height: '1' },
        { axis: 0, at: '2.5', height: '-3' },
      ],
      hyperplanes: [
        { axis: 0, at: '2' },
        { axis: 0, at: '2.5' },
      ],
    };
    expect(lipschitzApproximation(opposite, '1').approximation.modulus!.constant.text).toBe('0.5 + 3 / 1');
  });

  it('of two tokens: the constant of the steeper one', () => {
    const { approximation } = lipschitzApproximation(sequence, '0.5');
    expect(approximation.modulus!.constant.text).toBe('Math.max(0, 2 + 6 / 0.5)');
    expect(exactValues(approximation, ['3', '4'])).toEqual(['7', '14']);
  });

  it('of a continuous function: itself, with nothing left', () => {
    const continuous = {
      family: 'continuous',
      domain: SQUARE,
      base: { family: 'constant', value: '3' },
      modulus: { kind: 'lipschitz', constant: '0' },
    } as const;
    const { approximation, remainder } = lipschitzApproximation(continuous, '1');
    expect(approximation).toEqual(buildIntegrable(continuous));
    expect(exactValues(remainder, ['1', '2'])).toEqual(['0']);
  });

  it('need a positive width', () => {
    for (const width of ['0', '-1', 'x']) expect(() => lipschitzApproximation(ball, width)).toThrow(RangeError);
  });
});

describe('descriptions from anywhere', () => {
  const anchors = [{ point: ['0', '0'], value: '0' }];
  const slope = {
    family: 'continuous',
    domain: SQUARE,
    base: { family: 'mcshane', lipschitz: '1', anchors },
    modulus: { kind: 'lipschitz', constant: '1' },
  } as const;

  it('with what their family declares are taken', () => {
    expect(() => buildIntegrable(slope)).not.toThrow();
  });

  it.each([
    ['a Lipschitz constant of nothing', { ...jumps, lipschitz: '0' }],
    ['a negative one', { ...jumps, lipschitz: '-1' }],
    ['jumps that are not declared', { ...jumps, hyperplanes: [] }],
    ['a modulus that is too small', { ...slope, modulus: { kind: 'lipschitz', constant: '0.5' } }],
    ['a modulus that is negative', { ...slope, modulus: { kind: 'lipschitz', constant: '-1' } }],
    [
      'a negative modulus of a family that has it',
      {
        ...slope,
        base: { family: 'mcshane', lipschitz: '-1', anchors },
        modulus: { kind: 'lipschitz', constant: '-1' },
      },
    ],
  ] as const)('with %s are refused', (_, description) => {
    expect(() => buildIntegrable(description as IntegrableTargetDescription)).toThrow(RangeError);
  });
});
