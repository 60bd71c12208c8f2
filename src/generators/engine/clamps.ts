/**
 * Lipschitz approximations `φ` of integrable functions, which differ from them only near jumps and singularities.
 *
 * - `singular`: `φ = height · max(‖x − point‖, w)^(−α) + constant`; the slope of `r ↦ max(r, w)^(−α)` is largest just above
 *   `r = w`, where it is `α w^(−α−1)`.
 * - `ball`: the jump becomes a ramp of width `w` about the sphere, of slope `|height|/w`.
 * - `jumps`: each jump becomes a ramp of width `w` about its hyperplane. On one axis the largest slope is that of the ramps
 *   that overlap somewhere, `s_t/w`; axes are independent, so ramps alone have the Lipschitz constant `(Σ s_t²)^(1/2)/w`.
 *
 * The remainder `f − φ` is written so that enclosures over boxes on which the two agree are 0 alone (at the border of that set
 * rounding may show).
 */
import { ExpressionBuilder } from '../../expression/builder.js';
import type { NodeIndex } from '../../expression/expression.js';
import type { RealConstant } from '../../expression/target.js';
import { expressInside, type BallFunction } from '../families/ball.js';
import { gatherJumps, type Jump, type JumpsFunction } from '../families/jumps.js';
import type { SingularFunction } from '../families/singular.js';
import type { IntegrableFunction } from '../integrable-description.js';
import { exact, ONE, toText, ZERO, type ExactDecimal } from './exact-decimal.js';
import { distance, linearCombination } from './express.js';
import type { Scope } from './family.js';
import { lipschitzConstant, lipschitzFamilyOf } from './lipschitz-families.js';

/** A number as a node and as source text. */
interface Written {
  readonly node: NodeIndex;
  readonly text: string;
}

/** One output `f` of a function, as `φ` and `f − φ`. */
export interface Clamp {
  readonly approximation: (scope: Scope) => NodeIndex;
  readonly remainder: (scope: Scope) => NodeIndex;
  /** The Lipschitz constant of the approximation; exact unless a base other than a constant only bounds its own. */
  readonly lipschitz: (builder: ExpressionBuilder) => Written;
}

function clampSingular({ height, point, exponent, constant }: SingularFunction, width: string): Clamp {
  const power = ({ builder }: Scope, node: NodeIndex) =>
    builder.binary('pow', node, builder.unary('neg', builder.literal(exponent)));
  return {
    approximation: (scope) => {
      const { builder } = scope;
      const farther = builder.binary('max', distance(scope, point), builder.literal(width));
      return linearCombination(scope, [{ coefficient: height, node: power(scope, farther) }], constant);
    },
    remainder: (scope) => {
      const { builder } = scope;
      const excess = builder.binary('sub', power(scope, distance(scope, point)), power(scope, builder.literal(width)));
      const node = builder.binary('max', excess, builder.literal('0'));
      return linearCombination(scope, [{ coefficient: height, node }]);
    },
    lipschitz: (builder) => {
      const factor = toText(exact(height).abs().times(exact(exponent)));
      const steepness = toText(exact(exponent).plus(ONE));
      const slope = builder.binary('pow', builder.literal(width), builder.unary('neg', builder.literal(steepness)));
      return {
        node: builder.binary('mul', builder.literal(factor), slope),
        text: `${factor} * Math.pow(${width}, -${steepness})`,
      };
    },
  };
}

/** `½ + t`, and 0 where that is negative. */
function ramp(builder: ExpressionBuilder, t: NodeIndex): NodeIndex {
  return builder.binary('max', builder.binary('add', t, builder.literal('0.5')), builder.literal('0'));
}

/** `1[t ≥ 0]` made continuous: 0 for `t ≤ −½`, 1 for `t ≥ ½`. */
function rampedStep(builder: ExpressionBuilder, t: NodeIndex): NodeIndex {
  return builder.binary('min', ramp(builder, t), builder.literal('1'));
}

/** `1[t ≥ 0]` less its ramp; `isBeyond` says whether `t ≥ 0`. */
function stepRemainder(builder: ExpressionBuilder, isBeyond: NodeIndex, t: NodeIndex): NodeIndex {
  const before = builder.unary('neg', ramp(builder, t));
  return builder.select(isBeyond, ramp(builder, builder.unary('neg', t)), before);
}

function clampBall(value: BallFunction, width: string): Clamp {
  const { height, centre, radius } = value;
  /** `t ≥ 0` inside the ball. */
  const depth = (scope: Scope) => {
    const { builder } = scope;
    const inward = builder.binary('sub', builder.literal(radius), distance(scope, centre));
    return builder.binary('div', inward, builder.literal(width));
  };
  return {
    approximation: (scope) =>
      linearCombination(scope, [{ coefficient: height, node: rampedStep(scope.builder, depth(scope)) }]),
    remainder: (scope) => {
      const { builder } = scope;
      const node = stepRemainder(builder, expressInside(value, scope), depth(scope));
      return linearCombination(scope, [{ coefficient: height, node }]);
    },
    lipschitz: (builder) => quotient(builder, toText(exact(height).abs()), width),
  };
}

