/**
 * Addition, subtraction, multiplication, division, integer powers, roots.
 *
 * Quotients and negative powers keep the slope form `(x' − (x/y)y')/y`: unlike `−y'/y²` its enclosure is the whole
 * line when 0 lies between two values of `y`, where the difference quotient can have either sign.
 */
import { numeral } from '../numeral.js';
import { binaryRule, integer, minus, plus, times, unaryRule, type OperatorRule } from './rule.js';

export const neg = unaryRule('neg', {
  symbol: '-',
  slope: (b) => integer(b, -1),
  float64: (x) => `-${x}`,
});

export const add = binaryRule('add', {
  symbol: '+',
  tangent: (b, _args, [dx, dy]) => plus(b, dx, dy),
  float64: (x, y) => `${x} + ${y}`,
});

export const sub = binaryRule('sub', {
  symbol: '-',
  tangent: (b, _args, [dx, dy]) => minus(b, dx, dy),
  float64: (x, y) => `${x} - ${y}`,
});

export const mul = binaryRule('mul', {
  symbol: '*',
  tangent: (b, [x, y], [dx, dy]) => {
    if (x === y) return dx === undefined ? undefined : times(b, b.binary('mul', integer(b, 2), x), dx);
    return plus(b, dx === undefined ? dx : times(b, y, dx), dy === undefined ? dy : times(b, x, dy));
  },
  float64: (x, y) => `${x} * ${y}`,
});

export const div = binaryRule('div', {
  symbol: '/',
  domain: 'a divisor other than 0',
  tangent: (b, [, y], [dx, dy], self) => {
    const numerator = minus(b, dx, dy === undefined ? dy : times(b, self, dy));
    return numerator === undefined ? undefined : b.binary('div', numerator, y);
  },
  float64: (x, y) => `${x} / ${y}`,
});

export const sqrt = unaryRule('sqrt', {
  domain: 'an argument of at least 0',
  slope: (b, _x, self) => b.binary('div', integer(b, 1), b.binary('mul', integer(b, 2), self)),
});

export const cbrt = unaryRule('cbrt', {
  slope: (b, _x, self) => b.binary('div', integer(b, 1), b.binary('mul', integer(b, 3), b.powInteger(self, 2))),
});

export const powInteger: OperatorRule = {
  arity: 1,
  symbol: '**',
  domain: 'a base other than 0 for a negative exponent',
  apply: (system, [x], { exponent }) => system.powInteger(x!, exponent!),
  tangent: (b, { exponent = 0, args: [x] }, self, [dx]) => {
    if (dx === undefined || exponent === 0) return undefined;
    const power = exponent > 0 ? b.powInteger(x!, exponent - 1) : b.binary('div', self, x!);
    return times(b, b.binary('mul', integer(b, exponent), power), dx);
  },
  float64: ([x], { exponent }) => `F.powInteger(${x}, ${numeral(exponent!)})`,
  kernel: 'powInteger',
  trailing: ({ exponent }) => numeral(exponent!),
};
