import { test as property, fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { maxAffine } from '../constructions/max-affine.js';
import { parseTarget } from '../expression/parse/index.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { boundWithMargin } from './bound-with-margin.js';
import { commentText, coqDevelopment } from './development.js';

function read(domain: string, formula = 'Math.sin(3 * x)', parameters = 'x: number'): Promise<Target> {
  return parseTarget(`export const domain = ${domain};\nexport function target(${parameters}) { return ${formula}; }`);
}

function develop(target: Target, cells: number, bound = '0.5'): string {
  return coqDevelopment(target, maxAffine(target, { cells, inverseTemperature: decimalConstant('0.25') }))(bound);
}

describe('a development', () => {
  it('has the keys, the temperature and the bound as exact numbers, a lemma for each cell and the theorem', async () => {
    const text = develop(await read('[[-1, 1]]'), 4);
    expect(text).toContain('[ (-3 / 4);\n    (-1 / 4);\n    (1 / 4);\n    (3 / 4) ]');
    expect(text).toContain('Definition temperature : R := (1 / 4).');
    expect(text).toContain('Definition bound : R := (1 / 2).');
    expect(text.match(/^Lemma cell_\d+ : forall x, .* <= x <= .* ->/gm)).toEqual([
      'Lemma cell_0 : forall x, (-1) <= x <= (-1 / 2) ->',
      'Lemma cell_1 : forall x, (-1 / 2) <= x <= 0 ->',
      'Lemma cell_2 : forall x, 0 <= x <= (1 / 2) ->',
      'Lemma cell_3 : forall x, (1 / 2) <= x <= 1 ->',
    ]);
    expect(text).toContain(
      'Theorem softproof_certificate : forall x, (-1) <= x <= 1 -> Rabs (A x - f x) <= bound.\nProof.',
    );
    expect(text.endsWith('Print Assumptions softproof_certificate.\n')).toBe(true);
    expect(text).not.toMatch(/Admitted|Axiom|native/);
  });

  it('has formulas of the ends where they are not rational', async () => {
    const text = develop(await read('[[0, Math.PI]]'), 2);
    expect(text).toContain('[ (0 + (1 / 4) * (PI - 0));\n    (0 + (3 / 4) * (PI - 0)) ]');
    expect(text).toContain('forall x, 0 <= x <= PI ->');
  });

  it('of one cell is one case', async () => {
    const text = develop(await read('[[0, 1]]'), 1);
    expect(text).toContain('intros x [from to].\n  exact (cell_0 x (conj from to)).');
  });

  it('is refused for several inputs or outputs, constants and more than 64 cells', async () => {
    const wide = await read('[[0, 1], [0, 1]]', 'x + y', 'x: number, y: number');
    expect(() => develop(wide, 2)).toThrow(/2 inputs and 1 outputs/);
    expect(() => develop(wide, 2)).toThrow(/one input and one output/);
    const constant = await read('[[0, 1]]', '2');
    expect(() => develop(constant, 2)).toThrow(/is constant/);
    const line = await read('[[0, 1]]');
    expect(() => develop(line, 65)).toThrow(/64 at most/);
    expect(() => develop(line, 64)).not.toThrow();
  });

  it('is the same but for a comment, whatever the target is called', async () => {
    const target = await read('[[0, 1]]');
    const plain = develop(target, 2);
    for (const name of ['*) Axiom a : False. (*', '"', '(* (*', 'x\n*)\nAdmitted.', 'é∀', '', 'n'.repeat(1000)]) {
      const lines = develop({ ...target, name }, 2).split('\n');
      expect(lines.slice(1)).toEqual(plain.split('\n').slice(1));
      expect(lines[0]).toMatch(
        /^\(\* The certified error of a max-affine attention layer for the target [\w .-]{1,60}\.$/,
      );
    }
  });

  property.prop([fc.string({ unit: 'binary' })])(
    'no name has what could end or begin a comment or a string',
    (name) => {
      expect(commentText(name)).toMatch(/^[\w .-]{1,60}$/);
    },
  );
});

describe('the bound with a margin', () => {
  it('exceeds every positive upper end by a part in 1000 to two parts in 1000, with at most four digits', () => {
    for (const upper of [0.18640376, 1, 9.9999, 1e-300, 12345.6, 5e300]) {
      const text = boundWithMargin(upper)!;
      expect(text).toMatch(/^[\d.]+(e[+-]\d+)?$/);
      expect(
        text.replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length,
      ).toBeLessThanOrEqual(4);
      // 1.001 and the products are rounded, each by less than a part in 10^15.
      expect(Number(text) / upper).toBeGreaterThan(1.001 - 1e-14);
      expect(Number(text) / upper).toBeLessThan(1.001 * 1.001 + 1e-14);
    }
    expect(boundWithMargin(0.18640376)).toBe('0.1866');
  });

  it('is none for 0 and infinity', () => {
    expect(boundWithMargin(0)).toBeUndefined();
    expect(boundWithMargin(Infinity)).toBeUndefined();
  });
});
