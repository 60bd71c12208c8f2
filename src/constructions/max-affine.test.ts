import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { InputShape, MatrixShape, RealConstant, Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ConstructionError, type ConstructionErrorCode } from './construction.js';
import { defaultMask, maxAffine, MAX_CELLS, type MaxAffineParameters } from './max-affine.js';

const oracle = decimalIntervalSystem(60);

function targetOn(
  domain: readonly (readonly [string, string])[],
  { input = { kind: 'scalars' }, output = { width: 1, tokens: 1 } }: { input?: InputShape; output?: MatrixShape } = {},
): Target {
  const builder = new ExpressionBuilder();
  const outputs = Array.from({ length: output.width * output.tokens }, (_, i) => builder.input(i % domain.length));
  return {
    name: 'coordinates',
    domain: domain.map(([lower, upper]) => ({ lower: decimalConstant(lower), upper: decimalConstant(upper) })),
    input,
    output,
    expression: builder.finish(domain.length, outputs),
    ghost: true,
    singularities: [],
  };
}

const unit = targetOn([['0', '1']]);

function codeOf(build: () => unknown): ConstructionErrorCode | undefined {
  try {
    build();
  } catch (error) {
    if (error instanceof ConstructionError) return error.problem.code;
    throw error;
  }
  return undefined;
}

function refused(target: Target, parameters: Partial<MaxAffineParameters>): ConstructionErrorCode | undefined {
  return codeOf(() => maxAffine(target, { cells: 4, inverseTemperature: 'auto', ...parameters }));
}

/** Is the double that the text denotes one of the two next to the real number? */
function expectNearest(constant: RealConstant, truth: ReturnType<typeof oracle.literal>): void {
  const value = Number(constant.text);
  expect(oracle.equal(evaluateConstant(constant.expression, oracle), oracle.fromNumber(value))).not.toBe(false);
  const error = oracle.abs(oracle.div(oracle.sub(oracle.fromNumber(value), truth), truth));
  // Half an ulp is at most 2^-53 of the number; choosing in 60 digits adds less than 1e-50.
  expect(oracle.upper(error)).toBeLessThanOrEqual(2 ** -53 * (1 + 1e-10));
}

describe('the max-affine layer', () => {
  it('takes R = 4 ln(10^6)/s² for auto, s the smallest positive width, rounded to the nearest double', () => {
    const widths = fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 50 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(widths, (axes) => {
        const target = targetOn(axes.map(([length]) => ['0', String(length / 8)] as const));
        const { inverseTemperature } = maxAffine(target, {
          cells: axes.map(([, cells]) => cells),
          inverseTemperature: 'auto',
        });
        const positive = axes.filter(([length]) => length > 0);
        if (positive.length === 0) {
          expect(inverseTemperature.text).toBe('1');
          return;
        }
        const [length, cells] = positive.reduce((least, axis) =>
          axis[0] * least[1] < least[0] * axis[1] ? axis : least,
        );
        const width = oracle.div(oracle.fromNumber(length / 8), oracle.fromNumber(cells));
        const logarithm = oracle.log(oracle.literal('1e6'));
        expectNearest(
          inverseTemperature,
          oracle.div(oracle.mul(oracle.literal('4'), logarithm), oracle.powInteger(width, 2)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('takes R = κ/s² for a given κ, and R itself as written', () => {
    const width = oracle.div(oracle.literal('0.3'), oracle.literal('7'));
    const target = targetOn([['0.1', '0.4']]);
    const { inverseTemperature } = maxAffine(target, { cells: 7, inverseTemperature: { kappa: '0.7' } });
    expectNearest(inverseTemperature, oracle.div(oracle.literal('0.7'), oracle.powInteger(width, 2)));
    const third = decimalConstant('0.1');
    expect(maxAffine(target, { cells: 7, inverseTemperature: third }).inverseTemperature).toBe(third);
  });

  it('has a default mask that leaks at most e^-40 of the column spread, for every number of tokens', () => {
    expect(defaultMask(1).text).toBe('0');
    for (const tokens of [2, 3, 4, 5, 17, 1000, 2 ** 30]) {
      const M = evaluateConstant(defaultMask(tokens).expression, oracle);
      const leaked = oracle.mul(oracle.fromNumber(tokens - 1), oracle.exp(oracle.neg(M)));
      // For two tokens both sides are the same number, so only a certain excess is wrong.
      expect(oracle.less(oracle.exp(oracle.literal('-40')), leaked)).not.toBe(true);
    }
    expect(
      maxAffine(targetOn([['0', '1']], { output: { width: 1, tokens: 3 } }), { cells: 2, inverseTemperature: 'auto' })
        .mask.text,
    ).toBe('41');
  });

  it('reads scalars as one token, sequences in their shape', () => {
    expect(
      maxAffine(
        targetOn([
          ['0', '1'],
          ['0', '1'],
        ]),
        { cells: 2, inverseTemperature: 'auto' },
      ).input,
    ).toEqual({ width: 2, tokens: 1 });
    const shape = { width: 1, tokens: 2 };
    const sequence = targetOn(
      [
        ['0', '1'],
        ['0', '1'],
      ],
      { input: { kind: 'sequence', shape } },
    );
    expect(maxAffine(sequence, { cells: [2, 3], inverseTemperature: 'auto' }).input).toEqual(shape);
  });

  it('refuses cells that are not integers from 1 to 2^31, or not one per axis', () => {
    for (const cells of [0, -1, 1.5, NaN, Infinity, MAX_CELLS + 1]) expect(refused(unit, { cells })).toBe('cells');
    expect(refused(unit, { cells: MAX_CELLS })).toBeUndefined();
    expect(refused(unit, { cells: [2, 2] })).toBe('axes');
    expect(refused(unit, { cells: [] })).toBe('axes');
  });

  it('refuses temperatures that are not positive and finite, and masks that are negative', () => {
    const builder = new ExpressionBuilder();
    const undefinedConstant = {
      text: '1/0',
      expression: builder.finish(0, [builder.binary('div', builder.literal('1'), builder.literal('0'))]),
    };
    for (const constant of [decimalConstant('0'), decimalConstant('-1'), decimalConstant('1e400'), undefinedConstant]) {
      expect(refused(unit, { inverseTemperature: constant })).toBe('inverse-temperature');
    }
    for (const kappa of ['0', '-2', 'warm', '']) {
      expect(refused(unit, { inverseTemperature: { kappa } })).toBe('inverse-temperature');
    }
    expect(refused(targetOn([['0', '1e-200']]), {})).toBe('inverse-temperature');
    expect(refused(unit, { mask: decimalConstant('-1e-9') })).toBe('mask');
    expect(refused(unit, { mask: undefinedConstant })).toBe('mask');
    expect(refused(unit, { mask: decimalConstant('0') })).toBeUndefined();
  });

  it('refuses axes that end before they begin, and targets of keys and queries', () => {
    expect(refused(targetOn([['1', '0']]), {})).toBe('domain');
    const one = { width: 1, tokens: 1 };
    expect(
      refused(
        targetOn(
          [
            ['0', '1'],
            ['0', '1'],
          ],
          { input: { kind: 'cross', key: one, query: one } },
        ),
        {},
      ),
    ).toBe('input');
  });
});
