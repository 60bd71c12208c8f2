import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateProduct } from '../attention/product.js';
import { withCellAverages } from '../constructions/max-affine-average.js';
import { maxAffine } from '../constructions/max-affine.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate } from '../expression/evaluate.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { buildTarget } from '../generators/build-target.js';
import { targetArbitrary } from '../generators/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { leastMagnitude } from './box-error.js';
import { certifySupNorm } from './certify-sup-norm.js';
import { ErrorBounds } from './error-bounds.js';
import { layerLpProblem } from './layer-lp-problem.js';
import { RegionBounds } from './region-bounds.js';
import { errorAtPoint } from './error-at-point.js';

const decimal = decimalIntervalSystem(40);

/** Ends of max_r |Y_r(x) − f_r(x)| in 40 digits, by the evaluator that shares nothing with the certifier. */
function exactError(layer: ReturnType<typeof maxAffine>, target: Target, x: readonly number[]): [number, number] {
  const point = x.map((coordinate) => decimal.fromNumber(coordinate));
  const output = evaluateProduct(decimal, layer, point);
  const value = evaluate(target.expression, decimal, point);
  const errors = output.map((y, r) => decimal.abs(decimal.sub(y, value[r])));
  return [Math.max(...errors.map((e) => decimal.lower(e))), Math.max(...errors.map((e) => decimal.upper(e)))];
}

const layers = fc
  .record({
    description: targetArbitrary({ inputs: { min: 1, max: 3 }, onePointAxes: true }),
    cells: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 3, maxLength: 3 }),
    kappa: fc.constantFrom('0.0001', '0.5', '2', '20', '55', '3000'),
    mask: fc.constantFrom('0', '0.5', '3', '45'),
    shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ description, cells, kappa, mask, shares }) => {
    const target = buildTarget(description);
    const layer = maxAffine(target, {
      cells: cells.slice(0, target.domain.length),
      inverseTemperature: { kappa },
      mask: decimalConstant(mask),
    });
    const x = target.domain.map(({ lower, upper }, t) => {
      const [lo, hi] = [Number(lower.text), Number(upper.text)];
      return Math.min(hi, lo + shares[t] * (hi - lo));
    });
    return { target, layer, x };
  });

/** `f(x) = x` on [0, 1], or a function built from its input. */
function unary(build: (b: ExpressionBuilder, x: number) => number): Target {
  const builder = new ExpressionBuilder();
  const output = build(builder, builder.input(0));
  return {
    name: 'f',
    domain: [{ lower: decimalConstant('0'), upper: decimalConstant('1') }],
    input: { kind: 'scalars' },
    output: { width: 1, tokens: 1 },
    expression: builder.finish(1, [output]),
    ghost: false,
    singularities: [],
  };
}
const identity = unary((_, x) => x);

describe('errorAtPoint', () => {
  it('for every layer, target and point, the enclosure overlaps the error in 40 digits', () => {
    fc.assert(
      fc.property(layers, ({ target, layer, x }) => {
        const { lower, upper } = errorAtPoint(layer, target)(x);
        const [low, high] = exactError(layer, target, x);
        expect(lower).toBeLessThanOrEqual(high);
        expect(upper).toBeGreaterThanOrEqual(low);
      }),
      { numRuns: 80, seed: 5 },
    );
  });
});

describe('ErrorBounds', () => {
  it('for every layer and target, stays true with windows of one neighbour: far keys count with their mass', () => {
    fc.assert(
      fc.property(layers, ({ target, layer, x }) => {
        const bounds = new ErrorBounds(layer, target);
        bounds.chooseReach(1);
        const upper = bounds.enclose(Float64Array.from(x.flatMap((coordinate) => [coordinate, coordinate])));
        const [low, high] = exactError(layer, target, x);
        expect(upper).toBeGreaterThanOrEqual(low);
        expect(leastMagnitude(bounds).magnitude).toBeLessThanOrEqual(high);
      }),
      { numRuns: 80, seed: 9 },
    );
  });

  it('three soft cells, one left out of the window: the error misses the mean of three without its mass', () => {
    const layer = maxAffine(identity, { cells: 3, inverseTemperature: { kappa: '0.001' } });
    const bounds = new ErrorBounds(layer, identity);
    bounds.chooseReach(1);
    // At 0 the window is cells 0 and 1, mean about ⅓; with cell 2 the layer is about ½.
    expect(bounds.enclose(Float64Array.of(0, 0))).toBeGreaterThan(0.49);
  });
});

