import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { float64System } from '../numeric/float64.js';
import { leakWeight, mixTokens } from './mask-mixing.js';

const system = decimalIntervalSystem(30);
const shape = fc.record({ width: fc.integer({ min: 1, max: 2 }), tokens: fc.integer({ min: 1, max: 4 }) });
const mask = fc.oneof(fc.constantFrom(0, 1, 100), fc.double({ min: 0, max: 50, noNaN: true }));

describe('the mixing of tokens by a finite mask', () => {
  it("is Σ_{i'} π_{i'} A_{:,i'} with π_i = 1/(1+(n−1)e^{−M}), π_{i'} = e^{−M}π_i, for every shape and mask", () => {
    const cases = shape.chain((size) =>
      fc.record({
        size: fc.constant(size),
        M: mask,
        entries: fc.array(fc.integer({ min: -9, max: 9 }), {
          minLength: size.width * size.tokens,
          maxLength: size.width * size.tokens,
        }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ size, M, entries }) => {
        const one = system.literal('1');
        const decay = system.exp(system.neg(system.fromNumber(M)));
        const own = system.div(one, system.add(one, system.mul(system.fromNumber(size.tokens - 1), decay)));
        const averages = entries.map((entry) => system.fromNumber(entry));
        mixTokens(system, size, averages, system.fromNumber(M)).forEach((mixed, position) => {
          let sum = system.literal('0');
          averages.forEach((average, other) => {
            if (other % size.width !== position % size.width) return;
            const share = other === position ? own : system.mul(decay, own);
            sum = system.add(sum, system.mul(share, average));
          });
          expect(system.equal(mixed, sum)).not.toBe(false);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('leaks nothing at all between equal columns, for every mask, in doubles', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), mask, (value, M) => {
        const mixed = mixTokens(float64System, { width: 1, tokens: 3 }, [value, value, value], M);
        // `===`, because −0 may become 0.
        expect(mixed.every((entry) => entry === value)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('without a mask is the mean of the tokens', () => {
    expect(mixTokens(float64System, { width: 2, tokens: 2 }, [0, 8, 4, 16], 0)).toEqual([2, 12, 2, 12]);
  });

  it('gives weights that vanish, and stay defined, when e^M overflows', () => {
    expect(leakWeight(float64System, 5, 1000)).toBe(0);
  });
});
