/**
 * The meaning of the language: what is read from a target computes, bit for bit but for the sign of zero, what
 * JavaScript computes.
 *
 * The oracle executes the same text, and a few lines of plain JavaScript run the tape. Only the texts in this
 * repository are ever executed, and only here.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { Expression, Node } from '../expression.js';
import type { Target } from '../target.js';
import { parseTarget, readTarget } from './index.js';

type Nested = number | readonly Nested[];
type Formula = (...args: readonly Nested[]) => Nested;

/** The exports of a module, executed. */
function execute(source: string): Record<string, unknown> {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(source, { compilerOptions: options });
  const exports: Record<string, unknown> = {};
  new Function('exports', outputText)(exports);
  return exports;
}

function runNode(node: Node, args: readonly (number | boolean)[], inputs: readonly number[]): number | boolean {
  const [x, y] = args as number[];
  switch (node.op) {
    case 'literal':
      return Number(node.text);
    case 'constant':
      return Math[node.name];
    case 'input':
      return inputs[node.index]!;
    case 'neg':
      return -x!;
    case 'add':
      return x! + y!;
    case 'sub':
      return x! - y!;
    case 'mul':
      return x! * y!;
    case 'div':
      return x! / y!;
    case 'powInteger':
      return x! ** node.exponent;
    case 'less':
      return x! < y!;
    case 'lessOrEqual':
      return x! <= y!;
    case 'equal':
      return x === y;
    case 'and':
      return args[0]! && args[1]!;
    case 'or':
      return args[0]! || args[1]!;
    case 'not':
      return !args[0];
    case 'select':
      return args[args[0] ? 1 : 2]!;
    case 'pow':
    case 'min':
    case 'max':
    case 'hypot':
      return Math[node.op](x!, y!);
    default:
      return (Math as unknown as Record<string, (x: number) => number>)[node.op]!(x!);
  }
}

function runTape({ nodes, outputs }: Expression, inputs: readonly number[]): (number | boolean)[] {
  const values: (number | boolean)[] = [];
  for (const node of nodes) {
    values.push(
      runNode(
        node,
        node.args.map((arg) => values[arg]!),
        inputs,
      ),
    );
  }
  return outputs.map((output) => values[output]!);
}

/** The arguments that the target's function takes. */
function shaped({ input }: Target, inputs: readonly number[]): Nested[] {
  if (input.kind === 'scalars') return [...inputs];
  const shapes = input.kind === 'sequence' ? [input.shape] : [input.key, input.query];
  let next = 0;
  return shapes.map(({ width, tokens }) => Array.from({ length: tokens }, () => inputs.slice(next, (next += width))));
}

function flatten(value: Nested): number[] {
  return typeof value === 'number' ? [value] : value.flatMap(flatten);
}

/** Coordinates that meet the kinks of the texts below: quarters, zeros of both signs, and arbitrary numbers. */
const coordinate = fc.oneof(
  fc.integer({ min: -12, max: 12 }).map((k) => k / 4),
  fc.double({ min: -4, max: 4, noNaN: true }),
);

/** Zero without its sign: `0 + x` is read as `x`, which is the same real number, but not for `x = −0`. */
function unsigned(value: number | boolean): number | boolean {
  return typeof value === 'number' ? value + 0 : value;
}

/** Compares a target with its executed text at many points. */
function expectSameValues(target: Target, formula: Formula): void {
  const inputs = fc.array(coordinate, { minLength: target.domain.length, maxLength: target.domain.length });
  fc.assert(
    fc.property(inputs, (point) => {
      const expected = flatten(formula(...shaped(target, point)));
      expect(runTape(target.expression, point).map(unsigned)).toStrictEqual(expected.map(unsigned));
    }),
    { numRuns: 30 },
  );
}

const domains = ['', '[[-3, 3]]', '[[-3, 3], [-3, 3]]', '[[-3, 3], [-3, 3], [-3, 3]]'];