describe('RegionBounds', () => {
  it('for every layer, target and box of many cells, no point of the box has an error above the bound', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(layers, share, share, ({ target, layer, x }, below, above) => {
        const bounds = new ErrorBounds(layer, target);
        bounds.chooseReach(1e-3);
        const region = new RegionBounds(layer, target, bounds.axes, bounds.values);
        const box = x.flatMap((coordinate, t) => [
          coordinate - below * (coordinate - bounds.axes[t].lower[0]),
          coordinate + above * (bounds.axes[t].upper[1] - coordinate),
        ]);
        expect(exactError(layer, target, x)[0]).toBeLessThanOrEqual(region.bound(Float64Array.from(box)));
      }),
      { numRuns: 80, seed: 10 },
    );
  });

  it('serves errors to be integrated too, for layers of averages', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const lengthy = layers.filter(({ target }) => target.domain.every(({ lower, upper }) => lower.text !== upper.text));
    fc.assert(
      fc.property(lengthy, share, share, ({ target, layer: centres, x }, below, above) => {
        const layer = withCellAverages(centres, target, { boxes: 64 });
        const { frame, boundRegion } = layerLpProblem(layer, target);
        const box = x.flatMap((coordinate, t) => [
          coordinate - below * (coordinate - frame.lower[t][0]),
          coordinate + above * (frame.upper[t][1] - coordinate),
        ]);
        expect(exactError(layer, target, x)[0]).toBeLessThanOrEqual(boundRegion!(Float64Array.from(box)));
      }),
      { numRuns: 60, seed: 20 },
    );
    // One cell: the layer is the average ½, and the error at 0 is ½ of a bound that is 1/√3.
    const one = withCellAverages(maxAffine(identity, { cells: 1, inverseTemperature: { kappa: '1' } }), identity);
    const bound = layerLpProblem(one, identity).boundRegion!(Float64Array.of(0, 1));
    expect(bound).toBeGreaterThanOrEqual(0.5);
    expect(bound).toBeLessThan(0.58);
  });

  it('counts far keys where the target is flat nearby: a ramp at the other end is still seen by a soft layer', () => {
    const ramp = unary((b, x) => b.binary('max', b.literal('0'), b.binary('sub', x, b.literal('0.9'))));
    const layer = maxAffine(ramp, { cells: 10, inverseTemperature: { kappa: '0.05' } });
    const bounds = new ErrorBounds(layer, ramp);
    bounds.chooseReach(1);
    const region = new RegionBounds(layer, ramp, bounds.axes, bounds.values);
    const bound = region.bound(Float64Array.of(0, 0.3));
    expect(exactError(layer, ramp, [0.3])[0]).toBeGreaterThan(0);
    expect(bound).toBeGreaterThanOrEqual(exactError(layer, ramp, [0.3])[1]);
  });
});

