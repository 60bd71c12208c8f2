import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expansionOf, sumArbitrary, targetOf } from '../../properties/support/ridge-cases.js';
import { domainBoxes } from '../approximation/box.js';
import { certifyBoxError } from '../certify/certify-box-error.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate } from '../expression/evaluate.js';
import { parseTarget } from '../expression/parse/index.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ExpansionError } from './expansion-error.js';
import { evaluateExpansion } from './relu-expansion.js';

const oracle = decimalIntervalSystem(50);
const exact = (x: number) => oracle.fromNumber(x);
const shapes = [
  { width: 1, tokens: 1 },
  { width: 2, tokens: 1 },
  { width: 1, tokens: 3 },
] as const;
const sums = sumArbitrary({ inputs: shapes, outputs: shapes, ridges: 3, pieces: 4 });
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 });

describe('the difference of a sum of ReLUs and a target', () => {
  it('for every sum, box and point of it, lies in its enclosure, and the sum in its own', () => {
    fc.assert(
      fc.property(sums, shares, fc.constantFrom(0, 1e-9, 0.03, 0.4, 1), (sum, place, size) => {
        const [expansion, target] = [expansionOf(sum), targetOf(sum)];
        const { inner } = domainBoxes(target);
        const g = sum.domain.length;
        const box = new Float64Array(2 * g);
        const x = sum.domain.map((_, t) => {
          const [lo, hi] = [inner[2 * t]!, inner[2 * t + 1]!];
          const low = Math.min(hi, lo + place[3 * t]! * (1 - size) * (hi - lo));
          box[2 * t] = low;
          box[2 * t + 1] = Math.min(hi, low + size * (hi - lo));
          return exact(Math.min(box[2 * t + 1]!, low + place[3 * t + 1]! * size * (hi - lo)));
        });
        const error = new ExpansionError(expansion, target);
        const largest = error.enclose(box);
        const values = evaluateExpansion(oracle, expansion.numbers(oracle), x);
        evaluate(target.expression, oracle, x).forEach((f, r) => {
          const difference = oracle.sub(values[r]!, f);
          expect(oracle.less(difference, exact(error.least[r]!))).not.toBe(true);
          expect(oracle.less(exact(error.greatest[r]!), difference)).not.toBe(true);
          expect(oracle.less(values[r]!, exact(error.sumLeast[r]!))).not.toBe(true);
          expect(oracle.less(exact(error.sumGreatest[r]!), values[r]!)).not.toBe(true);
          expect(oracle.less(exact(largest), oracle.abs(difference))).not.toBe(true);
          // At a point: a few dozen roundings of numbers below 100.
          if (size === 0) expect(error.greatest[r]! - error.least[r]!).toBeLessThan(2 ** -40);
        });
      }),
      { numRuns: 150, seed: 101 },
    );
  });

  it('for every sum of one or two inputs, is certified to be at most the disturbance that made the target, and little more', () => {
    const flat = sumArbitrary({ inputs: shapes.slice(0, 2), outputs: shapes });
    fc.assert(
      fc.property(flat, (sum) => {
        const target = targetOf(sum);
        // Across a kink that both have, the mean-value form does not see that it is the same.
        const goal = Math.abs(Number(sum.amplitude)) * 1.01 + 0.03;
        const error = new ExpansionError(expansionOf(sum), target);
        expect(certifyBoxError(error, domainBoxes(target), { goal }).status).toBe('goal-met');
      }),
      { numRuns: 25, seed: 102 },
    );
  });

  it('is, on a box, as narrow as the box times the difference of slopes', () => {
    // S = u, f = u + 0.01·sin 3u: slopes differ by at most 0.03.
    const sum = {
      input: shapes[0],
      output: shapes[0],
      domain: [['0', '1']] as const,
      constants: ['0'],
      ridges: [{ direction: ['1'], offset: '0', knots: ['0', '1'], slopes: [['1']] }],
      amplitude: '0.01',
    };
    const error = new ExpansionError(expansionOf(sum), targetOf(sum));
    error.enclose(Float64Array.of(0.25, 0.5));
    expect(error.greatest[0]! - error.least[0]!).toBeLessThan(0.25 * 0.03 + 1e-12);
  });

  it('never is NaN: where the target may jump or is unknown, the natural form or infinity remains', async () => {
    const sum = {
      input: shapes[0],
      output: shapes[0],
      domain: [['0.1', '1.1']] as const,
      constants: ['0'],
      ridges: [{ direction: ['1'], offset: '-0.1', knots: ['0', '1'], slopes: [['1']] }],
      amplitude: '0',
    };
    const read = (body: string) =>
      parseTarget(`export const domain = [[0.1, 1.1]];\nexport const target = (x: number): number => ${body};`);
    const jump = new ExpansionError(expansionOf(sum), await read('Math.floor(2 * x)'));
    expect(jump.enclose(Float64Array.of(0.4, 0.6))).toBeLessThanOrEqual(0.8 + 1e-12);
    // Defined from 0.1 on, which is no double: the end's own box holds both sides of it.
    const root = new ExpansionError(expansionOf(sum), await read('Math.sqrt(x - 0.1)'));
    const { outer } = domainBoxes(await read('x'));
    expect(root.enclose(Float64Array.of(outer[0]!, outer[0]! + 2 ** -55))).toBeLessThan(1e-7);
    const largest = root.enclose(Float64Array.from(outer));
    expect(largest).toBeGreaterThanOrEqual(0.25);
    expect(largest).toBeLessThan(Infinity);
    const b = new ExpressionBuilder();
    const undefinedThere = b.finish(1, [b.unary('log', b.unary('neg', b.input(0)))]);
    const nowhere = new ExpansionError(expansionOf(sum), {
      domain: (await read('x')).domain,
      expression: undefinedThere,
    });
    expect(nowhere.enclose(Float64Array.of(0.4, 0.6))).toBe(Infinity);
  });
});
