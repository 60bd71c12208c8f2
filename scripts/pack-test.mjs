/**
 * System test of what users install: packs the package, installs the tarball in an empty project, and uses it there as
 * a command, as a library, and through its type declarations. Needs a package registry; takes about a minute.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const workspace = mkdtempSync(join(tmpdir(), 'softproof-pack-'));
const project = join(workspace, 'project');
const installed = join(project, 'node_modules', 'softproof');

/** Runs a command in the project and returns its standard output; fails on any other exit code than `status`. */
function run(command, args, { cwd = project, status = 0 } = {}) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const report = `${command} ${args.join(' ')} exited with ${result.status}\n${result.stdout}${result.stderr}`;
  assert.equal(result.status, status, report);
  return result.stdout;
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
    run('npm', ['install', '--no-audit', '--no-fund', join(workspace, tarball)]);
  },

  'the tarball holds what it should, and no tests'() {
    const files = readdirSync(installed, { recursive: true }).map(String);
    for (const file of ['LICENSE', 'README.md', 'CITATION.cff', 'CHANGELOG.md']) assert.ok(files.includes(file), file);
    assert.deepEqual(
      files.filter((file) => /\.test\.|^(src|properties|bench|reports|scripts)(\/|$)/.test(file)),
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

  'the declarations type-check in a strict project'() {
    writeFileSync(
      join(project, 'consumer.ts'),
      `import { claims } from 'softproof';
       import { intervalSystem, type NumberSystem } from 'softproof/numeric';
       import * as arbitraries from 'softproof/arbitraries';
       export const ids: readonly string[] = claims.map(({ id }) => id);
       export function half<T>(system: NumberSystem<T>): T {
         return system.div(system.fromNumber(1), system.fromNumber(2));
       }
       export const width: number = intervalSystem.upper(half(intervalSystem)) - intervalSystem.lower(half(intervalSystem));
       export type Arbitraries = typeof arbitraries;
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
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', project]);
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