describe('certifySupNorm', () => {
  it('for every layer and target, no point has an error above the upper end, and the witness has the lower end', () => {
    fc.assert(
      fc.property(layers, ({ target, layer, x }) => {
        const found = certifySupNorm(layer, target, { boxes: 2000 });
        expect(found.lower).toBeLessThanOrEqual(found.upper);
        expect(exactError(layer, target, x)[0]).toBeLessThanOrEqual(found.upper);
        // One-point axes that no double can name are stored as a neighbouring double.
        if (target.domain.every(({ lower, upper }) => lower.text !== upper.text)) {
          expect(exactError(layer, target, found.witness)[1]).toBeGreaterThanOrEqual(found.lower);
        }
      }),
      { numRuns: 50, seed: 6 },
    );
  });

  it('one cell and f(x) = x: the error is exactly ½, at the ends', () => {
    const layer = maxAffine(identity, { cells: 1, inverseTemperature: decimalConstant('3') });
    const found = certifySupNorm(layer, identity, { relative: 1e-12 });
    expect(found.lower).toBe(0.5);
    expect(found.upper).toBeGreaterThanOrEqual(0.5);
    expect(found.upper).toBeLessThan(0.5 + 1e-12);
  });

  it('two cells and f(x) = x: the supremum of ¼ − d/1 − ½/(1+e^{…}) is met to 1e-9', () => {
    // For u = ½ − d: A = ¼ + ½/(1 + e^{Rd/2}); the error A − u is d − ¼ + ½/(1 + e^{Rd/2}), largest in size at an end
    // of [0, ½] or where the derivative vanishes; found here by a fine search in 40 digits.
    const r = 30;
    let largest = 0;
    for (let i = 0; i <= 20_000; i++) {
      const d = i / 40_000;
      largest = Math.max(largest, Math.abs(d - 0.25 + 0.5 / (1 + Math.exp((r * d) / 2))));
    }
    const layer = maxAffine(identity, { cells: 2, inverseTemperature: doubleConstant(r) });
    const found = certifySupNorm(layer, identity, { relative: 1e-9 });
    expect(found.status).toBe('converged');
    // The search resolves the maximum to within 2.5e-5 of its place: an error below 1e-8 in its value.
    expect(Math.abs(found.upper - largest)).toBeLessThan(1e-8);
  });

  it('keys of a grid shifted by half a cell, seen from the whole domain: the error at the far end is a whole cell', () => {
    // Keys 0, ¼, ½, ¾ for f(x) = x on [0, 1]: at 1 the sharp layer returns ¾.
    const axis = { lower: decimalConstant('-0.125'), upper: decimalConstant('0.875') };
    const layer = {
      ...maxAffine(identity, { cells: 4, inverseTemperature: { kappa: '1000' } }),
      grid: { axes: [{ axis, cells: 4 }] },
    };
    const found = certifySupNorm(layer, identity, { relative: 1e-9 });
    expect(found.witness).toEqual([1]);
    expect(found.lower).toBeGreaterThanOrEqual(0.25);
    expect(found.upper).toBeLessThan(0.25 + 1e-9);
  });

  it('a goal ends the search on either side', () => {
    const layer = maxAffine(identity, { cells: 8, inverseTemperature: 'auto' });
    expect(certifySupNorm(layer, identity, { goal: 0.1 }).status).toBe('goal-met');
    expect(certifySupNorm(layer, identity, { goal: 0.01 }).status).toBe('goal-exceeded');
  });

  it('a spent budget gives a true enclosure and says so', () => {
    const wave = unary((b, x) => b.unary('sin', b.binary('mul', b.literal('50'), x)));
    const layer = maxAffine(wave, { cells: 8, inverseTemperature: 'auto' });
    const rough = certifySupNorm(layer, wave, { boxes: 3 });
    const fine = certifySupNorm(layer, wave, { relative: 1e-4 });
    expect(rough.status).toBe('budget');
    expect(rough.upper).toBeGreaterThanOrEqual(fine.lower);
    expect(rough.lower).toBeLessThanOrEqual(fine.upper);
  });

  it('refuses options that are no numbers', () => {
    const layer = maxAffine(identity, { cells: 2, inverseTemperature: 'auto' });
    expect(() => certifySupNorm(layer, identity, { boxes: NaN })).toThrow(RangeError);
    expect(() => certifySupNorm(layer, identity, { relative: -1 })).toThrow(RangeError);
    expect(() => certifySupNorm(layer, identity, { goal: NaN })).toThrow(RangeError);
  });

  it('far from 0 on a short axis, where doubles are coarse, the enclosure still holds the error at every point', () => {
    const builder = new ExpressionBuilder();
    const offset = builder.binary('sub', builder.input(0), builder.literal('1000000000000000.5'));
    const ramp = builder.binary('mul', builder.binary('max', builder.literal('0'), offset), builder.literal('100'));
    const far: Target = {
      ...identity,
      domain: [{ lower: decimalConstant('1000000000000000'), upper: decimalConstant('1000000000000001') }],
      expression: builder.finish(1, [ramp]),
    };
    for (const [cells, kappa] of [
      [64, '55'],
      [11, '0.5'],
    ] as const) {
      const layer = maxAffine(far, { cells, inverseTemperature: { kappa } });
      const found = certifySupNorm(layer, far, { boxes: 2000 });
      for (let i = 0; i <= 8; i++) expect(exactError(layer, far, [1e15 + i / 8])[0]).toBeLessThanOrEqual(found.upper);
    }
  });

  it('gives the same answer twice, box for box', () => {
    const layer = maxAffine(identity, { cells: 13, inverseTemperature: { kappa: '7' } });
    const [a, b] = [0, 1].map(() => certifySupNorm(layer, identity, { relative: 1e-6 }));
    expect([a.lower, a.upper, a.boxes, ...a.witness]).toEqual([b.lower, b.upper, b.boxes, ...b.witness]);
  });

  it('a margin restricts the supremum to shrunken cells; at the ends of the domain cells stay whole', () => {
    // f(x) = max(x, ¼) on two cells: constant where the first cell meets the end, so only the border matters there.
    const bent = unary((b, x) => b.binary('min', b.binary('max', x, b.literal('0.25')), b.literal('0.75')));
    const layer = maxAffine(bent, { cells: 2, inverseTemperature: { kappa: '400' } });
    const run = (share: number): number =>
      certifySupNorm(layer, bent, { relative: 1e-3, margin: (share * 0.25) / 2 }).upper;
    // Where the margin is at least δ, |x − c| ≤ ¼ − 2δ in towards the border, and the sharp layer returns f(c).
    expect(run(0)).toBeGreaterThan(0.22);
    expect(run(0.5)).toBeLessThan(0.125 * 1.002);
    expect(run(0.5)).toBeGreaterThan(0.12);
    expect(run(1)).toBeLessThan(1e-9);
    const ends = certifySupNorm(maxAffine(identity, { cells: 2, inverseTemperature: { kappa: '400' } }), identity, {
      relative: 1e-3,
      margin: 0.125,
    });
    expect(ends.lower).toBeGreaterThan(0.2499);
  });
});