/** Each line is a function, or declarations that end with one. */
const constructs: Record<string, string> = {
  'decimal literals in every form': 'export const target = (x) => [x + .5, x + 5., x * 1e3, x * 2.5E-3, x + 1_000.25];',
  'literals in other bases': 'export const target = (x) => [x * 0xff, x * 0b101, x * 0o17, x * 0XF_F];',
  'a literal with more digits than a double holds':
    'export const target = (x) => x * 0.1000000000000000055511151231257827;',
  'a fraction as a quotient of literals': 'export const target = (x) => x * (1 / 3) + 1 / 3;',
  'every constant of Math':
    'export const target = (x) => [Math.PI, Math.E, Math.LN2, Math.LN10, Math.LOG2E, Math.LOG10E, Math.SQRT2, Math.SQRT1_2].map((c) => c * x);',
  'every function of one number':
    'export const target = (x) => [Math.sin(x), Math.cos(x), Math.tan(x), Math.atan(x), Math.exp(x), Math.expm1(x), Math.log(x * x + 1), Math.sqrt(x * x), Math.abs(x), Math.tanh(x), Math.sign(x), Math.floor(x), Math.cbrt(x)];',
  'min, max, hypot and pow':
    'export const target = (x, y) => [Math.min(x, y), Math.max(x, y, 1), Math.min(x), Math.hypot(x, y), Math.hypot(x), Math.pow(x, 3), Math.pow(Math.abs(x) + 1, y)];',
  'functions of Math as values':
    'const { sin, PI } = Math; const f = Math.cos; export const target = (x) => sin(PI * x) + f(x);',
  'operators and their precedence':
    'export const target = (x, y) => x - y - 1 + x / y / 2 * 3 - -(x ** 2) * 0 + (-x) ** 2;',
  'powers with positive, negative and zero exponent':
    'export const target = (x) => [x ** 2, x ** -3, x ** 0, x ** 1, 2 ** -2 * x];',
  'right-associative powers': 'export const target = (x) => x ** 2 ** 2;',
  'powers with a fractional exponent':
    'export const target = (x) => (x * x + 1) ** 0.5 + (x * x + 1) ** (1 / 3) + (x * x + 1) ** Math.LN2;',
  'unary signs': 'export const target = (x) => [-x, +x, - -x, -(-(-x))];',
  'comparisons in both spellings':
    'export const target = (x, y) => [x < y, x <= y, x > y, x >= y, x === y, x !== y, x == y, x != y].map((t) => t ? x : y);',
  'comparisons of what is undefined':
    'export const target = (x, y) => { const q = x < 0 ? (x - x) / (y - y) : x; return [q < 0, q <= 0, q > 0, q >= 0, q === q, q !== q, !(q < 0)].map((t) => t ? 1 : 0); };',
  'logical operators': 'export const target = (x, y) => (x > 0 && y > 0) || !(x < y && true) || false ? x : y;',
  'nested ?:': 'export const target = (x) => x < -1 ? -1 : x < 1 ? x : 1;',
  'truth values in variables':
    'export const target = (x, y) => { const inside = x * x + y * y < 1; const left = x < 0; return inside && !left ? 1 : 0; };',
  'truth values that depend on a branch':
    'export const target = (x, y) => { let t = x > 0; if (y > 0) { t = x > 1; } else if (y > -1) t = true; let f = false; if (x < y) f = y < 1; return (t ? 1 : 2) + (f ? 10 : 20); };',
  'early returns': 'export function target(x) { if (x < 0) return 0; if (x < 1) { return x; } return 1; }',
  'if and else that both return': 'export function target(x) { if (x < 0) { return -x; } else { return x * 2; } }',
  'else if without a final else':
    'export function target(x) { if (x < -1) return -1; else if (x < 0) return x; else if (x < 1) x = x / 2; return x + 10; }',
  'a return in one of two nested branches':
    'export function target(x, y) { let r = 1; if (x > 0) { r = 2; if (y > 0) return r; r = 3; } else if (y > 1) { return 7; } else { r += y; } return r * 10; }',
  'returns in both halves of a branch, each under a condition':
    'export function target(x, y) { if (x > 0) { if (y > 0) return 1; } else { if (y < 0) return 2; } return 3; }',
  'variables that are changed':
    'export function target(x) { let a = x; a += 1; a *= 2; a -= x; a /= 3; a **= 2; a++; --a; a--; ++a; a = a + x; return a; }',
  'variables that are changed in a branch':
    'export function target(x, y) { let a = x, b = y; if (x > y) { a = y; b = x; } else { b *= 2; } return [a, b]; }',
  'a variable without a first value':
    'export function target(x) { let a; if (x > 0) a = 1; else a = 2; return a * x; }',
  'hidden names':
    'const a = 5; export function target(x) { const a = 1; { const a = 2; x += a; } for (let a = 0; a < 2; a++) x += a; return x + a; }',
  'a for loop':
    'export function target(x) { let s = 0; for (let k = 1; k <= 5; k++) { s += Math.sin(k * x) / k; } return s; }',
  'loops that count down, in steps, and twice at once':
    'export function target(x) { let s = 0; for (let k = 6; k > 0; k -= 2) s = s * x + k; for (let i = 0, j = 3; i < j; i++, j--) s += i * j * x; return s; }',
  'nested loops with bounds that depend on the outer one':
    'export function target(x) { let s = 0; for (let i = 0; i < 4; i++) for (let j = i; j < 4; j++) s += x ** (i + j) / (1 + i * j); return s; }',
  'break and continue':
    'export function target(x) { let s = 0; for (let i = 0; i < 9; i++) { if (i % 2 === 0) continue; if (i > 5) break; s += x * i; } return s; }',
  'a return from a loop':
    'export function target(x) { for (let i = 0; i < 4; i++) { if (x < i / 2 - 1) return i; x += 0.25; } return x; }',
  'a condition in a loop':
    'export function target(x) { let m = 0; for (let i = 1; i < 5; i++) { const t = Math.sin(i * x); if (t > m) m = t; } return m; }',
  'a loop in a branch':
    'export function target(x, y) { let s = 0; if (x > 0) { for (let i = 0; i < 3; i++) { if (y > i) s += x; else { s -= 1; } } } return s; }',
  'a loop whose counter is not declared in it':
    'export function target(x) { let i; let s = x; for (i = 0; i < 3; i++) s *= x; return s + i; }',
  'helper functions in any order':
    'export function target(x) { return twice(square, x) + square(1 + x); } const twice = (f, t) => f(f(t)); function square(t) { return t * t; }',
  'functions in functions':
    'export function target(x, y) { function shift(t) { return t + y; } const scale = function (t) { return t * y; }; return shift(scale(x)); }',
  'a function that returns a function': 'const scaled = (a) => (t) => a * t; export const target = scaled(3);',
  'recursion that ends when the file is read':
    'const horner = (n, x) => n === 0 ? 1 : 1 + x / n * horner(n - 1, x); export const target = (x) => horner(6, x);',
  'default, rest and destructured parameters':
    'const f = ([a, b = 2], { c }, k = 3, ...rest) => a + b * c + k + rest.length; export const target = (x, y) => f([x], { c: y }) + f([x, y], { c: 1 }, x, 1, 2);',
  'a rest parameter of the target': 'export const target = (...x: number[]) => x[0] * x[1];',
  'arrays: elements, length, spread, destructuring':
    'export function target(x, y) { const a = [x, y, ...[1, 2]]; const [p, , q, ...r] = a; return [a[0] * a[a.length - 1], p + q, r[0], ...a]; }',
  'arrays of arrays':
    'export function target(x, y) { const m = [[x, 1], [y, 2]]; return [m[1][0] * m[0][1], m.length, ...m.flat()]; }',
  'array methods':
    'export function target(x, y) { const a = [x, y, 3].map((v, i) => v * i).concat([1], 2).slice(1, -1); return [a.reduce((s, v) => s + v), a.reduce((s, v, i) => s * v + i, 1), a.at(-1), a.length]; }',
  'array makers':
    'export function target(x) { return [...Array.from({ length: 3 }, (_, i) => x ** i), ...Array(2).fill(x), ...new Array(2).fill(0), ...Array.from([x, 1], (v) => v + 1), ...[...Array(2)].map((_, i) => i * x)]; }',
  'assignment to elements':
    'export function target(x, y) { const a = [x, y, 0]; for (let i = 0; i < 2; i++) a[i + 1] += a[i]; const b = a; b[0] = 7; return a; }',
  'assignment to elements in a branch':
    'export function target(x, y) { const a = [x, y]; if (x > y) { a[0] = y; a[1] = x; } return a; }',
  swaps:
    'export function target(x, y) { const a = [x, y]; if (x > y) [a[0], a[1]] = [a[1], a[0]]; [x, y] = [y, x + 1]; return [...a, x, y]; }',
  'an array returned early and changed later':
    'export function target(x) { const a = [0, 0]; if (x > 0.5) { a[0] = 1; return a; } a[1] = 2; return a; }',
  'an array chosen by a branch':
    'export function target(x, y) { let a = [x, 1]; const b = [y, 2]; if (x > y) { b[1] = 5; a = b; } return [...a, ...b]; }',
  'arrays swapped in a branch':
    'export function target(x, y) { let a = [[x], [y]]; if (x > y) { const t = a[0]; a[0] = a[1]; a[1] = t; a[0][0] = 9; } return a.flat(); }',
  'an array chosen by ?:':
    'export function target(x, y) { const a = x > y ? [x, [y]] : [y, [1]]; return [a[0], a[1][0]]; }',
  'for…of with destructuring':
    'export function target(x) { let s = 0; for (const [a, b] of [[1, 2], [3, 4]]) s += a * x ** b; for (let v of [x, 1]) { v *= 2; s += v; } return s; }',
  'functions that loops make':
    'export function target(x) { const f = [0, 1, 2].map((i) => () => i * x); const g = []; let s = 0; for (const h of f) s += h(); return s + g.length; }',
  'functions that keep the counter of their turn':
    'export function target(x) { const f = [0, 0, 0]; for (let i = 0; i < 3; i++) { f[i] = () => i * x; } return f.map((g) => g()); }',
  'objects with plain fields':
    'const wave = { rate: 2, shift: 1, "odd name": 3, at(t) { return t + 1; } }; export const target = (x) => { const { rate, shift: b } = wave; return Math.sin(rate * x + b) + wave.at(x); };',
  'an object chosen by ?:':
    'export const target = (x, y) => { const p = x > y ? { a: x, b: 1 } : { a: y, b: 2 }; return p.a * p.b; };',
  'whole-number arithmetic when the file is read':
    'export function target(x) { const n = 7; const h = Math.floor(n / 2); const a = [x, x * x, x ** 3, 1]; return a[h] + a[n % 3] * 2 ** h + a[Math.min(n, 2)] + a[Math.abs(-1)] + Math.sign(-n); }',
  'whole numbers near 2^53':
    'export const target = (x) => [x + 9007199254740991 + 1, x * (9007199254740992 + 1), x - (2 ** 53 - 1)];',
  'type annotations':
    'type Pair = readonly [number, number]; interface P { a: number } export function target(x: number, y: number): number { const p = [x, y] as const satisfies Pair; const q = <number>y; return (p[0] as number)! + q; }',
  'comments, semicolons and blocks without need':
    'export function target(x) { /* a */ ; { { x += 1; } } // b\n return (((x))); ; }',
  'exports through a list': 'const f = (x) => x + 1; export { f as target };',
  'signed zeros': 'export const target = (x) => [x * 0, -x * 0, x * -0, Math.sign(x) * 0, 0 - x];',
  'a sum of many terms': `export const target = (x) => x${' + x * 0.5'.repeat(1000)};`,
};

