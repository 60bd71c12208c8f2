import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../properties/support/random-expression.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { ExpressionBuilder } from './builder.js';
import { gradient, hessian, withGradient } from './differentiate.js';
import { evaluate } from './evaluate.js';
import type { Expression, NodeIndex } from './expression.js';
import { normalise } from './normalise.js';
import { sharpen } from './sharpen.js';

const system = decimalIntervalSystem(30);
const INPUTS = 2;

const exact = (point: ArrayLike<number>): DecimalInterval[] => Array.from(point, (x) => system.fromNumber(x));
const overBox = (box: Float64Array): DecimalInterval[] =>
  Array.from({ length: box.length / 2 }, (_, i) =>
    system.hull(system.fromNumber(box[2 * i]!), system.fromNumber(box[2 * i + 1]!)),
  );

/** `Σ G_i (q_i − p_i)`, or the whole line (no claim) where a slope is empty. */
function increment(slopes: readonly DecimalInterval[], p: Float64Array, q: Float64Array): DecimalInterval | undefined {
  if (slopes.some((slope) => Number.isNaN(system.lower(slope)))) return undefined;
  return slopes
    .map((slope, i) => system.mul(slope, system.sub(system.fromNumber(q[i]!), system.fromNumber(p[i]!))))
    .reduce((x, y) => system.add(x, y));
}

/** Do two enclosures, each of the same number, have a point in common? */
const overlap = (x: DecimalInterval, y: DecimalInterval): boolean =>
  system.less(x, y) !== true && system.less(y, x) !== true;

/** Every difference of `f` between two points of a box is what the slopes over the box allow. */
function expectMeanValueTheorem(
  f: Expression,
  slopes: Expression,
  box: Float64Array,
  p: Float64Array,
  q: Float64Array,
) {
  const enclosure = evaluate(slopes, system, overBox(box));
  const atP = evaluate(f, system, exact(p));
  const atQ = evaluate(f, system, exact(q));
  atP.forEach((value, r) => {
    const difference = system.sub(atQ[r]!, value);
    if (!system.isDefined(difference)) return;
    const allowed = increment(enclosure.slice(r * f.inputs, (r + 1) * f.inputs), p, q);
    if (allowed !== undefined) expect(overlap(difference, allowed)).toBe(true);
  });
}

const cases = (options: { kinks?: boolean; jumps?: boolean; partial?: boolean }) =>
  fc
    .tuple(randomExpression({ inputs: INPUTS, outputs: 2, ...options }), randomBox(INPUTS))
    .chain(([f, box]) => fc.tuple(fc.constant(f), fc.constant(box), pointIn(box), pointIn(box)));

function expression(inputs: number, build: (b: ExpressionBuilder) => NodeIndex): Expression {
  const b = new ExpressionBuilder();
  return b.finish(inputs, [build(b)]);
}

describe('the enclosure of the gradient over a box', () => {
  const settings = { numRuns: runs(150), seed: 1 };

  it.each([
    ['smooth', {}],
    ['kinked', { kinks: true }],
    ['discontinuous', { kinks: true, jumps: true }],
  ])('bounds every difference of %s functions between two points', (_name, options) => {
    fc.assert(
      fc.property(cases(options), ([f, box, p, q]) => {
        expectMeanValueTheorem(f, gradient(f), box, p, q);
        expectMeanValueTheorem(f, sharpen(gradient(normalise(f))), box, p, q);
      }),
      settings,
    );
  });

  it('bounds differences across gaps of the natural domain', () => {
    // A switch proved continuous needs f on the whole segment, hence no kinks here; jumps reach across every gap.
    fc.assert(
      fc.property(cases({ jumps: true, partial: true }), ([f, box, p, q]) => {
        expectMeanValueTheorem(f, gradient(f), box, p, q);
      }),
      settings,
    );
  });

  it.each<[string, (b: ExpressionBuilder, step: NodeIndex) => NodeIndex]>([
    ['tan 3u, from 0 to tan 3 < 0 past its pole', (b, u) => b.unary('tan', b.binary('mul', b.literal('3'), u))],
    ['(u − 1/2)^−1, from −2 to 2', (b, u) => b.powInteger(b.binary('sub', u, b.literal('0.5')), -1)],
    [
      '(u + 1/2)/(1/2 − u), from 1 to −3',
      (b, u) => b.binary('div', b.binary('add', u, b.literal('0.5')), b.binary('sub', b.literal('0.5'), u)),
    ],
  ])('bounds a jump of u = ⌊x⌋ across a gap: %s', (_name, build) => {
    const f = expression(1, (b) => build(b, b.unary('floor', b.input(0))));
    expectMeanValueTheorem(f, gradient(f), Float64Array.of(0, 1.5), Float64Array.of(0.5), Float64Array.of(1.25));
  });

  it('bounds differences of the gradient by the Hessian', () => {
    fc.assert(
      fc.property(cases({ kinks: true, jumps: true }), ([f, box, p, q]) => {
        expectMeanValueTheorem(gradient(f), hessian(f), box, p, q);
      }),
      { numRuns: runs(150), seed: 2 },
    );
  });

  it('is tight: over a box of width 1e-20 it is narrower than 1e-12 of its size for smooth functions', () => {
    const tiny = system.literal('1e-20');
    fc.assert(
      fc.property(cases({}), ([f, , p]) => {
        const slopes = evaluate(
          gradient(f),
          system,
          exact(p).map((x) => system.hull(x, system.add(x, tiny))),
        );
        for (const slope of slopes) {
          const width = system.upper(slope) - system.lower(slope);
          // A smooth composition of depth 4 here has second derivatives far below 1e6.
          expect(width).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(system.upper(slope))));
        }
      }),
      { numRuns: runs(100), seed: 3 },
    );
  });
});

