import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetOf, type SumDescription } from '../../properties/support/ridge-cases.js';
import { networkArbitrary, networkOf } from '../../properties/support/two-layer-cases.js';
import { domainBoxes } from '../approximation/box.js';
import { certifyBoxError } from '../certify/certify-box-error.js';
import { evaluate } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import { ConstructionError } from './construction.js';
import { coefficientSums } from './relu-expansion.js';
import { twoLayerBound } from './two-layer-bound.js';
import { TwoLayerError, twoLayerParts } from './two-layer-error.js';
import { twoLayerEvaluator } from './two-layer.js';

const oracle = decimalIntervalSystem(50);
const exact = (x: number) => oracle.fromNumber(x);
const point = { width: 1, tokens: 1 };
const shapes = [point, { width: 2, tokens: 1 }, { width: 1, tokens: 2 }, { width: 2, tokens: 2 }] as const;
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
const sizes = fc.constantFrom(0, 1e-9, 0.003, 0.1, 1);

/** A box of that size in the domain, and a point of it, in shares of the way along each axis. */
function drawBox({ domain }: SumDescription, place: readonly number[], size: number) {
  const box = new Float64Array(2 * domain.length);
  const x = domain.map(([lower, upper], t) => {
    const [lo, hi] = [Number(lower), Number(upper)];
    const low = Math.min(hi, lo + place[2 * t]! * (1 - size) * (hi - lo));
    const high = Math.min(hi, low + size * (hi - lo));
    box.set([low, high], 2 * t);
    return exact(Math.min(high, low + place[2 * t + 1]! * (high - low)));
  });
  return { box, x };
}

describe('the enclosure of the error of two layers', () => {
  it('for every network, box and point of it, B_2 too small or not, contains the error with 50 digits', () => {
    const networks = networkArbitrary({ inputs: shapes, outputs: shapes, short: true });
    fc.assert(
      fc.property(networks, places, sizes, (description, place, size) => {
        const network = networkOf(description);
        const target = targetOf(description.sum);
        const { box, x } = drawBox(description.sum, place, size);
        const error = new TwoLayerError(network, target);
        const largest = error.enclose(box);
        const f = evaluate(target.expression, oracle, x);
        twoLayerEvaluator(
          oracle,
          network,
        )(x).forEach((out, r) => {
          const truth = oracle.sub(out, f[r]!);
          expect(oracle.less(truth, exact(error.least[r]!))).not.toBe(true);
          expect(oracle.less(exact(error.greatest[r]!), truth)).not.toBe(true);
          expect(oracle.less(exact(largest), oracle.abs(truth))).not.toBe(true);
        });
      }),
      { numRuns: 250, seed: 111 },
    );
  });

  it('for every network of single heads, is sharp at points', () => {
    const networks = networkArbitrary({ inputs: shapes, outputs: shapes, kinds: ['single'], short: true });
    fc.assert(
      fc.property(networks, places, (description, place) => {
        const network = networkOf(description);
        const error = new TwoLayerError(network, targetOf(description.sum));
        error.enclose(drawBox(description.sum, place, 0).box);
        // y is made of numbers below 30, z and f of numbers below 2^7, each with fewer than 40 roundings. A layer moves by at
        // most 1 + 2β·Var times its query, Var ≤ (length/2)², and its mean is known to 2^−41 of its length (unit-keys.test.ts).
        const [beta_1, beta_2] = [Number(description.first.beta), Number(description.second.beta)];
        const B = Number(network.second.upper.text);
        const A = Math.max(0, ...coefficientSums(oracle, network.expansion.numbers(oracle)).map(oracle.toNumber));
        const first = (1 + beta_1 / 2) * 40 * 2 ** -48 + 2 ** -41;
        const sum = A * first + 40 * 2 ** -46;
        const second = (1 + 2 * beta_2 * B * B) * sum + 2 ** -41 * 2 * B;
        error.least.forEach((least, r) => {
          expect(error.greatest[r]! - least).toBeLessThan(2 * (sum + second + 40 * 2 ** -46));
        });
      }),
      { numRuns: 100, seed: 112 },
    );
  });

  it('for every network of one or two inputs with a B_2 that suffices, the certified error is at most the bound', () => {
    const networks = networkArbitrary({ inputs: shapes.slice(0, 3), outputs: shapes });
    fc.assert(
      fc.property(networks, (description) => {
        const network = networkOf(description);
        const target = targetOf(description.sum);
        const bound = twoLayerBound(intervalSystem, network);
        const error = new TwoLayerError(network, target);
        // A constant attains it: enclosures that are off by less than 2^−30 in a range below 2^8 need that much more.
        const goal = bound.hi + 2 ** -22;
        const found = certifyBoxError(error, domainBoxes(target), { goal, boxes: 30_000 });
        expect(found.status).toBe('goal-met');
        const parts = twoLayerParts(network, error);
        expect(parts.expansion + parts.throughSums + parts.second).toBeLessThanOrEqual(bound.hi * (1 + 2 ** -40));
        if (description.placement !== 'mask') {
          expect(found.lower).toBeLessThanOrEqual(
            (parts.expansion + parts.throughSums + parts.second) * (1 + 2 ** -40),
          );
        }
      }),
      { numRuns: 40, seed: 113 },
    );
  });

  const convex = (range: number, keys: 'left' | 'centred', cells: number, slopes: readonly string[]) => ({
    sum: {
      input: point,
      output: point,
      domain: [['0', '1']] as const,
      constants: ['0'],
      ridges: [
        {
          direction: ['1'],
          offset: '0',
          knots: slopes.map((_, i) => String(i / 4)).concat('1'),
          slopes: [slopes],
        },
      ],
      amplitude: '0',
    },
    kind: 'single' as const,
    first: { size: 16, keys, shiftInvariant: false, beta: '10240' },
    second: { size: cells, keys, shiftInvariant: false, beta: '1e9' },
    placement: 'linear' as const,
    mask: '0',
    share: range,
  });

  it('is refuted, with a share of the bound above 1, where B_2 is too small', () => {
    // f = 4x, B_2 about 1: at x = 1 the network says 1 where f is 4.
    const description = convex(0.25, 'left', 512, ['4']);
    const network = networkOf(description);
    const target = targetOf(description.sum);
    const bound = twoLayerBound(intervalSystem, network);
    const found = certifyBoxError(new TwoLayerError(network, target), domainBoxes(target), { relative: 0.01 });
    expect(found.lower).toBeGreaterThan(4 * bound.hi);
    expect(found.lower).toBeGreaterThan(2.8);
  });

  it('attains 0.97 of the bound: every ReLU before its knot is half a step too high, and all add up if f is convex', () => {
    // Centred keys at x = 0, where all y ≤ 0 but for the first, whose slope is 0; the second layer is fine.
    const description = convex(1, 'centred', 4096, ['0', '1', '4', '9']);
    const network = networkOf(description);
    const target = targetOf(description.sum);
    const bound = twoLayerBound(intervalSystem, network);
    const found = certifyBoxError(new TwoLayerError(network, target), domainBoxes(target), { relative: 0.01 });
    expect(found.lower / bound.hi).toBeGreaterThan(0.97);
    expect(found.upper).toBeLessThanOrEqual(bound.hi * 1.01);
  });

  it('refuses a target of another shape', () => {
    const description = convex(1, 'left', 8, ['1']);
    const wide = targetOf({ ...description.sum, constants: ['0', '1'], ridges: [], output: { width: 2, tokens: 1 } });
    expect(() => new TwoLayerError(networkOf(description), wide)).toThrow(ConstructionError);
  });
});
