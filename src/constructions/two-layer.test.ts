import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expansionOf,
  sumArbitrary,
  targetOf,
  valueOf,
  type SumDescription,
} from '../../properties/support/ridge-cases.js';
import { networkArbitrary, networkOf } from '../../properties/support/two-layer-cases.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { intervalSystem } from '../numeric/interval.js';
import { ConstructionError } from './construction.js';
import { coefficientSums, evaluateExpansion } from './relu-expansion.js';
import { truncationBound, truncationEvaluator, type TruncationChoice } from './truncation.js';
import { outputMaskBound, twoLayerBound } from './two-layer-bound.js';
import { boundExpansion, boundExpansionOn, boundSums, sufficientRange, twoLayer } from './two-layer-range.js';
import { evaluateTwoLayerLiteral, twoLayerWeights } from './two-layer-weights.js';
import { twoLayerEvaluator, type OutputPlacement, type TwoLayer } from './two-layer.js';

const oracle = decimalIntervalSystem(50);
const exact = (x: number) => oracle.fromNumber(x);
const point = { width: 1, tokens: 1 };
const single = (cells: number, beta = '100'): TruncationChoice => ({
  kind: 'single',
  cells,
  keys: 'left',
  inverseTemperature: decimalConstant(beta),
});
const multi = (heads: number): TruncationChoice => ({
  kind: 'multi',
  heads,
  shiftInvariant: false,
  inverseTemperature: decimalConstant('100'),
});

/** Two ridges that cancel: `S = u − u`, each up to 1. */
const cancelling: SumDescription = {
  input: point,
  output: point,
  domain: [['0', '1']],
  constants: ['0'],
  ridges: [
    { direction: ['1'], offset: '0', knots: ['0', '1'], slopes: [['1']] },
    { direction: ['1'], offset: '0', knots: ['0', '1'], slopes: [['-1']] },
  ],
  amplitude: '0',
};

const build = (sum: SumDescription, more: Partial<Parameters<typeof twoLayer>[0]> = {}) =>
  twoLayer({
    expansion: expansionOf(sum),
    input: sum.input,
    output: sum.output,
    first: single(4),
    second: single(4),
    placement: { kind: 'linear' },
    ...more,
  });

function codeOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConstructionError) return error.problem.code;
  }
  throw new Error('was not refused');
}

describe('the range of the second layer', () => {
  const sums = sumArbitrary({
    inputs: [point, { width: 2, tokens: 1 }],
    outputs: [point, { width: 1, tokens: 2 }],
    ridges: 3,
  });
  const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 });

  it('suffices: at every point of every domain, |S| is at most B_2, with a domain or without', () => {
    fc.assert(
      fc.property(sums, places, fc.boolean(), (sum, place, known) => {
        const { domain } = targetOf(sum);
        const network = build(sum, known ? { domain } : {});
        const B = evaluateConstant(network.second.upper.expression, oracle);
        const numbers = network.expansion.numbers(oracle);
        const x = sum.domain.map(([lower, upper], t) => {
          const [a, b] = [valueOf(oracle, lower), valueOf(oracle, upper)];
          return oracle.add(a, oracle.mul(exact(place[t]!), oracle.sub(b, a)));
        });
        const e = truncationBound(oracle, network.first);
        const shares = coefficientSums(oracle, numbers).map((sumOfSizes) => oracle.mul(sumOfSizes, e));
        const most = exact(boundSums(network.expansion, network.first));
        evaluateExpansion(oracle, numbers, x).forEach((value, r) => {
          expect(oracle.less(B, oracle.abs(value))).not.toBe(true);
          expect(oracle.less(most, oracle.add(oracle.abs(value), shares[r]!))).not.toBe(true);
          const bound = exact(boundExpansion(network.expansion)[r]!);
          expect(oracle.less(bound, oracle.abs(value))).not.toBe(true);
        });
      }),
      { numRuns: 60, seed: 121 },
    );
  });

  it('is smaller where a domain shows that ridges cancel', () => {
    const expansion = expansionOf(cancelling);
    const { domain } = targetOf(cancelling);
    expect(boundExpansion(expansion)).toEqual([1]);
    expect(boundExpansionOn(expansion, domain)).toBeLessThan(1e-9);
    expect(sufficientRange(expansion)).toBe(1);
    expect(sufficientRange(expansion, domain)).toBeLessThan(1e-9);
  });

  it('is refused where it is not seen to suffice, and kept where it is', () => {
    const range = (text: string) => () => build(cancelling, { range: decimalConstant(text) });
    expect(codeOf(range('0.99'))).toBe('domain');
    expect(range('0.99')).toThrow(/sup \|S\|/);
    expect(range('7')().second.upper.text).toBe('7');
    expect(range('7')().second.lower.text).toBe('-7');
    expect(
      build(cancelling, { range: decimalConstant('0.5'), domain: targetOf(cancelling).domain }).second.upper.text,
    ).toBe('0.5');
    expect(codeOf(range('-1'))).toBe('domain');
  });
});

