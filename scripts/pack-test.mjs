/**
 * System test of what users install: packs the package, installs the tarball in an empty project, and uses it there as
 * a command, as a library, through its type declarations, and from tests of vitest. Needs a package registry; takes about a
 * minute.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const workspace = mkdtempSync(join(tmpdir(), 'softproof-pack-'));
const project = join(workspace, 'project');
const installed = join(project, 'node_modules', 'softproof');
const examples = ['attention-moves-slowly.test.ts', 'within-one-cell.test.ts'];

/** Runs a command in the project and returns its standard output; fails on any other exit code than `status`. */
function run(command, args, { cwd = project, status = 0 } = {}) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const report = `${command} ${args.join(' ')} exited with ${result.status}\n${result.stdout}${result.stderr}`;
  assert.equal(result.status, status, report);
  return result.stdout;
}

const QUIET = ['--no-audit', '--no-fund', '--prefer-offline'];

/** Runs test files of the project; the result is what is said, without times. */
function runTests(files, status = 0) {
  const said = run('npx', ['--no-install', 'vitest', 'run', '--reporter', 'verbose', ...files], { status });
  return said.replaceAll(/ \d+ms$/gm, '');
}

/** Blocks of a language on the page about claims of one's own. */
function shown(language) {
  return [...ownTheoremPage().matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text,
  );
}

function requireSaid(said, text) {
  for (const line of text.split('\n')) assert.ok(said.includes(line.trim()), `not said: ${line}\n${said}`);
}

function ownTheoremPage() {
  return readFileSync(join(installed, 'docs', 'your-own-theorem.md'), 'utf8');
}

function readReport(claim) {
  const folder = join(project, 'softproof-report', claim);
  for (const file of ['report.html', 'junit.xml']) assert.ok(readFileSync(join(folder, file), 'utf8').includes(claim));
  const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  validate('results', results);
  const [entry] = results.claims;
  const stored = join(folder, 'failures', `${claim}--bound`, 'case.json');
  return { entry, stored: existsSync(stored) ? JSON.parse(readFileSync(stored, 'utf8')) : undefined };
}

function validate(schema, document) {
  const ajv = new Ajv2020({ strict: true });
  const check = ajv.compile(JSON.parse(readFileSync(join(installed, 'schemas', `${schema}-1.schema.json`), 'utf8')));
  assert.ok(check(document), `${schema}: ${JSON.stringify(check.errors)}`);
}

