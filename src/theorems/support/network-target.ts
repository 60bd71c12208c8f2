/**
 * Targets of claims about networks of two layers, by value, and the sums of ReLUs that stand for them.
 *
 * One input: the interpolant at equally spaced points, or the function itself where it is piecewise linear with given
 * knots. Several inputs: each profile of a sum of ridges interpolated, or a Jackson mean.
 */
import Big from 'big.js';
import { knownModulus, type ConcaveModulus } from '../../constructions/expansion-modulus.js';
import { interpolationExpansion } from '../../constructions/interpolation-expansion.js';
import { kernelExpansion } from '../../constructions/kernel-expansion.js';
import { piecewiseLinearExpansion } from '../../constructions/piecewise-linear-expansion.js';
import type { RidgeExpansion } from '../../constructions/relu-expansion.js';
import { ridgeSumExpansion, type Profile } from '../../constructions/ridge-sum-expansion.js';
import { domainBoxes, pointBox } from '../../approximation/box.js';
import { ExpressionBuilder } from '../../expression/builder.js';
import { encloseRange } from '../../expression/range.js';
import { decimalConstant, doubleConstant } from '../../expression/real-constant.js';
import type { MatrixShape, RealConstant, Target } from '../../expression/target.js';
import type { ModulusDescription, TargetDescription } from '../../generators/description.js';
import type { RidgeFunction, RidgeProfile } from '../../generators/families/ridge.js';
import { evaluateModulus } from '../../generators/modulus.js';
import { mulUp } from '../../numeric/directed.js';
import { intervalSystem } from '../../numeric/interval.js';
import { targetOf, type GivenTarget } from './layer-case.js';

/** The continuous function of one variable that is linear between `(knots_i, values_i)`. */
export interface KnotsDescription {
  readonly family: 'knots';
  /** Increasing, at least two. */
  readonly knots: readonly string[];
  readonly values: readonly string[];
}

export type NetworkTarget = TargetDescription | KnotsDescription | GivenTarget;

export function networkTargetOf(description: NetworkTarget): Target {
  return description.family === 'knots' ? knotsTarget(description) : targetOf(description);
}

/** Shape of the input as tokens. */
export function inputShapeOf({ input, domain }: Target): MatrixShape {
  return input.kind === 'sequence' ? input.shape : { width: domain.length, tokens: 1 };
}

/** `v_0 + Σ_i (slope_i − slope_{i−1}) max(0, x − t_i)`. */
function knotsTarget({ knots, values }: KnotsDescription): Target {
  const builder = new ExpressionBuilder();
  const x = builder.input(0);
  const number = (text: string) => builder.signedLiteral(text);
  const minus = (a: string, b: string) => builder.binary('sub', number(a), number(b));
  let sum = number(values[0]!);
  let before = builder.literal('0');
  for (let i = 0; i + 1 < knots.length; i++) {
    const slope = builder.binary('div', minus(values[i + 1]!, values[i]!), minus(knots[i + 1]!, knots[i]!));
    const behind = builder.binary('max', builder.literal('0'), builder.binary('sub', x, number(knots[i]!)));
    sum = builder.binary('add', sum, builder.binary('mul', builder.binary('sub', slope, before), behind));
    before = slope;
  }
  return {
    name: 'knots',
    domain: [{ lower: decimalConstant(knots[0]!), upper: decimalConstant(knots[knots.length - 1]!) }],
    input: { kind: 'scalars' },
    output: { width: 1, tokens: 1 },
    expression: builder.finish(1, [sum]),
    ghost: false,
    singularities: [],
  };
}

/** A sum of ReLUs for the target: `fineness` pieces in one input and of a ridge, the degree of a Jackson mean else. */
export function expansionFor(description: NetworkTarget, target: Target, fineness: number): RidgeExpansion {
  if (description.family === 'knots') {
    return piecewiseLinearExpansion({
      knots: description.knots.map(decimalConstant),
      values: description.values.map((value) => [decimalConstant(value)]),
    });
  }
  if (description.family === 'ridge') return ridgeExpansion(description, target, fineness);
  const modulus = modulusOf(description, target);
  if (target.domain.length === 1) return interpolationExpansion(target, { pieces: fineness, modulus });
  return kernelExpansion(target, { kernel: 'jackson', degrees: fineness, pieces: 2, modulus });
}

function modulusOf(description: Exclude<NetworkTarget, KnotsDescription>, target: Target): ConcaveModulus {
  if (description.family !== 'given' && description.modulus !== undefined) return concave(description.modulus);
  return knownModulus(target);
}

/** For the largest of several moduli the bounds hold entry by entry, each with its own, which is concave. */
function concave(modulus: ModulusDescription): ConcaveModulus {
  return (system, radius) => evaluateModulus(modulus, system, radius);
}

function ridgeExpansion({ terms }: RidgeFunction, { domain }: Target, pieces: number): RidgeExpansion {
  return ridgeSumExpansion({
    domain,
    constants: [decimalConstant('0')],
    terms: terms.map(({ amplitude, profile, weights, shift }) => ({
      weights: weights.map(decimalConstant),
      shift: decimalConstant(shift),
      profile: profileOf(profile),
      modulus: (_system, radius) => radius,
      coefficients: [decimalConstant(amplitude)],
      pieces,
    })),
  });
}

function profileOf(profile: RidgeProfile): Profile {
  const builder = new ExpressionBuilder();
  return builder.finish(1, [builder.unary(profile, builder.input(0))]);
}

/** `factor · m` for some `m ≥ sup_U max_r |f_r|`, which is the supremum itself for given knots; `factor > 0` as decimal text. */
export function rangeFor(description: NetworkTarget, target: Target, factor: string): RealConstant {
  if (description.family === 'knots') {
    const sizes = description.values.map((value) => new Big(value).abs());
    const most = sizes.reduce((a, b) => (b.gt(a) ? b : a));
    return decimalConstant(most.times(factor).toFixed());
  }
  return boundOn(target, factor);
}

/** `factor · m` for some `m ≥ sup_U max_r |f_r|`. */
export function boundOn(target: Target, factor: string): RealConstant {
  const boxes = domainBoxes(target);
  const { outputs } = encloseRange(target.expression, boxes.outer, { pointBox: (at) => pointBox(boxes, at) });
  const most = Math.max(0, ...outputs.map(({ lower, upper }) => Math.max(-lower, upper)));
  return doubleConstant(mulUp(most, intervalSystem.literal(factor).hi));
}
