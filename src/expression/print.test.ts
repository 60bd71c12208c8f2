import { fc, test } from '@fast-check/vitest';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { float64System } from '../numeric/float64.js';
import { ExpressionBuilder } from './builder.js';
import { evaluate, evaluateConstant } from './evaluate.js';
import type { BinaryOperator, Expression, NodeIndex, UnaryOperator } from './expression.js';
import { parseTarget, readTarget } from './parse/index.js';
import { printExpression, printTarget } from './print.js';
import { decimalConstant } from './real-constant.js';
import type { Target } from './target.js';

const unary: readonly UnaryOperator[] = [
  'neg',
  'abs',
  'sign',
  'floor',
  'sqrt',
  'cbrt',
  'exp',
  'expm1',
  'log',
  'sin',
  'cos',
  'tan',
  'atan',
  'tanh',
];
const binary: readonly BinaryOperator[] = ['add', 'sub', 'mul', 'div', 'min', 'max', 'hypot'];

/** One step of building: an operation, and which earlier results it takes. */
const step = fc.tuple(fc.nat(25), fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.integer({ min: -4, max: 4 }));

const INPUTS = 4;

/** A random tape: every step takes earlier numbers and truth values, so parts are shared at random. */
function build(steps: readonly (readonly [number, number, number, number, number])[], outputs: number): Expression {
  const b = new ExpressionBuilder();
  const numbers: NodeIndex[] = [b.literal('0.1'), b.literal('2'), b.literal('2.5e-3'), b.constant('PI')];
  for (let i = 0; i < INPUTS; i++) numbers.push(b.input(i));
  const truths: NodeIndex[] = [b.compare('less', numbers[4]!, numbers[5]!)];
  const pick = (list: readonly NodeIndex[], k: number): NodeIndex => list[list.length - 1 - (k % list.length)]!;
  for (const [kind, i, j, k, n] of steps) {
    const [x, y] = [pick(numbers, i), pick(numbers, j)];
    if (kind < unary.length) numbers.push(b.unary(unary[kind]!, x));
    else if (kind < 21) numbers.push(b.binary(binary[kind - unary.length]!, x, y));
    else if (kind === 21) numbers.push(b.powInteger(x, n));
    else if (kind === 22) numbers.push(b.binary('pow', b.unary('abs', x), b.literal('0.5')));
    else if (kind === 23) numbers.push(b.select(pick(truths, k), x, y));
    else if (kind === 24) truths.push(b.compare((['less', 'lessOrEqual', 'equal'] as const)[k % 3]!, x, y));
    else if (n > 1) truths.push(b.not(pick(truths, k)));
    else truths.push(b.logical(n > -2 ? 'and' : 'or', pick(truths, i), pick(truths, j)));
  }
  return b.finish(
    INPUTS,
    Array.from({ length: outputs }, (_, i) => pick(numbers, i)),
  );
}

const domain = Array.from({ length: INPUTS }, () => ({ lower: decimalConstant('-1'), upper: decimalConstant('2.5') }));

function targetOf(expression: Expression, rest: Partial<Target>): Target {
  const output = { width: expression.outputs.length, tokens: 1 };
  return {
    name: 't',
    domain,
    input: { kind: 'scalars' },
    output,
    expression,
    ghost: false,
    singularities: [],
    ...rest,
  };
}

const points = fc.array(
  fc.array(fc.oneof(fc.constantFrom(0, -0, 1, -1, 0.1), fc.double({ min: -3, max: 3, noNaN: true })), {
    minLength: INPUTS,
    maxLength: INPUTS,
  }),
  { minLength: 1, maxLength: 8 },
);

function expectSameValues(expression: Expression, other: Expression, inputs: readonly (readonly number[])[]): void {
  expect([other.inputs, other.outputs.length]).toEqual([expression.inputs, expression.outputs.length]);
  for (const point of inputs) {
    expect(evaluate(other, float64System, point)).toStrictEqual(evaluate(expression, float64System, point));
  }
}

