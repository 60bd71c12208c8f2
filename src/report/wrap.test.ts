import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrap } from './wrap.js';

const words = fc.array(fc.stringMatching(/^[a-z\\{},.]{1,30}$/), { minLength: 1, maxLength: 40 });

test('for every text, the lines are its words in order, and only a line of one word is too long', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 100 }), fc.nat(4), fc.nat(3), (text, columns, blanks, hanging) => {
      const lines = wrap(text.join(' '), columns, ' '.repeat(blanks), hanging);
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(text);
      lines.forEach((line, i) => {
        expect(line.search(/\S/)).toBe(blanks + (i === 0 ? 0 : hanging));
        expect(line.length <= columns || !line.trim().includes(' ')).toBe(true);
      });
    }),
  );
});

test('the items of a list hang', () => {
  expect(wrap('- one two three four', 12, '  ', 2)).toEqual(['  - one two', '    three', '    four']);
});
