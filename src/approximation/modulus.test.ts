import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomExpression, runs } from '../../properties/support/random-expression.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate } from '../expression/evaluate.js';
import type { Expression, NodeIndex } from '../expression/expression.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { DomainAxis } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { FunctionOnBox } from './box.js';
import { checkDeclaredModulus } from './declared-modulus.js';
import { boundHolderConstant } from './holder-composition.js';
import { encloseLipschitz } from './lipschitz.js';
import { encloseModulus } from './modulus.js';
import { encloseOscillation } from './oscillation.js';
import { radiusForModulus } from './radius-for-modulus.js';

const decimal = decimalIntervalSystem(30);

type Build = (b: ExpressionBuilder, x: NodeIndex, y: NodeIndex) => NodeIndex | readonly NodeIndex[];

const axis = (lower: string, upper: string): DomainAxis => ({
  lower: decimalConstant(lower),
  upper: decimalConstant(upper),
});

/** A function of one or two variables; `domain` lists the ends of each. */
function target(build: Build, ...domain: readonly (readonly [string, string])[]): FunctionOnBox {
  const b = new ExpressionBuilder();
  const built = build(b, b.input(0), b.input(domain.length - 1));
  const outputs = typeof built === 'number' ? [built] : built;
  return { expression: b.finish(domain.length, outputs), domain: domain.map(([lo, hi]) => axis(lo, hi)) };
}

function declaring(f: FunctionOnBox, constant: string, exponent: string): FunctionOnBox {
  return { ...f, modulus: { constant: decimalConstant(constant), exponent: decimalConstant(exponent) } };
}

const UNIT = ['0', '1'] as const;
const WIDE = ['-1', '1'] as const;
const times = (b: ExpressionBuilder, factor: string, x: NodeIndex): NodeIndex => b.binary('mul', b.literal(factor), x);
const step: Build = (b, x) => b.select(b.compare('less', x, b.literal('0.3')), b.literal('1'), b.literal('3'));
const sineSum: Build = (b, x, y) => b.binary('add', b.unary('sin', times(b, '3', x)), b.unary('cos', times(b, '2', y)));
const twisted: Build = (b, x, y) => {
  const phase = b.binary('add', b.binary('mul', times(b, '6', x), y), b.literal('1'));
  return b.binary('mul', b.unary('sin', phase), b.unary('cos', b.binary('sub', times(b, '5', x), times(b, '3', y))));
};
const root: Build = (b, x) => b.unary('sqrt', x);

const exactly = (point: Float64Array): DecimalInterval[] => Array.from(point, (x) => decimal.fromNumber(x));

/** The largest entry of `|f(p) − f(q)|` and `‖p − q‖₂`, enclosed with 30 digits. */
function difference(
  f: Expression,
  p: Float64Array,
  q: Float64Array,
): { gap: DecimalInterval; distance: DecimalInterval } {
  const [atP, atQ] = [evaluate(f, decimal, exactly(p)), evaluate(f, decimal, exactly(q))];
  const gap = atP.map((y, r) => decimal.abs(decimal.sub(y, atQ[r]!))).reduce((x, y) => decimal.max(x, y));
  const squares = exactly(p).map((x, i) => decimal.powInteger(decimal.sub(x, decimal.fromNumber(q[i]!)), 2));
  return { gap, distance: decimal.sqrt(squares.reduce((x, y) => decimal.add(x, y))) };
}

/** Random functions, defined everywhere, on boxes with corners at short decimals. */
const functions = fc
  .record({
    expression: randomExpression({ inputs: 2, outputs: 2, kinks: true, jumps: true }),
    corners: fc.array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.constantFrom(0, 1, 3)), {
      minLength: 2,
      maxLength: 2,
    }),
  })
  .map(({ expression, corners }) => ({
    f: { expression, domain: corners.map(([lo, width]) => axis(String(lo / 4), String((lo + width) / 4))) },
    box: Float64Array.from(corners.flatMap(([lo, width]) => [lo / 4, (lo + width) / 4])),
  }));

const functionsWithPairs = functions.chain(({ f, box }) =>
  fc.record({ f: fc.constant(f), p: pointIn(box), q: pointIn(box) }),
);

