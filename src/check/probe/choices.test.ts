import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claims } from '../../theorems/index.js';
import { readCase, storeCase } from '../stored-case.js';
import { changeChoices } from './change-choices.js';
import { drawFrom, searchRandom } from './choices.js';

describe('cases as sequences of choices', () => {
  it('the choices of a case draw it again, whatever the seed', () => {
    for (const { arbitrary } of claims) {
      for (let seed = 0; seed < 5; seed++) {
        const { value, choices } = drawFrom(arbitrary, [], seed);
        expect(drawFrom(arbitrary, choices, seed + 77).value.value).toEqual(value.value);
      }
    }
  });

  it('changed choices draw cases that keep their constraints: an even number in a range stays one', () => {
    const even = fc.tuple(
      fc.integer({ min: -50, max: 50 }).map((n) => 2 * n),
      fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }),
    );
    const random = searchRandom(3);
    let current = drawFrom(even, [], 1);
    for (let i = 0; i < 500; i++) {
      current = drawFrom(even, changeChoices(random, current.choices, drawFrom(even, [], i).choices), i);
      const [n, letters] = current.value.value as [number, string[]];
      expect(Math.abs(n % 2) === 0 && Math.abs(n) <= 100 && letters.length >= 1 && letters.length <= 4).toBe(true);
    }
  });

  it('changed choices of every claim draw cases that are plain data', () => {
    const random = searchRandom(8);
    for (const { arbitrary, describe: inWords } of claims) {
      let current = drawFrom(arbitrary, [], 5);
      for (let i = 0; i < 5; i++) {
        try {
          current = drawFrom(arbitrary, changeChoices(random, current.choices, current.choices), i);
        } catch {
          // A filter that these choices never pass: there is no such case.
          continue;
        }
        expect(inWords(readCase(storeCase(current.value.value)))).not.toBe('');
      }
    }
  });
});