describe('the gradient', () => {
  const x = (b: ExpressionBuilder) => b.input(0);

  it('has no terms that are identically zero', () => {
    const f = expression(2, (b) => b.binary('add', b.unary('sin', x(b)), b.literal('3')));
    expect(gradient(f).nodes.map(({ op }) => op)).toEqual(['input', 'cos', 'literal']);
  });

  it('shares its subexpressions with the value', () => {
    const f = expression(1, (b) => b.unary('exp', b.unary('sin', x(b))));
    expect(withGradient(f).nodes.map(({ op }) => op)).toEqual(['input', 'sin', 'exp', 'cos', 'mul']);
  });

  it('is the whole line where a value may jump, and only there', () => {
    const step = expression(1, (b) =>
      b.select(b.compare('less', x(b), b.literal('0.5')), b.literal('1'), b.literal('2')),
    );
    const over = (lo: number, hi: number) => evaluate(gradient(step), system, overBox(Float64Array.of(lo, hi)))[0]!;
    expect([system.lower(over(0, 1)), system.upper(over(0, 1))]).toEqual([-Infinity, Infinity]);
    expect([system.lower(over(0.5, 1)), system.upper(over(0.5, 1))]).toEqual([0, 0]);
  });

  it.each<[string, (b: ExpressionBuilder) => NodeIndex, number, number]>([
    ['x > 0 ? x : 0', (b) => b.select(b.compare('less', b.literal('0'), x(b)), x(b), b.literal('0')), 0, 1],
    [
      'x < 0 ? −x : 3x',
      (b) =>
        b.select(b.compare('less', x(b), b.literal('0')), b.unary('neg', x(b)), b.binary('mul', b.literal('3'), x(b))),
      -1,
      3,
    ],
    [
      'x ≤ 0.5 ? x/2 : x − 1/4',
      (b) =>
        b.select(
          b.compare('lessOrEqual', x(b), b.literal('0.5')),
          b.binary('div', x(b), b.literal('2')),
          b.binary('sub', x(b), b.binary('div', b.literal('1'), b.literal('4'))),
        ),
      0.5,
      1,
    ],
    ['|x|', (b) => b.unary('abs', x(b)), -1, 1],
    ['max(x, 2x)', (b) => b.binary('max', x(b), b.binary('mul', b.literal('2'), x(b))), 1, 2],
  ])('of the continuous %s stays bounded across the switch', (_name, build, lower, upper) => {
    const slope = evaluate(gradient(expression(1, build)), system, overBox(Float64Array.of(-1, 1)))[0]!;
    expect([system.lower(slope), system.upper(slope)]).toEqual([lower, upper]);
  });

  it('is the whole line when branches agree at one border of their region and not at the other', () => {
    const bump = expression(1, (b) =>
      b.select(
        b.logical('and', b.compare('less', b.literal('0'), x(b)), b.compare('less', x(b), b.literal('1'))),
        x(b),
        b.literal('0'),
      ),
    );
    const slope = evaluate(gradient(bump), system, overBox(Float64Array.of(-1, 0.5)))[0]!;
    expect(system.upper(slope)).toBe(Infinity);
  });

  it('knows nothing of a choice while the slope of one side is undefined on the whole box', () => {
    // √max(x, 0) is the constant 0 for x < 0, and its slope 0/0 there; the minimum below has slopes 0 and 5.
    const f = expression(1, (b) => {
      const line = b.binary('add', b.binary('mul', b.literal('5'), x(b)), b.literal('7'));
      return b.binary('min', b.unary('sqrt', b.binary('max', x(b), b.literal('0'))), line);
    });
    const slope = evaluate(gradient(f), system, overBox(Float64Array.of(-2, -1)))[0]!;
    expect([system.lower(slope), system.upper(slope)]).toEqual([NaN, NaN]);
  });
});
