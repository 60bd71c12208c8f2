import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiteralWeights, WeightsText } from '../claim.js';
import { claims } from '../index.js';

const given = claims.filter(({ weights }) => weights !== undefined);

function matricesIn(text: WeightsText): readonly (readonly (readonly string[])[])[] {
  if (typeof text === 'string') throw new Error('an entry outside of a matrix');
  if (!Array.isArray(text)) return Object.values(text as Readonly<Record<string, WeightsText>>).flatMap(matricesIn);
  const rows = text as readonly WeightsText[];
  const isMatrix = rows.every((row) => Array.isArray(row) && row.every((entry) => typeof entry === 'string'));
  return isMatrix ? [rows as readonly (readonly string[])[]] : rows.flatMap(matricesIn);
}

function expectWritten({ matrices }: LiteralWeights): number {
  const all = matricesIn(matrices);
  for (const rows of all) {
    expect(new Set(rows.map((row) => row.length)).size).toBeLessThanOrEqual(1);
    for (const entry of rows.flat()) expect(entry).toMatch(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/);
  }
  return all.flat(2).length;
}

describe('weights as text', () => {
  it('are given by every claim whose case is one network', () => {
    const without = claims.filter(({ weights }) => weights === undefined).map(({ id }) => id);
    expect(without).toEqual([
      // About softmax weights, not about a network.
      'indicator',
      'hardmax-two-leaders',
      'softmax-perturbation',
      'softmax-lipschitz',
      'evaluation-error',
      // About all networks with more cells than a number.
      'no-fixed-temperature',
      // About a grid; its layer has no values.
      'no-uniform-margin',
      // 8192 keys.
      'score-uncentred-fails',
    ]);
  });

  it.each(given.map((claim) => [claim.id, claim] as const))(
    '%s: for every case, are matrices of numbers and few of them, or left out',
    (_, { weights, edgeCases, arbitrary }) => {
      const drawn = fc.sample(arbitrary, { seed: 1, numRuns: 10 });
      const found = [...edgeCases, ...drawn].map((input) => weights!(input)).filter((one) => one !== undefined);
      expect(found.length).toBeGreaterThan(0);
      for (const one of found) expect(expectWritten(one)).toBeLessThanOrEqual(5000);
    },
  );

  it('are those of the case: two keys of truncated attention on [0, 1]', () => {
    const claim = claims.find(({ id }) => id === 'truncated-single')!;
    expect(claim.weights!({ a: '0', b: '1', cells: 2, beta: '4' })).toEqual({
      digits: 20,
      matrices: {
        P_h: [[['1'], ['0'], ['0'], ['0']]],
        Q_h: [[['1', '0']]],
        B: [
          ['0', '0'],
          ['1', '1'],
          ['0', '0.5'],
          ['0', '-0.25'],
        ],
        W_Q: [
          ['4', '0', '0', '0'],
          ['0', '4', '0', '0'],
        ],
        W_K: [
          ['0', '0', '2', '0'],
          ['0', '0', '0', '1'],
        ],
        W_V: [['0', '0', '1', '0']],
        W_O: [['1'], ['0']],
      },
    });
  });
});
