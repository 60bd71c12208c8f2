import { describe, expect, it } from 'vitest';
import { ExpressionBuilder } from '../expression/builder.js';
import { parseTarget } from '../expression/parse/index.js';
import { TargetError, type TargetErrorCode } from '../expression/target.js';
import { inline, translate } from './translate.js';

async function translated(formula: string, before = ''): Promise<string> {
  const source = `export const domain = [[1, 2]];\nexport function target(x: number): number { ${before} return ${formula}; }`;
  return inline(translate((await parseTarget(source)).expression, 'f'));
}

/** The error's code and text. */
async function refusal(formula: string, before?: string): Promise<readonly [TargetErrorCode, string]> {
  const error: unknown = await translated(formula, before).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TargetError);
  return [(error as TargetError).problem.code, (error as TargetError).message];
}

describe('the Coq term of an expression', () => {
  it.each([
    ['x + 1 - 2 * x / 3', '((x + 1) - ((2 * x) / 3))'],
    ['-x', '(- x)'],
    ['-2 * x', '((- 2) * x)'],
    ['(-x) ** 2', '((- x) ^ 2)'],
    ['-(x ** 2)', '(- (x ^ 2))'],
    ['x ** -3', '(1 / (x ^ 3))'],
    ['Math.sin(3 * x)', '(sin (3 * x))'],
    ['Math.sin(x) ** 2', '((sin x) ^ 2)'],
    ['Math.abs(Math.log(x))', '(Rabs (ln x))'],
    ['Math.expm1(x)', '(exp x - 1)'],
    ['Math.tanh(x)', '(1 - (2 / (exp (2 * x) + 1)))'],
    ['Math.min(x, 1)', '(((x + 1) - Rabs (x - 1)) / 2)'],
    ['Math.max(x, 1)', '(((x + 1) + Rabs (x - 1)) / 2)'],
    ['Math.hypot(x, 3)', '(sqrt ((x ^ 2) + (3 ^ 2)))'],
    ['Math.PI * x', '(PI * x)'],
    ['Math.E * x', '(exp 1 * x)'],
    ['0.1 * x', '((1 / 10) * x)'],
    ['2.5e-3 * x', '((1 / 400) * x)'],
    ['1e-300 * x', `((1 / 1${'0'.repeat(300)}) * x)`],
    ['1e21 * x', `(1${'0'.repeat(21)} * x)`],
  ])('of %s is %s', async (formula, term) => {
    expect(await translated(formula)).toBe(term);
  });

  it('names what is shared, once, also where the translation writes an argument twice', async () => {
    const before = 'const s = Math.sin(x) + Math.tan(x) + 1;';
    expect(await translated('s * s', before)).toBe('(let t1 := ((sin x + tan x) + 1) in (t1 * t1))');
    expect(await translated('Math.max(s, 0.5)', before)).toBe(
      '(let t1 := ((sin x + tan x) + 1) in (((t1 + (1 / 2)) + Rabs (t1 - (1 / 2))) / 2))',
    );
  });

  it('is as long as the tape, not as the tree: sums of sums are named', async () => {
    const text = await translated(Array.from({ length: 60 }, (_, k) => `Math.sin(${k + 2} * x)`).join(' + '));
    expect(text.length).toBeLessThan(60 * 40);
  });

  it.each([
    ['Math.floor(3 * x)', /f: Math\.floor has no Coq translation, in Math\.floor\(3 \* x\)\n.*without --coq/],
    ['Math.cbrt(x)', /Math\.cbrt .*\n.*Math\.exp\(Math\.log\(x\) \/ 3\)/],
    ['x ** 0.3', /exponent is no whole number .*\n.*Math\.sqrt/],
    ['Math.sign(x - 1.5)', /Math\.sign/],
    ['x < 1.5 ? x : 2 * x', /a branch has no Coq translation, in x < 1\.5\n.*Math\.max/],
    ['x ** 1001', /an exponent beyond 1000/],
  ])('is refused for %s, naming the operator, its place and what to do', async (formula, message) => {
    const [code, text] = await refusal(formula);
    expect(code).toBe('unsupported');
    expect(text).toMatch(message);
  });

  it('is refused for derivative operators, which no target file has', () => {
    const b = new ExpressionBuilder();
    const expression = b.finish(1, [b.slope('absSlope', b.input(0))]);
    expect(() => translate(expression, 'f')).toThrow(/derivative operator absSlope/);
  });

  it('is refused for a formula that is short only because it shares', async () => {
    const [code, text] = await refusal('t', 'let t = x; for (let k = 0; k < 12; k++) t = 2.5 * t * (1 - t);');
    expect(code).toBe('too-large');
    expect(text).toMatch(/operations when shared parts are written out/);
  });

  it('is refused for numbers of more digits than a target file may have', () => {
    const b = new ExpressionBuilder();
    const expression = b.finish(1, [b.binary('mul', b.literal('1e-2000'), b.input(0))]);
    expect(() => translate(expression, 'f')).toThrow(/a number of so many digits has no Coq translation, in 1e-2000/);
  });

  it('takes no operation that the output does not need', () => {
    const b = new ExpressionBuilder();
    const x = b.input(0);
    b.unary('floor', x);
    const { inputs, nodes } = b.finish(1, [x]);
    expect(inline(translate({ inputs, nodes, outputs: [0] }, 'f'))).toBe('x');
  });
});
