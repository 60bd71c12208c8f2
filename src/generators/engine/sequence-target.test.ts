import { describe, expect, it } from 'vitest';
import type { DomainDescription } from '../description.js';
import { describeSequence, sequenceShapes, simplifySequenceTarget } from './sequence-target.js';

/** Entry and domain of place `k` both carry the number `k`, so that it is seen which of them are kept. */
const places = ['0', '1', '2', '3', '4', '5'];
const target = describeSequence(places.map((k) => [`-${k}`, '10']) as DomainDescription, {
  family: 'sequence',
  shape: { width: 2, tokens: 3 },
  entries: places.map((k) => ({ family: 'constant', value: k })),
});

/** The places that the candidates of a shape keep. */
function kept(width: number, tokens: number, fewestInputs = 1): string[][] {
  return [...simplifySequenceTarget(fewestInputs, ['constant'])(target)]
    .filter(({ shape }) => shape.width === width && shape.tokens === tokens)
    .map(({ domain, entries }) => {
      const values = entries.map((entry) => (entry.family === 'constant' ? entry.value : '?'));
      expect(domain.map(([lower]) => lower)).toEqual(values.map((k) => `-${k}`));
      return values;
    });
}

describe('shrinking of sequences', () => {
  it('drops whole tokens: two entries that stand together', () => {
    expect(kept(2, 1)).toContainEqual(['0', '1']);
    expect(new Set(kept(2, 2).map(String))).toEqual(new Set(['0,1,2,3', '0,1,4,5', '2,3,4,5']));
  });

  it('drops whole rows: every second entry', () => {
    expect(new Set(kept(1, 3).map(String))).toEqual(new Set(['0,2,4', '1,3,5']));
  });

  it('keeps as many inputs as are asked for', () => {
    expect(kept(2, 1, 4)).toEqual([]);
    expect(kept(2, 2, 4)).not.toEqual([]);
    expect(kept(1, 3, 4)).toEqual([]);
  });
});

describe('shapes of sequences', () => {
  it('have the allowed number of inputs', () => {
    expect(sequenceShapes({ min: 3, max: 4 })).toEqual([
      { width: 1, tokens: 3 },
      { width: 2, tokens: 2 },
    ]);
    expect(() => sequenceShapes({ min: 5, max: 5 })).toThrow(RangeError);
  });
});
