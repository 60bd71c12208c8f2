import { describe, expect, it } from 'vitest';
import { parseTarget } from '../expression/parse/index.js';
import { decideLayer, type LayerQuestion } from './decide-layer.js';

const BUDGET = { boxes: 20_000, digits: 200 };

const wave = await parseTarget(
  'export const domain = [[0, 1]];\nexport const target = (x: number) => Math.sin(3 * x);',
);
const constant = await parseTarget('export const domain = [[0, 1]];\nexport const target = (x: number) => 1;');

const question = (bound: string): LayerQuestion => ({
  target: wave,
  cells: 32,
  kappa: '40',
  bound: (system) => system.literal(bound),
  tie: undefined,
});

describe('the error of a layer', () => {
  it('is certified or refuted against a bound, with a witness, and counts if there are many keys', () => {
    const certified = decideLayer(question('0.07'), BUDGET);
    expect(certified).toMatchObject({ verdict: 'certified', method: 'enclosure', bound: '0.07', substantial: true });
    const refuted = decideLayer(question('0.04'), BUDGET);
    expect(refuted).toMatchObject({ verdict: 'refuted', method: 'enclosure' });
    expect(refuted.witness).toHaveLength(1);
    expect(Number(refuted.observed.lower)).toBeGreaterThan(0.04);
    expect(decideLayer({ ...question('0.3'), cells: 8 }, BUDGET).substantial).toBe(false);
    expect(decideLayer({ ...question('0.1'), target: constant }, BUDGET).substantial).toBe(false);
  });

  it('is enclosed more narrowly where the bound is near, until the boxes are spent', () => {
    const { observed } = decideLayer(question('0.07'), BUDGET);
    const [lower, upper] = [Number(observed.lower), Number(observed.upper)];
    expect(upper / lower).toBeGreaterThan(1.001);
    const near = String(lower + 0.4 * (upper - lower));
    expect(decideLayer(question(near), BUDGET).verdict).not.toBe('inconclusive');
    const spent = decideLayer(question(near), { ...BUDGET, boxes: 8 });
    expect(spent).toMatchObject({ verdict: 'inconclusive', note: 'the enclosure straddles the bound after 8 boxes' });
  });
});