describe('a printed target', () => {
  test.prop([fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), points], { numRuns: 80 })(
    'for every expression, reads back to the same values, bit for bit',
    async (steps, outputs, inputs) => {
      const expression = build(steps, outputs);
      const again = await parseTarget(printTarget(targetOf(expression, {})));
      expect(again.output).toEqual({ width: outputs, tokens: 1 });
      expectSameValues(expression, again.expression, inputs);
    },
  );

  it.each([
    [
      { kind: 'sequence', shape: { width: 2, tokens: 2 } },
      { width: 1, tokens: 3 },
    ],
    [
      { kind: 'cross', key: { width: 1, tokens: 3 }, query: { width: 1, tokens: 1 } },
      { width: 3, tokens: 1 },
    ],
    [
      { kind: 'cross', key: { width: 1, tokens: 2 }, query: { width: 2, tokens: 1 } },
      { width: 1, tokens: 3 },
    ],
  ] as [Target['input'], Target['output']][])('keeps its shape %j → %j', async (input, output) => {
    const expression = build(
      [
        [17, 0, 5, 0, 0],
        [9, 0, 0, 0, 0],
        [14, 1, 2, 0, 0],
      ],
      3,
    );
    const again = await parseTarget(printTarget(targetOf(expression, { input, output })));
    expect([again.input, again.output]).toEqual([input, output]);
    expectSameValues(expression, again.expression, [[1, 2, 3, 4]]);
  });

  it('of scalars with several output tokens takes one token of all inputs', async () => {
    const expression = build([], 4);
    const again = await parseTarget(printTarget(targetOf(expression, { output: { width: 2, tokens: 2 } })));
    expect(again.input).toEqual({ kind: 'sequence', shape: { width: INPUTS, tokens: 1 } });
    expect(again.output).toEqual({ width: 2, tokens: 2 });
    expectSameValues(expression, again.expression, [[1, 2, 3, 4]]);
  });

  it('keeps what its author declared', async () => {
    const rest: Partial<Target> = {
      modulus: { constant: decimalConstant('2.5'), exponent: decimalConstant('0.5') },
      ghost: true,
      singularities: [{ point: ['0', '0.1', '-2', '1e-3'].map(decimalConstant), exponent: decimalConstant('0.4') }],
    };
    const again = await parseTarget(printTarget(targetOf(build([], 1), rest)));
    expect(again.ghost).toBe(true);
    expect([again.modulus?.constant.text, again.modulus?.exponent.text]).toEqual(['2.5', '0.5']);
    expect(again.singularities.map(({ point }) => point.map(({ text }) => text))).toEqual([['0', '0.1', '-2', '1e-3']]);
    expect(again.domain.map(({ lower, upper }) => [lower.text, upper.text])).toEqual(domain.map(() => ['-1', '2.5']));
    const lipschitz = { constant: decimalConstant('3'), exponent: decimalConstant('1') };
    expect(printTarget(targetOf(build([], 1), { modulus: lipschitz }))).toContain('modulus = { lipschitz: 3 }');
  });

  const folder = new URL('../../fixtures/targets/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !/genz|weierstrass/.test(name));
  it.each(files)('%s reads back to as many operations with the same values', async (name) => {
    const target = await readTarget(folder.pathname + name);
    const { expression } = await parseTarget(printTarget(target));
    expect(expression.nodes.length).toBe(target.expression.nodes.length);
    const point = target.domain.map((_, i) => Math.sin(7 * i + 1));
    expectSameValues(target.expression, expression, [point]);
  });

  it('of a tape that is shared a hundred times over is no longer than the tape', async () => {
    const b = new ExpressionBuilder();
    let x = b.input(0);
    for (let i = 0; i < 100; i++) x = b.unary('sin', b.binary('add', x, b.binary('mul', x, x)));
    const expression = b.finish(INPUTS, [x]);
    const text = printTarget(targetOf(expression, {}));
    expect(text.length).toBeLessThan(100 * expression.nodes.length);
    expectSameValues(expression, (await parseTarget(text)).expression, [[0.3, 0, 0, 0]]);
  });

  it('keeps a zero that is computed: x + (2 − 2) is 0 for x = −0, and x is not', async () => {
    const b = new ExpressionBuilder();
    const [x, two] = [b.input(0), b.literal('2')];
    const expression = b.finish(1, [b.binary('add', x, b.binary('sub', two, two))]);
    const again = await parseTarget(printTarget(targetOf(expression, { domain: domain.slice(0, 1) })));
    expectSameValues(expression, again.expression, [[-0]]);
  });

  it('of a deep tape is not nested deeply', async () => {
    const b = new ExpressionBuilder();
    let x = b.input(0);
    for (let i = 0; i < 3000; i++) x = b.unary(i % 2 ? 'sin' : 'cos', x);
    const expression = b.finish(INPUTS, [x]);
    expectSameValues(expression, (await parseTarget(printTarget(targetOf(expression, {})))).expression, [[1, 0, 0, 0]]);
  });

  it('writes bounds that share long parts with constants of the file', async () => {
    const b = new ExpressionBuilder();
    const long = b.unary('exp', b.binary('add', b.constant('SQRT2'), b.literal('0.125')));
    const upper = b.finish(0, [b.binary('mul', long, long)]);
    const axes = [{ lower: decimalConstant('0'), upper: { text: 'long', expression: upper } }];
    const one = new ExpressionBuilder();
    const expression = one.finish(1, [one.input(0)]);
    const text = printTarget(targetOf(expression, { domain: axes }));
    expect(text).toMatch(/^const c1 = /);
    const [axis] = (await parseTarget(text)).domain;
    expect(evaluateConstant(axis!.upper.expression, float64System)).toBe(evaluateConstant(upper, float64System));
  });
});

