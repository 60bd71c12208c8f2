/** The bound that a development states. */
import { decimalUp } from '../numeric/decimal-text.js';
import { mulUp } from '../numeric/directed.js';

const MARGIN = 1.001;
const DIGITS = 4;

/**
 * A decimal number of at most 4 digits that exceeds a positive certified upper end by at least a part in 1000, up to
 * rounding: a proof by bisection needs room between the error and what is proved of it. `undefined` where there is none: for
 * 0 and infinity.
 */
export function boundWithMargin(upper: number): string | undefined {
  const wide = mulUp(upper, MARGIN);
  return wide > 0 && wide < Infinity ? decimalUp(wide, DIGITS) : undefined;
}
