import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../properties/support/random-expression.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ExpressionBuilder } from './builder.js';
import { decideDefinedness } from './definedness.js';
import { evaluate } from './evaluate.js';
import type { Expression, NodeIndex } from './expression.js';
import { encloseRange } from './range.js';
import { requireFiniteOn } from './require-finite.js';
import { TargetError } from './target.js';

const decimal = decimalIntervalSystem(30);

type Build = (b: ExpressionBuilder, x: NodeIndex, y: NodeIndex) => NodeIndex;

function expression(build: Build, inputs = 1): Expression {
  const b = new ExpressionBuilder();
  return b.finish(inputs, [build(b, b.input(0), inputs > 1 ? b.input(1) : b.input(0))]);
}

const SINE = Math.sin(1);

describe('encloseRange', () => {
  it('encloses every value, and reaches no further inside than what is attained', () => {
    const cases = fc
      .tuple(randomExpression({ inputs: 2, kinks: true, jumps: true }), randomBox(2))
      .chain(([f, box]) => fc.tuple(fc.constant(f), fc.constant(box), pointIn(box)));
    fc.assert(
      fc.property(cases, ([f, box, point]) => {
        const [range] = encloseRange(f, box, { boxes: 60 }).outputs;
        const [value] = evaluate(
          f,
          decimal,
          Array.from(point, (x) => decimal.fromNumber(x)),
        );
        expect(range!.lower).toBeLessThanOrEqual(decimal.upper(value!));
        expect(range!.upper).toBeGreaterThanOrEqual(decimal.lower(value!));
        expect(range!.lower).toBeLessThanOrEqual(range!.attainedLower);
        expect(range!.attainedUpper).toBeLessThanOrEqual(range!.upper);
      }),
      { numRuns: runs(100), seed: 1 },
    );
  });

  it.each<[string, Build, readonly number[], number, number]>([
    ['sin x on [−1, 1]', (b, x) => b.unary('sin', x), [-1, 1], -SINE, SINE],
    ['x² − x on [0, 1]', (b, x) => b.binary('sub', b.binary('mul', x, x), x), [0, 1], -0.25, 0],
    ['a constant', (b) => b.literal('3'), [0, 1], 3, 3],
    ['x² on one point', (b, x) => b.binary('mul', x, x), [3, 3], 9, 9],
  ])('finds the range of %s to the tolerance', (_name, build, box, lower, upper) => {
    const tolerance = 1e-6;
    const [range] = encloseRange(expression(build), Float64Array.from(box), { tolerance }).outputs;
    // The tolerance is relative to the range seen, plus 1e-9 of its magnitude.
    const slack = tolerance * (upper - lower + 1e-9 * Math.max(Math.abs(lower), Math.abs(upper)));
    expect(range!.lower).toBeGreaterThanOrEqual(lower - 2 * slack - 4e-16);
    expect(range!.upper).toBeLessThanOrEqual(upper + 2 * slack + 4e-16);
    expect(range!.attainedUpper - range!.attainedLower).toBeGreaterThanOrEqual((upper - lower) * (1 - 3 * tolerance));
  });

  it('says so when the range is infinite', () => {
    const result = encloseRange(
      expression((b, x) => b.binary('div', b.literal('1'), x)),
      Float64Array.of(0, 1),
      {
        boxes: 200,
      },
    );
    expect(result.definedEverywhere.verdict).toBe('no');
    expect(result.outputs[0]!.upper).toBe(Infinity);
  });
});

const half = (b: ExpressionBuilder, x: NodeIndex): NodeIndex => b.binary('sub', x, b.literal('0.5'));
const circle: Build = (b, x) => b.unary('sqrt', b.binary('sub', b.literal('1'), b.binary('mul', x, x)));
const disc: Build = (b, x, y) => {
  const square = b.binary('add', b.binary('mul', x, x), b.binary('mul', y, y));
  const inside = b.compare('less', square, b.literal('1'));
  return b.select(inside, b.unary('sqrt', b.binary('sub', b.literal('1'), square)), b.literal('0'));
};
const guarded: Build = (b, x) =>
  b.select(
    b.compare('less', b.literal('0'), x),
    b.unary('sqrt', x),
    b.unary('neg', b.unary('sqrt', b.unary('neg', x))),
  );

