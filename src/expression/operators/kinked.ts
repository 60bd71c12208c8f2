/**
 * Functions with kinks or jumps, and the slope operators that are their derivatives.
 *
 * The derivative of a slope is 0 away from the kink and the whole line on it, so second derivatives stay enclosures.
 */
import * as slopes from '../slopes.js';
import { binaryRule, minus, plus, times, unaryRule } from './rule.js';
import type { OperatorRule, Tangent } from './rule.js';
import type { ExpressionBuilder } from '../builder.js';
import type { NodeIndex } from '../expression.js';

export const abs = unaryRule('abs', { slope: (b, x) => b.slope('absSlope', x) });

export const sign = unaryRule('sign', { slope: (b, x) => b.slope('signSlope', x) });

export const floor = unaryRule('floor', { slope: (b, x) => b.slope('jumpSlope', x) });

/** `σ x' + (1 − σ) y'`, the two weights being those of `x` and `y`. */
function weighted(
  b: ExpressionBuilder,
  [weightOfX, weightOfY]: readonly [NodeIndex, NodeIndex],
  [dx, dy]: readonly [Tangent, Tangent],
): Tangent {
  return plus(b, dx === undefined ? dx : times(b, weightOfX, dx), dy === undefined ? dy : times(b, weightOfY, dy));
}

export const min = binaryRule('min', {
  tangent: (b, [x, y], tangents) => weighted(b, [b.slope('minSlope', x, y), b.slope('minSlope', y, x)], tangents),
});

export const max = binaryRule('max', {
  tangent: (b, [x, y], tangents) => weighted(b, [b.slope('minSlope', y, x), b.slope('minSlope', x, y)], tangents),
});

export const hypot = binaryRule('hypot', {
  tangent: (b, [x, y], tangents) => weighted(b, [b.slope('hypotSlope', x, y), b.slope('hypotSlope', y, x)], tangents),
});

type UnarySlope = 'absSlope' | 'signSlope' | 'jumpSlope' | 'kink';

function unarySlopeRule(
  op: UnarySlope,
  tangent: (b: ExpressionBuilder, x: NodeIndex, self: NodeIndex) => NodeIndex,
): OperatorRule {
  return {
    arity: 1,
    symbol: op,
    apply: (system, [x]) => slopes[op](system, x!),
    tangent: (b, { args: [x] }, self, [dx]) => (dx === undefined ? undefined : times(b, tangent(b, x!, self), dx)),
    float64: ([x]) => `S.${op}(F, ${x})`,
    kernel: op,
  };
}

/** `[0, ∞) − [0, ∞)` is the whole line, `0 − 0` is 0: the derivative of a step's slope. */
const difference = (b: ExpressionBuilder, _x: NodeIndex, self: NodeIndex): NodeIndex => b.binary('sub', self, self);

export const absSlope = unarySlopeRule('absSlope', (b, x) => b.slope('kink', x));
export const signSlope = unarySlopeRule('signSlope', difference);
export const jumpSlope = unarySlopeRule('jumpSlope', difference);
export const kink = unarySlopeRule('kink', (_b, _x, self) => self);

export const minSlope: OperatorRule = {
  arity: 2,
  symbol: 'minSlope',
  apply: (system, [x, y]) => slopes.minSlope(system, x!, y!),
  tangent: (b, { args: [x, y] }, _self, [dx, dy]) => {
    const difference = minus(b, dx, dy);
    return difference === undefined ? undefined : times(b, b.slope('kink', b.binary('sub', x!, y!)), difference);
  },
  float64: ([x, y]) => `S.minSlope(F, ${x}, ${y})`,
  kernel: 'minSlope',
};

export const hypotSlope: OperatorRule = {
  arity: 2,
  symbol: 'hypotSlope',
  apply: (system, [x, y]) => slopes.hypotSlope(system, x!, y!),
  // With h = hypot(x, y) and the unit vector (p, q) = (x, y)/h: dp = q(q dx − p dy)/h.
  tangent: (b, { args: [x, y] }, self, [dx, dy]) => {
    const other = b.slope('hypotSlope', y!, x!);
    const length = b.binary('hypot', x!, y!);
    const turn = minus(b, dx === undefined ? dx : times(b, other, dx), dy === undefined ? dy : times(b, self, dy));
    if (turn === undefined) return undefined;
    const smooth = b.binary('div', b.binary('mul', other, turn), length);
    return b.binary('add', smooth, b.slope('kink', length));
  },
  float64: ([x, y]) => `S.hypotSlope(F, ${x}, ${y})`,
  kernel: 'hypotSlope',
};
