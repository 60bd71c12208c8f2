/**
 * Exponential, logarithm, general powers, trigonometric and hyperbolic functions.
 *
 * `tan' = (1/cos)/cos` and not `1 + tan²`: when a pole lies between two arguments (possible behind a jump) the
 * difference quotient can be negative, and only the former encloses it (it is the whole line there).
 */
import { binaryRule, integer, plus, times, unaryRule } from './rule.js';

export const exp = unaryRule('exp', { slope: (_b, _x, self) => self });

export const expm1 = unaryRule('expm1', { slope: (b, x) => b.unary('exp', x) });

export const log = unaryRule('log', {
  domain: 'an argument greater than 0',
  slope: (b, x) => b.binary('div', integer(b, 1), x),
});

export const sin = unaryRule('sin', { slope: (b, x) => b.unary('cos', x) });

export const cos = unaryRule('cos', { slope: (b, x) => b.unary('neg', b.unary('sin', x)) });

export const tan = unaryRule('tan', {
  domain: 'an argument that is not an odd multiple of π/2',
  slope: (b, x) => {
    const cosine = b.unary('cos', x);
    return b.binary('div', b.binary('div', integer(b, 1), cosine), cosine);
  },
});

export const atan = unaryRule('atan', {
  slope: (b, x) => b.binary('div', integer(b, 1), b.binary('add', integer(b, 1), b.powInteger(x, 2))),
});

export const tanh = unaryRule('tanh', {
  slope: (b, _x, self) => b.binary('sub', integer(b, 1), b.powInteger(self, 2)),
});

export const pow = binaryRule('pow', {
  symbol: '**',
  domain: 'a base greater than 0, or equal to 0 with an exponent greater than 0',
  tangent: (b, [x, y], [dx, dy], self) => {
    const exponentLess = (): number => b.binary('sub', y, integer(b, 1));
    return plus(
      b,
      dx === undefined ? dx : times(b, b.binary('mul', y, b.binary('pow', x, exponentLess())), dx),
      dy === undefined ? dy : times(b, b.binary('mul', self, b.unary('log', x)), dy),
    );
  },
});
