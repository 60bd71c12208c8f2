import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';
import { derivedCells, MOST_HEAD_KEYS, multiChoice, singleChoice } from './derived-truncation.js';
import { truncationBound, truncationOf, truncationStep, type Truncation } from './truncation.js';

const system = decimalIntervalSystem(40);
const range = (lower: string, upper: string) => ({ lower: decimalConstant(lower), upper: decimalConstant(upper) });
const ranges = fc.constantFrom(range('0', '1'), range('-3', '3'), range('1000', '1001'), range('-1e-6', '2e-6'));
const placements = fc.constantFrom('left' as const, 'centred' as const);

/** What is left of the error's bound when the part that no temperature reduces is taken away, in steps. */
function remainder(truncation: Truncation, part: string): number {
  const step = truncationStep(system, truncation);
  const rest = system.sub(truncationBound(system, truncation), system.mul(system.literal(part), step));
  return system.toNumber(system.div(rest, step));
}

describe('the derived temperature', () => {
  it('of one head leaves at most a thousandth of a step, and not much less, for every range and number of cells', () => {
    fc.assert(
      fc.property(ranges, placements, fc.integer({ min: 2, max: 5000 }), (ends, keys, cells) => {
        const left = remainder(truncationOf(singleChoice(cells, keys), ends, 1), keys === 'left' ? '1' : '0.5');
        expect(left).toBeLessThanOrEqual(1e-3 * (1 + 1e-9));
        expect(left).toBeGreaterThan(1e-3 * (1 - 1e-9));
      }),
      { numRuns: 60, seed: 81 },
    );
  });

  it('of several heads does the same, far from 0 too', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 3, max: 30 }), (ends, heads, tokens) => {
        const left = remainder(truncationOf(multiChoice(heads, tokens, ends), ends, tokens), '0.5');
        expect(left).toBeLessThanOrEqual(1e-3 * (1 + 1e-9));
        expect(left).toBeGreaterThan(1e-3 * (1 - 1e-9));
      }),
      { numRuns: 60, seed: 82 },
    );
  });

  it('exists for one cell, and for ranges of one point', () => {
    for (const ends of [range('0.1', '0.1'), range('0', '0')]) {
      expect(truncationOf(singleChoice(4, 'left'), ends, 1).inverseTemperature.text).toBe('1');
      expect(truncationOf(multiChoice(2, 3, ends), ends, 3).inverseTemperature.text).toBe('1');
    }
    expect(truncationOf(singleChoice(1, 'left'), range('0', '1'), 1).inverseTemperature.text).toBe('1');
  });
});

describe('derived cells', () => {
  it('cost at most the share, and with one cell fewer might cost more', () => {
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(positive, positive, placements, (length, share, keys) => {
        const cells = derivedCells(length, share, 1, keys);
        const cost = (count: number): number => ((keys === 'left' ? 1.001 : 0.501) * length) / count;
        if (cells < 2 ** 20) expect(cost(cells)).toBeLessThanOrEqual(share * (1 + 1e-12));
        if (cells > 16) expect(cost(cells - 1)).toBeGreaterThan(share * (1 - 1e-12));
      }),
      { numRuns: 200, seed: 83 },
    );
  });

  it('are between 16 and 2^20, 16 for nothing to pass, 1024 where nothing may be added', () => {
    expect(derivedCells(1, 100, 1, 'left')).toBe(16);
    expect(derivedCells(1e9, 1e-9, 1e-9, 'left')).toBe(2 ** 20);
    expect(derivedCells(0, 0, 0, 'left')).toBe(16);
    expect(derivedCells(1, 0, 1, 'centred')).toBe(1024);
    // No more than rounding.
    expect(derivedCells(1e-15, 1e-16, 1, 'left')).toBe(1024);
  });
});

describe('heads', () => {
  it('have a largest number of keys together, refused with the number before any work', () => {
    expect(() => multiChoice(MOST_HEAD_KEYS / 4, 4, range('0', '1'))).not.toThrow();
    const refuse = (): unknown => multiChoice(MOST_HEAD_KEYS / 4 + 1, 4, range('0', '1'));
    expect(refuse).toThrow(ConstructionError);
    expect(refuse).toThrow(/65540 in all/);
  });
});
