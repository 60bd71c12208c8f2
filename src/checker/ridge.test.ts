import { expect, test } from 'vitest';
import { exact } from '../../properties/support/attention-documents.js';
import { decimal } from './decimal.js';
import { add, type Interval } from './interval.js';
import { Deadline } from './rejection.js';
import { Ridge } from './ridge.js';
import { Truncation } from './truncation.js';

const P = 128n;
const deadline = new Deadline(Infinity);
const number = (text: string): Interval => decimal(text, P);
const between = (lower: string, upper: string): Interval => ({ lo: number(lower).lo, hi: number(upper).hi });

/** Keys at the centres of 64 cells: far below the range the output is 1/128, not 0; far above 127/128. */
const centred = {
  lower: exact('0'),
  upper: exact('1'),
  cells: 64,
  offset: 1,
  inverseTemperature: exact('40000'),
  heads: [{ keys: [0, 63], values: [0, 63] }],
} as const;
const bands = [
  { to: '-1', lower: '-0.01', upper: '0.01' },
  { to: '2', lower: '-0.02', upper: '0.02' },
  { lower: '-0.01', upper: '0.01' },
];

const truncation = new Truncation(centred, bands, P, deadline);
const terms = ['2', '-3', '0.25'].map((offset, m) => ({
  offset: number(offset),
  coefficients: [number(String(m + 3))],
}));
const ridge = new Ridge([number('1')], terms, truncation, P, deadline);

/** Clamps and errors together are the sum itself: here at the middle of a range so far out that each output is known. */
test.each([
  // Every term is at its start: (3 + 4 + 5)/128.
  ['-9', '-8', '-8.5', '0.09375'],
  // Only the term of −3 is; the others are beyond their range: 3·127/128 + 4/128 + 5·127/128.
  ['1.5', '1.9', '1.7', '7.96875'],
  // No term is: 12·127/128.
  ['9', '10', '9.5', '11.90625'],
])('of w·x from %s to %s the sum at %s lies in what is said of it', (lower, upper, middle, sum) => {
  const [part] = ridge.over(between(lower, upper), number(middle));
  const { lo, hi } = add(part!.atCentre, part!.errors);
  expect(lo).toBeLessThanOrEqual(number(sum).hi);
  expect(hi).toBeGreaterThanOrEqual(number(sum).lo);
  expect(hi - lo).toBeLessThan(number('0.5').hi);
});

test('slopes by w·x are the sums of coefficients of the terms that do not bend', () => {
  // 0.25 + [0.1, 0.2] is in the range, 2 + and −3 + are not.
  const [part] = ridge.over(between('0.1', '0.2'), number('0.15'));
  expect(part!.steep).toEqual(number('5'));
});
