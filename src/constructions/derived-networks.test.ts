import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTarget } from '../expression/parse/index.js';
import { buildTarget, targetArbitrary } from '../generators/index.js';
import { intervalSystem as system } from '../numeric/interval.js';
import { attentionSoftmaxRadii } from './attention-softmax-bound.js';
import { ConstructionError } from './construction.js';
import { derivedAttentionSoftmax, derivedTwoLayer } from './derived-networks.js';
import { reluCount } from './relu-expansion.js';
import { truncationCells } from './truncation.js';
import { twoLayerBound } from './two-layer-bound.js';
import { sufficientRange } from './two-layer-range.js';

const oneInput = targetArbitrary({ inputs: { min: 1, max: 1 } });
const few = targetArbitrary({ inputs: { min: 1, max: 2 } });
const cellsOf = fc.integer({ min: 1, max: 6 });
const keysOf = fc.constantFrom('left' as const, 'centred' as const);

describe('two layers with derived truncations', () => {
  it('for every target, have a bound of at most twice the error of the expansion, and not much less', () => {
    fc.assert(
      fc.property(oneInput, cellsOf, keysOf, (description, cells, keys) => {
        const network = derivedTwoLayer(buildTarget(description), [cells], { keys });
        const own = network.expansion.error(system).hi;
        const total = twoLayerBound(system, network).hi;
        const counts = [network.first, network.second].map(truncationCells);
        const isFree = counts.every((count) => count > 16 && count < 2 ** 20 && count !== 1024);
        if (counts.every((count) => count < 2 ** 20 && count !== 1024)) {
          expect(total).toBeLessThanOrEqual(2 * own * (1 + 1e-9));
        }
        // Of more than 16 cells none is spare, up to one in 17.
        if (isFree) expect(total).toBeGreaterThanOrEqual(1.94 * own);
      }),
      { numRuns: 100, seed: 91 },
    );
  });

  it('for every target and number of heads, have a B_2 that suffices, and the shape of the target', () => {
    const choices = fc.oneof(
      keysOf.map((keys) => ({ keys })),
      fc.integer({ min: 1, max: 4 }).map((heads) => ({ heads })),
    );
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 2 }), choices, (description, cells, choice) => {
        const target = buildTarget(description);
        const network = derivedTwoLayer(target, [cells], choice);
        const range = Number(network.second.upper.text);
        expect(range).toBeGreaterThanOrEqual(sufficientRange(network.expansion));
        expect(network.output).toEqual(target.output);
        if ('heads' in choice) {
          expect(network.first).toMatchObject({ kind: 'multi', tokens: Math.max(3, reluCount(network.expansion)) });
          expect(network.second).toMatchObject({ heads: choice.heads, tokens: Math.max(3, target.output.tokens) });
        } else expect([network.first, network.second]).toMatchObject([choice, choice]);
      }),
      { numRuns: 60, seed: 92 },
    );
  });

  it('have pieces for one input, a degree per axis for several', async () => {
    const line = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number) { return x ** 2; }',
    );
    expect(derivedTwoLayer(line, [7], { keys: 'left' }).expansion.pieces).toEqual([7]);
    expect(() => derivedTwoLayer(line, [7, 7], { keys: 'left' })).toThrow(ConstructionError);
    const plane = await parseTarget(
      'export const domain = [[0, 1], [0, 2]]; export function target(x: number, y: number) { return x * y; }',
    );
    // Degrees 1 and 0: the frequency (1, 0) alone, with two pieces.
    expect(derivedTwoLayer(plane, [1, 0], { keys: 'left' }).expansion.pieces).toEqual([2]);
    expect(() => derivedTwoLayer(plane, [1, 1, 1], { keys: 'left' })).toThrow(ConstructionError);
  });
});

describe('attention and softmax with a derived truncation', () => {
  it('for every target and grid, attention moves a point by at most half the radius of the partition', () => {
    fc.assert(
      fc.property(few, fc.integer({ min: 1, max: 40 }), keysOf, (description, cells, keys) => {
        const target = buildTarget(description);
        const network = derivedAttentionSoftmax(target, { cells, inverseTemperature: 'auto' }, { keys });
        const { partition, truncation } = attentionSoftmaxRadii(system, network);
        expect(truncation.hi).toBeLessThanOrEqual((partition.hi / 2) * (1 + 1e-9));
        if (truncationCells(network.truncation) > 16) expect(truncation.hi).toBeGreaterThan(0.46 * partition.lo);
      }),
      { numRuns: 60, seed: 93 },
    );
  });

  it('may have several heads, whose keys are at least three tokens', async () => {
    const line = await parseTarget(
      'export const domain = [[0, 1]]; export function target(x: number) { return x ** 2; }',
    );
    const network = derivedAttentionSoftmax(line, { cells: 4, inverseTemperature: 'auto' }, { heads: 5 });
    expect(network.truncation).toMatchObject({ kind: 'multi', heads: 5, tokens: 3, shiftInvariant: false });
  });

  it('are for self-attention: a target of key and query tokens is refused with the construction to use', async () => {
    const cross = await parseTarget(`
      export const shape = { query: { width: 1, tokens: 1 }, key: { width: 1, tokens: 1 } };
      export const domain = [[0, 1], [0, 1]];
      export function target(XK: number[][], XQ: number[][]): number { return XK[0][0] * XQ[0][0]; }
    `);
    const choice = { keys: 'left' } as const;
    expect(() => derivedTwoLayer(cross, [2], choice)).toThrow(/two-layer is self-attention\n.*max-affine-cross/);
    const partition = { cells: 2, inverseTemperature: 'auto' } as const;
    expect(() => derivedAttentionSoftmax(cross, partition, choice)).toThrow(/attention-softmax is self-attention/);
  });
});