describe('encloseLipschitz', () => {
  it.each<[string, FunctionOnBox, number]>([
    ['sin 3x + cos 2y on [0, 1]²', target(sineSum, UNIT, UNIT), Math.sqrt(13)],
    ['2x + 3y', target((b, x, y) => b.binary('add', times(b, '2', x), times(b, '3', y)), UNIT, UNIT), Math.sqrt(13)],
    ['x² on [−1, 2]', target((b, x) => b.binary('mul', x, x), ['-1', '2']), 4],
    ['|x|', target((b, x) => b.unary('abs', x), WIDE), 1],
    [
      '√(x² + y²) around its kink',
      target((b, x, y) => b.unary('sqrt', b.binary('add', b.binary('mul', x, x), b.binary('mul', y, y))), WIDE, WIDE),
      1,
    ],
    ['(x, 5x), its worst entry', target((b, x) => [x, times(b, '5', x)], UNIT), 5],
    ['0.1x on [0.1, 0.3], whose ends are no doubles', target((b, x) => times(b, '0.1', x), ['0.1', '0.3']), 0.1],
    [
      'x + y where y is the one point 0.1',
      target((b, x, y) => b.binary('add', times(b, '2', x), y), UNIT, ['0.1', '0.1']),
      2,
    ],
  ])('finds the constant of %s to one percent', (_name, f, constant) => {
    const { lower, upper } = encloseLipschitz(f, { tolerance: 0.01 });
    // `constant` is a rounded value: one unit in the last place either way.
    expect(lower).toBeLessThanOrEqual(constant * (1 + 2 ** -52));
    expect(upper).toBeGreaterThanOrEqual(constant * (1 - 2 ** -52));
    expect(upper).toBeLessThanOrEqual(lower * 1.01);
  });

  it.each<[string, FunctionOnBox]>([
    ['a jump', target(step, UNIT)],
    ['an infinite slope', target(root, UNIT)],
    [
      'x·1[x ≥ 1/2] over a line of jumps in the plane',
      target(
        (b, x, y) => b.select(b.compare('less', x, b.literal('0.5')), b.literal('0'), b.binary('add', x, y)),
        UNIT,
        UNIT,
      ),
    ],
  ])('is infinite above at %s, within a few hundred boxes', (_name, f) => {
    const { upper, boxes } = encloseLipschitz(f);
    expect(upper).toBe(Infinity);
    expect(boxes).toBeLessThan(400);
  });

  it.each<[string, FunctionOnBox]>([
    ['a constant', target((b) => b.literal('0.1'), UNIT)],
    ['a domain of one point', target(sineSum, ['0.1', '0.1'], ['0.7', '0.7'])],
  ])('is 0 on %s', (_name, f) => {
    expect(encloseLipschitz(f)).toMatchObject({ lower: 0, upper: 0 });
  });

  it('bounds every difference quotient of random functions, and its lower end is one of them', () => {
    fc.assert(
      fc.property(functionsWithPairs, ({ f, p, q }) => {
        const { lower, upper, witness } = encloseLipschitz(f, { boxes: 40 });
        expect(lower).toBeLessThanOrEqual(upper);
        const { gap, distance } = difference(f.expression, p, q);
        if (upper !== Infinity) {
          expect(decimal.less(decimal.mul(decimal.fromNumber(upper), distance), gap)).not.toBe(true);
        }
        if (witness !== undefined) {
          const found = difference(f.expression, witness.p, witness.q);
          const least = decimal.mul(decimal.fromNumber(lower), found.distance);
          expect(decimal.less(found.gap, least)).not.toBe(true);
        }
      }),
      { numRuns: runs(40), seed: 1 },
    );
  });
});

describe('encloseOscillation', () => {
  it.each<[string, FunctionOnBox, number]>([
    ['2x', target((b, x) => times(b, '2', x), UNIT), 2],
    ['the step', target(step, UNIT), 2],
    ['(x, −3x)', target((b, x) => [x, times(b, '3', b.unary('neg', x))], UNIT), 3],
    ['a point', target(sineSum, ['0.1', '0.1'], ['0', '0']), 0],
  ])('finds that of %s', (_name, f, oscillation) => {
    const { lower, upper } = encloseOscillation(f);
    expect(lower).toBeGreaterThanOrEqual(oscillation * 0.99);
    expect(lower).toBeLessThanOrEqual(oscillation);
    expect(upper).toBeGreaterThanOrEqual(oscillation);
    // On a single point the enclosure is as wide as the rounding of the value.
    expect(upper).toBeLessThanOrEqual(oscillation * 1.02 + 1e-14);
  });
});

