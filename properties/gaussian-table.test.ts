/**
 * The table of docs/notation.md: the error of Gaussian constructions for sin 3x, certified from both sides, beside their bounds.
 */
import { describe, expect, it } from 'vitest';
import { certifyTarget } from '../src/check/certify-target.js';
import { readTarget } from '../src/expression/parse/index.js';

const rows = [
  ['gaussian-2', '2', 8, [3.4588e-2, 2.1988e-3, 1.376e-4]],
  ['gaussian-4', '1', 12, [2.3591e-3, 9.628e-6, 3.777e-8]],
  ['gaussian-6', '0.7', 12, [1.5669e-4, 4.1044e-8, 1.009e-11]],
] as const;
const CELLS = [8, 32, 128];

describe('sin 3x on [0, 1] by attention at a finite temperature', () => {
  const cases = rows.flatMap(([construction, kappa, ghosts, sizes]) =>
    CELLS.map((cells, i) => [construction, cells, kappa, ghosts, sizes[i]!] as const),
  );

  it.each(cases)(
    '%s with %i cells, κ = %s: certified, both ends near %4$s',
    async (construction, cells, kappa, ghosts, size) => {
      const target = await readTarget('fixtures/targets/sin.ts');
      const { report } = certifyTarget(target, { construction, cells, kappa, ghosts, relative: 0.01 });
      const [lower, upper, bound] = [report.lower, report.upper, report.bound].map(Number) as [number, number, number];
      expect(report.method).toBe('expansion');
      expect(report.verdict).toBe('certified');
      expect(upper).toBeLessThanOrEqual(bound);
      expect(upper / lower).toBeLessThan(1.02);
      expect(lower / size).toBeGreaterThan(0.99);
      expect(lower / size).toBeLessThan(1.01);
      // How much the theorem gives away.
      expect(bound / lower).toBeLessThan(cells === 8 ? 1.2 : 1.06);
    },
  );
});