function clampJumps({ base, jumps }: JumpsFunction, width: string): Clamp {
  const gathered = gatherJumps(jumps);
  const along = ({ builder, inputs }: Scope, { axis, at }: Jump) => {
    const offset = linearCombination({ builder }, [{ coefficient: '1', node: inputs[axis]! }], toText(exact(at).neg()));
    return builder.binary('div', offset, builder.literal(width));
  };
  return {
    approximation: (scope) => {
      const { builder } = scope;
      const ramps = gathered.map((jump) => ({
        coefficient: jump.height,
        node: rampedStep(builder, along(scope, jump)),
      }));
      return builder.binary('add', lipschitzFamilyOf(base).express(base, scope), linearCombination(scope, ramps));
    },
    remainder: (scope) => {
      const { builder, inputs } = scope;
      return linearCombination(
        scope,
        gathered.map((jump) => {
          const isBeyond = builder.compare('lessOrEqual', builder.signedLiteral(jump.at), inputs[jump.axis]!);
          return { coefficient: jump.height, node: stepRemainder(builder, isBeyond, along(scope, jump)) };
        }),
      );
    },
    lipschitz: (builder) => {
      const axes = [...new Set(gathered.map(({ axis }) => axis))];
      const onAxis = (axis: number) => gathered.filter((jump) => jump.axis === axis);
      const slopes = axes.map((axis) => steepestOverlap(onAxis(axis), exact(width)));
      const own = lipschitzConstant(base);
      if (slopes.length === 0) return { node: builder.literal(own), text: own };
      const ramps =
        slopes.length === 1 ? quotient(builder, toText(slopes[0]!), width) : rootQuotient(builder, slopes, width);
      return {
        node: builder.binary('add', builder.literal(own), ramps.node),
        text: own === '0' ? ramps.text : `${own} + ${ramps.text}`,
      };
    },
  };
}

/** The largest `|Σ height|` over jumps of one axis whose ramps of that width meet at one place; 0 if there are none. */
function steepestOverlap(jumps: readonly Jump[], width: ExactDecimal): ExactDecimal {
  // The sum changes where a ramp begins (half a width before its hyperplane) or ends (half a width after it) only.
  const changes = jumps.flatMap(({ at }) => [exact(at), exact(at).plus(width)]);
  return changes
    .map((change) => {
      const meeting = jumps.filter(({ at }) => exact(at).lte(change) && change.lt(exact(at).plus(width)));
      return meeting.reduce((sum, { height }) => sum.plus(exact(height)), ZERO).abs();
    })
    .reduce((a, b) => (a.gt(b) ? a : b), ZERO);
}

function quotient(builder: ExpressionBuilder, numerator: string, denominator: string): Written {
  return {
    node: builder.binary('div', builder.literal(numerator), builder.literal(denominator)),
    text: `${numerator} / ${denominator}`,
  };
}

/** `(Σ slope²)^(1/2) / denominator`. */
function rootQuotient(builder: ExpressionBuilder, slopes: readonly ExactDecimal[], denominator: string): Written {
  const square = toText(slopes.reduce((sum, slope) => sum.plus(slope.times(slope)), ZERO));
  return {
    node: builder.binary('div', builder.unary('sqrt', builder.literal(square)), builder.literal(denominator)),
    text: `Math.sqrt(${square}) / ${denominator}`,
  };
}

/** One per output; `undefined` for functions that are continuous as they are. */
export function clampsOf(value: IntegrableFunction, width: string): readonly Clamp[] | undefined {
  switch (value.family) {
    case 'singular':
      return [clampSingular(value, width)];
    case 'ball':
      return [clampBall(value, width)];
    case 'jumps':
      return [clampJumps(value, width)];
    case 'jump-sequence':
      return value.entries.map((entry) => clampJumps(entry, width));
    case 'continuous':
      return undefined;
  }
}

/** The largest of the Lipschitz constants, as a constant expression. */
export function largestConstant(clamps: readonly Clamp[]): RealConstant {
  const builder = new ExpressionBuilder();
  const largest = clamps
    .map(({ lipschitz }) => lipschitz(builder))
    .reduce((a, b) => ({ node: builder.binary('max', a.node, b.node), text: `Math.max(${a.text}, ${b.text})` }));
  return { text: largest.text, expression: builder.finish(0, [largest.node]) };
}
