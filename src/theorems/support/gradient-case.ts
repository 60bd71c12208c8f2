/**
 * Cases of the claims about in-context gradient descent: examples, a loss, and a layer whose `B` and `M` are chosen from
 * the data in exact arithmetic.
 */
import Big from 'big.js';
import fc from 'fast-check';
import {
  gradientLayer,
  residuals,
  type GradientLayer,
  type GradientPrompt,
} from '../../constructions/gradient-layer.js';
import type { GradientLoss } from '../../constructions/gradient-loss.js';
import { decimalConstant } from '../../expression/real-constant.js';
import { inverseTemperatureArbitrary } from '../../generators/inverse-temperature.js';
import { maskArbitrary } from '../../generators/mask.js';
import { promptArbitrary, type PromptDescription } from '../../generators/prompt.js';
import { realArbitrary } from '../../generators/real.js';
import { exactSystem } from '../../numeric/exact.js';
import type { NumberSystem } from '../../numeric/number-system.js';
import type { CaseResult } from '../claim.js';
import { signed } from './scores.js';

export interface GradientCase extends PromptDescription {
  /** `p`. */
  readonly cells: number;
  /** `β`. */
  readonly inverseTemperature: string;
  /** `B = max(least, room·max|r_i|)`, `r_i` the residuals at the start. */
  readonly bound: { readonly room: string; readonly least: string };
  /** `M = perSquare·βB² + extra`. */
  readonly mask: { readonly perSquare: string; readonly extra: string };
  readonly stepSize: string;
  readonly ridge: string;
}

const big = (text: string): Big => new Big(text);

/** The columns of the prompt: for the logistic loss `(y_i x_i, 0, w)`. */
export function promptOf<T>(system: NumberSystem<T>, { loss, examples, weights }: GradientCase): GradientPrompt<T> {
  const isLogistic = loss.kind === 'logistic';
  return {
    features: examples.map(({ x, y }) =>
      x.map((entry) => signed(system, isLogistic && big(y).lt(0) ? big(entry).neg().toFixed() : entry)),
    ),
    targets: examples.map(({ y }) => (isLogistic ? system.literal('0') : signed(system, y))),
    weights: weights.map((w) => signed(system, w)),
  };
}

/** The layer of a case. By construction the residuals at the start lie in its `[−B, B]`, exactly. */
export function gradientLayerOf(input: GradientCase): GradientLayer {
  const bound = boundOf(input);
  const square = bound.times(bound).times(input.inverseTemperature);
  return layerWith(input, bound, square.times(input.mask.perSquare).plus(input.mask.extra));
}

/** `B`. */
export function boundOf(input: GradientCase): Big {
  const shape = layerWith(input, big('0'), big('0'));
  const largest = residuals(exactSystem, shape, promptOf(exactSystem, input))
    .map((r) => r.abs())
    .reduce((most, r) => (r.gt(most) ? r : most));
  const bound = largest.times(input.bound.room);
  return bound.gt(input.bound.least) ? bound : big(input.bound.least);
}

function layerWith(input: GradientCase, bound: Big, mask: Big): GradientLayer {
  const loss: GradientLoss =
    input.loss.kind === 'huber'
      ? { kind: 'huber', threshold: decimalConstant(input.loss.threshold) }
      : { kind: input.loss.kind };
  return gradientLayer({
    loss,
    examples: input.examples.length,
    features: input.weights.length,
    residualBound: bound.toFixed(),
    cells: input.cells,
    inverseTemperature: input.inverseTemperature,
    mask: mask.toFixed(),
    stepSize: input.stepSize,
    ridge: input.ridge,
  });
}

/** Do the residuals at the start lie in `[−B, B]`? Exact; by construction they do unless a case has room below 1. */
export function startsInside(input: GradientCase): boolean {
  const layer = gradientLayerOf(input);
  const bound = boundOf(input);
  return residuals(exactSystem, layer, promptOf(exactSystem, input)).every((r) => r.abs().lte(bound));
}

/** A case of which the claim says nothing. */
export function outsideHypotheses(note: string): CaseResult {
  return {
    verdict: 'inconclusive',
    method: 'exact',
    observed: { lower: '0', upper: 'Infinity' },
    bound: '0',
    ratio: 0,
    substantial: false,
    note,
  };
}

/** Enough keys, and some data, behind a case for it to count towards certifying a claim about layers. */
export function isSubstantialGradient(input: GradientCase): boolean {
  const isNotZero = (text: string): boolean => !big(text).eq(0);
  return (
    input.examples.length * input.cells >= 16 &&
    isNotZero(input.stepSize) &&
    boundOf(input).gt(0) &&
    input.examples.some(({ x }) => x.some(isNotZero))
  );
}

/** Why nothing moves, on either side of the inequality. */
export function gradientStandstill(input: GradientCase): string | undefined {
  if (big(input.stepSize).eq(0)) return 'η = 0: neither moves, both sides are 0';
  if (input.examples.every(({ x }) => x.every((entry) => big(entry).eq(0)))) {
    return 'all features are 0: only the ridge term moves w, in the layer exactly as it should; both sides are 0';
  }
  const isOdd = input.loss.kind !== 'logistic';
  if (boundOf(input).eq(0) && (isOdd || input.examples.length === 1)) {
    return 'all residuals are 0 and B = 0: every key has ψ(0), as it should; both sides are 0';
  }
  return undefined;
}

/** Does the layer, one cell and an odd ψ, return 0 whatever the residuals? */
export function seesNothing({ cells, loss }: GradientCase): boolean {
  return cells === 1 && loss.kind !== 'logistic';
}

export function describeGradientCase(input: GradientCase): string {
  const { loss, examples, weights, cells, inverseTemperature, mask, stepSize, ridge } = input;
  const name = loss.kind === 'huber' ? `Huber(${loss.threshold})` : loss.kind;
  const data = examples.map(({ x, y }) => `((${x.join(', ')}), ${y})`).join(' ');
  return (
    `${name} loss, ridge ${ridge}; examples ${data}, w = (${weights.join(', ')}); B = ${boundOf(input).toFixed()}, ` +
    `p = ${cells}, β = ${inverseTemperature}, M = ${mask.perSquare}·βB² + ${mask.extra}, η = ${stepSize}`
  );
}

export interface GradientConstraints {
  readonly cells: fc.Arbitrary<number>;
  readonly inverseTemperature: { readonly min: string; readonly max: string };
  readonly stepSize: fc.Arbitrary<string>;
  readonly room: fc.Arbitrary<string>;
}

const often = <T>(usual: T, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });

/** Prompts of 1 to 6 examples; masks from none, over those that ignore β, to those that the theorem asks for. */
export function gradientCases({
  cells,
  inverseTemperature,
  stepSize,
  room,
}: GradientConstraints): fc.Arbitrary<GradientCase> {
  return fc
    .tuple(
      promptArbitrary(),
      fc.record({
        cells,
        inverseTemperature: inverseTemperatureArbitrary(inverseTemperature),
        bound: fc.record({
          room,
          least: often('0', realArbitrary({ min: '0', max: '10', digits: 1 })),
        }),
        mask: fc.record({ perSquare: fc.constantFrom('0', '0.5', '1', '1', '1.5'), extra: maskArbitrary() }),
        stepSize,
        ridge: often('0', realArbitrary({ min: '0', max: '2', digits: 2 })),
      }),
    )
    .map(([prompt, parameters]) => ({ ...prompt, ...parameters }));
}
