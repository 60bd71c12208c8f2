/** The number systems of MPFR under the one law suite, at the precisions of one, two and four limbs. */
import { type Decimal } from 'decimal.js';
import { numeralOfScaled } from '../../src/numeric/decimal-conversion.js';
import { DOWN, NEAREST, UP, type Rounding } from '../../src/numeric/mpfr/library.js';
import { mpfrIntervalSystem } from '../../src/numeric/mpfr/interval.js';
import { isFinite, scaledFromMpfr, type MpfrNumber } from '../../src/numeric/mpfr/number.js';
import { registersOf } from '../../src/numeric/mpfr/registers.js';
import { mpfrSystem } from '../../src/numeric/mpfr/system.js';
import { effort } from '../support/effort.js';
import { describeWith } from '../support/optional-tool.js';
import { mpfr } from '../support/mpfr.js';
import { describeNumberSystemLaws } from './number-system-laws.js';
import { Exact } from './support/oracle.js';

const runs = effort(150);

/** Longer numerals are rounded outward to some digits more, which the oracle's enclosures still tell apart. */
const [SPELLED_OUT, ROUNDED] = [700, 900];
/** Numbers of MPFR are below 2 to this power in magnitude, and not below 2 to its negative unless 0. */
const EXPONENT_LIMIT = 2 ** 30;

const decimalOf =
  (digits: number, rounding: Rounding) =>
  (x: MpfrNumber): Decimal =>
    isFinite(x) && Math.abs(scaledFromMpfr(x).twos) < SPELLED_OUT
      ? new Exact(numeralOfScaled(scaledFromMpfr(x)))
      : new Exact(registersOf(digits).toText(x, ROUNDED, rounding));

/** The distance of numbers of so many bits near `x`; twice that, maybe, next to a power of two. */
const unit =
  (bits: number) =>
  (x: Decimal): Decimal => {
    if (x.isZero()) return new Exact(2).pow(-EXPONENT_LIMIT);
    const [mantissa, tens] = x.abs().toExponential(16).split('e').map(Number) as [number, number];
    const log2 = (tens + Math.log10(mantissa)) * Math.log2(10);
    return new Exact(2).pow(Math.max(-EXPONENT_LIMIT, Math.floor(log2 + 1e-6) + 1 - bits));
  };

describeWith(mpfr, 'numbers of MPFR', () => {
  for (const digits of [15, 50]) {
    const { bits } = registersOf(digits);
    describeNumberSystemLaws(mpfrIntervalSystem(digits), {
      kind: 'enclosure',
      ends: ({ lo, hi }) => ({ lo: decimalOf(digits, DOWN)(lo), hi: decimalOf(digits, UP)(hi) }),
      unit: unit(bits),
      // One, and what rounding to 900 digits adds.
      widthInUnits: 1.001,
      finer: (compute) => {
        const { lo, hi } = compute(mpfrIntervalSystem(digits + 40));
        return { lo: decimalOf(digits + 40, DOWN)(lo), hi: decimalOf(digits + 40, UP)(hi) };
      },
      oracleDigits: digits + 60,
      runs,
    });
  }
  for (const digits of [15, 70]) {
    const { bits } = registersOf(digits);
    describeNumberSystemLaws(mpfrSystem(digits), {
      kind: 'approximate',
      value: decimalOf(digits, NEAREST),
      unit: unit(bits),
      largest: new Exact(2).pow(EXPONENT_LIMIT - 1),
      errorInUnits: '0.51',
      poles: 'undefined',
      oracleDigits: digits + 60,
      runs,
    });
  }
});
