import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainBoxes } from '../approximation/box.js';
import { parseErrorNorm, SUP_NORM } from '../approximation/error-norm.js';
import { certifyBoxError } from '../certify/certify-box-error.js';
import { evaluate } from '../expression/evaluate.js';
import { parseTarget } from '../expression/parse/index.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { buildTarget, targetArbitrary } from '../generators/index.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import { ConstructionError } from './construction.js';
import { beyondRange, truncatedTargetBound, TruncatedTargetError } from './truncated-target.js';
import { truncationBound, truncationEvaluator, truncationOf, type Truncation } from './truncation.js';

const oracle = decimalIntervalSystem(50);
const exact = (x: number) => oracle.fromNumber(x);
const read = (body: string, domain = '[[0, 1]]'): Promise<Target> =>
  parseTarget(`export const domain = ${domain};\nexport function target(x: number): number { return ${body}; }`);

function single(ends: readonly [string, string], cells: number, keys: 'left' | 'centred', beta = '4000'): Truncation {
  const range = { lower: decimalConstant(ends[0]), upper: decimalConstant(ends[1]) };
  return truncationOf({ kind: 'single', cells, keys, inverseTemperature: decimalConstant(beta) }, range, 1);
}

const truncations: fc.Arbitrary<Truncation> = fc
  .record({
    kind: fc.constantFrom('single' as const, 'multi' as const),
    size: fc.integer({ min: 1, max: 6 }),
    keys: fc.constantFrom('left' as const, 'centred' as const),
    beta: fc.constantFrom('0.1', '8', '400', '70000'),
    ends: fc.constantFrom(['0', '1'], ['-1.3', '1.3'], ['-0.1', '0.7'], ['3', '3.5'], ['0.1', '0.1']),
  })
  .map(({ kind, size, keys, beta, ends }) => {
    const inverseTemperature = decimalConstant(beta);
    const range = { lower: decimalConstant(ends[0]!), upper: decimalConstant(ends[1]!) };
    const choice =
      kind === 'single'
        ? { kind, cells: size, keys, inverseTemperature }
        : { kind, heads: size, shiftInvariant: false, inverseTemperature };
    return truncationOf(choice, range, 5);
  });

const oneInput = targetArbitrary({ inputs: { min: 1, max: 1 }, sequence: false });

describe('the error of a truncation for a target', () => {
  it('for every truncation, target, interval and input in it, lies in the enclosure, with 50 digits', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        truncations,
        oneInput,
        share,
        share,
        fc.constantFrom(0, 1e-6, 0.03, 1),
        (truncation, description, at, inside, size) => {
          const target = buildTarget(description);
          const { inner } = domainBoxes(target);
          const [lo, hi] = [inner[0]!, inner[1]!];
          const from = lo + at * (1 - size) * (hi - lo);
          const to = Math.min(hi, from + size * (hi - lo));
          const x = exact(Math.min(to, from + inside * (to - from)));
          const error = new TruncatedTargetError(truncation, target);
          const largest = error.enclose(Float64Array.of(from, to));
          const out = truncationEvaluator(oracle, truncation)(x);
          const truth = oracle.sub(out, evaluate(target.expression, oracle, [x])[0]!);
          expect(oracle.less(truth, exact(error.least[0]!))).not.toBe(true);
          expect(oracle.less(exact(error.greatest[0]!), truth)).not.toBe(true);
          expect(oracle.less(exact(largest), oracle.abs(truth))).not.toBe(true);
          expect(oracle.less(exact(error.largestOutput), oracle.abs(out))).not.toBe(true);
        },
      ),
      { numRuns: 200, seed: 71 },
    );
  });

  it('for every truncation and target, is certified to be at most the bound where enclosures can tell', () => {
    fc.assert(
      fc.property(truncations, oneInput, (truncation, description) => {
        const target = buildTarget(description);
        const { lower, upper } = truncatedTargetBound(truncation, target, SUP_NORM);
        expect(lower).toBeLessThanOrEqual(upper);
        const found = certifyBoxError(new TruncatedTargetError(truncation, target), domainBoxes(target), {
          boxes: 2000,
        });
        expect(found.lower).toBeLessThanOrEqual(upper);
      }),
      { numRuns: 60, seed: 72 },
    );
  });

  it('is that of a function of one number: others are refused', async () => {
    const plane = await parseTarget(
      'export const domain = [[0, 1], [0, 1]];\nexport function target(x: number, y: number) { return x + y; }',
    );
    const pair = await parseTarget(
      'export const domain = [[0, 1]];\nexport function target(x: number) { return [x, x]; }',
    );
    for (const target of [plane, pair]) {
      expect(() => new TruncatedTargetError(single(['0', '1'], 4, 'left'), target)).toThrow(ConstructionError);
    }
  });
});

