import { describe, expect, it } from 'vitest';
import { encloseLipschitz } from '../approximation/lipschitz.js';
import { intervalSystem as system } from '../numeric/interval.js';
import { evaluate } from './evaluate.js';
import { parseTarget } from './parse/index.js';
import { sumOverInputs } from './sum-over-inputs.js';

const wave = await parseTarget(
  'export const domain = [[0, 1]];\nexport function target(x: number): number { return Math.sin(3 * x) + x; }',
);

describe('a function summed over inputs', () => {
  it('is the sum of its values over √g, and keeps its Lipschitz constant', () => {
    for (const inputs of [1, 2, 5]) {
      const sum = sumOverInputs(wave, inputs);
      expect(sum.domain).toHaveLength(inputs);
      const x = Array.from({ length: inputs }, (_, t) => system.fromNumber(t / 8));
      const terms = x.map((u) => evaluate(wave.expression, system, [u])[0]!);
      const wanted = system.div(
        terms.reduce((a, b) => system.add(a, b)),
        system.sqrt(system.fromNumber(inputs)),
      );
      const [found] = evaluate(sum.expression, system, x);
      expect(Math.max(found!.lo, wanted.lo)).toBeLessThanOrEqual(Math.min(found!.hi, wanted.hi));
      const { lower, upper } = encloseLipschitz(sum);
      expect(lower).toBeLessThanOrEqual(4);
      expect(upper).toBeGreaterThanOrEqual(4);
      expect(upper).toBeLessThan(4.01);
    }
  });

  it('is refused of a function of two', async () => {
    const two = await parseTarget(
      'export const domain = [[0, 1], [0, 1]];\nexport function target(x: number, y: number): number { return x * y; }',
    );
    expect(() => sumOverInputs(two, 3)).toThrow(RangeError);
  });
});