describe('a printed expression', () => {
  const b = new ExpressionBuilder();
  const [x, y] = [b.input(0), b.input(1)];
  const two = b.literal('2');
  const difference = b.binary('sub', x, b.binary('sub', y, two));

  it.each([
    [b.unary('neg', b.powInteger(x, 2)), '-(x ** 2)'],
    [b.powInteger(b.unary('neg', x), -3), '(-x) ** -3'],
    [difference, 'x - (y - 2)'],
    [b.binary('sub', b.binary('sub', x, y), two), 'x - y - 2'],
    [b.binary('mul', b.binary('add', x, y), b.binary('div', x, y)), '(x + y) * (x / y)'],
    [b.binary('div', b.binary('mul', x, y), two), 'x * y / 2'],
    [b.unary('sin', b.binary('max', x, b.constant('PI'))), 'sin(max(x, PI))'],
    [
      b.select(b.logical('and', b.compare('less', x, y), b.not(b.compare('equal', x, two))), x, y),
      'x < y && !(x === 2) ? x : y',
    ],
    [b.select(b.compare('less', x, y), b.select(b.compare('less', x, two), x, y), two), 'x < y ? (x < 2 ? x : y) : 2'],
    [
      b.select(
        b.compare('lessOrEqual', b.select(b.compare('less', x, y), x, y), b.select(b.compare('less', y, x), x, y)),
        x,
        y,
      ),
      '(x < y ? x : y) <= (y < x ? x : y) ? x : y',
    ],
    [b.slope('hypotSlope', x, y), 'hypotSlope(x, y)'],
  ])('%# is %s', (root, text) => {
    expect(printExpression(b.finish(2, [root]), ['x', 'y'])).toBe(text);
  });

  it('names shared parts after the value, and avoids the names of inputs', () => {
    const wave = b.unary('sin', b.binary('mul', b.binary('add', x, y), b.literal('0.25')));
    const expression = b.finish(2, [b.binary('mul', wave, wave), x]);
    expect(printExpression(expression, ['t1'])).toBe('[t_1 * t_1, t1]\n  where t_1 = sin((t1 + x1) * 0.25)');
  });
});