const sequences = [
  ['a number', '(X) => X[0][0] * X[1][1] - X[1][0]', { width: 1, tokens: 1 }],
  ['an array, which is one token', '([[a, b], [c, d]]) => [a * d, b - c, d]', { width: 3, tokens: 1 }],
  ['tokens', '(X) => [...X, X[0]].map(([a, b]) => [a + b])', { width: 1, tokens: 3 }],
] as const;

describe('a target computes what JavaScript computes', () => {
  it.each(Object.entries(constructs))('%s', async (_title, text) => {
    const [, parameters = 'x'] = /target(?: =)? ?\(([^)]*)\)/.exec(text) ?? [];
    const inputs = parameters.startsWith('...') ? 2 : parameters.split(',').length;
    const source = `export const domain = ${domains[inputs]!};\n${text}`;
    expectSameValues(await parseTarget(source), execute(source).target as Formula);
  });
});

const folder = new URL('../../../fixtures/targets/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));

/** `FILE` or `FILE#name`, with the executed function. */
const fixtures = files.flatMap((name) => {
  const exported = execute(readFileSync(new URL(name, folder), 'utf8'));
  const several = exported.targets as Record<string, { target: Formula }> | undefined;
  if (several === undefined) return [[name, exported.target as Formula] as const];
  return Object.entries(several).map(([entry, { target }]) => [`${name}#${entry}`, target] as const);
});

describe('a target of a sequence', () => {
  it.each(sequences)('may return %s', async (_kind, formula, output) => {
    const shape = 'export const shape = { width: 2, tokens: 2 }; export const domain = Array(4).fill([-3, 3]);';
    const source = `${shape} export const target = ${formula};`;
    const target = await parseTarget(source);
    expect(target.output).toEqual(output);
    expectSameValues(target, execute(source).target as Formula);
  });
});

describe('the sample targets', () => {
  it('are the ones that their table lists', () => {
    const table = readFileSync(new URL('README.md', folder), 'utf8');
    const listed = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);
    expect(listed.sort()).toEqual(fixtures.map(([name]) => name).sort());
  });

  it.each(files)('%s begins with a comment that names its source', (name) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toMatch(/^\/\*\*(?:(?!\*\/)[^])*Source: /);
  });

  it.each(fixtures)('%s computes what JavaScript computes', async (name, formula) => {
    const target = await readTarget(`${folder.pathname}${name}`);
    expect(target.name).toBe(name.replace('.ts', ''));
    expectSameValues(target, formula);
  });
});

test.prop([fc.array(fc.tuple(fc.constantFrom('+', '-', '*', '/'), coordinate), { maxLength: 12 })], { numRuns: 25 })(
  'for every chain of operators, the value is that of JavaScript',
  async (steps) => {
    const formula = steps.map(([op, number]) => ` ${op} ${number < 0 ? `(${number})` : number}`).join('');
    const source = `export const domain = [[0, 1]]; export const target = (x) => x${formula};`;
    expectSameValues(await parseTarget(source), execute(source).target as Formula);
  },
);
