import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../properties/support/random-expression.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { intervalSystem } from '../numeric/interval.js';
import { ExpressionBuilder } from './builder.js';
import { boxIntervals } from './definedness.js';
import { evaluate, evaluateConstant, evaluateTape } from './evaluate.js';
import type { Expression, NodeIndex } from './expression.js';
import { normalise } from './normalise.js';
import { sharpen } from './sharpen.js';
import { boxOfPoint } from './subdivision.js';

const decimal = decimalIntervalSystem(30);
const INPUTS = 2;

const cases = (options: { jumps?: boolean; partial?: boolean }) =>
  fc
    .tuple(randomExpression({ inputs: INPUTS, kinks: true, ...options }), randomBox(INPUTS))
    .chain(([f, box]) => fc.tuple(fc.constant(f), fc.constant(box), pointIn(box)));

function expression(inputs: number, build: (b: ExpressionBuilder) => NodeIndex): Expression {
  const b = new ExpressionBuilder();
  return b.finish(inputs, [build(b)]);
}

/** `x > 0 ? yes : no`. */
const ifPositive = (b: ExpressionBuilder, yes: NodeIndex, no: NodeIndex): NodeIndex =>
  b.select(b.compare('less', b.literal('0'), b.input(0)), yes, no);

describe('evaluate', () => {
  it('encloses on a box, in float64 intervals, every value at a point of the box (30 digits)', () => {
    fc.assert(
      fc.property(cases({ jumps: true, partial: true }), ([f, box, point]) => {
        const [value] = evaluate(
          f,
          decimal,
          Array.from(point, (x) => decimal.fromNumber(x)),
        );
        const [enclosure] = evaluate(f, intervalSystem, boxIntervals(box));
        // Empty: undefined for sure. A value may also look undefined because 30 digits leave a condition undecided.
        if (Number.isNaN(decimal.lower(value!))) expect(intervalSystem.isDefined(enclosure!)).toBe(false);
        if (!decimal.isDefined(value!)) return;
        // `lower`, `upper` round outward, so an end of the value may lie one double beyond that of the enclosure.
        expect(intervalSystem.lower(enclosure!)).toBeLessThanOrEqual(decimal.upper(value!));
        expect(intervalSystem.upper(enclosure!)).toBeGreaterThanOrEqual(decimal.lower(value!));
      }),
      { numRuns: runs(200), seed: 1 },
    );
  });

  it('gives one value to a function however it is written: normalised and sharpened ones agree at points', () => {
    fc.assert(
      fc.property(cases({ jumps: true, partial: true }), ([f, , point]) => {
        const inputs = Array.from(point, (x) => decimal.fromNumber(x));
        const [value] = evaluate(f, decimal, inputs);
        if (!decimal.isDefined(value!)) return;
        for (const other of [normalise(f), sharpen(f)]) {
          const [same] = evaluate(other, decimal, inputs);
          expect(decimal.isDefined(same!)).toBe(true);
          expect(decimal.less(same!, value!) === true || decimal.less(value!, same!) === true).toBe(false);
        }
      }),
      { numRuns: runs(150), seed: 2 },
    );
  });

  it('takes only the decided branch, its definedness included', () => {
    const f = expression(1, (b) => ifPositive(b, b.unary('log', b.input(0)), b.literal('0')));
    const at = (x: number) => evaluate(f, intervalSystem, boxIntervals(Float64Array.of(x, x)))[0]!;
    expect(intervalSystem.isDefined(at(-1))).toBe(true);
    expect(intervalSystem.isDefined(at(1))).toBe(true);
    const onBoth = evaluate(f, intervalSystem, boxIntervals(Float64Array.of(-1, 1)))[0]!;
    expect(intervalSystem.isDefined(onBoth)).toBe(false);
    expect(intervalSystem.upper(onBoth)).toBe(0);
  });

  it('never enters the other branch in exact arithmetic, where it would throw', () => {
    const f = expression(1, (b) => ifPositive(b, b.input(0), b.unary('exp', b.input(0))));
    expect(exactSystem.toText(evaluate(f, exactSystem, [exactSystem.literal('0.1')])[0]!)).toBe('0.1');
    expect(() => evaluate(f, exactSystem, [exactSystem.neg(exactSystem.literal('0.1'))])).toThrow(/exp/);
  });

  it('does not look at the right side of && where the left side is false', () => {
    const f = expression(1, (b) => {
      const positive = b.compare('less', b.literal('0'), b.input(0));
      const small = b.compare('less', b.unary('log', b.input(0)), b.literal('0'));
      return b.select(b.logical('and', positive, small), b.literal('1'), b.literal('2'));
    });
    const at = (lo: number, hi: number) => evaluate(f, intervalSystem, boxIntervals(Float64Array.of(lo, hi)))[0]!;
    expect(intervalSystem.isDefined(at(-2, -1))).toBe(true);
    expect([intervalSystem.lower(at(-2, -1)), intervalSystem.upper(at(-2, -1))]).toEqual([2, 2]);
    expect([intervalSystem.lower(at(-1, 1)), intervalSystem.upper(at(-1, 1))]).toEqual([1, 2]);
  });

  it('is undefined where a condition is computed from an undefined value', () => {
    const f = expression(1, (b) =>
      b.select(b.compare('less', b.unary('log', b.input(0)), b.literal('0')), b.literal('1'), b.literal('2')),
    );
    const value = evaluate(f, intervalSystem, boxIntervals(boxOfPoint([-1])))[0]!;
    expect(intervalSystem.isDefined(value)).toBe(false);
  });

  it('evaluates tapes that are deeper than any call stack', () => {
    const b = new ExpressionBuilder();
    let sum = b.input(0);
    for (let i = 0; i < 25_000; i++) sum = b.unary(i % 2 === 0 ? 'sin' : 'neg', b.binary('add', sum, b.input(0)));
    const [value] = evaluate(b.finish(1, [sum]), intervalSystem, boxIntervals(boxOfPoint([0])));
    expect(intervalSystem.toNumber(value!)).toBe(0);
  });

  it('keeps one tenth exact until a number system is chosen', () => {
    const tenth = expression(0, (b) => b.literal('0.1'));
    expect(exactSystem.toText(evaluateConstant(tenth, exactSystem))).toBe('0.1');
    const hull = evaluateConstant(tenth, intervalSystem);
    expect([intervalSystem.lower(hull), intervalSystem.upper(hull)]).toEqual([0.09999999999999999, 0.1]);
  });
});

describe('evaluateTape', () => {
  it('holds the values of exactly the numeric nodes that were needed', () => {
    const f = expression(1, (b) => ifPositive(b, b.input(0), b.unary('exp', b.input(0))));
    const values = evaluateTape(f, intervalSystem, boxIntervals(boxOfPoint([2])));
    expect([...values.keys()].map((i) => f.nodes[i]!.op)).toEqual(['input', 'literal', 'select']);
  });
});
