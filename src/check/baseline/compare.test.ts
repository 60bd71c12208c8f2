import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certain } from '../../../properties/system/artificial-claims.mjs';
import type { CaseResult, Method, Verdict } from '../../theorems/claim.js';
import { compareCase, compareClaim, isSameBound } from './compare.js';
import { baselineCase, baselineClaim } from './document.js';

const result: CaseResult = {
  verdict: 'held',
  method: 'bound',
  observed: { lower: '0.25', upper: '0.5' },
  bound: '0.75',
  ratio: 0.5,
  substantial: false,
};
const stored = baselineCase({ n: '1' }, 'one', result);
const kinds = (found: Partial<CaseResult>, was: Partial<CaseResult> = {}): string[] =>
  compareCase(baselineCase({ n: '1' }, 'one', { ...result, ...was }), { ...result, ...found }).map(({ kind }) => kind);

describe('what is found for a case', () => {
  test('is as before when it is the same, for every number of digits', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 40 });
    const number = fc
      .tuple(digits, fc.integer({ min: -400, max: 400 }))
      .map(([fraction, exponent]) => `1.${fraction}e${exponent}`);
    fc.assert(
      fc.property(number, number, (bound, width) => {
        const same = { ...result, bound, observed: { lower: '0', upper: width } };
        expect(compareCase(baselineCase(null, 'x', same), same)).toEqual([]);
      }),
    );
  });

  test('has fewer digits in the baseline, rounded so that bounds and enclosures stay what they are', () => {
    const third = `0.${'3'.repeat(30)}`;
    const { bound, observed } = baselineCase(null, 'x', {
      ...result,
      bound: third,
      observed: { lower: third, upper: third },
    });
    expect([bound, observed]).toEqual(['0.333333333333', { lower: '0.333333333333', upper: '0.333333333334' }]);
  });

  test.each<[Verdict, Verdict, boolean]>([
    ['certified', 'held', true],
    ['certified', 'inconclusive', true],
    ['held', 'refuted', true],
    ['inconclusive', 'refuted', true],
    ['held', 'certified', false],
    ['inconclusive', 'held', false],
  ])('%s that becomes %s is weaker: %s', (before, now, weaker) => {
    expect(kinds({ verdict: now }, { verdict: before })).toEqual(weaker ? ['verdict'] : []);
  });

  test.each<[Method, Method, boolean]>([
    ['exact', 'enclosure', true],
    ['enclosure', 'bound', true],
    ['bound', 'sampled', true],
    ['bound', 'enclosure', false],
    ['enclosure', 'exact', false],
  ])('by %s that becomes by %s is weaker: %s', (before, now, weaker) => {
    expect(kinds({ method: now }, { method: before })).toEqual(weaker ? ['method'] : []);
  });

  test('that encloses the same point overlaps, one beyond it does not', () => {
    expect(kinds({ observed: { lower: '0.5', upper: '7' } })).toEqual([]);
    expect(kinds({ observed: { lower: '0.1', upper: '0.25' } })).toEqual([]);
    expect(kinds({ observed: { lower: '-Infinity', upper: 'Infinity' } })).toEqual([]);
    expect(kinds({ observed: { lower: '0.50000000001', upper: '7' } })).toEqual(['observed']);
    expect(kinds({ observed: { lower: '0', upper: '0.2499999999' } })).toEqual(['observed']);
  });

  test('is told with both values', () => {
    expect(compareCase(stored, { ...result, bound: '0.7875' })).toEqual([
      { kind: 'bound', stored: '0.75', found: '0.7875' },
    ]);
  });
});

describe('a bound', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: -300, max: 300 }), fc.boolean());

  test('for every size and sign: is the same up to 1e-9 of the stored one, and another beyond', () => {
    fc.assert(
      fc.property(sizes, fc.boolean(), ([digits, exponent, negative], up) => {
        const sign = negative ? '-' : '';
        const at = (billionths: bigint): string =>
          `${sign}${BigInt(digits) * (10n ** 11n + billionths)}e${exponent - 11}`;
        const [inside, outside] = up ? [100n, 101n] : [-100n, -101n];
        expect(isSameBound(at(0n), at(inside))).toBe(true);
        expect(isSameBound(at(0n), at(outside))).toBe(false);
      }),
    );
  });

  test('of 0 or infinity stays what it is', () => {
    expect(isSameBound('0', '0')).toBe(true);
    expect(isSameBound('0', '1e-400')).toBe(false);
    expect(isSameBound('Infinity', 'Infinity')).toBe(true);
    expect(isSameBound('Infinity', '1')).toBe(false);
    expect(isSameBound('1', 'Infinity')).toBe(false);
    expect(isSameBound('-Infinity', 'Infinity')).toBe(false);
  });
});

test('a claim is worse for every hypothesis and assumption that is new or worded anew, not for one that went', () => {
  const entry = baselineClaim({ ...certain, hypotheses: ['a', 'b'], assumptions: ['c'] }, []);
  expect(compareClaim(entry, { ...certain, hypotheses: ['b'], assumptions: [] })).toEqual([]);
  expect(compareClaim(entry, { ...certain, hypotheses: ['a', 'B'], assumptions: ['c', 'd'] })).toEqual([
    { kind: 'hypothesis', found: 'B' },
    { kind: 'assumption', found: 'd' },
  ]);
});
