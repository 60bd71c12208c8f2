import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOf } from '../../properties/support/ridge-cases.js';
import { networkArbitrary, networkOf } from '../../properties/support/two-layer-cases.js';
import { applyLinearMap, type LinearMap } from '../attention/linear-map.js';
import { matrixFrom, multiply, transpose, type Matrix } from '../attention/matrix.js';
import type { AttentionWeights } from '../attention/self-attention.js';
import { float64System as system } from '../numeric/float64.js';
import { describeTwoLayer } from './two-layer-cost.js';
import { applyLayer, twoLayerWeights, type LayerWeights } from './two-layer-weights.js';

const point = { width: 1, tokens: 1 };
const shapes = [point, { width: 2, tokens: 1 }, { width: 1, tokens: 2 }, { width: 2, tokens: 2 }] as const;
const networks = networkArbitrary({ inputs: shapes, outputs: [...shapes, { width: 1, tokens: 4 }] });

const mapMatrices = ({ P_h, Q_h, B }: LinearMap<number>): Matrix<number>[] => [...P_h, ...Q_h, B];
const headMatrices = ({ W_Q, W_K, W_V, W_O }: AttentionWeights<number>): Matrix<number>[] => [W_Q, W_K, W_V, W_O];

/** The largest score of a layer for one input. */
function largestScore({ map, heads }: LayerWeights<number>, X: Matrix<number>): number {
  const Z = applyLinearMap(system, map, X);
  const scores = heads.flatMap(
    ({ W_Q, W_K }) => multiply(system, transpose(multiply(system, W_K, Z)), multiply(system, W_Q, Z)).entries,
  );
  return Math.max(...scores.map(Math.abs));
}

describe('the cost of two layers', () => {
  it('counts, for every network, every entry of the literal matrices, and bounds every weight and score', () => {
    const places = fc.array(fc.constantFrom('0', '1', '0.4'), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(networks, places, (description, place) => {
        const network = networkOf(description);
        const { id, cost } = describeTwoLayer(network);
        expect(id).toBe(description.kind === 'single' ? 'two-layer' : 'two-layer-multi');
        const { first, second, last } = twoLayerWeights(system, network);
        const matrices = [
          ...[first, second].flatMap(({ map, heads }) => [...mapMatrices(map), ...heads.flatMap(headMatrices)]),
          ...(last === undefined ? [] : mapMatrices(last)),
        ];
        const entries = matrices.flatMap((matrix) => [...matrix.entries]);
        expect(cost.parameters).toBe(BigInt(entries.length));
        expect(cost.keys).toBe(BigInt(first.map.B.columns + second.map.B.columns));
        expect(cost.heads).toBe(first.heads.length + second.heads.length);
        // Doubles nearest to the entries: half a unit in the last place, and a few roundings of those that are computed.
        expect(Math.max(...entries.map(Math.abs))).toBeLessThanOrEqual(cost.largestWeight * (1 + 2 ** -48));
        const X = matrixFrom(network.input.width, network.input.tokens, (a, token) => {
          const t = token * network.input.width + a;
          const [lower, upper] = description.sum.domain[t]!.map((text) => valueOf(system, text));
          return lower! + Number(place[t]!) * (upper! - lower!);
        });
        const found = [largestScore(first, X), largestScore(second, applyLayer(system, first, X))];
        expect(Math.max(...found)).toBeLessThanOrEqual(cost.largestScore * (1 + 2 ** -40));
      }),
      { numRuns: 80, seed: 131 },
    );
  });

  it('sees masks and coefficients where these are the largest numbers', () => {
    const soft = { size: 2, keys: 'left', shiftInvariant: false, beta: '0.01' } as const;
    const sum = {
      input: point,
      output: { width: 2, tokens: 1 },
      domain: [['0', '1']] as const,
      constants: ['0', '0'],
      ridges: [
        {
          direction: ['1'],
          offset: '0',
          knots: ['0', '0.5', '1'],
          slopes: [
            ['9', '-9'],
            ['0', '0'],
          ],
        },
      ],
      amplitude: '0',
    };
    const base = { sum, kind: 'single', first: soft, second: soft, mask: '50', share: 0.01 } as const;
    const masked = describeTwoLayer(networkOf({ ...base, placement: 'mask' })).cost;
    expect(masked.largestWeight).toBe(50);
    // β(2Ly − L²), |y| ≤ 4.5 + 27·(½ + e^−0.0025) < 45 and |L| ≤ 0.01·45: less than 0.41.
    expect(masked.largestScore).toBeGreaterThanOrEqual(50);
    expect(masked.largestScore).toBeLessThan(50.41);
    const unmasked = describeTwoLayer(networkOf({ ...base, placement: 'heads' })).cost;
    expect(unmasked.largestWeight).toBe(18);
    expect(unmasked.largestScore).toBeLessThan(0.41);
  });

  it('says of every linear map what it is', () => {
    fc.assert(
      fc.property(networks, (description) => {
        const network = networkOf(description);
        const { cost, parameters } = describeTwoLayer(network);
        const names = cost.linearMaps.map(({ name }) => name);
        expect(names.includes('Linear_3')).toBe(description.placement === 'linear');
        expect(parameters['range']).toBe(network.second.upper.text);
        expect(parameters['mask']).toBe(description.placement === 'mask' ? description.mask : undefined);
        const { second } = twoLayerWeights(system, network);
        const { W_O } = second.heads[0]!;
        const isIdentity = W_O.rows === W_O.columns;
        const kind = cost.linearMaps.find(({ name }) => name === 'W_O of Attn_2')?.kind;
        expect(kind).toBe(isIdentity ? 'token-wise' : 'sequence-wise');
      }),
      { numRuns: 40, seed: 132 },
    );
  });
});
