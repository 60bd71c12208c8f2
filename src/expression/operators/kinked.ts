/**
 * Functions with kinks or jumps, and the slope operators that are their derivatives.
 *
 * The derivative of a slope is 0 away from the kink and the whole line on it, so second derivatives stay enclosures.
 */
import * as slopes from '../slopes.js';
import { binaryRule, chosenTangent, minus, plus, times, unaryRule, type OperatorRule } from './rule.js';
import type { ExpressionBuilder } from '../builder.js';
import type { NodeIndex } from '../expression.js';

export const abs = unaryRule('abs', { slope: (b, x) => b.slope('absSlope', x) });

export const sign = unaryRule('sign', { slope: (b, x) => b.slope('signSlope', x) });

export const floor = unaryRule('floor', { slope: (b, x) => b.slope('jumpSlope', x) });

export const min = binaryRule('min', {
  tangent: (b, [x, y], [dx, dy]) => chosenTangent(b, b.compare('less', x, y), dx, dy),
});

export const max = binaryRule('max', {
  tangent: (b, [x, y], [dx, dy]) => chosenTangent(b, b.compare('less', y, x), dx, dy),
});

export const hypot = binaryRule('hypot', {
  tangent: (b, [x, y], [dx, dy]) =>
    plus(
      b,
      dx === undefined ? dx : times(b, b.slope('hypotSlope', x, y), dx),
      dy === undefined ? dy : times(b, b.slope('hypotSlope', y, x), dy),
    ),
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
