import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoxQueue } from './box-queue.js';

describe('BoxQueue', () => {
  it('for every sequence of pushes and pops, takes the largest key, the oldest first, with its own box', () => {
    const step = fc.option(fc.integer({ min: 0, max: 5 }), { nil: 'pop' as const, freq: 3 });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = new BoxQueue(1);
        let model: { key: number; age: number }[] = [];
        steps.forEach((key, age) => {
          if (key !== 'pop') {
            queue.push(key, Float64Array.of(age, key));
            model.push({ key, age });
          } else {
            const best = [...model].sort((a, b) => b.key - a.key || a.age - b.age)[0];
            expect(queue.pop()).toBe(best?.key ?? -Infinity);
            if (best !== undefined) expect([...queue.box]).toEqual([best.age, best.key]);
            model = model.filter((entry) => entry !== best);
          }
          expect(queue.size).toBe(model.length);
          const ages: number[] = [];
          queue.each((boxes, start) => ages.push(boxes[start]!));
          expect(ages.sort((a, b) => a - b)).toEqual(model.map((entry) => entry.age).sort((a, b) => a - b));
          expect(queue.top).toBe(Math.max(-Infinity, ...model.map((entry) => entry.key)));
        });
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
