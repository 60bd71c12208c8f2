/**
 * A function that is continuous but, down to the distance `floor · radius`, in no Hölder class: with
 * `ρ = min(‖x − centre‖₂ / radius, 1)` and `q = max(ρ, floor)`,
 *
 *     f(x) = height · g(ρ),   g(ρ) = min(ρ / floor, 1) / (2 − ln q).
 *
 * For `ρ ≥ floor`, `g` is `h(ρ) = 1/(2 − ln ρ)`, and `h''` has the sign of `ln ρ`: `h` is increasing and concave on
 * (0, 1]. Below, `g` is the chord of `h` from (0, 0), whose slope is at least `h'(floor)`. So `g` is nondecreasing,
 * concave and 0 at 0, hence subadditive, and `ω(r) = |height| · g(min(r / radius, 1))` is a concave modulus on the whole
 * space, attained at the centre. The chord keeps `ln 0` out: `f` is defined at the centre in every number system.
 */
import type { ExpressionBuilder } from '../../expression/builder.js';
import type { NodeIndex } from '../../expression/expression.js';
import { drawCentre, longestSide, movePoint, simplifyCentre } from '../engine/domain-engine.js';
import { exact, toText } from '../engine/exact-decimal.js';
import { distance, linearCombination } from '../engine/express.js';
import type { Family } from '../engine/family.js';
import { drawAmplitude, oneDigit, select, simplifyAmplitude, stretch } from '../engine/parameters.js';
import { simplifyDecimal } from '../engine/simplify-decimal.js';
import { simplifyFields } from '../engine/simplify.js';

export interface LogModulusFunction {
  readonly family: 'log-modulus';
  readonly height: string;
  readonly centre: readonly string[];
  /** `> 0`. */
  readonly radius: string;
}

/** Where the chord ends, as a fraction of the radius. */
export const LOG_FLOOR = '1e-30';

/** `g(min(r / radius, 1))` as an expression; `r ≥ 0` is a node. */
export function expressLogProfile(builder: ExpressionBuilder, r: NodeIndex, radius: string, floor: string): NodeIndex {
  const one = builder.literal('1');
  const floorNode = builder.literal(floor);
  const ratio = builder.binary('min', builder.binary('div', r, builder.literal(radius)), one);
  const logarithm = builder.unary('log', builder.binary('max', ratio, floorNode));
  const chord = builder.binary('min', builder.binary('div', ratio, floorNode), one);
  return builder.binary('div', chord, builder.binary('sub', builder.literal('2'), logarithm));
}

export const logModulusFamily: Family<LogModulusFunction> = {
  draw: (random, domain) => ({
    family: 'log-modulus',
    height: drawAmplitude(random),
    centre: drawCentre(random, domain),
    radius: oneDigit(longestSide(domain)),
  }),
  simplify: (value, domain) =>
    simplifyFields<LogModulusFunction>({
      height: simplifyAmplitude,
      centre: simplifyCentre(domain),
      radius: (radius) => [...simplifyDecimal({ min: '0', towards: '1' })(radius)].filter((x) => x !== '0'),
    })(value),
  selectInputs: (value, kept) => ({ ...value, centre: select(value.centre, kept) }),
  move: (value, from, to) => ({
    ...value,
    centre: movePoint(value.centre, from, to),
    radius: stretch(value.radius, longestSide(to), longestSide(from)),
  }),
  express: ({ height, centre, radius }, scope) => {
    const profile = expressLogProfile(scope.builder, distance(scope, centre), radius, LOG_FLOOR);
    return linearCombination(scope, [{ coefficient: height, node: profile }]);
  },
  modulus: ({ height, radius }) => ({
    kind: 'logarithmic',
    height: toText(exact(height).abs()),
    radius,
    floor: LOG_FLOOR,
  }),
};