describe('encloseModulus', () => {
  const radii = [1e-12, 1e-6, 0.01, 0.1, 0.5];

  it.each<[string, FunctionOnBox, (r: number) => number, number]>([
    ['2x', target((b, x) => times(b, '2', x), UNIT), (r) => 2 * r, 0.01],
    ['sin 3x', target((b, x) => b.unary('sin', times(b, '3', x)), UNIT), (r) => Math.sin(3 * r), 0.01],
    ['√x', target(root, UNIT), Math.sqrt, 0.01],
    ['the step', target(step, UNIT), () => 2, 0.01],
    [
      '|x| + |y|',
      target((b, x, y) => b.binary('add', b.unary('abs', x), b.unary('abs', y)), WIDE, WIDE),
      (r) => Math.SQRT2 * r,
      0.01,
    ],
  ])('finds that of %s from below, and never says more', (_name, f, modulus, tolerance) => {
    for (const r of radii) {
      const { lower, upper, concaveLower } = encloseModulus(f, r);
      const value = modulus(r);
      // `modulus` is computed in float64, with an error below 4 units in the last place.
      expect(lower).toBeLessThanOrEqual(value * (1 + 2 ** -50));
      expect(lower).toBeGreaterThanOrEqual(value * (1 - tolerance));
      expect(upper).toBeGreaterThanOrEqual(value * (1 - 2 ** -50));
      expect(concaveLower).toBeGreaterThanOrEqual(lower);
      expect(concaveLower).toBeLessThanOrEqual(upper);
    }
  });

  it('is sharp from above for √x, whose slope is infinite', () => {
    for (const r of radii)
      expect(encloseModulus(target(root, UNIT), r).upper).toBeLessThanOrEqual(Math.sqrt(r) * 1.0001);
  });

  it('knows more of the least concave majorant than of the modulus itself', () => {
    // ω of the staircase ⌊4x⌋/4 on [0, 0.99] is 1/4 up to 1/4; its majorant is 1/4 + r there.
    const stairs = target((b, x) => b.binary('div', b.unary('floor', times(b, '4', x)), b.literal('4')), ['0', '0.99']);
    const { lower, concaveLower } = encloseModulus(stairs, 0.2);
    expect(lower).toBe(0.25);
    // The chord from a jump of 1/4 to the whole rise of 3/4 over 0.99.
    expect(concaveLower).toBeGreaterThan(0.25 + (0.2 * 0.5) / 0.99 - 1e-6);
    expect(concaveLower).toBeLessThanOrEqual(0.45);
  });

  it('is 0 at radius 0 and refuses a negative radius', () => {
    expect(encloseModulus(target(step, UNIT), 0)).toEqual({ lower: 0, upper: 0, concaveLower: 0 });
    expect(() => encloseModulus(target(step, UNIT), -1)).toThrow(RangeError);
  });

  it('bounds every difference of random functions at the distance of the points', () => {
    fc.assert(
      fc.property(functionsWithPairs, ({ f, p, q }) => {
        const { gap, distance } = difference(f.expression, p, q);
        const radius = decimal.upper(distance);
        if (radius === 0) return;
        const { lower, upper, concaveLower } = encloseModulus(f, radius, { boxes: 40 });
        expect(decimal.lower(gap)).toBeLessThanOrEqual(upper);
        expect(lower).toBeLessThanOrEqual(upper);
        expect(concaveLower).toBeLessThanOrEqual(upper);
      }),
      { numRuns: runs(15), seed: 2 },
    );
  });
});

