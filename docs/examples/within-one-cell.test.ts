import fc from 'fast-check';
import { parseTarget } from 'softproof';
import { claim, verifyClaim } from 'softproof/vitest';

const wave = await parseTarget(`
  export const domain = [[0, 1]];
  export function target(x: number): number { return Math.sin(3 * x); }
`);

export const withinOneCell = claim<{ cells: number; kappa: number }>({
  id: 'within-one-cell',
  title: 'At R s² ≥ 8 ln N a layer of N cells is within s/√2 of sin 3x, times its slope 3',
  source: { paper: '—', item: 'docs/your-own-theorem.md' },
  statement: '\\sup_{x \\in [0, 1]} |Y(x) - \\sin 3x| \\le \\frac{3}{\\sqrt 2 \\, N}, \\quad R \\ge 8 N^2 \\ln N',
  cases: fc.record({ cells: fc.integer({ min: 16, max: 128 }), kappa: fc.integer({ min: 40, max: 400 }) }),
  layer: ({ cells, kappa }) => ({ target: wave, construction: 'max-affine', cells, kappa: String(kappa) }),
  bound: (system, { cells }) => {
    const two = system.literal('2');
    return system.div(system.literal('3'), system.mul(system.sqrt(two), system.fromNumber(cells)));
  },
  mutants: [
    {
      id: 'a-third-of-a-cell',
      description: 'the error is taken to be at most a third of a cell, times the slope',
      bound: (system, { cells }) => system.div(system.literal('1'), system.fromNumber(cells)),
    },
  ],
});

verifyClaim(withinOneCell, { cases: 20 });
