/** Random truncated attention as certificates describe it. */
import fc from 'fast-check';
import type { CertificateAttention, CertificateTruncation, TextInterval } from '../../src/certificate/certificate.js';

export const exact = (text: string): TextInterval => [text, text];

/** Decimal text with three digits after the point. */
export const decimalText = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least * 1000, max: most * 1000 }).map((n) => String(n / 1000));

/** Heads that divide the keys among themselves, each reading up to two more on either side. */
const headsArbitrary = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 3 })
  .map((parts) => {
    const last = parts.reduce((sum, [count]) => sum + count, 0) - 1;
    let next = 0;
    return parts.map(([count, before, behind]) => {
      const values = [next, next + count - 1] as const;
      next += count;
      return { keys: [Math.max(0, values[0] - before), Math.min(last, values[1] + behind)] as const, values };
    });
  });

/** Of ranges that may be points; one head in about half of the cases. */
export const truncationArbitrary: fc.Arbitrary<CertificateTruncation> = fc
  .record({
    lower: fc.constantFrom('0', '-1', '-0.3', '2'),
    length: fc.constantFrom(1, 2.5, 0.2, 0),
    cells: fc.integer({ min: 1, max: 8 }),
    offset: fc.integer({ min: -3, max: 2 }),
    beta: fc.constantFrom('1e-9', '0.1', '2', '30', '2000', '1e6'),
    heads: headsArbitrary,
    isOne: fc.boolean(),
  })
  .map(({ lower, length, cells, offset, beta, heads, isOne }) => {
    const all = [0, heads.at(-1)!.values[1]] as const;
    return {
      lower: exact(lower),
      upper: exact(length === 0 ? lower : String(Math.round(1000 * (Number(lower) + length)) / 1000)),
      cells,
      offset,
      inverseTemperature: exact(beta),
      heads: isOne ? [{ keys: all, values: all }] : heads,
    };
  });

/** A few terms, some of which share their weights, and often a second layer. */
export function attentionArbitrary(inputs: number, sums: number): fc.Arbitrary<CertificateAttention> {
  const number = decimalText(-2, 2).map(exact);
  const numbers = (count: number) => fc.array(number, { minLength: count, maxLength: count });
  const term = fc.record({
    weights: fc.oneof(numbers(inputs), fc.constant(Array.from({ length: inputs }, () => exact('1')))),
    offset: number,
    coefficients: numbers(sums),
  });
  return fc.record(
    {
      truncation: truncationArbitrary,
      terms: fc.array(term, { maxLength: 3 }),
      constants: numbers(sums),
      second: fc.record({
        truncation: truncationArbitrary,
        rows: fc.constantFrom(1, sums),
        mask: fc.constantFrom('0', '1.5', '40').map(exact),
      }),
    },
    { requiredKeys: ['truncation', 'terms', 'constants'] },
  );
}

/** One band that says nothing. */
export const NO_BAND = [{ lower: '-1e9', upper: '1e9' }];
