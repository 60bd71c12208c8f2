import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { buildTarget } from './build-target.js';
import type { SequenceTargetDescription, TargetDescription } from './description.js';
import { mcshaneArbitrary, piecewiseLinearArbitrary, pointOf } from './index.js';

/** The outputs at a point with decimal coordinates, in exact arithmetic. */
function exactValues(description: TargetDescription, point: readonly string[]): string[] {
  const inputs = point.map((x) =>
    x.startsWith('-') ? exactSystem.neg(exactSystem.literal(x.slice(1))) : exactSystem.literal(x),
  );
  return evaluate(buildTarget(description).expression, exactSystem, inputs).map((value) =>
    new Big(exactSystem.toText(value)).toFixed(),
  );
}

const SQUARE = [
  ['0', '8'],
  ['0', '8'],
] as const;

/** Descriptions, points, and the values that the formulas of the families have there, computed by hand. */
const examples: readonly (readonly [TargetDescription, readonly (readonly [string[], string])[]])[] = [
  [{ family: 'constant', domain: SQUARE, value: '-1.25' }, [[['3', '7'], '-1.25']]],
  [
    {
      family: 'mcshane',
      domain: SQUARE,
      lipschitz: '0.5',
      anchors: [
        { point: ['0', '0'], value: '1' },
        { point: ['6', '0'], value: '-0.75' },
      ],
    },
    [
      [['3', '4'], '1.75'],
      [['0', '0'], '1'],
      [['6', '8'], '3.25'],
    ],
  ],
  [
    {
      family: 'ridge',
      domain: SQUARE,
      terms: [
        { amplitude: '-2', profile: 'abs', weights: ['1', '-0.5'], shift: '0.25' },
        { amplitude: '3', profile: 'tanh', weights: ['0', '0'], shift: '0' },
        { amplitude: '1', profile: 'sin', weights: ['1', '0'], shift: '-2' },
        { amplitude: '1', profile: 'atan', weights: ['0', '2'], shift: '-6' },
      ],
    },
    [[['2', '3'], '-1.5']],
  ],
  [
    {
      family: 'piecewise-linear',
      domain: SQUARE,
      groups: [
        [
          { weights: ['1', '2'], constant: '-3' },
          { weights: ['0', '-1'], constant: '4' },
        ],
        [{ weights: ['0', '0'], constant: '0.5' }],
      ],
    },
    [
      [['0', '0'], '0.5'],
      [['1', '1.5'], '1'],
      [['8', '2'], '2'],
      [['8', '8'], '0.5'],
    ],
  ],
  [
    { family: 'hoelder', domain: SQUARE, exponent: '0.5', terms: [{ amplitude: '3', centre: ['1', '1'] }] },
    [
      [['1', '1'], '0'],
      [['1.15', '1.2'], '1.5'],
      [['1', '5'], '6'],
    ],
  ],
  [
    { family: 'log-modulus', domain: SQUARE, height: '-3', centre: ['0', '0'], radius: '5' },
    [
      [['3', '4'], '-1.5'],
      [['6', '8'], '-1.5'],
    ],
  ],
  [
    {
      family: 'smooth',
      domain: SQUARE,
      terms: [
        {
          amplitude: '2',
          profile: 'identity',
          polynomial: [
            { coefficient: '-3', powers: [2, 1] },
            { coefficient: '1', powers: [0, 0] },
          ],
        },
        { amplitude: '5', profile: 'exp', polynomial: [{ coefficient: '0', powers: [1, 0] }] },
      ],
    },
    // Relative coordinates (1/2, 1/4): 2·(−3·1/16 + 1) + 5.
    [[['4', '2'], '6.625']],
  ],
];

describe('targets have the values of their formulas', () => {
  it.each(examples.map((example) => [example[0].family, ...example] as const))('%s', (_, description, values) => {
    for (const [point, value] of values) expect(exactValues(description, point)).toEqual([value]);
  });

  it('a logarithmic target is exactly 0, and defined, at its centre', () => {
    const system = decimalIntervalSystem(20);
    const centre = ['0.3', '7.1'];
    const { expression } = buildTarget({ family: 'log-modulus', domain: SQUARE, height: '2', centre, radius: '5' });
    const [value] = evaluate(
      expression,
      system,
      centre.map((x) => system.literal(x)),
    );
    expect([system.lower(value!), system.upper(value!), system.isDefined(value!)]).toEqual([0, 0, true]);
  });

  it('for every piecewise-linear target and every point: the maximum of minima, exactly', () => {
    fc.assert(
      fc.property(
        piecewiseLinearArbitrary().chain((description) =>
          pointOf(description.domain).map((point) => ({ description, point })),
        ),
        ({ description, point }) => {
          const dot = (weights: readonly string[], constant: string) =>
            weights.reduce((sum, weight, axis) => sum.plus(new Big(weight).times(point[axis]!)), new Big(constant));
          const least = description.groups.map((group) =>
            group.map(({ weights, constant }) => dot(weights, constant)).reduce((a, b) => (a.lt(b) ? a : b)),
          );
          const expected = least.reduce((a, b) => (a.gt(b) ? a : b));
          expect(exactValues(description, point)).toEqual([expected.toFixed()]);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it('for every McShane target of one input and every point: the lowest cone, exactly', () => {
    fc.assert(
      fc.property(
        mcshaneArbitrary({ inputs: { max: 1 } }).chain((description) =>
          pointOf(description.domain).map((point) => ({ description, point })),
        ),
        ({ description: { lipschitz, anchors, ...rest }, point }) => {
          const cones = anchors.map((anchor) =>
            new Big(point[0]!).minus(anchor.point[0]!).abs().times(lipschitz).plus(anchor.value),
          );
          const expected = cones.reduce((a, b) => (a.lt(b) ? a : b));
          expect(exactValues({ ...rest, lipschitz, anchors }, point)).toEqual([expected.toFixed()]);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('sequences', () => {
  it('have one output per entry, in vec order, and tokens as inputs', () => {
    const description: SequenceTargetDescription = {
      family: 'sequence',
      domain: [...SQUARE, ...SQUARE],
      shape: { width: 2, tokens: 2 },
      entries: [
        { family: 'constant', value: '7' },
        { family: 'piecewise-linear', groups: [[{ weights: ['1', '10', '100', '1000'], constant: '0' }]] },
        { family: 'mcshane', lipschitz: '2', anchors: [{ point: ['1', '2', '3', '4'], value: '-1' }] },
        { family: 'constant', value: '0' },
      ],
    };
    expect(exactValues(description, ['1', '2', '3', '4'])).toEqual(['7', '4321', '-1', '0']);
    const target = buildTarget(description);
    expect(target.input).toEqual({ kind: 'sequence', shape: { width: 2, tokens: 2 } });
    expect(target.output).toEqual({ width: 2, tokens: 2 });
    expect(target.ghost).toBe(true);
  });
});

describe('a description with a number that is none', () => {
  it('is refused', () => {
    expect(() => buildTarget({ family: 'constant', domain: [['0', 'one']], value: '1' })).toThrow(RangeError);
    const wrong = {
      family: 'mcshane',
      domain: [['0', '1']],
      lipschitz: '1',
      anchors: [{ point: ['x'], value: '0' }],
    } as const;
    expect(() => buildTarget(wrong)).toThrow(RangeError);
  });
});
