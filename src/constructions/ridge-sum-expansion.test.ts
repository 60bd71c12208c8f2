import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  mayBeAtMost,
  oracle,
  overlap,
  pointAt,
  product,
  ratio,
  refusalOf,
  sum,
  width,
} from '../../properties/support/expansion-oracle.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { Expression, UnaryOperator } from '../expression/expression.js';
import { decimalConstant } from '../expression/real-constant.js';
import { buildTarget, pointOf, ridgeArbitrary, type DescriptionOf, type RidgeFunction } from '../generators/index.js';
import type { DecimalInterval } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import type { ConcaveModulus } from './expansion-modulus.js';
import { evaluateExpansion, reluCount } from './relu-expansion.js';
import { ridgeSumExpansion, type RidgeSum, type RidgeTerm } from './ridge-sum-expansion.js';

const identity: ConcaveModulus = (_, radius) => radius;

function profileOf(op: UnaryOperator): Expression {
  const b = new ExpressionBuilder();
  return b.finish(1, [b.unary(op, b.input(0))]);
}

/** The generated sum of ridges, all of whose profiles have Lipschitz constant 1, and a second output. */
function sumOf(description: DescriptionOf<RidgeFunction>, pieces: readonly number[]): RidgeSum {
  return {
    domain: description.domain.map(([lower, upper]) => ({
      lower: decimalConstant(lower),
      upper: decimalConstant(upper),
    })),
    constants: ['0', '-2.5'].map(decimalConstant),
    terms: description.terms.map(({ weights, shift, profile, amplitude }, j) => ({
      weights: weights.map(decimalConstant),
      shift: decimalConstant(shift),
      profile: profileOf(profile),
      modulus: identity,
      coefficients: [amplitude, `${j % 2 === 0 ? '' : '-'}3`].map(decimalConstant),
      pieces: pieces[j % pieces.length]!,
    })),
  };
}

/** The argument of a term. */
function argumentOf({ weights, shift }: RidgeTerm, x: readonly DecimalInterval[]): DecimalInterval {
  const constant = ({ expression }: (typeof weights)[number]): DecimalInterval => evaluateConstant(expression, oracle);
  return sum([constant(shift), ...weights.map((w, t) => oracle.mul(constant(w), x[t]!))]);
}

/** `Σ a_r profile(argument)` with a stand-in for every profile. */
function sumAt(
  { constants, terms }: RidgeSum,
  x: readonly DecimalInterval[],
  value: (term: RidgeTerm, y: DecimalInterval) => DecimalInterval,
): DecimalInterval[] {
  const constant = ({ expression }: (typeof constants)[number]): DecimalInterval =>
    evaluateConstant(expression, oracle);
  return constants.map((c, r) =>
    sum([
      constant(c),
      ...terms.map((term) => product([constant(term.coefficients[r]!), value(term, argumentOf(term, x))])),
    ]),
  );
}

function profileAt({ profile }: RidgeTerm, y: DecimalInterval): DecimalInterval {
  if (typeof profile === 'function') throw new TypeError('an expression is expected');
  return evaluate(profile, oracle, [y])[0]!;
}

const drawn = ridgeArbitrary({ inputs: { min: 1, max: 4 }, onePointAxes: true }).chain((description) =>
  fc.record({
    description: fc.constant(description),
    pieces: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    point: pointOf(description.domain),
  }),
);

