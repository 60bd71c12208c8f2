import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainBoxes } from '../approximation/box.js';
import { maxAffine } from '../constructions/max-affine.js';
import { compileInterval } from '../expression/compile/index.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { buildTarget } from '../generators/build-target.js';
import { targetArbitrary } from '../generators/target.js';
import type { BoxError } from './box-error.js';
import { certifyBoxError } from './certify-box-error.js';
import { certifySupNorm } from './certify-sup-norm.js';
import { ErrorBounds } from './error-bounds.js';

/** The target itself as an error: of the layer that returns 0. */
function valueOf({ expression }: Target): BoxError {
  const value = compileInterval(expression);
  const outputs = expression.outputs.length;
  const ends = new Float64Array(2 * outputs);
  const [least, greatest] = [new Float64Array(outputs), new Float64Array(outputs)];
  return {
    dimension: expression.inputs,
    least,
    greatest,
    enclose: (box) => {
      value(box, ends);
      let largest = 0;
      for (let r = 0; r < outputs; r++) {
        least[r] = ends[2 * r]!;
        greatest[r] = ends[2 * r + 1]!;
        if (!(Math.max(-least[r]!, greatest[r]!) <= largest)) largest = Math.max(-least[r]!, greatest[r]!);
      }
      return Number.isNaN(largest) ? Infinity : largest;
    },
  };
}

/** 1/(1 + 100(x − c)²) on [−1, 1]: its largest value is 1, at c. */
function hump(centre: number): BoxError {
  return {
    dimension: 1,
    least: new Float64Array(1),
    greatest: new Float64Array(1),
    enclose(box) {
      const near = Math.max(0, box[0]! - centre, centre - box[1]!);
      const far = Math.max(Math.abs(box[0]! - centre), Math.abs(box[1]! - centre));
      this.least[0] = 1 / (1 + 100 * far * far) - 1e-12;
      this.greatest[0] = 1 / (1 + 100 * near * near) + 1e-12;
      return this.greatest[0];
    },
  };
}

const segment = domainBoxes(buildTarget({ family: 'constant', value: '0', domain: [['-1', '1']] }));

const scalar = targetArbitrary({ inputs: { min: 1, max: 2 }, sequence: false, onePointAxes: true });

describe('certifyBoxError', () => {
  it('encloses the same error as the solver of max-affine layers, for every target and layer', () => {
    const cases = fc.record({
      description: scalar,
      cells: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 2 }),
      R: fc.constantFrom('0.5', '30', '2000'),
    });
    fc.assert(
      fc.property(cases, ({ description, cells, R }) => {
        const target = buildTarget(description);
        const layer = maxAffine(target, {
          cells: cells.slice(0, target.domain.length),
          inverseTemperature: decimalConstant(R),
        });
        const bounds = new ErrorBounds(layer, target);
        bounds.chooseReach(1e-12);
        const general = certifyBoxError(bounds, domainBoxes(target), { relative: 0.2, boxes: 4000 });
        const special = certifySupNorm(layer, target, { relative: 0.2, boxes: 4000 });
        expect(general.lower).toBeLessThanOrEqual(special.upper);
        expect(special.lower).toBeLessThanOrEqual(general.upper);
        expect(general.lower).toBeLessThanOrEqual(general.upper);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('meets the tolerance for smooth functions, wherever their largest value is', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (centre) => {
        const found = certifyBoxError(hump(centre), segment, { relative: 1e-6 });
        expect(found.status).toBe('converged');
        expect(found.upper).toBeGreaterThanOrEqual(1);
        expect(found.lower).toBeLessThanOrEqual(1);
        expect(found.upper - found.lower).toBeLessThanOrEqual(1e-6 * found.lower);
        expect(Math.abs(found.witness[0]! - centre)).toBeLessThan(1e-3);
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  it('decides a goal from either side, and says so', () => {
    const target = buildTarget({
      family: 'mcshane',
      lipschitz: '2',
      anchors: [{ point: ['0', '0'], value: '0' }],
      domain: [
        ['0', '3'],
        ['0', '4'],
      ],
    });
    // f = 2‖x‖ has the largest value 10, in the corner (3, 4).
    expect(certifyBoxError(valueOf(target), domainBoxes(target), { goal: 10.1 }).status).toBe('goal-met');
    const exceeded = certifyBoxError(valueOf(target), domainBoxes(target), { goal: 9.9 });
    expect(exceeded.status).toBe('goal-exceeded');
    expect(exceeded.witness).toEqual([3, 4]);
    const poor = certifyBoxError(hump(0.3), segment, { boxes: 3, relative: 1e-9 });
    expect(poor.status).toBe('budget');
    expect(poor.upper).toBeGreaterThanOrEqual(1);
  });

  it('is not misled by boxes of which nothing is known', () => {
    const target = buildTarget({ family: 'constant', value: '1', domain: [['0', '1']] });
    const unknown: BoxError = {
      dimension: 1,
      least: Float64Array.of(NaN),
      greatest: Float64Array.of(NaN),
      enclose: () => Infinity,
    };
    const found = certifyBoxError(unknown, domainBoxes(target), { boxes: 100 });
    expect(found).toMatchObject({ lower: 0, upper: Infinity, status: 'budget' });
  });

  it('ends on request before the first sample is through, with true ends, and claims no upper end until there is one', () => {
    const told: number[] = [];
    const { enclose } = hump(0.3);
    let points = 0;
    const counted = { ...hump(0.3), enclose };
    counted.enclose = (box) => {
      if (box[0] === box[1]) points++;
      return enclose.call(counted, box);
    };
    const onProgress = ({ upper }: { readonly upper: number }): void => {
      told.push(upper);
    };
    const found = certifyBoxError(counted, segment, { stop: () => points >= 5, onProgress });
    expect(found.status).toBe('budget');
    expect(points).toBeLessThan(20);
    expect(found.lower).toBeLessThanOrEqual(1);
    expect(found.upper).toBeGreaterThanOrEqual(1);
    expect(told.length).toBeGreaterThan(0);
    for (const upper of told) expect(upper).toBeGreaterThanOrEqual(1);
  });

  it('refuses options that are no numbers', () => {
    const target = buildTarget({ family: 'constant', value: '1', domain: [['0', '1']] });
    const options = [{ relative: -1 }, { boxes: NaN }, { goal: NaN }];
    for (const wrong of options) {
      expect(() => certifyBoxError(valueOf(target), domainBoxes(target), wrong)).toThrow(RangeError);
    }
  });
});
