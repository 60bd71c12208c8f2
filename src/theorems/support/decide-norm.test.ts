import { describe, expect, it } from 'vitest';
import { interval } from '../../numeric/interval.js';
import { decideNorm, type NormEnclosure } from './decide-norm.js';

const budget = { boxes: 1000, digits: 50 };
/** The right-hand side is somewhere in [1, 2]. */
const bound = interval(1, 2);

/** What is decided when every search comes to the same ends. */
function decide(lower: number, upper: number, tie?: string) {
  const goals: (number | undefined)[] = [];
  const enclose = ({ goal, boxes }: { readonly goal?: number; readonly boxes: number }): NormEnclosure => {
    goals.push(goal);
    return { lower, upper, boxes, witness: [0.5] };
  };
  const result = decideNorm({ enclose, bound, tie, substantial: true }, budget);
  return { result, goals };
}

describe('a norm against an enclosed bound', () => {
  it('is certified only against the lower end, refuted only against the upper end, held in between', () => {
    const verdict = (lower: number, upper: number) => decide(lower, upper).result.verdict;
    expect(verdict(0.5, 0.9)).toBe('certified');
    expect(verdict(0.5, 1)).toBe('certified');
    expect(verdict(0.5, 1.5)).toBe('held');
    expect(verdict(1.2, 1.5)).toBe('held');
    expect(verdict(1.2, 2)).toBe('held');
    expect(verdict(0.5, 2.5)).toBe('inconclusive');
    expect(verdict(1.5, 2.5)).toBe('inconclusive');
    expect(verdict(2, 2.5)).toBe('inconclusive');
    expect(verdict(2.1, 2.5)).toBe('refuted');
  });

  it('is never certified or held with an upper end that is infinite or no number', () => {
    expect(decide(0, Infinity).result.verdict).toBe('inconclusive');
    expect(decide(3, Infinity).result.verdict).toBe('refuted');
    expect(decide(NaN, NaN).result.verdict).toBe('inconclusive');
  });

  it('searches toward the end of the bound that matters', () => {
    expect(decide(0.5, 0.9).goals).toEqual([1]);
    expect(decide(0.5, 1.5).goals).toEqual([1]);
    expect(decide(1.2, 1.5).goals).toEqual([1, 2]);
  });

  it('is exact with a tie, unless the enclosure says otherwise', () => {
    const tied = decide(0.9, 2.5, 'both sides are equal').result;
    expect([tied.verdict, tied.method, tied.note]).toEqual(['certified', 'exact', 'both sides are equal']);
    expect(decide(2.1, 2.5, 'both sides are equal').result.verdict).toBe('refuted');
  });

  it('is reported rounded outward, the bound down, with the place of the lower end', () => {
    const { result } = decide(0.1, 0.3);
    expect(result.bound).toBe('1');
    expect(result.witness).toEqual(['0.5']);
    expect(result.ratio).toBeCloseTo(0.1, 12);
    expect(result.method).toBe('enclosure');
    expect(result.substantial).toBe(true);
  });
});
