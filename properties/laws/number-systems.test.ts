/**
 * Every number system under the one law suite: 200 cases a law in CI, a third of them by default, 4,000 with
 * SOFTPROOF_PROFILE=deep (some ten minutes).
 */
import type { Decimal } from 'decimal.js';
import { vi } from 'vitest';
import { EXPONENT_LIMIT } from '../../src/numeric/decimal-context.js';
import { decimalIntervalSystem } from '../../src/numeric/decimal-interval.js';
import { decimalSystem } from '../../src/numeric/decimal.js';
import { nextUp } from '../../src/numeric/directed.js';
import { exactSystem } from '../../src/numeric/exact.js';
import { float64System } from '../../src/numeric/float64.js';
import { intervalSystem } from '../../src/numeric/interval.js';
import { effort } from '../support/effort.js';
import { describeNumberSystemLaws } from './number-system-laws.js';
import { Exact, decimalOf, decimalOfDouble, endsOfDoubles } from './support/oracle.js';

if (process.env['SOFTPROOF_PROFILE'] === 'deep') vi.setConfig({ testTimeout: 3_600_000 });

/** The distance from the double next to `|x|`, towards 0, to the following one; between the largest two beyond. */
function doubleUnit(x: Decimal): Decimal {
  const near = Math.min(Math.abs(x.toNumber()), Number.MAX_VALUE / 2);
  const below = decimalOfDouble(near).gt(x.abs()) ? near * (1 - 2 ** -53) : near;
  return x.abs().gte(Number.MAX_VALUE / 2)
    ? decimalOfDouble(2 ** 971)
    : Exact.sub(decimalOfDouble(nextUp(below)), decimalOfDouble(below));
}

/** One unit in the last of so many digits; no smaller than the smallest number. */
const decimalUnit =
  (digits: number) =>
  (x: Decimal): Decimal =>
    new Exact(10).pow(Math.max(-EXPONENT_LIMIT, x.isZero() ? -Infinity : x.e - digits + 1));

describeNumberSystemLaws(intervalSystem, {
  kind: 'enclosure',
  ends: (x) => endsOfDoubles(x.lo, x.hi),
  unit: doubleUnit,
  widthInUnits: 3,
  finer: (compute) => compute(decimalIntervalSystem(40)),
  oracleDigits: 60,
  runs: effort(200),
});

for (const digits of [20, 40]) {
  describeNumberSystemLaws(decimalIntervalSystem(digits), {
    kind: 'enclosure',
    ends: (x) => x,
    unit: decimalUnit(digits),
    widthInUnits: 2,
    finer: (compute) => compute(decimalIntervalSystem(digits + 25)),
    oracleDigits: digits + 50,
    runs: effort(200),
  });
}

describeNumberSystemLaws(float64System, {
  kind: 'approximate',
  value: decimalOfDouble,
  unit: doubleUnit,
  largest: decimalOfDouble(Number.MAX_VALUE),
  // Twice the largest error measured of an engine's functions (tanh, 2.2) would be 4.4.
  errorInUnits: '4.4',
  poles: 'infinite',
  oracleDigits: 60,
  runs: effort(200),
});

for (const digits of [20, 50]) {
  describeNumberSystemLaws(decimalSystem(digits), {
    kind: 'approximate',
    value: (x) => x,
    unit: decimalUnit(digits),
    largest: decimalOf(`9e${EXPONENT_LIMIT}`),
    errorInUnits: '0.51',
    poles: 'undefined',
    oracleDigits: digits + 50,
    runs: effort(200),
  });
}

describeNumberSystemLaws(exactSystem, {
  kind: 'exact',
  value: (x) => decimalOf(x.toString()),
  oracleDigits: 120,
  runs: effort(200),
});
