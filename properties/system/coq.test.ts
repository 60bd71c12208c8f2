/** What `softproof certify --coq` writes is proved by Coq, rests on known axioms, and cannot be proved when it is wrong. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inline, translate } from '../../src/coq/translate.js';
import { rationalTerm } from '../../src/coq/real-text.js';
import { evaluate } from '../../src/expression/evaluate.js';
import { parseTarget } from '../../src/expression/parse/index.js';
import { decimalValue, negate } from '../../src/expression/parse/rational.js';
import { exactDecimal } from '../../src/numeric/decimal-text.js';
import { intervalSystem } from '../../src/numeric/interval.js';
import { coq, coqc } from '../support/coq.js';
import { isThorough } from '../support/effort.js';
import { describeWith } from '../support/optional-tool.js';
import { run } from './command.js';
import { box, fixture, folder, targetFile } from './workspace.js';

/** Writes the development and compiles it. The bound that it states is the text's `Definition bound`. */
async function write(path: string, name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(['certify', path, '--coq', join(folder, name), ...args]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain(`compile it with: coqc ${join(folder, name)}`);
  return readFileSync(join(folder, name), 'utf8');
}

const DEFINITION = /Definition bound : R := \((\d+) \/ (\d+)\)\./;

describe('the development', () => {
  test('states a bound that is said, at least the upper end and by at most 1 % more', async () => {
    const file = join(folder, 'stated.v');
    const { stdout, stderr } = await run(['certify', fixture('sin.ts'), '--cells', '8', '--coq', file, '--json']);
    const { upper } = JSON.parse(stdout) as { upper: string };
    const [, numerator, denominator] = DEFINITION.exec(readFileSync(file, 'utf8'))!;
    const bound = Number(numerator) / Number(denominator);
    expect(bound / Number(upper)).toBeGreaterThan(1.0009);
    expect(bound / Number(upper)).toBeLessThan(1.01);
    expect(stderr).toContain(`|A x − f x| ≤ ${bound}`);
  });

  test.each([
    ['another construction', 'sin.ts', ['--construction', 'two-layer'], /max-affine only/],
    ['another norm', 'sin.ts', ['--norm', '2'], /sup norm only/],
    ['two inputs', 'sin-cos.ts', [], /one input and one output/],
    ['two outputs', 'vector-valued.ts', [], /one input and one output/],
    ['a jump', 'takagi.ts', [], /takagi\.ts: takagi: Math\.floor has no Coq translation, in Math\.floor\(x \+ 0\.5\)/],
    ['a constant', 'constant.ts', [], /is constant/],
    ['many cells', 'sin.ts', ['--cells', '65'], /64 at most/],
  ])('is refused for %s, before any work', async (_, name, args, message) => {
    const file = join(folder, 'refused.v');
    const { code, stdout, stderr } = await run(['certify', fixture(name), '--cells', '2', '--coq', file, ...args]);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(existsSync(file)).toBe(false);
  });

  test.each(['a-b.v', '1.v', 'proof.txt', 'é.v', 'a b.v'])('is refused for the file name %s', async (name) => {
    const { code, stderr } = await run(['certify', fixture('sin.ts'), '--cells', '2', '--coq', join(folder, name)]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/names are identifiers/);
  });
});

/** Coq takes half a minute for 8 cells. */
const CELLS = isThorough ? '8' : '2';

describeWith(coq, 'Coq', () => {
  test(`proves the certificate of sin 3x with ${CELLS} cells from the axioms of the reals and of machine integers`, async () => {
    await write(fixture('sin.ts'), 'sine.v', '--cells', CELLS, '--tolerance', '0.001');
    const { code, stdout, stderr } = await coqc(folder, 'sine.v');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const axioms = [...stdout.matchAll(/^([A-Za-z]\w*(?:\.\w+)*)(?: :|$)/gm)].map(([, name]) => name!);
    expect(stdout).toMatch(/^Axioms:$/m);
    expect(axioms.length).toBeGreaterThan(4);
    expect(axioms.filter((name) => !/^(PrimInt63|Uint63)\.\w+$/.test(name)).toSorted()).toEqual([
      'ClassicalDedekindReals.sig_forall_dec',
      'ClassicalDedekindReals.sig_not_dec',
      'Classical_Prop.classic',
      'FunctionalExtensionality.functional_extensionality_dep',
    ]);
    expect(stdout).not.toMatch(/Float/);
  });

  test('proves no bound 1 % below', async () => {
    const text = await write(fixture('sin.ts'), 'below.v', '--cells', '8', '--tolerance', '0.001');
    const wrong = text.replace(DEFINITION, 'Definition bound : R := ($1 * 99 / ($2 * 100)).');
    expect(wrong).not.toBe(text);
    writeFileSync(join(folder, 'wrong.v'), wrong);
    const { code, stderr } = await coqc(folder, 'wrong.v');
    expect(code).toBe(1);
    expect(stderr).toMatch(/Numerical evaluation failed to conclude/);
    expect(existsSync(join(folder, 'wrong.vo'))).toBe(false);
  });

  test.runIf(isThorough)('proves the certificate of |x| with two cells', async () => {
    const path = targetFile(
      'absolute.ts',
      'export const domain = [[-1, 1]];\nexport function target(x: number): number { return Math.abs(x); }',
    );
    await write(path, 'absolute.v', '--cells', '2');
    expect(await coqc(folder, 'absolute.v')).toMatchObject({ code: 0, stderr: '' });
  });

  test.runIf(isThorough)('gives every translated operation a value in the enclosure of the operation', async () => {
    const formulas = [
      ...[
        '-x',
        'x + 0.1',
        '1 - x',
        'x * x',
        'x / 7',
        'x ** 3',
        'x ** -2',
        '(-x) ** 3',
        'Math.abs(x - 1)',
        '-1e-300 * x',
      ],
      ...['Math.sqrt(x)', 'Math.exp(x)', 'Math.expm1(x)', 'Math.log(x)', 'Math.sin(x)', 'Math.cos(x)', 'Math.tan(x)'],
      ...['Math.atan(x)', 'Math.tanh(x)', 'Math.min(x, 0.1)', 'Math.max(x, 0.1)', 'Math.min(x, 2)', 'Math.hypot(x, 2)'],
      ...['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'].map((name) => `x * Math.${name}`),
      'Math.sin(Math.cos(x) + 2) * Math.exp(Math.cos(x) + 2)',
    ];
    const goals: string[] = [];
    for (const formula of formulas) {
      const { expression } = await parseTarget(
        `${box}export function target(x: number): number { return ${formula}; }`,
      );
      const [value] = evaluate(expression, intervalSystem, [intervalSystem.literal('0.3')]);
      // A part in 10^12 wider: the tactic encloses too.
      const [lower, upper] = [intervalSystem.lower(value!), intervalSystem.upper(value!)];
      const width = Math.abs(upper) * 1e-12;
      const term = inline(translate(expression, formula));
      goals.push(
        `(* ${formulas.indexOf(formula)} *) Goal let x := (3 / 10) in ${real(lower - width)} <= ${term} <= ${real(upper + width)}.`,
        'Proof. cbv zeta. split; interval with (i_prec 80). Qed.',
      );
    }
    const opening = ['From Coq Require Import Reals.', 'From Interval Require Import Tactic.', 'Open Scope R_scope.'];
    writeFileSync(join(folder, 'operations.v'), [...opening, ...goals, ''].join('\n'));
    expect(await coqc(folder, 'operations.v')).toMatchObject({ code: 0, stderr: '' });
  });
});

function real(x: number): string {
  const value = decimalValue(exactDecimal(Math.abs(x)))!;
  return rationalTerm(x < 0 ? negate(value) : value).text;
}
