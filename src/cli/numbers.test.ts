import fc from 'fast-check';
import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  cellNumbers,
  normText,
  rangeText,
  realNumber,
  realText,
  seedNumber,
  shardNumber,
  wholeNumber,
} from './numbers.js';

const nonsense = ['', ' ', 'NaN', 'nan', 'Infinity', '-Infinity', 'one', '1,5', '0x10', '1e', 'e5', '.', '1 2', '١'];

describe('whole numbers', () => {
  test('for every safe integer from the least on, its text is read back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(wholeNumber(-Number.MAX_SAFE_INTEGER)(String(n))).toBe(n);
        expect(seedNumber(String(n))).toBe(n);
      }),
      { numRuns: 100 },
    );
  });

  test.each([...nonsense, '1.5', '1e3', '-1', '0', '9007199254740992', '1'.repeat(400)])('%j is refused', (text) => {
    expect(() => wholeNumber(1)(text)).toThrow(InvalidArgumentError);
  });

  test('the message says what is asked', () => {
    expect(() => wholeNumber(1)('0')).toThrow('It is less than 1. Give a whole number of at least 1.');
    expect(() => wholeNumber(1)('2.5')).toThrow('It is not a whole number.');
    expect(() => wholeNumber(1)('9007199254740992')).toThrow('It is too large: at most 9007199254740991.');
  });
});

describe('real numbers', () => {
  test('for every positive finite double, its text is kept as it is', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        expect(realText(false)(String(x))).toBe(String(x));
        expect(realNumber(false)(String(x))).toBe(x);
      }),
      { numRuns: 100 },
    );
  });

  test('zero is for those who allow it', () => {
    for (const zero of ['0', '0.0', '.0', '0e5', '-0']) {
      expect(realNumber(true)(zero)).toBeCloseTo(0, 300);
      expect(() => realText(false)(zero)).toThrow('It is zero. Give a positive number');
    }
  });

  test.each([...nonsense, '-1', '-1e-300', '1e999', '1e-999'])('%j is refused', (text) => {
    expect(() => realText(true)(text)).toThrow(InvalidArgumentError);
  });
});

describe('ranges', () => {
  test('two decimal numbers, kept as they are', () => {
    expect(rangeText('0,1')).toEqual(['0', '1']);
    expect(rangeText('-1.5e-3, +2')).toEqual(['-1.5e-3', '2']);
    expect(rangeText('3,-3')).toEqual(['3', '-3']);
  });
  test.each(['1', '1,2,3', ',', '1,', '0,1e999', ...nonsense.filter((text) => text !== '1,5')])(
    '%j is refused',
    (text) => {
      expect(() => rangeText(text)).toThrow(InvalidArgumentError);
    },
  );
});

describe('norms', () => {
  test('inf or a number of at least 1, kept as it is', () => {
    for (const text of ['inf', '1', '2.50', '1000']) expect(normText(text)).toBe(text);
  });
  test.each(['0.99', '-1', '1e3', '∞', ...nonsense.filter((text) => text !== '0x10')])('%j is refused', (text) => {
    expect(() => normText(text)).toThrow('Give inf for the largest error');
  });
});

describe('cells', () => {
  test('one number or several', () => {
    expect(cellNumbers('32')).toEqual([32]);
    expect(cellNumbers('8, 16,1')).toEqual([8, 16, 1]);
  });
  test.each(['0', '-1', '1.5', '8,', ',8', '8,0', ...nonsense.filter((text) => text !== '1,5')])(
    '%j is refused',
    (text) => {
      expect(() => cellNumbers(text)).toThrow(InvalidArgumentError);
    },
  );
});

describe('shards', () => {
  test('are counted from 1', () => {
    expect(shardNumber('1/1')).toEqual({ index: 0, count: 1 });
    expect(shardNumber('2/5')).toEqual({ index: 1, count: 5 });
  });
  test.each(['0/5', '6/5', '1/0', '2', '1/', '-1/5', '1.5/3', ...nonsense])('%j is refused', (text) => {
    expect(() => shardNumber(text)).toThrow(InvalidArgumentError);
  });
});