describe('the bound of a truncation for a target', () => {
  it('is exactly the theorem’s for a target written as the truncation, and |U|^{1/p} times that in L_p', async () => {
    const target = await read('Math.min(0.75, Math.max(0.25, x))', '[[-1, 3]]');
    for (const keys of ['left', 'centred'] as const) {
      const truncation = single(['0.25', '0.75'], 8, keys);
      const own = truncationBound(intervalSystem, truncation);
      expect(truncatedTargetBound(truncation, target, SUP_NORM)).toEqual({
        lower: own.lo,
        upper: own.hi,
        apart: 'rounding',
      });
      const { lower, upper } = truncatedTargetBound(truncation, target, parseErrorNorm('2')!);
      expect(lower).toBeLessThanOrEqual(2 * own.hi);
      expect(upper).toBeGreaterThanOrEqual(2 * own.lo);
      expect(upper - lower).toBeLessThan(1e-12);
    }
  });

  it('has that lower end for the truncation written otherwise, too', async () => {
    const target = await read('x < 0.25 ? 0.25 : x > 0.75 ? 0.75 : x', '[[-1, 3]]');
    const truncation = single(['0.25', '0.75'], 8, 'left');
    const own = truncationBound(intervalSystem, truncation);
    for (const [norm, volume] of [
      ['inf', 1],
      ['1', 4],
      ['2', 2],
    ] as const) {
      const { lower, upper } = truncatedTargetBound(truncation, target, parseErrorNorm(norm)!);
      expect(lower).toBeLessThanOrEqual(own.hi * volume);
      expect(lower).toBeGreaterThan(own.lo * volume - 1e-12);
      expect(upper).toBeGreaterThanOrEqual(own.lo * volume);
      expect(upper).toBeLessThan(1.002 * own.hi * volume);
    }
  });

  it('adds the distance between target and truncation: of 3 from Range_{[0,1]}(x) on [0, 2]', async () => {
    const target = await read('3', '[[0, 2]]');
    const truncation = single(['0', '1'], 16, 'centred');
    const own = truncationBound(intervalSystem, truncation);
    // 3 − min(1, x): at most 3; ∫ = 2.5 + 2; ∫ of the square = 19/3 + 4.
    for (const [norm, distance, volume] of [
      ['inf', 3, 1],
      ['1', 4.5, 2],
      ['2', Math.sqrt(31 / 3), Math.SQRT2],
    ] as const) {
      const { lower, upper, apart } = truncatedTargetBound(truncation, target, parseErrorNorm(norm)!);
      const exactly = own.lo * volume + distance;
      expect(lower).toBeLessThanOrEqual(exactly + 1e-12);
      expect(upper).toBeGreaterThanOrEqual(exactly - 1e-12);
      expect(lower).toBeGreaterThan(exactly * 0.998);
      expect(upper).toBeLessThan(exactly * 1.002);
      expect(apart).toBe('distance');
    }
  });

  it('is not negative where both terms are 0: of 0.1 from the range [0.1, 0.1]', async () => {
    const target = await read('0.1');
    const truncation = single(['0.1', '0.1'], 3, 'left');
    for (const norm of ['inf', '2']) {
      const { lower, upper } = truncatedTargetBound(truncation, target, parseErrorNorm(norm)!);
      expect(lower).toBe(0);
      expect(upper).toBeLessThan(1e-12);
    }
  });

  it('compares with the truncation to the range that was given, whose ends are exact', async () => {
    const target = await read('x');
    const range = { lower: decimalConstant('0.1'), upper: decimalConstant('0.7') };
    const { expression } = beyondRange(target, range);
    for (const [x, difference] of [
      ['0', '-0.1'],
      ['0.3', '0'],
      ['1', '0.3'],
    ] as const) {
      const value = evaluate(expression, oracle, [oracle.literal(x)])[0]!;
      expect(oracle.equal(value, oracle.literal(difference))).toBe(true);
    }
  });
});
