/**
 * Small random sums of ReLUs, in ridges, with their domains and targets: plain JSON data, numbers as exact decimal text.
 *
 * Every ridge's `u` lies in [0, 1] on the domain. The target is the sum itself plus a known disturbance of each output:
 * `amplitude·sin(3x_0 + r)`, so that `ε_1 = |amplitude|` exactly bounds the difference.
 */
import Big from 'big.js';
import fc from 'fast-check';
import type { RidgeExpansion } from '../../src/constructions/relu-expansion.js';
import { ExpressionBuilder } from '../../src/expression/builder.js';
import { evaluateConstant } from '../../src/expression/evaluate.js';
import type { NodeIndex } from '../../src/expression/expression.js';
import { decimalConstant } from '../../src/expression/real-constant.js';
import type { MatrixShape, Target } from '../../src/expression/target.js';
import { realArbitrary } from '../../src/generators/index.js';
import type { NumberSystem } from '../../src/numeric/number-system.js';

export interface RidgeDescription {
  readonly direction: readonly string[];
  readonly offset: string;
  /** From 0 to 1. */
  readonly knots: readonly string[];
  /** Per output. */
  readonly slopes: readonly (readonly string[])[];
}

export interface SumDescription {
  readonly input: MatrixShape;
  readonly output: MatrixShape;
  readonly domain: readonly (readonly [lower: string, upper: string])[];
  readonly constants: readonly string[];
  readonly ridges: readonly RidgeDescription[];
  readonly amplitude: string;
}

/** The number that a signed decimal text denotes. */
export function valueOf<T>(system: NumberSystem<T>, text: string): T {
  return evaluateConstant(decimalConstant(text).expression, system);
}

export function expansionOf({ input, output, constants, ridges, amplitude }: SumDescription): RidgeExpansion {
  return {
    inputs: input.width * input.tokens,
    outputs: output.width * output.tokens,
    pieces: ridges.map(({ knots }) => knots.length - 1),
    numbers: (system) => {
      const values = (texts: readonly string[]) => texts.map((text) => valueOf(system, text));
      return {
        constants: values(constants),
        ridges: ridges.map(({ direction, offset, knots, slopes }) => ({
          direction: values(direction),
          offset: valueOf(system, offset),
          knots: values(knots),
          slopes: slopes.map(values),
        })),
      };
    },
    error: (system) => system.abs(valueOf(system, amplitude)),
  };
}

/** The sum as an expression of its own, ReLU by ReLU, and the disturbance. */
export function targetOf({ input, output, domain, constants, ridges, amplitude }: SumDescription): Target {
  const b = new ExpressionBuilder();
  const inputs = domain.map((_, t) => b.input(t));
  const sum = (terms: readonly NodeIndex[]): NodeIndex => terms.reduce((x, y) => b.binary('add', x, y));
  const times = (text: string, x: NodeIndex): NodeIndex => b.binary('mul', b.signedLiteral(text), x);
  const outputs = constants.map((constant, r) => {
    const phase = b.binary('add', times('3', inputs[0]!), b.literal(String(r)));
    const terms = [b.signedLiteral(constant), times(amplitude, b.unary('sin', phase))];
    for (const { direction, offset, knots, slopes } of ridges) {
      const u = sum([b.signedLiteral(offset), ...direction.map((w, t) => times(w, inputs[t]!))]);
      slopes[r]!.forEach((slope, i) => {
        const change = new Big(slope).minus(i === 0 ? 0 : slopes[r]![i - 1]!).toFixed();
        const argument = b.binary('sub', u, b.literal(knots[i]!));
        terms.push(times(change, b.binary('max', b.literal('0'), argument)));
      });
    }
    return sum(terms);
  });
  return {
    name: 'a sum of ReLUs',
    domain: domain.map(([lower, upper]) => ({ lower: decimalConstant(lower), upper: decimalConstant(upper) })),
    input: { kind: 'sequence', shape: input },
    output,
    expression: b.finish(inputs.length, outputs),
    ghost: true,
    singularities: [],
  };
}

export interface SumConstraints {
  readonly inputs: readonly MatrixShape[];
  readonly outputs: readonly MatrixShape[];
  readonly ridges?: number;
  readonly pieces?: number;
}

const small = (most: string): fc.Arbitrary<string> => realArbitrary({ min: `-${most}`, max: most, digits: 1 });
/** Lengths by which shares of tenths divide into short decimals. */
const lengths = ['1', '0.5', '2', '4'] as const;

/** At most `ridges` (2) ridges of at most `pieces` (3) pieces; one sum in ten is a constant, without any. */
export function sumArbitrary({
  inputs,
  outputs,
  ridges = 2,
  pieces = 3,
}: SumConstraints): fc.Arbitrary<SumDescription> {
  return fc.tuple(fc.constantFrom(...inputs), fc.constantFrom(...outputs)).chain(([input, output]) => {
    const g = input.width * input.tokens;
    const count = output.width * output.tokens;
    const axes = fc.array(fc.tuple(small('2'), fc.constantFrom(...lengths)), { minLength: g, maxLength: g });
    const slopes = fc.array(fc.array(small('3'), { minLength: pieces, maxLength: pieces }), {
      minLength: count,
      maxLength: count,
    });
    const ridge = fc.record({
      // Shares of the way from 0 to 1 that each input moves u, in tenths, and the way that is left in front of them.
      shares: fc.array(fc.integer({ min: -Math.floor(10 / g), max: Math.floor(10 / g) }), {
        minLength: g,
        maxLength: g,
      }),
      inner: fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { maxLength: pieces - 1 }),
      slopes,
    });
    return fc
      .record({
        axes,
        constants: fc.array(small('2'), { minLength: count, maxLength: count }),
        ridges: fc.oneof(
          { weight: 9, arbitrary: fc.array(ridge, { minLength: 1, maxLength: ridges }) },
          { weight: 1, arbitrary: fc.array(ridge, { maxLength: 0 }) },
        ),
        amplitude: fc.constantFrom('0', '0', '0.1', '-0.02'),
      })
      .map((drawn) => ({
        input,
        output,
        domain: drawn.axes.map(([lower, length]) => [lower, new Big(lower).plus(length).toFixed()] as const),
        constants: drawn.constants,
        ridges: drawn.ridges.map(({ shares, inner, slopes: rows }) => {
          const direction = shares.map((share, t) => new Big(share).div(10).div(drawn.axes[t]![1]));
          const least = direction.reduce((sum, w, t) => {
            const [lower, length] = drawn.axes[t]!;
            return sum.plus(w.times(w.lt(0) ? new Big(lower).plus(length) : lower));
          }, new Big(0));
          const knots = ['0', ...[...inner].sort((x, y) => x - y).map((k) => new Big(k).div(20).toFixed()), '1'];
          return {
            direction: direction.map((w) => w.toFixed()),
            offset: new Big(0).minus(least).toFixed(),
            knots,
            slopes: rows.map((row) => row.slice(0, knots.length - 1)),
          };
        }),
        amplitude: drawn.amplitude,
      }));
  });
}
