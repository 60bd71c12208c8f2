/**
 * The shape of the code: who may import whom, what rigorous code may call, how files are named and how long they are.
 * Every rule is shown to fail on a file that breaks it. docs/architecture.md gives the reasons.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProgram } from './support/program.js';
import { filesUnder, ROOT } from './support/source-files.js';
import { findEngineDefined, findGlobals, parse } from './support/unrigorous.js';

interface Rules {
  readonly folders: readonly string[];
  readonly forbidden: IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}
const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Rules;

/** `rule: from → to` for every import under `root`/src that breaks a rule. */
async function violations(root: string): Promise<string[]> {
  const { output } = await cruise(['src'], {
    ...rules.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  });
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

describe('imports', () => {
  it('obey every rule, in all of src/', { timeout: 120_000 }, async () => {
    expect(await violations(ROOT)).toEqual([]);
  });

  it('know every folder of src/', () => {
    const present = readdirSync(join(ROOT, 'src'), { withFileTypes: true });
    const folders = present.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect(folders.filter((folder) => ![...rules.folders, 'checker'].includes(folder))).toEqual([]);
  });

  describe('that break a rule', () => {
    let root = '';
    beforeAll(() => {
      root = mkdtempSync(join(tmpdir(), 'softproof-imports-'));
    });
    afterAll(() => {
      rmSync(root, { recursive: true, force: true });
    });

    const packages = ['fast-check', 'ts-morph', 'piscina', 'commander', 'katex', 'a-development-tool'];
    const upward = rules.folders.slice(0, -1).map((folder, i) => [folder, rules.folders[i + 1]!] as const);
    /** File to content; every file breaks exactly the rule that is named with it, or none. */
    const files: readonly (readonly [path: string, text: string, rule: string | undefined, to: string])[] = [
      ...upward.map(
        ([folder, below]) =>
          [
            `src/${folder}/up.ts`,
            `export * from '../${below}/leaf.js';`,
            `import-order-${folder}`,
            `src/${below}/leaf.ts`,
          ] as const,
      ),
      [
        'src/numeric/type.ts',
        "export type { x } from '../theorems/leaf.js';",
        'import-order-numeric',
        'src/theorems/leaf.ts',
      ],
      [
        'src/attention/late.ts',
        "export const late = await import('../cli/leaf.js');",
        'import-order-attention',
        'src/cli/leaf.ts',
      ],
      ['src/cli/public.ts', "export * from '../index.js';", 'import-order-cli', 'src/index.ts'],
      ['src/checker/main.ts', "export * from '../numeric/leaf.js';", 'checker-stands-alone', 'src/numeric/leaf.ts'],
      ['src/theorems/round.ts', "export * from './trip.js';", 'no-circular', 'src/theorems/trip.ts'],
      [
        'src/report/shortcut.ts',
        "export * from './leaf.test.js';",
        'no-test-code-in-production',
        'src/report/leaf.test.ts',
      ],
      [
        'src/check/tool.ts',
        "export * from 'a-development-tool';",
        'no-dev-dependencies-in-production',
        'node_modules/a-development-tool/index.js',
      ],
      ['src/check/lost.ts', "export * from './nowhere.js';", 'no-unresolvable', './nowhere.js'],
      ['src/report/thread.ts', "export * from 'node:worker_threads';", 'workers-and-processes', 'worker_threads'],
      ['src/theorems/pool.ts', "export * from 'piscina';", 'workers-and-processes', 'node_modules/piscina/index.js'],
      ['src/numeric/file.ts', "export * from 'node:fs';", 'the-machine', 'fs'],
      ['src/generators/parser.ts', "export * from 'ts-morph';", 'ts-morph', 'node_modules/ts-morph/index.js'],
      ['src/certify/chance.ts', "export * from 'fast-check';", 'fast-check', 'node_modules/fast-check/index.js'],
      ['src/report/late.ts', "export * from 'katex';", 'page', 'node_modules/katex/index.js'],
      ['src/check/print.ts', "export * from 'commander';", 'terminal', 'node_modules/commander/index.js'],
      // None of these breaks a rule: a cycle is reported once, and types are erased.
      ['src/report/union.ts', "export type { b } from './member.js';\nexport const a = 1;", undefined, ''],
      ['src/report/member.ts', "export { a } from './union.js';\nexport type b = 1;", undefined, ''],
      ['src/theorems/trip.ts', "export * from './round.js';", undefined, ''],
      ['src/index.ts', "export * from './cli/leaf.js';", undefined, ''],
      ['src/cli/down.ts', "export * from '../numeric/leaf.js';\nexport * from 'commander';", undefined, ''],
      ['src/numeric/leaf.test.ts', "export * from '../generators/leaf.js';\nexport * from 'node:fs';", undefined, ''],
      ['src/generators/draw.ts', "export * from 'fast-check';", undefined, ''],
      ['src/checker/read.ts', "export * from '../certificate/leaf.js';\nexport * from 'node:fs';", undefined, ''],
      ['src/checker/unpack.ts', "export * from 'node:zlib';", undefined, ''],
      ['src/checker/fetch.ts', "export * from 'node:https';", 'checker-stands-alone', 'https'],
      ['src/report/leaf.test.ts', 'export const x = 1;', undefined, ''],
      ...[...rules.folders, 'checker'].map(
        (folder) => [`src/${folder}/leaf.ts`, 'export type x = 1;', undefined, ''] as const,
      ),
    ];

    it('are all reported, and nothing else is', { timeout: 120_000 }, async () => {
      const write = (path: string, text: string): void => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      };
      const range = Object.fromEntries(packages.slice(0, -1).map((name) => [name, '*']));
      write(
        'package.json',
        JSON.stringify({ type: 'module', dependencies: range, devDependencies: { 'a-development-tool': '*' } }),
      );
      for (const name of packages) {
        write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', exports: './index.js' }));
        write(`node_modules/${name}/index.js`, '');
      }
      for (const [path, text] of files) write(path, text);

      const expected = files.flatMap(([path, , rule, to]) => (rule === undefined ? [] : [`${rule}: ${path} → ${to}`]));
      expect((await violations(root)).toSorted()).toEqual(expected.toSorted());
      // A rule without a file that breaks it would be untested.
      const broken = new Set(files.map(([, , rule]) => rule));
      expect(rules.forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
    });
  });
});

const sources = filesUnder('src', '.ts');
const production = sources.map(({ path }) => path).filter((path) => !path.endsWith('.test.ts'));

describe('rigorous code', () => {
  /** Folders whose results decide verdicts, and what bounds the errors of devices. In them a file named `approx…` or `float64…` carries no bound. */
  const RIGOROUS =
    /^src\/((numeric|expression|approximation|attention|certificate|certify|constructions|formats|theorems|checker)\/|gpu\/(axis-weights|contraction-bound|dense-bound|dense-tables|fixed-point|scaled-values)\.ts$)/;
  const UNBOUNDED = /[/-](approx|float64)[a-z0-9-]*\.ts$/;
  /** Uses that decide nothing, and why. */
  const HARMLESS: readonly (readonly [path: string, reason: string, uses: readonly string[]])[] = [
    [
      'src/approximation/declared-modulus.ts',
      'where to look for a pair, and at which distance to split the proof; both are then checked with rounding',
      [
        'distance ** bound.exponent.lower',
        '4 ** -k',
        '(constant.lower / lipschitz.upper) ** (1 / (1 - exponent.upper))',
      ],
    ],
    ['src/approximation/modulus-knowledge.ts', 'at which distances to look for pairs', ['4 ** -k']],
    ['src/approximation/pair-search.ts', 'where to look for a pair', ['(p[i]! - q[i]!) ** 2']],
    ['src/approximation/steepest.ts', 'where to look for a steep point', ['this.values[r * axes + i]! ** 2']],
    ['src/certify/axis-window.ts', 'how many keys to sum; those left out are bounded', ['Math.log']],
    ['src/certify/layer-certificate.ts', 'how many digits a checker is to work with', ['Math.log2']],
    ['src/certify/split-axis.ts', 'which axis of a box to split', ['Math.exp', '(1 + rho) ** 2']],
    ['src/certify/witness-search.ts', 'where to look for a large error; points found are enclosed', ['Math.pow']],
    ['src/expression/parse/constant.ts', 'what an engine computes, beside the exact power', ['x.double ** exponent']],
    [
      'src/formats/excess.ts',
      'where to begin looking for a bound, which is then checked with rounding',
      ['Math.exp', 'Math.log'],
    ],
    ['src/theorems/evaluation-error.ts', 'which scores are drawn, and what a mutant claims', ['Math.log', 'Math.log2']],
    [
      'src/theorems/no-fixed-temperature.ts',
      'which temperature a case is about, and which power of two scales its weights',
      ['Math.max(...lengths) ** 2', 'Math.log2'],
    ],
    ['src/theorems/support/layer-case.ts', 'how many cells are drawn', ['product ** (1 / axes)']],
  ];
  const harmless = HARMLESS.flatMap(([path, , uses]) => uses.map((use) => `${path} ${use}`));
  /** Files that tell the time or read the command line, and why no verdict depends on it. */
  const TIMED = new Map([
    ['src/certify/search-watch.ts', 'reports seconds, and stops at a limit of time; the enclosure so far is true'],
    ['src/checker/main.ts', 'reads the name of a file from the command line, and sets the exit code'],
    ['src/checker/rejection.ts', 'reports seconds, and rejects at a limit of time'],
  ]);

  let program: ts.Program;
  beforeAll(() => {
    program = openProgram(production);
  }, 60_000);
  const parsed = (path: string): ts.SourceFile => program.getSourceFile(join(ROOT, path))!;
  const isBigInt = (node: ts.Expression): boolean =>
    (program.getTypeChecker().getTypeAtLocation(node).flags & ts.TypeFlags.BigIntLike) !== 0;

  it('never calls a function whose result the engine chooses, but for uses that decide nothing', () => {
    const findings = production
      .filter((path) => RIGOROUS.test(path) && !UNBOUNDED.test(path))
      .flatMap((path) => findEngineDefined(parsed(path), isBigInt).map(({ line, text }) => ({ path, line, text })));
    const used = new Set(findings.map(({ path, text }) => `${path} ${text}`));
    expect(findings.filter(({ path, text }) => !harmless.includes(`${path} ${text}`))).toEqual([]);
    expect(harmless.filter((use) => !used.has(use))).toEqual([]);
  });

  it('is told from code that does', () => {
    const found = (text: string): string[] => findEngineDefined(parse(text)).map((finding) => finding.text);
    expect(found('const y = Math.exp(x) + Math.sqrt(x) - Math.PI;')).toEqual(['Math.exp', 'Math.PI']);
    expect(found("const { sin } = Math; const m = Math['cos'];")).toEqual(['{ sin } = Math', "Math['cos']"]);
    expect(found('const a = x ** 2, b = 2n ** k, c = k ** BigInt(n), d = (-2n) ** k;')).toEqual(['x ** 2']);
    expect(found('const a = 2 ** -53, b = 2 ** k, c = 10 ** 3, d = 12 ** 2;')).toEqual(['10 ** 3', '12 ** 2']);
    expect(found('x **= 2; const o = { Math: 1 }; o.Math; interface I { Math: number }')).toEqual(['x **= 2']);
    expect(found('// Math.exp\nconst t = "Math.sin(x)"; Math.max(Math.abs(x), Math.floor(y));')).toEqual([]);
    expect(found('function approxLog(x: number) { return Math.log(x); } const exactLog = Math.log;')).toEqual([
      'Math.log',
    ]);
  });

  it('may write powers of two as `2 ** k`: for every integer k in the range of the doubles the power is exact', () => {
    const view = new DataView(new ArrayBuffer(8));
    for (let k = -1074; k <= 1023; k++) {
      view.setBigUint64(0, k >= -1022 ? BigInt(k + 1023) << 52n : 1n << BigInt(k + 1074));
      expect(2 ** k).toBe(view.getFloat64(0));
    }
  });

  it('takes no chance and reads no clock, but to report it, and neither do the generators', () => {
    const mathematics = production.filter((path) => RIGOROUS.test(path) || path.startsWith('src/generators/'));
    const globals = ['process', 'Date', 'performance', 'crypto', 'navigator'];
    const timed = mathematics.filter((path) => findGlobals(parsed(path), globals).length > 0);
    expect(timed).toEqual([...TIMED.keys()]);
    const chance = mathematics.filter((path) =>
      findEngineDefined(parsed(path), isBigInt).some(({ text }) => text === 'Math.random'),
    );
    expect(chance).toEqual([]);
  });

  it('is told from code that does either', () => {
    const sample = parse('const a = process.argv;\nconst o = { process: 1 };\no.process;');
    expect(findGlobals(sample, ['process'])).toEqual([{ line: 1, text: 'process.argv' }]);
  });
});

describe('files', () => {
  const LONGEST = 400;
  /** Files with a reason to be longer. */
  const LONG: Readonly<Record<string, string>> = {};

  const everywhere = [...sources, ...filesUnder('properties', '.ts'), ...filesUnder('bench', '.ts')];

  it(`have at most ${LONGEST} lines, or a reason`, () => {
    const long = everywhere.filter(({ text }) => text.split('\n').length - 1 > LONGEST).map(({ path }) => path);
    expect(long).toEqual(Object.keys(LONG).toSorted());
  });

  it('bear kebab-case names, in kebab-case folders', () => {
    const kebab = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/;
    expect(everywhere.map(({ path }) => path).filter((path) => !kebab.test(path))).toEqual([]);
  });

  it('are reached from outside through the public entry points only', () => {
    const manifest = createRequire(import.meta.url)('../package.json') as { exports: Record<string, unknown> };
    // Entry points are files: a pattern would open every file of a folder. Schemas are data.
    expect(Object.keys(manifest.exports).filter((key) => key.includes('*'))).toEqual(['./schemas/*.json']);
    const inner = [...filesUnder('bench', '.ts'), ...filesUnder('properties', '.ts')];
    expect(inner.filter(({ text }) => /from '(\.\.\/)+dist\//.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
