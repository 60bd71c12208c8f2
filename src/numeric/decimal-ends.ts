/** Decimals as ends of intervals: decimal.js rounded down and up for + − × ÷, and this folder's own functions. */
import type { Decimal } from 'decimal.js';
import {
  addDown,
  addUp,
  divDown,
  divUp,
  internalContext,
  mulDown,
  mulUp,
  subDown,
  subUp,
  type DecimalContext,
} from './decimal-context.js';
import * as functions from './decimal-point-functions.js';
import type { Bounds, Ends } from './ends/ends.js';

export interface DecimalEnds extends Ends<Decimal> {
  readonly context: DecimalContext;
}

export function decimalEnds(c: DecimalContext): DecimalEnds {
  return {
    context: c,
    zero: c.zero,
    one: c.one,
    infinity: c.infinity,
    minusInfinity: c.minusInfinity,
    nan: c.nan,

    isNaN: (x) => x.isNaN(),
    signOf: (x) => (x.isZero() || x.isNaN() ? 0 : x.s),
    lessThan: (x, y) => x.lt(y),
    atMost: (x, y) => x.lte(y),
    equal: (x, y) => x.eq(y),
    neg: (x) => x.neg(),
    floor: (x) => x.floor(),

    addDown: (x, y) => addDown(x, y, c),
    addUp: (x, y) => addUp(x, y, c),
    subDown: (x, y) => subDown(x, y, c),
    subUp: (x, y) => subUp(x, y, c),
    mulDown: (x, y) => mulDown(x, y, c),
    mulUp: (x, y) => mulUp(x, y, c),
    divDown: (x, y) => divDown(x, y, c),
    divUp: (x, y) => divUp(x, y, c),

    exp: (x) => functions.expAt(x, c),
    expm1: (x) => functions.expm1At(x, c),
    atan: (x) => functions.atanAt(x, c),
    tanh: (x) => functions.tanhAt(x, c),
    cbrt: (x) => functions.cbrtAt(x, c),
    log: (x) => functions.logAt(x, c),
    sqrt: (x) => functions.sqrtAt(x, c),
    sin: (x) => functions.sinAt(x, c),
    cos: (x) => functions.cosAt(x, c),
    tan: (x) => functions.tanAt(x, c),
    quadrantOf: functions.quadrantOf,
    hypot: (x, y) => hypotAt(x, y, c),
    powInteger: (x, n) => functions.powIntegerAt(x, n, c),
    pow: (x, y) => functions.powAt(x, y, c),
  };
}

/**
 * `√(x² + y²)`. Squares of `d` digits are exact in `2d`; their sum is rounded at `2d + 4`, so the root is off by less
 * than two units in the last place, and exact wherever it fits.
 */
function hypotAt(x: Decimal, y: Decimal, c: DecimalContext): Bounds<Decimal> {
  const wide = internalContext(2 * c.digits + 4);
  const least = addDown(mulDown(x, x, wide), mulDown(y, y, wide), wide);
  const most = addUp(mulUp(x, x, wide), mulUp(y, y, wide), wide);
  const { lo, hi } = functions.sqrtAt(least, c);
  return { lo, hi: most.eq(least) ? hi : functions.sqrtAt(most, c).hi };
}
