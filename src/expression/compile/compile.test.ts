import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../../properties/support/random-expression.js';
import { float64System } from '../../numeric/float64.js';
import { intervalSystem } from '../../numeric/interval.js';
import { ExpressionBuilder } from '../builder.js';
import { boxIntervals } from '../definedness.js';
import { hessian, withGradient } from '../differentiate.js';
import { evaluate } from '../evaluate.js';
import type { Expression } from '../expression.js';
import { compileFloat64, compileInterval } from './index.js';

const INPUTS = 2;

const cases = fc
  .tuple(randomExpression({ inputs: INPUTS, outputs: 2, kinks: true, jumps: true, partial: true }), randomBox(INPUTS))
  .chain(([f, box]) => fc.tuple(fc.constant(f), fc.constant(box), pointIn(box)));

function expectSameFloat64(f: Expression, point: Float64Array): void {
  const out = new Float64Array(f.outputs.length);
  compileFloat64(f)(point, out);
  // `toEqual` distinguishes the zeros and identifies all NaN.
  expect(Array.from(out)).toEqual(evaluate(f, float64System, Array.from(point)));
}

function expectSameInterval(f: Expression, box: Float64Array): void {
  const out = new Float64Array(2 * f.outputs.length);
  compileInterval(f)(box, out);
  const ends = evaluate(f, intervalSystem, boxIntervals(box)).flatMap((value) => [
    intervalSystem.lower(value),
    intervalSystem.upper(value),
  ]);
  // Adding 0 makes one zero of both: the sign of a zero end means nothing.
  expect(Array.from(out, (end) => end + 0)).toEqual(ends.map((end) => end + 0));
}

/** `Σ sin(k·x + s_{k−1})`, several thousand operations with values that reach far. */
function longExpression(terms: number): Expression {
  const b = new ExpressionBuilder();
  const x = b.input(0);
  let sum = x;
  for (let k = 1; k <= terms; k++) {
    const angle = b.binary('add', b.binary('mul', b.literal(String(k)), x), sum);
    sum = b.binary(k % 2 === 0 ? 'add' : 'max', b.unary('sin', angle), b.binary('sub', sum, b.input(1)));
  }
  const chosen = b.select(b.compare('less', x, b.input(1)), sum, x);
  return b.finish(2, [sum, chosen, b.literal('0.1')]);
}

describe('compileFloat64', () => {
  it('computes bit for bit what the interpreter computes, derivatives included', () => {
    fc.assert(
      fc.property(cases, ([f, , point]) => {
        expectSameFloat64(f, point);
        expectSameFloat64(withGradient(f), point);
      }),
      { numRuns: runs(200), seed: 1 },
    );
  });

  it('does so for tapes that are cut into several functions', () => {
    expectSameFloat64(longExpression(1500), Float64Array.of(0.3, 0.7));
  });
});

describe('compileInterval', () => {
  it('computes the ends that the interpreter computes, first and second derivatives included', () => {
    fc.assert(
      fc.property(cases, ([f, box]) => {
        expectSameInterval(f, box);
        expectSameInterval(withGradient(f), box);
        if (f.nodes.length < 12) expectSameInterval(hessian(f), box);
      }),
      { numRuns: runs(200), seed: 2 },
    );
  });

  it.each(['absSlope', 'signSlope', 'jumpSlope', 'kink'] as const)('does so for %s where it changes', (op) => {
    const b = new ExpressionBuilder();
    const f = b.finish(1, [b.slope(op, b.input(0)), b.slope(op, b.unary('log', b.input(0)))]);
    const ends = [-1, -0.5, 0, 0.5, 1, 1.5, 2];
    for (const lo of ends) {
      for (const hi of ends) if (lo <= hi) expectSameInterval(f, Float64Array.of(lo, hi));
    }
  });

  it('does so for hypotSlope around the origin', () => {
    const b = new ExpressionBuilder();
    const f = b.finish(2, [b.slope('hypotSlope', b.input(0), b.input(1))]);
    const axes = [
      [-1, 0],
      [0, 0],
      [0, 1],
      [0.5, 0.75],
      [-2, 3],
    ];
    for (const x of axes) for (const y of axes) expectSameInterval(f, Float64Array.from([...x, ...y]));
  });

  it('does so for tapes that are cut into several functions', () => {
    expectSameInterval(longExpression(1500), Float64Array.of(0.3, 0.30001, 0.7, 0.7));
  });

  it('keeps constants that are no doubles, infinite or negative zero', () => {
    const b = new ExpressionBuilder();
    const zero = b.literal('0');
    const outputs = [b.literal('1e400'), b.unary('neg', zero), b.binary('div', b.literal('1'), zero), b.literal('0.1')];
    const f = b.finish(0, outputs);
    expectSameInterval(f, new Float64Array(0));
    const out = new Float64Array(8);
    compileInterval(f)(new Float64Array(0), out);
    expect(Array.from(out)).toEqual([Number.MAX_VALUE, Infinity, 0, 0, NaN, NaN, 0.09999999999999999, 0.1]);
  });

  it('reads nothing but the table of kernels: a literal with code in it is refused', () => {
    const b = new ExpressionBuilder();
    const f = b.finish(0, [b.literal('1; globalThis.hacked = true')]);
    expect(() => compileInterval(f)).toThrow();
    expect(Reflect.has(globalThis, 'hacked')).toBe(false);
  });
});

describe('code in the place of a number', () => {
  const code = '0]; globalThis.hacked = true; [0' as unknown as number;
  const power = '2); (globalThis.hacked = true' as unknown as number;
  const x = { op: 'input', index: 0, args: [] } as const;
  const tapes: readonly (readonly [string, Expression])[] = [
    ['the index of an input', { inputs: 1, nodes: [{ ...x, index: code }], outputs: [0] }],
    ['an exponent', { inputs: 1, nodes: [x, { op: 'powInteger', exponent: power, args: [0] }], outputs: [1] }],
    ['a name', { inputs: 0, nodes: [{ op: 'constant', name: 'abs' as 'E', args: [] }], outputs: [0] }],
  ];

  it.each(tapes)('(%s) is refused or computes NaN; it never runs', (_, tape) => {
    for (const compile of [compileFloat64, compileInterval]) {
      const out = new Float64Array(2);
      try {
        compile(tape)(Float64Array.of(1, 1), out);
        expect(out[0]).toBeNaN();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
    expect(Reflect.has(globalThis, 'hacked')).toBe(false);
  });
});
