import { describe, expect, it } from 'vitest';
import { simplifyInteger } from './simplify-integer.js';
import { simplifyTogether } from './simplify.js';

describe('equal items that shrink together', () => {
  it('change wherever they occur, and all others stay', () => {
    expect([...simplifyTogether(simplifyInteger(0))([2, 5, 2])]).toEqual([
      [0, 0, 0],
      [0, 5, 0],
      [1, 5, 1],
      [2, 0, 2],
      [2, 2, 2],
      [2, 4, 2],
    ]);
  });

  it('are recognised by their data', () => {
    const item = simplifyTogether<{ readonly n: number }>(function* ({ n }) {
      if (n > 0) yield { n: 0 };
    });
    expect([...item([{ n: 1 }, { n: 1 }])]).toEqual([[{ n: 0 }, { n: 0 }]]);
  });
});

describe('integers', () => {
  it('shrink to the least one first, then come nearer by halves, and end', () => {
    expect([...simplifyInteger(3)(20)]).toEqual([3, 11, 16, 18, 19]);
    expect([...simplifyInteger(3)(4)]).toEqual([3]);
    expect([...simplifyInteger(3)(3)]).toEqual([]);
  });
});
