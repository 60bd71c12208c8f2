/** Truncated attention against the sum of all keys of every head in intervals of 60 digits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, exact, NO_BAND, truncationArbitrary } from '../../properties/support/attention-documents.js';
import { truncationAt } from '../../properties/support/certificate-oracle.js';
import type { CertificateBand, CertificateTruncation } from '../certificate/certificate.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { decimal } from './decimal.js';
import { Deadline } from './rejection.js';
import type { Interval } from './interval.js';
import { Truncation } from './truncation.js';

const P = 128n;
const system = decimalIntervalSystem(60);
const number = (text: string): DecimalInterval =>
  text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);

const open = (data: CertificateTruncation, bands: readonly CertificateBand[] = NO_BAND): Truncation =>
  new Truncation(data, bands, P, new Deadline(20));

/** Ends in units of 2^−P as decimals; those of 60 digits are farther apart than they are wide. */
const unit = system.powInteger(system.literal('2'), -Number(P));
const inUnits = (n: bigint): DecimalInterval => system.mul(number(String(n)), unit);

function expectAround({ lo, hi }: Interval, value: DecimalInterval): void {
  expect(system.less(value, inUnits(lo))).not.toBe(true);
  expect(system.less(inUnits(hi), value)).not.toBe(true);
}

const width = ({ lo, hi }: Interval): number => Number(hi - lo) / 2 ** Number(P);

const clampOf = ({ lower, upper }: CertificateTruncation, y: DecimalInterval): DecimalInterval =>
  system.min(number(upper[0]), system.max(number(lower[0]), y));

const places = fc.oneof(decimalText(-3, 5), fc.constantFrom('-1000', '1e6', '1e30', '-1e-30', '0'));

describe('a random truncation', () => {
  it('is enclosed sharply at a point, with its error, its slope and what lies beyond its range', () => {
    fc.assert(
      fc.property(truncationArbitrary, places, (data, text) => {
        const y = { lo: decimal(text, P).lo, hi: decimal(text, P).hi };
        const truncation = open(data);
        const [value, clamped] = [truncationAt(data, number(text)), clampOf(data, number(text))];
        const range = truncation.range(y);
        expectAround(range, value);
        expectAround(truncation.error(y), system.sub(value, clamped));
        expectAround(truncation.clamp(y), clamped);
        expectAround(truncation.beyond(y), system.sub(number(text), clamped));
        // Numbers that are not dyadic are wide by a unit, which the inverse temperature multiplies.
        expect(width(range)).toBeLessThan(1e-25);
      }),
      { numRuns: 300 },
    );
  });

  it('contains its values at the points of intervals, wide or not', () => {
    const interval = fc.tuple(places, fc.constantFrom('0', '1e-12', '0.001', '0.05', '0.7', '30'), decimalText(0, 1));
    fc.assert(
      fc.property(truncationArbitrary, interval, (data, [from, length, share]) => {
        const point = system.add(number(from), system.mul(number(length), number(share)));
        const y = { lo: decimal(from, P).lo, hi: decimal(from, P).hi + decimal(length, P).hi };
        const truncation = open(data);
        const value = truncationAt(data, point);
        expectAround(truncation.range(y), value);
        expectAround(truncation.error(y), system.sub(value, clampOf(data, point)));
        const slope = truncation.slopes(y);
        const rise = system.sub(clampOf(data, point), clampOf(data, number(from)));
        const run = system.sub(point, number(from));
        const ends = [slope.lo, slope.hi].map((end) => system.mul(inUnits(end), run));
        expect(system.less(rise, ends[0]!)).not.toBe(true);
        expect(system.less(ends[1]!, rise)).not.toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

const one = [{ keys: [0, 3], values: [0, 3] }] as const;
const sharp: CertificateTruncation = {
  lower: exact('0'),
  upper: exact('1'),
  cells: 4,
  offset: 0,
  inverseTemperature: exact('320'),
  heads: one,
};

describe('the bands of a truncation', () => {
  const middle = { to: '0.75', lower: '-0.13', upper: '0.13' };
  const [before, behind, end] = [
    { to: '-0.25', lower: '-1e-12', upper: '1e-12' },
    { to: '1.25', lower: '-0.2501', upper: '0.01' },
    { lower: '-0.2501', upper: '-0.2499' },
  ];

  it('are shown where they hold: half a step between keys, and a whole one behind the last', () => {
    expect(() => open(sharp, [before, middle, behind, end])).not.toThrow();
  });

  it.each<[string, CertificateBand[]]>([
    ['too narrow between keys', [before, { ...middle, upper: '0.05' }, behind, end]],
    ['too narrow behind the last key', [before, middle, { ...behind, lower: '-0.249' }, end]],
    ['too far to the right', [before, { ...middle, to: '0.95' }, behind, end]],
    ['wrong at the left end', [{ ...before, to: '0.1' }, middle, behind, end]],
    ['wrong at the right end', [before, middle, { ...behind, to: '0.9' }, end]],
  ])('are rejected where they are %s', (_, bands) => {
    expect(() => open(sharp, bands)).toThrow('band');
  });

  it('are rejected out of order, and upside down', () => {
    expect(() => open(sharp, [before, { ...middle, lower: '0.13', upper: '-0.13' }, behind, end])).toThrow('is empty');
    expect(() => open(sharp, [middle, before, behind, end])).toThrow();
    expect(() => open(sharp, [before, middle, { ...behind, to: '0.5' }, end])).toThrow('order');
  });

  it('bound the error of what is a step wide or more', () => {
    const truncation = open(sharp, [before, middle, behind, end]);
    const error = truncation.error({ lo: 0n, hi: 3n << (P - 2n) });
    expect(error).toEqual({ lo: decimal('-0.13', P).lo, hi: decimal('0.13', P).hi });
    const across = truncation.error({ lo: 1n << (P - 1n), hi: 3n << (P - 1n) });
    expect(across).toEqual({ lo: decimal('-0.2501', P).lo, hi: decimal('0.13', P).hi });
  });
});

describe('a truncation', () => {
  it.each<[string, Partial<CertificateTruncation>]>([
    ['an empty range', { upper: exact('-1') }],
    ['no inverse temperature', { inverseTemperature: exact('0') }],
    ['a number that is no interval', { lower: ['1', '0'] }],
  ])('is refused with %s', (_, change) => {
    expect(() => open({ ...sharp, ...change })).toThrow();
  });

  it('of arguments beyond 2^2048 is refused', () => {
    expect(() => open(sharp).error({ lo: 0n, hi: 1n << 2200n })).toThrow('2^2048');
  });

  it('of two heads differs from that of one where their values do', () => {
    const heads = [
      { keys: [0, 2], values: [0, 1] },
      { keys: [1, 3], values: [2, 3] },
    ] as const;
    const y = { lo: decimal('0.3', P).lo, hi: decimal('0.3', P).hi };
    const cool = { ...sharp, inverseTemperature: exact('2') };
    const [alone, both] = [open(cool).range(y), open({ ...cool, heads }).range(y)];
    expect(both.lo > alone.hi || both.hi < alone.lo).toBe(true);
  });
});
