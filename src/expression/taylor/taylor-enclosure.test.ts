import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../../properties/support/random-expression.js';
import { decimalIntervalSystem, type DecimalInterval } from '../../numeric/decimal-interval.js';
import { ExpressionBuilder } from '../builder.js';
import { gradient } from '../differentiate.js';
import { evaluate } from '../evaluate.js';
import type { Expression, NodeIndex } from '../expression.js';
import { compositions, MultiIndices, multiIndexCount } from './multi-indices.js';
import { TaylorEnclosure } from './taylor-enclosure.js';

const system = decimalIntervalSystem(40);
const ORDER = 3;

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** All partial derivatives of one output of order `n`, by repeated symbolic differentiation: `[exponents, expression]`. */
function symbolic(f: Expression, n: number): readonly (readonly [readonly number[], Expression])[] {
  return compositions(f.inputs, n).map((exponents) => {
    let derivative = f;
    exponents.forEach((times, input) => {
      for (let i = 0; i < times; i++) {
        const all = gradient(derivative);
        derivative = new ExpressionBuilder(all).finish(f.inputs, [all.outputs[input]!]);
      }
    });
    return [exponents, derivative];
  });
}

function expectContained(f: Expression, box: Float64Array, point: Float64Array, order = ORDER): void {
  const taylor = new TaylorEnclosure(f, order);
  taylor.enclose(box);
  const { lo, hi } = taylor.coefficients(0);
  const at: DecimalInterval[] = Array.from(point, (x) => system.fromNumber(x));
  for (let n = 0; n <= order; n++) {
    for (const [exponents, derivative] of symbolic(f, n)) {
      const k = taylor.indices.place(exponents);
      if (Number.isNaN(lo[k]!)) continue;
      const [value] = evaluate(derivative, system, at);
      const scale = exponents.reduce((product, exponent) => product * factorial(exponent), 1);
      const coefficient = system.div(value!, system.fromNumber(scale));
      expect(system.less(coefficient, system.fromNumber(lo[k]!))).not.toBe(true);
      expect(system.less(system.fromNumber(hi[k]!), coefficient)).not.toBe(true);
    }
  }
}

describe('TaylorEnclosure', () => {
  it('for every smooth expression, box and point of it, the coefficients contain the derivatives over α!', () => {
    const cases = randomBox(2).chain((box) =>
      fc.record({
        f: randomExpression({ inputs: 2, partial: true }),
        box: fc.constant(box),
        point: pointIn(box),
      }),
    );
    fc.assert(
      fc.property(cases, ({ f, box, point }) => expectContained(f, box, point)),
      { numRuns: runs(150) },
    );
  });

  it('for every expression with kinks or jumps, what it encloses is right beside them', () => {
    const cases = randomBox(1).chain((box) =>
      fc.record({ f: randomExpression({ inputs: 1, kinks: true, jumps: true }), box: fc.constant(box) }),
    );
    fc.assert(
      fc.property(cases, ({ f, box }) => {
        // A point inside the box: on its border only one side is decided.
        const inside = Float64Array.of(box[0]! + (box[1]! - box[0]!) / 2);
        if (box[0]! < inside[0]! && inside[0]! < box[1]!) expectContained(f, box, inside, 2);
      }),
      { numRuns: runs(100) },
    );
  });

  const b = new ExpressionBuilder();
  const x = b.input(0);
  const one = (make: NodeIndex): Expression => b.finish(1, [make]);

  it.each([
    ['sin 3x', one(b.unary('sin', b.binary('mul', b.literal('3'), x))), 3 ** 12, 1],
    ['exp(−2x)', one(b.unary('exp', b.binary('mul', b.signedLiteral('-2'), x))), 2 ** 12, 1],
    ['1/(1 + x)', one(b.binary('div', b.literal('1'), b.binary('add', b.literal('1'), x))), 479001600, 0],
    ['log(1 + x)', one(b.unary('log', b.binary('add', b.literal('1'), x))), 39916800, 0],
    ['(1 + x)^−3', one(b.powInteger(b.binary('add', b.literal('1'), x), -3)), 479001600 * 91, 0],
  ])('the twelfth derivative of %s at a point is sharp', (_, f, scale, at) => {
    const taylor = new TaylorEnclosure(f, 12);
    taylor.enclose(Float64Array.of(at, at));
    const { lo, hi } = taylor.coefficients(0);
    const size = Math.max(-lo[12]!, hi[12]!);
    expect(hi[12]! - lo[12]!).toBeLessThan(1e-12 * size);
    expect(size * 479001600).toBeLessThan(1.0001 * scale);
  });

  it('knows nothing where a function has a kink, a pole or the end of its domain', () => {
    for (const f of [
      one(b.unary('abs', x)),
      one(b.unary('sqrt', x)),
      one(b.unary('log', x)),
      one(b.unary('floor', x)),
      one(b.binary('max', x, b.literal('0'))),
      one(b.select(b.compare('less', x, b.literal('0')), b.unary('neg', x), x)),
      one(b.binary('div', b.literal('1'), x)),
    ]) {
      const taylor = new TaylorEnclosure(f, 2);
      taylor.enclose(Float64Array.of(-1, 1));
      expect(taylor.coefficients(0).hi[2]).toBeNaN();
    }
  });

  it('leaves zero coefficients of polynomials exactly zero', () => {
    const taylor = new TaylorEnclosure(
      one(b.binary('add', b.powInteger(x, 3), b.binary('mul', b.literal('0.1'), x))),
      8,
    );
    taylor.enclose(Float64Array.of(-1, 2));
    expect(Array.from(taylor.coefficients(0).hi.subarray(4))).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('MultiIndices', () => {
  it('numbers all of them by degree, and knows all sums of two', () => {
    const indices = MultiIndices.of(3, 4);
    expect(indices.count).toBe(multiIndexCount(3, 4));
    expect(new Set(Array.from({ length: indices.count }, (_, i) => indices.at(i).join())).size).toBe(indices.count);
    for (let k = 0; k < indices.count; k++) {
      const [from, to] = [indices.pairs[k]!, indices.pairs[k + 1]!];
      expect(to - from).toBe(indices.at(k).reduce((ways, exponent) => ways * (exponent + 1), 1));
      for (let p = from; p < to; p++) {
        const sum = indices.at(indices.left[p]!).map((exponent, t) => exponent + indices.at(indices.right[p]!)[t]!);
        expect(sum).toEqual(indices.at(k));
      }
    }
  });
});
