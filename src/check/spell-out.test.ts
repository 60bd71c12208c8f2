import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from './spell-out.js';

describe('text for a terminal', () => {
  test('for every text, nothing in it is a command to the terminal, and no line breaks', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\u001b[2J', '\u009b', '\r', '\n', '\u202e', '\u2028', '\ud800', 'x', 'ω') }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 300 },
    );
  });

  test('what is harmless stays as it is', () => {
    expect(printable('ε′ = 0.1; [0, 1] × [−1, 1]')).toBe('ε′ = 0.1; [0, 1] × [−1, 1]');
    expect(printable('one line\n  and another')).toBe('one line and another');
    expect(printable('\u001b[31mred')).toBe('\\u{1b}[31mred');
  });

  test('a very long text is cut, and says how long it is', () => {
    expect(printable('x'.repeat(5000), 10)).toBe('xxxxxxxxxx… (5000 characters)');
  });
});
