import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realArbitrary } from '../real.js';
import { exact, fractionDigits, toText } from './exact-decimal.js';
import { simplifyDecimal } from './simplify-decimal.js';

/** Follows the first candidate that still fails, as fast-check does. */
function shrink(text: string, fails: (x: number) => boolean, limits = {}): string {
  const simplify = simplifyDecimal(limits);
  for (let current = text; ;) {
    const next = [...simplify(current)].find((candidate) => fails(Number(candidate)));
    if (next === undefined) return current;
    current = next;
  }
}

describe('shrinking of decimals', () => {
  it('tries the target first, then fewer digits, then smaller distances', () => {
    expect([...simplifyDecimal()('-1.25')]).toEqual([
      '0',
      '-1',
      '-2',
      '-1.2',
      '-1.3',
      '1.25',
      '-0.63',
      '-0.94',
      '-1.1',
      '-1.18',
      '-1.22',
      '-1.24',
    ]);
  });

  it.each([
    ['0.73192', (x: number) => x > 0.3, '1'],
    ['-7.25', (x: number) => Math.abs(x) > 5, '6'],
    ['-7.25', (x: number) => x < -5.5, '-6'],
    ['0.123456', (x: number) => x > 0.1 && x < 0.2, '0.11'],
    ['987654', (x: number) => x >= 1000, '1000'],
    ['0.000000000123', (x: number) => x > 0 && x < 0.001, '0.0001'],
  ])('%s becomes the simplest number that still fails', (start, fails, expected) => {
    expect(shrink(start, fails)).toBe(expected);
  });

  it('goes to a target of its own, and stays within the limits', () => {
    expect(shrink('812.5', () => true, { min: '0.001', towards: '1' })).toBe('1');
    expect(shrink('0', () => true, { min: '0', towards: '1' })).toBe('1');
    expect(shrink('0.66', () => true, { min: '0.3', max: '0.7' })).toBe('0.3');
    expect([...simplifyDecimal({ min: '0.64', max: '0.66' })('0.6512')].every((x) => x >= '0.64' && x <= '0.66')).toBe(
      true,
    );
  });

  it('for every decimal each candidate has a smaller (digits, distance, sign), or is the target', () => {
    fc.assert(
      fc.property(
        realArbitrary({ min: '-2000', max: '2000', digits: 6 }),
        fc.constantFrom('0', '1', '-3'),
        (text, towards) => {
          const measure = (candidate: string): readonly number[] => {
            const x = exact(candidate);
            const distance = x.minus(exact(towards)).abs();
            return [fractionDigits(x), Number(toText(distance)), x.lt(exact('0')) ? 1 : 0];
          };
          const [digits, distance, negative] = measure(text) as [number, number, number];
          for (const candidate of simplifyDecimal({ towards })(text)) {
            const [fewer, nearer, sign] = measure(candidate) as [number, number, number];
            const smaller =
              fewer < digits || (fewer === digits && (nearer < distance || (nearer === distance && sign < negative)));
            expect(candidate === towards || smaller, `${text} → ${candidate}`).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
