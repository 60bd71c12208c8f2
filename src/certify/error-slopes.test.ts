import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxAffine } from '../constructions/max-affine.js';
import { evaluateProduct } from '../attention/product.js';
import { evaluate } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { buildTarget } from '../generators/build-target.js';
import { targetArbitrary } from '../generators/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ErrorBounds } from './error-bounds.js';
import { ErrorSlopes } from './error-slopes.js';

const oracle = decimalIntervalSystem(40);

describe('ErrorSlopes', () => {
  const cases = fc.record({
    description: targetArbitrary({ inputs: { min: 1, max: 2 } }),
    cells: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 2 }),
    kappa: fc.constantFrom('0.1', '2', '20', '500'),
    mask: fc.constantFrom('0', '2', '40'),
    mass: fc.constantFrom(1e-14, 1e-2, 1),
    /** Two points and the width of the box around the first, as parts of the domain. */
    p: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 2 }),
    reach: fc.constantFrom(0, 1, 20, 300),
    side: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 2 }),
  });

  it('for every layer, target, box and pair of points in it, the difference of errors lies in the slopes times the step', () => {
    fc.assert(
      fc.property(cases, ({ description, cells, kappa, mask, mass, p, reach, side }) => {
        const target = buildTarget(description);
        const g = target.domain.length;
        fc.pre(g <= 2);
        const layer = maxAffine(target, {
          cells: cells.slice(0, g),
          inverseTemperature: { kappa },
          mask: decimalConstant(mask),
        });
        const bounds = new ErrorBounds(layer, target);
        bounds.chooseReach(mass);
        const slopes = new ErrorSlopes(layer, target, bounds);
        const box = new Float64Array(2 * g);
        const second: number[] = [];
        for (let t = 0; t < g; t++) {
          const [lo, hi] = [Number(target.domain[t]!.lower.text), Number(target.domain[t]!.upper.text)];
          box[2 * t] = lo + ((hi - lo) * p[t]!) / 1000;
          box[2 * t + 1] = Math.min(hi, box[2 * t]! + ((hi - lo) * reach) / 1000);
          second.push(box[2 * t]! + ((box[2 * t + 1]! - box[2 * t]!) * side[t]!) / 10);
        }
        bounds.enclose(box);
        const outputs = target.expression.outputs.length;
        const ends = new Float64Array(2 * outputs * g);
        slopes.enclose(box, ends);
        const errorAt = (x: readonly number[]) => {
          const point = x.map((coordinate) => oracle.fromNumber(coordinate));
          const value = evaluate(target.expression, oracle, point);
          return evaluateProduct(oracle, layer, point, { negligible: 0 }).map((y, r) => oracle.sub(y, value[r]!));
        };
        const first = Array.from({ length: g }, (_, t) => box[2 * t]!);
        const [atFirst, atSecond] = [errorAt(first), errorAt(second)];
        for (let r = 0; r < outputs; r++) {
          let reachable = oracle.literal('0');
          let isKnown = true;
          for (let t = 0; t < g; t++) {
            const [low, high] = [ends[2 * (r * g + t)]!, ends[2 * (r * g + t) + 1]!];
            expect(low).toBeLessThanOrEqual(high);
            isKnown &&= Number.isFinite(low) && Number.isFinite(high);
            if (!isKnown) continue;
            const slope = oracle.hull(oracle.fromNumber(low), oracle.fromNumber(high));
            const step = oracle.sub(oracle.fromNumber(second[t]!), oracle.fromNumber(first[t]!));
            reachable = oracle.add(reachable, oracle.mul(slope, step));
          }
          if (!isKnown) continue;
          const difference = oracle.sub(atSecond[r]!, atFirst[r]!);
          expect(oracle.less(difference, reachable)).not.toBe(true);
          expect(oracle.less(reachable, difference)).not.toBe(true);
        }
      }),
      { numRuns: 120, seed: 21 },
    );
  });

  it('knows the slope at a point to many digits: of a linear target between two sharp cells', () => {
    // E = A − x with A = ¼ + ½σ(v), σ logistic in Rs(x − ½): at the border the slope is R s²/4 − 1.
    const target = buildTarget({
      family: 'mcshane',
      lipschitz: '1',
      anchors: [{ point: ['0'], value: '0' }],
      domain: [['0', '1']],
    });
    const layer = maxAffine(target, { cells: 2, inverseTemperature: decimalConstant('160') });
    const bounds = new ErrorBounds(layer, target);
    const slopes = new ErrorSlopes(layer, target, bounds);
    const box = Float64Array.of(0.5, 0.5);
    const ends = new Float64Array(2);
    bounds.enclose(box);
    slopes.enclose(box, ends);
    expect(ends[0]).toBeLessThanOrEqual(160 / 16 - 1);
    expect(ends[1]).toBeGreaterThanOrEqual(160 / 16 - 1);
    expect(ends[1]! - ends[0]!).toBeLessThan(1e-11);
  });
});