describe('two layers of truncated attention', () => {
  it('refuse shapes, kinds, masks and sizes that make no sense', () => {
    expect(codeOf(() => build(cancelling, { input: { width: 2, tokens: 1 } }))).toBe('input');
    expect(codeOf(() => build(cancelling, { output: { width: 1, tokens: 0 } }))).toBe('input');
    expect(codeOf(() => build(cancelling, { second: multi(2) }))).toBe('input');
    expect(codeOf(() => build(cancelling, { first: single(0) }))).toBe('cells');
    expect(codeOf(() => build(cancelling, { placement: { kind: 'mask', mask: decimalConstant('-1') } }))).toBe('mask');
    const large = build(cancelling, { first: single(3000) });
    expect(codeOf(() => twoLayerWeights(intervalSystem, large))).toBe('too-large');
    expect(() => twoLayerEvaluator(intervalSystem, large)([])).toThrow('0 coordinates');
    expect(() => evaluateTwoLayerLiteral(intervalSystem, build(cancelling), [])).toThrow('0 coordinates');
  });

  it('give, for every network, the same output wherever entries are placed, but for the mask', () => {
    const shapes = [point, { width: 2, tokens: 2 }] as const;
    const networks = networkArbitrary({ inputs: shapes, outputs: shapes, kinds: ['single'] });
    fc.assert(
      fc.property(networks, (description) => {
        const network = networkOf(description);
        const x = description.sum.domain.map(([lower]) => valueOf(oracle, lower));
        const at = (placement: OutputPlacement) => twoLayerEvaluator(oracle, { ...network, placement })(x);
        const wanted = at({ kind: 'linear' });
        const mask = decimalConstant(description.mask);
        const masked: TwoLayer = { ...network, placement: { kind: 'mask', mask } };
        const share = outputMaskBound(oracle, masked);
        at({ kind: 'heads' }).forEach((value, r) => {
          expect(oracle.less(value, wanted[r]!)).not.toBe(true);
          expect(oracle.less(wanted[r]!, value)).not.toBe(true);
        });
        at(masked.placement).forEach((value, r) => {
          const moved = oracle.abs(oracle.sub(value, wanted[r]!));
          expect(oracle.less(oracle.add(share, oracle.literal('1e-30')), moved)).not.toBe(true);
        });
      }),
      { numRuns: 40, seed: 122 },
    );
  });

  it('leak 0.99 of what the mask may: two rows at the two ends of the range', () => {
    const ends: SumDescription = {
      ...cancelling,
      output: { width: 2, tokens: 1 },
      constants: ['1', '-1'],
      ridges: [],
    };
    const inverseTemperature = decimalConstant('1e6');
    const fine: TruncationChoice = { kind: 'single', cells: 256, keys: 'centred', inverseTemperature };
    const network = build(ends, { placement: { kind: 'mask', mask: decimalConstant('2') }, first: fine, second: fine });
    const [top, bottom] = twoLayerEvaluator(oracle, network)([oracle.literal('0')]);
    const unmasked = truncationEvaluator(oracle, network.second)(oracle.literal('1'));
    const share = oracle.toNumber(outputMaskBound(oracle, network));
    expect(oracle.toNumber(oracle.sub(unmasked, top!)) / share).toBeGreaterThan(0.99);
    expect(oracle.toNumber(oracle.sub(unmasked, top!)) / share).toBeLessThanOrEqual(1);
    // Centred keys are symmetric.
    expect(oracle.less(oracle.literal('0'), oracle.abs(oracle.add(top!, bottom!)))).not.toBe(true);
    expect(share).toBeLessThan(oracle.toNumber(twoLayerBound(oracle, network)));
  });
});
