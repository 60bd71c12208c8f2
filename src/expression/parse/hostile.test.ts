/** Targets that cannot be used: every one is refused with its place, what was found, and what to write instead. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TargetError, type TargetErrorCode } from '../target.js';
import { parseTarget, type ParseOptions } from './index.js';

async function problemOf(source: string, options: ParseOptions = {}): Promise<TargetError> {
  try {
    await parseTarget(source, options);
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
  throw new Error(`the target was accepted: ${source.slice(0, 300)}`);
}

const folder = new URL('../../../fixtures/targets/hostile/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));

/** These can be read; that they are undefined or overflow on their domain is found when they are evaluated. */
const readable = ['logarithm.ts', 'overflow.ts', 'reciprocal.ts'];

/** One line each: what is wrong is in the text. `#name` chooses a target. */
const snippets: readonly (readonly [source: string, code: TargetErrorCode, name?: string])[] = [
  ['export const domain = [[0, 1]]; export const target = (x) => x +;', 'syntax'],
  ['export const domain = [[0, 1]]; export const target = (x) => -x ** 2;', 'syntax'],
  ['export const domain = [[0, 1]]; const a = 1; const a = 2; export const target = (x) => x;', 'syntax'],
  ['export const domain = [[0, 1]]; export function target(x) { const a = 1; let a = x; return a; }', 'syntax'],
  ['export const domain = [[0, 1]]; export function target(x) { let x = 1; return x; }', 'syntax'],
  [
    'export const domain = [[0, 1]]; const a = 1; export const target = (x) => { x += a; const a = 2; return x; };',
    'unsupported',
  ],
  ['export const domain = [[0, 1]]; export const target = (x) => { a = x; let a = 2; return a; };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => { return x; const a = 1, [a] = [2]; };', 'syntax'],
  ['export const domain = [[0, 1]]; export const target = (x) => x * 10n;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x * 1e400;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x * 1e-400;', 'unsupported'],
  [`export const domain = [[0, 1]]; export const target = (x) => x * 0.${'1'.repeat(1000)};`, 'unsupported'],
  [
    'export const domain = [[0, 1]]; export const target = (x) => { do { x /= 2; } while (x > 1); return x; };',
    'unsupported',
  ],
  [
    'export const domain = [[0, 1]]; export const target = (x) => { for (const i in [x]) return i; return x; };',
    'unsupported',
  ],
  [
    'export const domain = [[0, 1]]; export const target = (x) => { switch (x) { default: return 1; } };',
    'unsupported',
  ],
  ['export const domain = [[0, 1]]; export const target = (x) => { if (x > 1) throw 1; return x; };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => { try { return x; } finally { } };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => { var y = x; return y; };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => { a: for (;;) break a; return x; };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => { return; };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => `${x}`;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x | 0;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => ~x;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => { x <<= 1; return x; };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x ?? 0;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => (x, 1);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => (x = 1);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => [1, 2][x++];', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => [x]?.[0];', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => [x, , 1];', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => typeof x;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = function* (x) { return x; };', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => this.x;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => ({ ...{ a: x } }).a;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => ({ get a() { return x; } }).a;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => { ({ x } = { x: 1 }); return x; };', 'unsupported'],
  [
    'export const domain = [[0, 1]]; export const target = (x) => { let y = x; [x, y] = [1]; return x; };',
    'unsupported',
  ],
  ['export const domain = [[0, 1]]; export const target = (x) => { const y = x; y = 2; return y; };', 'unsupported'],
  [
    'export const domain = [[0, 1]]; export const target = (x) => { let s = 0; [1].map((v) => { s += v; return s; }); return s; };',
    'unsupported',
  ],
  [
    'export const domain = [[0, 1]]; const a = [1]; export const target = (x) => { a[0] = x; return a[0]; };',
    'unsupported',
  ],
  [
    'export const domain = [[0, 1]]; export const target = (x) => { const a = x > 0 ? [1] : [x]; a[0] = 2; return a; };',
    'unsupported',
  ],
  [
    'export const domain = [[0, 1]]; export const target = (x) => { for (let i = 0; i < 3; i++) { if (x > i) break; } return x; };',
    'unsupported',
  ],
  ['export const domain = [[0, 1]]; const a = b; const b = a; export const target = (x) => x + a;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => Math.sinh(x);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => Math.sin(x, 1);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => Math.max();', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => Math.sin([x]);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x(1);', 'unsupported'],
  ['export const domain = [[0, 1]]; const f = (a, b) => a + b; export const target = (x) => f(x);', 'unsupported'],
  ['export const domain = [[0, 1]]; const f = (a) => a; export const target = (x) => f(x, 1);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x > (x > 0);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x && 1;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x ** ((0.1 + 0.2) * 10);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => [].reduce((a, b) => a + b);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => Array(3).map(() => x);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => Array.from({ length: x }, () => x);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => [x].filter((v) => v > 0);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => [x].__proto__;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => __proto__;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => Math.constructor(x);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => [x].constructor(x);', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => ({}).toString;', 'unsupported'],
  ['export const domain = [[0, 1]]; export const target = (x) => x ** 1e9;', 'too-large'],
  ['export const domain = 1; export const target = (x) => x;', 'domain'],
  ['export const domain = [[0, 1, 2]]; export const target = (x) => x;', 'domain'],
  ['export const domain = [[0, -Infinity]]; export const target = (x) => x;', 'domain'],
  ['export const domain = [[0.1 + 0.2, 0.3 - 1e-30]]; export const target = (x) => x;', 'domain'],
  ['export const domain = [[Math.exp(1), Math.E]]; export const target = (x) => x;', 'domain'],
  ['export const domain = [[0, 1]]; export const target = 3;', 'arity'],
  ['export const domain = [[0, 1]]; export const target = () => 3;', 'arity'],
  [
    'export const domain = [[0, 1]]; export const shape = { width: 1, tokens: 1 }; export const target = (X, Y) => X;',
    'arity',
  ],
  ['export const domain = [[0, 1]]; export const target = (x) => [];', 'shape'],
  ['export const domain = [[0, 1]]; export const target = (x) => Math.sin;', 'shape'],
  ['export const domain = [[0, 1]]; export const shape = { width: 1 }; export const target = (X) => X;', 'shape'],
  [
    'export const domain = [[0, 1]]; export const shape = { width: 0, tokens: 1 }; export const target = (X) => X;',
    'shape',
  ],
  ['export const domain = [[0, 1]]; export const shape = 3; export const target = (X) => X;', 'shape'],
  [
    'export const domain = [[0, 1]]; export const shape = { width: 1, tokens: 1 }; export const target = (X) => [X[0], 1];',
    'shape',
  ],
  [
    'export const domain = [[0, 1]]; export const modulus = { holder: [1] }; export const target = (x) => x;',
    'modulus',
  ],
  [
    'export const domain = [[0, 1]]; export const modulus = { holder: [1, 0] }; export const target = (x) => x;',
    'modulus',
  ],
  ['export const domain = [[0, 1]]; export const modulus = {}; export const target = (x) => x;', 'modulus'],
  ['export const domain = [[0, 1]]; export const ghost = 1; export const target = (x) => x;', 'unsupported'],
  [
    'export const domain = [[0, 1]]; export const singularities = [{ point: [0, 0], exponent: 1 }]; export const target = (x) => x;',
    'shape',
  ],
  [
    'export const domain = [[0, 1]]; export const singularities = [{ point: [0], exponent: -1 }]; export const target = (x) => x;',
    'shape',
  ],
  ['export const targets = { a: { domain: [[0, 1]], target: (x) => x } };', 'unknown-target', 'constructor'],
  ['export const targets = {};', 'unknown-target', 'a'],
  ['export const targets = { a: { target: (x) => x } };', 'missing-export', 'a'],
  ['export const domain = [[0, 1]]; export const target = (x) => x;', 'unknown-target', 'a'],
  ['', 'missing-export'],
];

describe('a target that cannot be used', () => {
  it('is refused with the message that is on record', async () => {
    const messages: string[] = [];
    for (const name of files.filter((file) => !readable.includes(file))) {
      messages.push((await problemOf(readFileSync(new URL(name, folder), 'utf8'), { fileName: name })).message);
    }
    for (const [source, code, name] of snippets) {
      const problem = await problemOf(source, name === undefined ? {} : { name });
      expect([source, problem.problem.code]).toEqual([source, code]);
      messages.push(problem.message);
    }
    await expect(`${messages.join('\n\n')}\n`).toMatchFileSnapshot(new URL('messages.txt', folder).pathname);
  });

  it.each(readable)('%s is read, although it is undefined or overflows somewhere', async (name) => {
    const target = await parseTarget(readFileSync(new URL(name, folder), 'utf8'));
    expect(target.expression.outputs).toHaveLength(1);
  });

  it('carries its place as data', async () => {
    const source = '\n\texport const domain = [[0, 1]];\r\nexport const target = (x) =>\u2028  foo(x);';
    const { problem } = await problemOf(source, { fileName: 'dir/a.ts' });
    expect(problem).toMatchObject({ file: 'dir/a.ts', line: 4, column: 3, sourceLine: '  foo(x);' });
  });

  it('shows no control characters, and no line that is too long', async () => {
    const { problem } = await problemOf(
      `export const domain = [[0, 1]];\nexport const target = (x) => x + \u001b[31m;`,
    );
    expect(problem.sourceLine).not.toMatch(/\p{Cc}/u);
    const far = await problemOf(`export const domain = [[0, 1]];${' '.repeat(400)}export const target = foo;`);
    expect(far.problem).toMatchObject({ line: 1, column: 454 });
    expect(far.message.split('\n').every((line) => line.length < 200)).toBe(true);
  });
});

const head = 'export const domain = [[0, 1]]; export const target = (x) =>';

/** Each would take for ever, overflow the stack or fill the memory. */
const exhausting: Record<string, string> = {
  'deep parentheses': `${head} ${'('.repeat(5000)}x${')'.repeat(5000)};`,
  'deep brackets': `${head} ${'['.repeat(500)}x${']'.repeat(500)};`,
  'deep signs': `${head} ${'- '.repeat(400)}x;`,
  'deep conditions': `${head} ${'x > 0 ? '.repeat(300)}1${' : 2'.repeat(300)};`,
  'deep functions': `${head} ${'(() => '.repeat(300)}x${')()'.repeat(300)};`,
  'deep blocks': `export const domain = [[0, 1]]; export function target(x) { ${'{'.repeat(9000)}${'}'.repeat(9000)} return x; }`,
  'deep patterns': `export const domain = [[0, 1]]; const ${'['.repeat(300)}a${']'.repeat(300)} = []; export const target = (x) => a;`,
  'a sum of too many terms': `${head} x${' + x'.repeat(60_000)};`,
  'loops in loops': `${head} { for (let i = 0; i < 1e6; i++) for (let j = 0; j < 1e6; j++) x += 1; return x; };`,
  'loops in loops that do nothing': `${head} { for (let i = 0; i < 1e6; i++) for (let j = 0; j < 1e6; j++) { } return x; };`,
  'an array without end': `${head} Array.from({ length: 1e15 }, () => x);`,
  'an array that doubles': `${head} { let a = [x]; for (let i = 0; i < 60; i++) a = a.concat(a); return a; };`,
  'a power without end': `${head} x + 9 ** 999999 + 9 ** 9 ** 9;`,
  'inputs without number':
    'export const domain = Array.from({ length: 99999 }, () => [0, 1]); export const target = (...x) => x[0];',
  'tokens without number':
    'export const domain = [[0, 1]]; export const shape = { width: 1e9, tokens: 1e9 }; export const target = (X) => X;',
};

describe('a target that would exhaust the machine is refused', () => {
  it.each(Object.entries(exhausting))('%s', async (title, source) => {
    const { problem } = await problemOf(source);
    // A product of small numbers with a large one is refused for its exponent, a shape for its size, not for the work.
    expect(problem.code).toBe(title === 'tokens without number' ? 'shape' : 'too-large');
  });
});
