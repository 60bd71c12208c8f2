import { describe, expect, it } from 'vitest';
import { parseErrorNorm, SUP_NORM } from './error-norm.js';

describe('parseErrorNorm', () => {
  it('knows inf, and every decimal number of at least 1', () => {
    expect(parseErrorNorm('inf')).toBe(SUP_NORM);
    expect(SUP_NORM.exponent).toBeUndefined();
    for (const [text, value] of [
      ['1', 1],
      ['2', 2],
      ['1.5', 1.5],
      ['12.25', 12.25],
      ['1.0', 1],
    ] as const) {
      const { lo, hi } = parseErrorNorm(text)!.exponent!;
      expect([lo, hi]).toEqual([value, value]);
      expect(parseErrorNorm(text)!.text).toBe(text);
    }
  });

  it('encloses numbers that are no doubles, with a lower end of at least 1', () => {
    const { lo, hi } = parseErrorNorm('1.1')!.exponent!;
    expect(lo).toBeLessThan(hi);
    expect(parseErrorNorm('1.00000000000000000001')!.exponent!.lo).toBe(1);
  });

  it('refuses every other text: numbers below 1, however near, beyond the doubles, and what is no number', () => {
    const wrong = [
      '0',
      '0.5',
      '0.9999999999999999999999',
      '-2',
      '+2',
      '2e0',
      '.5',
      '2.',
      '',
      ' 2',
      'Inf',
      'infinity',
      'NaN',
    ];
    for (const text of [...wrong, `1${'0'.repeat(400)}`]) expect(parseErrorNorm(text), text).toBeUndefined();
  });
});
