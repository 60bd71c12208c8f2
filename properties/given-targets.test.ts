/** Claims on targets of a user: on targets of every kind they decide without a fault, and a constant one exactly. */
import { describe, expect, it } from 'vitest';
import { decideCase } from '../src/check/decide-case.js';
import { storeCase } from '../src/check/stored-case.js';
import { parseTarget, readTarget } from '../src/expression/parse/index.js';
import { claims } from '../src/theorems/index.js';

/** One of each kind: with jumps, kinks, poles, steep roots, several outputs, tokens, key and query tokens. */
const names = [
  'sin.ts',
  'step.ts',
  'takagi.ts',
  'square-root.ts',
  'inverse-root.ts',
  'genz.ts#discontinuous',
  'vector-valued.ts',
  'sort.ts',
  'cross-lookup.ts',
];
const folder = new URL('../fixtures/targets/', import.meta.url);
const takers = claims.flatMap(({ id, decide, casesFor }) => (casesFor === undefined ? [] : [{ id, decide, casesFor }]));

// Verdicts that certify are the work of `softproof check`; few boxes show that nothing is thrown and nothing refuted.
const budget = { boxes: 200, digits: 60 };

describe('sample targets', () => {
  it.each(names)('%s is taken by a claim, and refutes none', async (name) => {
    const target = await readTarget(
      `${folder.pathname}${name}${name.includes('#') || name.endsWith('.ts') ? '' : '.ts'}`,
    );
    const verdicts = takers.flatMap(({ id, decide, casesFor }) =>
      casesFor(target)
        .slice(0, 1)
        .map((input) => [id, decideCase(decide, storeCase(input), budget).verdict]),
    );
    expect(verdicts).not.toEqual([]);
    expect(verdicts.filter(([, verdict]) => verdict === 'refuted')).toEqual([]);
  });
});

it.each([
  ['1 / 3', '[0, 1], [0, 1]'],
  ['Math.PI * 1e30', '[-1, 2]'],
  ['x - x + 1 / 7', '[0, 1 / 3], [0, 1]'],
])('the constant %s is reproduced exactly by max-affine layers, and two layers certify it', async (value, domain) => {
  const parameters = domain.includes('], [') ? 'x: number, y: number' : 'x: number';
  const target = await parseTarget(
    `export const domain = [${domain}]; export function target(${parameters}): number { return ${value}; }`,
  );
  for (const { id, decide, casesFor } of takers) {
    for (const input of casesFor(target)) {
      const { verdict, method } = decideCase(decide, storeCase(input), { boxes: 20_000, digits: 200 });
      expect([id, verdict]).toEqual([id, 'certified']);
      if (id.startsWith('max-affine')) expect(method).toBe('exact');
    }
  }
});
