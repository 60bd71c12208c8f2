import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileText } from '../../../properties/support/hostile-text.js';
import { elementsOf, parsePart, textOf } from '../../../properties/support/html-tree.js';
import { printable } from '../../check/spell-out.js';
import { prose } from './prose.js';

test.each([
  ['P_t ≥ 1', 'P<sub>t</sub> ≥ 1'],
  ['f in C^{2K}', 'f in C<sup>2K</sup>'],
  ['(v_j^K)ᵀx_K', '(v<sub>j</sub><sup>K</sup>)ᵀx<sub>K</sub>'],
  ['p⌈n/p⌉·e^{−βΔ²}', 'p⌈n/p⌉·e<sup>−βΔ²</sup>'],
  ['L_∞ and L_p', 'L<sub>∞</sub> and L<sub>p</sub>'],
  ['snake_case_name and x_10', 'snake_case_name and x_10'],
  ['_ ^ _x ^{', '_ ^ _x ^{'],
])('%s', (text, markup) => {
  expect(prose(text).text).toBe(markup);
});

test('any text stays what it says, but for the signs of its scripts', () => {
  const bare = (text: string): string => text.replace(/[_^{}]/g, '');
  fc.assert(
    fc.property(
      fc.oneof(hostileText, fc.string({ unit: fc.constantFrom('a', 'P', '_', '^', '{', '}', '<', ' ', '1') })),
      (text) => {
        const page = parsePart(prose(text).text);
        expect(bare(textOf(page))).toBe(bare(printable(text, Infinity)));
        expect(elementsOf(page).every(({ tagName }) => tagName === 'sub' || tagName === 'sup')).toBe(true);
      },
    ),
  );
});