const steps = {
  'pack and install the tarball'() {
    run('npm', ['pack', '--pack-destination', workspace], { cwd: root });
    const [tarball] = readdirSync(workspace).filter((name) => name.endsWith('.tgz'));
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    run('npm', ['install', ...QUIET, join(workspace, tarball)]);
  },

  'the tarball holds what it should, and no tests'() {
    const files = readdirSync(installed, { recursive: true }).map(String);
    for (const file of ['LICENSE', 'README.md', 'CITATION.cff', 'CHANGELOG.md']) assert.ok(files.includes(file), file);
    assert.deepEqual(
      files.filter(
        (file) =>
          !examples.includes(basename(file)) && /\.test\.|^(src|properties|bench|reports|scripts)(\/|$)/.test(file),
      ),
      [],
    );
  },

  'no dependency runs a script when it is installed'() {
    const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
    const scripted = Object.keys(packages).filter((name) => packages[name].hasInstallScript);
    // The optional webgpu brings its binaries; on macOS its script takes the mark of a download off them, elsewhere it does nothing.
    assert.deepEqual(
      scripted.filter((name) => name !== 'node_modules/webgpu'),
      [],
    );
  },

  'the command lists the claims'() {
    const document = JSON.parse(run('npx', ['--no-install', 'softproof', 'claims', '--json']));
    validate('claims', document);
    assert.ok(document.claims.length > 0);
    assert.equal(document.version, manifest.version);
  },

  'the command checks a claim'() {
    const args = ['--no-install', 'softproof', 'check', 'indicator', '--profile', 'quick', '--json'];
    const document = JSON.parse(run('npx', args));
    validate('results', document);
    assert.deepEqual(
      document.claims.map(({ id, verdict }) => [id, verdict]),
      [['indicator', 'certified']],
    );
  },

  'the command replays what it stored'() {
    const path = join('reports', 'latest', 'counterexamples', 'indicator--one-competitor-too-few.json');
    validate('case', JSON.parse(readFileSync(join(project, path), 'utf8')));
    for (const file of [path, join('reports', 'latest', 'results.json')]) {
      const document = JSON.parse(run('npx', ['--no-install', 'softproof', 'replay', file, '--json']));
      validate('replay', document);
      assert.ok(document.cases.length > 0 && document.cases.every(({ agrees }) => agrees), JSON.stringify(document));
    }
    run('npx', ['--no-install', 'softproof', 'replay', 'package.json'], { status: 3 });
  },

  'the command understands and certifies a target file'() {
    writeFileSync(
      join(project, 'wave.ts'),
      'export const domain = [[0, 1]];\nexport function target(x: number): number {\n  return Math.sin(3 * x);\n}\n',
    );
    validate('inspection', JSON.parse(run('npx', ['--no-install', 'softproof', 'inspect', 'wave.ts', '--json'])));
    const certify = [
      'certify',
      'wave.ts',
      '--construction',
      'max-affine',
      '--cells',
      '16',
      '--tolerance',
      '0.01',
      '--json',
    ];
    const enclosure = JSON.parse(run('npx', ['--no-install', 'softproof', ...certify]));
    validate('enclosure', enclosure);
    assert.equal(enclosure.verdict, 'certified');
  },

  'every entry point is importable, and nothing else is'() {
    writeFileSync(
      join(project, 'consumer.js'),
      `import * as softproof from 'softproof';
       import * as numeric from 'softproof/numeric';
       import * as arbitraries from 'softproof/arbitraries';
       import schema from 'softproof/schemas/results-1.schema.json' with { type: 'json' };
       import { deepEqual, ok, rejects } from 'node:assert/strict';
       for (const module of [softproof, numeric, arbitraries]) ok(Object.keys(module).length > 0);
       ok(softproof.claims.some(({ id }) => id === 'max-affine-sup'));
       deepEqual(schema.properties.schema, { description: schema.properties.schema.description, const: 'softproof/results@1' });
       await rejects(import('softproof/dist/index.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });`,
    );
    run(process.execPath, ['--no-warnings', 'consumer.js']);
  },

  'its user brings the test runner'() {
    const { vitest, '@types/node': types } = manifest.devDependencies;
    const wanted = [`vitest@${vitest}`, `fast-check@${manifest.dependencies['fast-check']}`, `@types/node@${types}`];
    run('npm', ['install', ...QUIET, '--save-dev', ...wanted]);
    for (const example of examples) cpSync(join(installed, 'docs', 'examples', example), join(project, example));
  },

  'the declarations type-check in a strict project'() {
    writeFileSync(
      join(project, 'consumer.ts'),
      `import { claims } from 'softproof';
       import { intervalSystem, type NumberSystem } from 'softproof/numeric';
       import * as arbitraries from 'softproof/arbitraries';
       import type { Formula } from 'softproof/vitest';
       export const ids: readonly string[] = claims.map(({ id }) => id);
       export function half<T>(system: NumberSystem<T>): T {
         return system.div(system.fromNumber(1), system.fromNumber(2));
       }
       export const width: number = intervalSystem.upper(half(intervalSystem)) - intervalSystem.lower(half(intervalSystem));
       export type Arbitraries = typeof arbitraries;
       export const square: Formula<number> = (system, n) => system.powInteger(system.fromNumber(n), 2);
       // @ts-expect-error: a claim's identifier is text
       export const wrong: readonly number[] = claims.map(({ id }) => id);`,
    );
    const compilerOptions = {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      types: [],
      typeRoots: [],
    };
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['consumer.ts', ...examples] }),
    );
    run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', project]);
  },

  "claims of one's own are tests of vitest, with a report"() {
    // The first program of the page is a file of its own.
    writeFileSync(join(project, 'squares.test.ts'), shown('ts')[0]);
    const said = runTests(['squares.test.ts', ...examples]);
    requireSaid(said, shown('text')[0]);
    for (const claim of ['squares', 'attention-moves-slowly', 'within-one-cell']) {
      const { entry, stored } = readReport(claim);
      assert.deepEqual([entry.verdict, stored], ['certified', undefined]);
      assert.ok(entry.mutants.run > 0 && entry.mutants.run === entry.mutants.refuted);
    }
    const { enclosure, exact } = readReport('attention-moves-slowly').entry.methods;
    assert.ok(ownTheoremPage().includes(`${enclosure} by enclosure and ${exact} exactly`));
  },

  'a false claim is refuted, its case made small, stored, and decided first the next time'() {
    const [example] = examples;
    const text = readFileSync(join(project, example), 'utf8');
    const broken = text.replace('bound: slowness(4),', 'bound: slowness(8),');
    assert.notEqual(broken, text);
    const claim = 'attention-moves-slowly';

    writeFileSync(join(project, example), broken);
    const said = runTests([example], 1);
    requireSaid(said, shown('text')[1]);
    const first = readReport(claim);
    assert.equal(first.entry.verdict, 'refuted');
    assert.deepEqual(first.stored.case, first.entry.counterexample.case);

    // With no case of its own the run knows of nothing but what is stored.
    const alone = broken.replace('cases: 300', 'cases: 0');
    writeFileSync(join(project, example), alone);
    assert.ok(runTests([example], 1).includes('what an earlier run refuted is refuted'));
    const second = readReport(claim);
    assert.deepEqual([second.entry.verdict, second.entry.cases.run], ['refuted', 0]);
    assert.deepEqual(second.stored.case, first.stored.case);

    writeFileSync(join(project, example), text);
    runTests([example]);
    assert.deepEqual(readReport(claim).stored, undefined);
  },
};

try {
  for (const [title, step] of Object.entries(steps)) {
    const start = Date.now();
    step();
    console.log(`ok   ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  }
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