describe('decideDefinedness', () => {
  it.each<[string, Build, readonly number[]]>([
    ['√(1 − x²) on [−1, 1]', circle, [-1, 1]],
    ['√x on [0, 1]', (b, x) => b.unary('sqrt', x), [0, 1]],
    ['x^1.5 on [0, 1]', (b, x) => b.binary('pow', x, b.literal('1.5')), [0, 1]],
    ['1/x on [1e-300, 1]', (b, x) => b.binary('div', b.literal('1'), x), [1e-300, 1]],
    ['tan x on [−1.5, 1.5]', (b, x) => b.unary('tan', x), [-1.5, 1.5]],
    [
      'log(x + 2 + sin 9x) on [−0.9, 1]',
      (b, x) =>
        b.unary(
          'log',
          b.binary('add', b.binary('add', x, b.literal('2')), b.unary('sin', b.binary('mul', b.literal('9'), x))),
        ),
      [-0.9, 1],
    ],
    ['√x on one side and −√−x on the other', guarded, [-1, 1]],
    ['√(1 − x² − y²) inside the disc, 0 outside', disc, [-1, 1, -1, 1]],
  ])('proves that %s is defined', (_name, build, box) => {
    const definedness = decideDefinedness(expression(build, box.length / 2), Float64Array.from(box));
    expect(definedness.verdict).toBe('yes');
  });

  it.each<[string, Build, readonly number[], readonly number[]]>([
    ['1/x on [−1, 1]', (b, x) => b.binary('div', b.literal('1'), x), [-1, 1], [0]],
    ['1/x on [0, 1]', (b, x) => b.binary('div', b.literal('1'), x), [0, 1], [0]],
    ['x^−2 on [0, 1]', (b, x) => b.powInteger(x, -2), [0, 1], [0]],
    ['log x on [0, 1]', (b, x) => b.unary('log', x), [0, 1], [0]],
    ['√x on [−0.25, 1]', (b, x) => b.unary('sqrt', x), [-0.25, 1], [-0.25]],
    ['1/(x − 1/2) on [0, 1]', (b, x) => b.binary('div', b.literal('1'), half(b, x)), [0, 1], [0.5]],
  ])('names a point where %s is undefined', (_name, build, box, witness) => {
    const definedness = decideDefinedness(expression(build), Float64Array.from(box));
    expect(definedness).toEqual({ verdict: 'no', witness: Float64Array.from(witness) });
  });

  it('finds a gap that midpoint, ends and finite enclosures all miss', () => {
    const f = expression((b, x) => b.unary('sqrt', b.binary('sub', b.binary('mul', x, x), b.literal('0.0001'))));
    const definedness = decideDefinedness(f, Float64Array.of(-0.9, 1));
    expect(definedness.verdict).toBe('no');
    if (definedness.verdict === 'no') expect(Math.abs(definedness.witness[0]!)).toBeLessThan(0.01);
  });

  it('proves undefinedness only at points where it holds, for random functions', () => {
    const cases = fc.tuple(randomExpression({ inputs: 2, kinks: true, jumps: true, partial: true }), randomBox(2));
    fc.assert(
      fc.property(
        cases.chain(([f, box]) => fc.tuple(fc.constant(f), fc.constant(box), pointIn(box))),
        ([f, box, point]) => {
          const definedness = decideDefinedness(f, box, { boxes: 50 });
          const at = (x: Float64Array) =>
            evaluate(
              f,
              decimal,
              Array.from(x, (t) => decimal.fromNumber(t)),
            )[0]!;
          if (definedness.verdict === 'no') expect(decimal.isDefined(at(definedness.witness))).toBe(false);
          // Not `isDefined`: written as √(x² + y²), a value can look open where `hypot` shows it defined.
          if (definedness.verdict === 'yes') expect(decimal.lower(at(point))).not.toBeNaN();
        },
      ),
      { numRuns: runs(150), seed: 4 },
    );
  });
});

describe('requireFiniteOn', () => {
  const failure = (build: Build, box: readonly number[]): TargetError => {
    try {
      requireFiniteOn(expression(build), Float64Array.from(box));
    } catch (error) {
      if (error instanceof TargetError) return error;
      throw error;
    }
    throw new Error('nothing was thrown');
  };

  it.each<[string, Build, readonly number[], RegExp]>([
    [
      '1/x',
      (b, x) => b.binary('div', b.literal('1'), x),
      [-1, 1],
      /undefined at 0: '\/' needs a divisor other than 0, and is given 1 and 0/,
    ],
    [
      'log',
      (b, x) => b.unary('log', half(b, x)),
      [-1, 1],
      /undefined at 0: 'Math.log' needs an argument greater than 0, and is given -0.5/,
    ],
    [
      'a pole of tan',
      (b, x) => b.unary('tan', x),
      [0, 2],
      /could not be shown finite near 1\.57079632\d*: 'Math.tan' needs/,
    ],
    [
      'overflow',
      (b, x) => b.unary('exp', b.binary('mul', b.literal('1000'), x)),
      [0, 1],
      /'Math.exp' has a value beyond the largest double/,
    ],
  ])('names the point and the operation for %s', (_name, build, box, message) => {
    const { problem } = failure(build, box);
    expect(problem.code).toBe('undefined-value');
    expect(problem.found).toMatch(message);
    expect(problem.remedy).toMatch(/shrink the domain/);
  });

  it('accepts a function that is finite, and one whose only pole is exempt', () => {
    expect(() => requireFiniteOn(expression(circle), Float64Array.of(-1, 1))).not.toThrow();
    const pole = expression((b, x) => b.binary('div', b.literal('1'), x));
    const isExempt = (box: Float64Array): boolean => box[0]! <= 0 && box[1]! <= 2 ** -20;
    expect(() => requireFiniteOn(pole, Float64Array.of(0, 1), { isExempt })).not.toThrow();
  });
});