describe('the interpolated sum of ridge functions', () => {
  it('differs by at most max_r Σ_j |a_jr| ω̂_j(h_j/2), for every sum, all pieces and every point', () => {
    fc.assert(
      fc.property(drawn, ({ description, pieces, point }) => {
        const ridges = sumOf(description, pieces);
        const expansion = ridgeSumExpansion(ridges);
        const x = point.map((text) => oracle.literal(text));
        const truth = sumAt(ridges, x, profileAt);
        evaluateExpansion(oracle, expansion.numbers(oracle), x).forEach((value, r) => {
          const error = oracle.abs(oracle.sub(value, truth[r]!));
          expect(mayBeAtMost(error, expansion.error(oracle))).toBe(true);
        });
      }),
      { numRuns: 150, seed: 6 },
    );
  });

  it('stands for the target of the same ridges, for every generated sum', () => {
    fc.assert(
      fc.property(drawn, ({ description, pieces, point }) => {
        const target = buildTarget(description);
        const two = sumOf(description, pieces);
        const one = {
          ...two,
          constants: [decimalConstant('0')],
          terms: two.terms.map((term) => ({ ...term, coefficients: term.coefficients.slice(0, 1) })),
        };
        const expansion = ridgeSumExpansion(one);
        const x = point.map((text) => oracle.literal(text));
        expect(mayBeAtMost(errorOf(expansion, target)(x), expansion.error(oracle))).toBe(true);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is the sum of linear interpolants on the ranges of the arguments, for every sum and point, at 40 digits', () => {
    fc.assert(
      fc.property(drawn, ({ description, pieces, point }) => {
        const ridges = sumOf(description, pieces);
        const corners = description.domain.map((axis) => axis.map((end) => oracle.literal(end)));
        const interpolant = (term: RidgeTerm, y: DecimalInterval): DecimalInterval => {
          // The range by products of weights with both ends, whatever their signs.
          const weights = term.weights.map(({ expression }) => evaluateConstant(expression, oracle));
          const shift = evaluateConstant(term.shift.expression, oracle);
          const ends = weights.map((w, t) => corners[t]!.map((end) => oracle.mul(w, end)));
          const least = sum([shift, ...ends.map(([a, b]) => oracle.min(a!, b!))]);
          const most = sum([shift, ...ends.map(([a, b]) => oracle.max(a!, b!))]);
          const length = oracle.sub(most, least);
          if (oracle.upper(length) < 1e-30) return profileAt(term, y);
          const knot = (k: number) => oracle.add(least, oracle.mul(length, ratio(k, term.pieces)));
          const place = oracle.mul(oracle.div(oracle.sub(y, least), length), oracle.fromNumber(term.pieces));
          const i = Math.min(term.pieces - 1, Math.max(0, Math.floor(oracle.toNumber(place))));
          const [left, right] = [profileAt(term, knot(i)), profileAt(term, knot(i + 1))];
          return oracle.add(left, oracle.mul(oracle.sub(place, oracle.fromNumber(i)), oracle.sub(right, left)));
        };
        const x = point.map((text) => oracle.literal(text));
        const truth = sumAt(ridges, x, interpolant);
        evaluateExpansion(oracle, ridgeSumExpansion(ridges).numbers(oracle), x).forEach((value, r) => {
          expect(overlap(value, truth[r]!)).toBe(true);
          // Coordinates of up to 1e4 lengths, 12 pieces, amplitudes below 100.
          expect(width(value)).toBeLessThan(1e-28);
        });
      }),
      { numRuns: 100, seed: 8 },
    );
  });

  it('is attained: halfway between two knots |y − c| is missed by exactly |a|h/2, in every direction', () => {
    for (const weights of [['3'], ['1', '-2'], ['-0.5', '0', '4']]) {
      const domain = weights.map(() => ({ lower: decimalConstant('-1'), upper: decimalConstant('2') }));
      const zeroMiddle = weights.reduce((shift, w) => shift - 0.5 * Number(w), 0);
      const expansion = ridgeSumExpansion({
        domain,
        constants: [decimalConstant('1')],
        terms: [
          {
            weights: weights.map(decimalConstant),
            shift: decimalConstant(String(zeroMiddle)),
            profile: (system, y) => system.abs(y),
            modulus: identity,
            coefficients: [decimalConstant('-7')],
            pieces: 5,
          },
        ],
      });
      // At the centre of the box the argument is 0, the middle of the third of five pieces.
      const x = pointAt(
        { domain },
        weights.map(() => ratio(1, 2)),
      );
      const [value] = evaluateExpansion(oracle, expansion.numbers(oracle), x);
      const missed = oracle.abs(oracle.sub(value!, oracle.literal('1')));
      expect(oracle.lower(oracle.div(missed, expansion.error(oracle)))).toBeGreaterThan(1 - 1e-15);
    }
  });

  it('adds terms without weights, or on one-point axes, to the constant: exactly, without ReLUs or error', () => {
    const ridges: RidgeSum = {
      domain: [
        { lower: decimalConstant('-1'), upper: decimalConstant('1') },
        { lower: decimalConstant('3'), upper: decimalConstant('3') },
      ],
      constants: [decimalConstant('10'), decimalConstant('0')],
      terms: [
        ['0', '0', '-2'],
        ['0', '2', '-10'],
        ['1', '7', '-21'],
      ].map(([w, v, shift]) => ({
        weights: [decimalConstant(w!), decimalConstant(v!)],
        shift: decimalConstant(shift!),
        profile: profileOf('abs'),
        modulus: identity,
        coefficients: [decimalConstant('1'), decimalConstant('-0.5')],
        pieces: 2,
      })),
    };
    const expansion = ridgeSumExpansion(ridges);
    expect([expansion.pieces, reluCount(expansion)]).toEqual([[2], 2]);
    const numbers = expansion.numbers(exactSystem);
    for (const x of ['-1', '-0.25', '0', '1']) {
      const size = exactSystem.abs(exactSystem.literal(x));
      const sums = evaluateExpansion(exactSystem, numbers, [exactSystem.literal(x), exactSystem.literal('3')]);
      // 10 + |−2| + |2·3 − 10| + |x|, and −½ of all but the 10.
      expect(sums.map(exactSystem.toNumber)).toEqual([16 + Number(size), -(6 + Number(size)) / 2]);
    }
    // Only the ridge counts: |a| = 1 is the larger factor, range 2, two pieces: h/2 = ½.
    expect(exactSystem.toNumber(expansion.error(exactSystem))).toBe(0.5);
  });

  it('is refused for wrong shapes, unknown signs and sizes beyond reason', () => {
    const b = new ExpressionBuilder();
    const sineOfPi = { text: 'sin(π)', expression: b.finish(0, [b.unary('sin', b.constant('PI'))]) };
    const term: RidgeTerm = {
      weights: [decimalConstant('1')],
      shift: decimalConstant('0'),
      profile: profileOf('abs'),
      modulus: identity,
      coefficients: [decimalConstant('1')],
      pieces: 2,
    };
    const domain = [{ lower: decimalConstant('0'), upper: decimalConstant('1') }];
    const constants = [decimalConstant('0')];
    const refused = (terms: readonly RidgeTerm[], of = constants) =>
      refusalOf(() => ridgeSumExpansion({ domain, constants: of, terms }));
    expect(refused([{ ...term, weights: [] }])).toBe('axes');
    expect(refused([{ ...term, coefficients: [] }])).toBe('axes');
    expect(refused([], [])).toBe('axes');
    expect(refused([{ ...term, pieces: 0 }])).toBe('cells');
    expect(refused([{ ...term, weights: [sineOfPi] }])).toBe('input');
    expect(
      refused([
        { ...term, pieces: 2 ** 17 },
        { ...term, pieces: 2 ** 17 + 1 },
      ]),
    ).toBe('too-large');
    const none = ridgeSumExpansion({ domain, constants, terms: [] });
    expect([none.pieces, exactSystem.toNumber(none.error(exactSystem))]).toEqual([[], 0]);
  });
});
