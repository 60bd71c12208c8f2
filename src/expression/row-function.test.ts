import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../properties/support/random-expression.js';
import { float64System } from '../numeric/float64.js';
import { ExpressionBuilder } from './builder.js';
import { compileFloat64Points, compileFloat64Rows } from './compile/index.js';
import { evaluate } from './evaluate.js';
import type { Expression } from './expression.js';
import { RowFunction } from './row-function.js';

const cases = fc
  .integer({ min: 1, max: 3 })
  .chain((inputs) =>
    fc
      .tuple(randomExpression({ inputs, outputs: 2, kinks: true, jumps: true, partial: true }), randomBox(inputs))
      .chain(([f, box]) => fc.tuple(fc.constant(f), fc.array(pointIn(box), { minLength: 1, maxLength: 4 }))),
  );

/** At all pairs of the outer coordinates of one point and the last coordinate of another. */
function expectRows(f: Expression, points: readonly Float64Array[]): void {
  const last = Float64Array.from(points, (point) => point.at(-1)!);
  const rows = new RowFunction(float64System, f);
  const compiled = compileFloat64Rows(f);
  rows.setColumns([...last]);
  compiled.setColumns(last);
  const out = f.outputs.map(() => new Float64Array(points.length));
  for (const point of points) {
    const outer = point.slice(0, -1);
    rows.setRow([...outer]);
    compiled.setRow(outer);
    const truth = Array.from(last, (u) => evaluate(f, float64System, [...outer, u]));
    expect(points.map((_, i) => rows.value(i))).toEqual(truth);
    const from = points.length > 1 ? 1 : 0;
    compiled.values(from, points.length, out);
    expect(truth.slice(from).map((_, i) => out.map((values) => values[i]))).toEqual(truth.slice(from));
  }
}

function expectPoints(f: Expression, points: readonly Float64Array[]): void {
  const x = Array.from({ length: f.inputs }, (_, t) => Float64Array.from(points, (point) => point[t]!));
  const out = f.outputs.map(() => new Float64Array(points.length));
  compileFloat64Points(f)(x, 0, points.length, out);
  const truth = points.map((point) => evaluate(f, float64System, [...point]));
  expect(points.map((_, i) => out.map((values) => values[i]))).toEqual(truth);
}

/** `Σ sin(k·x·y + s_{k−1})`: more operations than one loop takes. */
function longExpression(terms: number): Expression {
  const b = new ExpressionBuilder();
  const product = b.binary('mul', b.input(0), b.input(1));
  let sum = product;
  for (let k = 1; k <= terms; k++) {
    sum = b.unary('sin', b.binary('add', b.binary('mul', b.literal(String(k)), product), sum));
  }
  return b.finish(2, [sum, b.input(1)]);
}

describe('functions by rows and by points', () => {
  it('have, bit for bit, the values of the interpreter', () => {
    fc.assert(
      fc.property(cases, ([f, points]) => {
        expectRows(f, points);
        expectPoints(f, points);
      }),
      { numRuns: runs(150), seed: 4 },
    );
  });

  it('do so for tapes too long for a loop', () => {
    const points = [Float64Array.of(0.25, 0.5), Float64Array.of(0.75, -1), Float64Array.of(1, 2)];
    expectRows(longExpression(700), points);
    expectPoints(longExpression(700), points);
  });
});