describe('checkDeclaredModulus', () => {
  const double = target((b, x) => times(b, '2', x), UNIT);
  const cube = target((b, x) => b.unary('cbrt', x), WIDE);
  const sine = target((b, x) => b.unary('sin', times(b, '3', x)), UNIT);
  const cones = target(
    (b, x, y) => {
      const cone = (height: string, centre: string): NodeIndex => {
        const distance = b.binary(
          'hypot',
          b.binary('sub', x, b.literal(centre)),
          b.binary('sub', y, b.literal('0.25')),
        );
        return b.binary('add', b.literal(height), distance);
      };
      return b.binary('min', b.binary('min', cone('0', '0.5'), cone('0.1', '0.75')), cone('0.3', '0'));
    },
    UNIT,
    UNIT,
  );

  it.each<[string, FunctionOnBox, string, string, string]>([
    ['2x', double, '2', '1', 'verified'],
    ['a minimum of cones, attained everywhere', cones, '1', '1', 'verified'],
    ['2x', double, '1.9', '1', 'violated'],
    ['sin 3x, attained at 0', sine, '3', '1', 'verified'],
    ['√x', target(root, UNIT), '1', '0.5', 'verified'],
    ['√x', target(root, UNIT), '0.9', '0.5', 'violated'],
    ['√x', target(root, UNIT), '10', '1', 'violated'],
    ['∛x', cube, '1.6', '0.3333333333333333', 'verified'],
    ['∛x', cube, '1.5', '0.3333333333333333', 'violated'],
    ['sin 3x', sine, '3', '0.5', 'verified'],
    ['sin 3x, whose oscillation counts at distance 1', sine, '1.8', '0.5', 'verified'],
    ['the step', target(step, UNIT), '4', '0.1', 'violated'],
    ['the twisted sine', target(twisted, UNIT, UNIT), '9', '1', 'verified'],
    ['a point', target(sineSum, ['0.1', '0.1'], ['0', '0']), '0', '0.5', 'verified'],
  ])('decides what is declared of %s (row %#)', (_name, f, constant, exponent, verdict) => {
    const declared = declaring(f, constant, exponent);
    const found = checkDeclaredModulus(declared);
    expect(found.verdict).toBe(verdict);
    if (found.verdict !== 'violated') return;
    const { gap, distance } = difference(f.expression, found.witness.p, found.witness.q);
    const bound = decimal.mul(decimal.literal(constant), decimal.pow(distance, decimal.literal(exponent)));
    expect(decimal.less(bound, gap)).toBe(true);
  });

  it('refuses a target without a declared modulus', () => {
    expect(() => checkDeclaredModulus(double)).toThrow(RangeError);
  });
});

describe('boundHolderConstant', () => {
  it('bounds every difference of random functions', () => {
    fc.assert(
      fc.property(functionsWithPairs, fc.constantFrom(0.25, 1 / 3, 0.5, 1), ({ f, p, q }, alpha) => {
        const constant = boundHolderConstant(f, alpha);
        const { gap, distance } = difference(f.expression, p, q);
        if (constant === Infinity || decimal.upper(distance) === 0) return;
        const bound = decimal.mul(decimal.fromNumber(constant), decimal.pow(distance, decimal.fromNumber(alpha)));
        expect(decimal.less(bound, gap)).not.toBe(true);
      }),
      { numRuns: runs(100), seed: 3 },
    );
  });

  it('is sharp for √x and ∛x', () => {
    expect(boundHolderConstant(target(root, UNIT), 0.5)).toBe(1);
    // |∛p − ∛q| = 4^{1/3}|p − q|^{1/3} for q = −p; the exponent is a double just below 1/3.
    const constant = boundHolderConstant(
      target((b, x) => b.unary('cbrt', x), WIDE),
      1 / 3,
    );
    expect(constant).toBeGreaterThan(1.587401051968199);
    expect(constant).toBeLessThan(1.58740105197);
  });

  it('refuses an exponent outside (0, 1]', () => {
    expect(() => boundHolderConstant(target(root, UNIT), 0)).toThrow(RangeError);
    expect(() => boundHolderConstant(target(root, UNIT), 1.5)).toThrow(RangeError);
  });
});

describe('radiusForModulus', () => {
  it.each<[string, FunctionOnBox, number]>([
    ['2x', target((b, x) => times(b, '2', x), UNIT), 0.05],
    ['√x', target(root, UNIT), 0.01],
  ])('gives a radius at which the majorant of %s is at most 0.1, and nearly the largest', (_name, f, largest) => {
    const radius = radiusForModulus(f, 0.1)!;
    expect(encloseModulus(f, radius).concaveLower).toBeLessThanOrEqual(0.1);
    expect(radius).toBeLessThanOrEqual(largest * (1 + 2 ** -50));
    expect(radius).toBeGreaterThanOrEqual(largest * 0.999);
  });

  it('is infinite when the oscillation is small enough, and absent for a jump', () => {
    expect(radiusForModulus(target(step, UNIT), 2.1)).toBe(Infinity);
    expect(
      radiusForModulus(
        target((b) => b.literal('0.1'), UNIT),
        1e-9,
      ),
    ).toBe(Infinity);
    expect(radiusForModulus(target(step, UNIT), 1)).toBeUndefined();
    expect(() => radiusForModulus(target(step, UNIT), 0)).toThrow(RangeError);
  });
});
