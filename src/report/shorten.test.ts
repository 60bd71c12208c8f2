import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shorten, shortenInterval } from './shorten.js';

test('for every decimal number, the shortened text is on the asked side, and off by less than a unit of its last digit', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: -40, max: 20 }))
    .map(([digits, exponent]) => `${digits}e${exponent}`);
  const Exact = Decimal.clone({ precision: 60 });
  fc.assert(
    fc.property(decimal, (text) => {
      const [down, exact, up] = [new Exact(shorten(text, 'down')), new Exact(text), new Exact(shorten(text, 'up'))];
      expect(down.lte(exact) && exact.lte(up)).toBe(true);
      expect(up.minus(down).lte(exact.abs().times('1e-5'))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('an interval is shortened outward', () => {
  expect(shortenInterval({ lower: '-1.23456789', upper: '0.1234567' })).toBe('[-1.23457, 0.123457]');
  expect(shortenInterval({ lower: '0', upper: 'Infinity' })).toBe('[0, Infinity]');
});
