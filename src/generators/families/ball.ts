/**
 * Indicators of balls, `f(x) = height · 1[‖x − centre‖₂ ≤ radius]`: jumps across a set that no grid follows.
 *
 * The condition is written with squares, `Σ (x_t − c_t)² ≤ radius²`, so that exact arithmetic decides it too.
 */
import type { NodeIndex } from '../../expression/expression.js';
import { drawCentre, longestSide, movePoint, simplifyCentre } from '../engine/domain-engine.js';
import { pick, type Random } from '../engine/draw.js';
import { exact, Exact, isDecimalText, toText, ZERO, type ExactDecimal } from '../engine/exact-decimal.js';
import { linearCombination } from '../engine/express.js';
import type { Scope } from '../engine/family.js';
import type { IntegrableFamily } from '../engine/integrable-family.js';
import { select, simplifyAmplitude, stretch } from '../engine/parameters.js';
import { simplifyDecimal } from '../engine/simplify-decimal.js';
import { simplifyFields } from '../engine/simplify.js';
import type { DomainDescription } from '../description.js';
import { drawHeight } from './jumps.js';

export interface BallFunction {
  readonly family: 'ball';
  readonly height: string;
  readonly centre: readonly string[];
  /** `> 0`. */
  readonly radius: string;
}

const HALF = new Exact('0.5');
const TINY = new Exact('0.01');

/**
 * Of eight balls five have a radius of up to the longest side of the domain, one is tiny, one touches a face of the domain
 * (if its centre is off all faces), one contains the domain.
 */
function drawRadius(random: Random, domain: DomainDescription, centre: readonly string[]): ExactDecimal {
  const side = longestSide(domain);
  const kind = random.nextInt(1, 8);
  if (kind === 1) return side.times(TINY);
  const gaps = domain.map((axis, t) => axis.map((end) => exact(end).minus(exact(centre[t]!)).abs()));
  const away = gaps.flat().filter((gap) => gap.gt(ZERO));
  if (kind === 2 && away.length > 0) return pick(random, away);
  // The farthest corner is not farther than the sum of its distances along the axes.
  if (kind === 3) return gaps.map(([a, b]) => (a!.gt(b!) ? a! : b!)).reduce((a, b) => a.plus(b));
  return side.times(new Exact(random.nextInt(1, 20)).times('0.05'));
}

/** The truth of `‖x − centre‖₂ ≤ radius`. */
export function expressInside({ centre, radius }: BallFunction, scope: Scope): NodeIndex {
  const { builder, inputs } = scope;
  const squares = centre.map((coordinate, axis) => {
    const offset = toText(exact(coordinate).neg());
    return builder.powInteger(linearCombination(scope, [{ coefficient: '1', node: inputs[axis]! }], offset), 2);
  });
  const square = squares.reduce((sum, term) => builder.binary('add', sum, term));
  return builder.compare('lessOrEqual', square, builder.literal(toText(exact(radius).times(exact(radius)))));
}

export const ballFamily: IntegrableFamily<BallFunction> = {
  draw: (random, domain) => {
    const centre = drawCentre(random, domain);
    return {
      family: 'ball',
      height: drawHeight(random),
      centre,
      radius: toText(drawRadius(random, domain, centre)),
    };
  },
  simplify: (value, domain) =>
    simplifyFields<BallFunction>({
      centre: simplifyCentre(domain),
      radius: simplifyDecimal({ min: '0', towards: toText(longestSide(domain).times(HALF)) }),
      height: simplifyAmplitude,
    })(value),
  selectInputs: (value, kept) => ({ ...value, centre: select(value.centre, kept) }),
  move: (value, from, to) => ({
    ...value,
    centre: movePoint(value.centre, from, to),
    radius: stretch(value.radius, longestSide(to), longestSide(from)),
  }),
  isWithin: ({ height, centre, radius }, domain) =>
    centre.length === domain.length && [...centre, height].every(isDecimalText) && exact(radius).gt(ZERO),
  declare: () => ({}),
  express: (value, scope) => {
    const { builder } = scope;
    return [builder.select(expressInside(value, scope), builder.signedLiteral(value.height), builder.literal('0'))];
  },
};
