/** The standalone file: joined from the compiled checker, and run in a folder with nothing else in it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../properties/support/make-certificate.js';
import { verifyCertificate } from './verify.js';

const own = fileURLToPath(new URL('.', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/standalone-checker.mjs', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'softproof-checker-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Compiles the checker's files, each on its own, into `dist/checker`. */
function compile(dist: string): void {
  mkdirSync(join(dist, 'checker'), { recursive: true });
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  for (const file of readdirSync(own).filter((name) => /(?<!\.test)\.ts$/.test(name))) {
    const { outputText } = ts.transpileModule(readFileSync(join(own, file), 'utf8'), { compilerOptions });
    writeFileSync(join(dist, 'checker', file.replace(/ts$/, 'js')), outputText);
  }
}

const node = (args: readonly string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

describe('the standalone checker', () => {
  let text = '';
  const run = (name: string, content: string | undefined) => {
    if (content !== undefined) writeFileSync(join(folder, name), content);
    const { status, stdout, stderr } = node(['softproof-verify.mjs', name]);
    return { status, stdout, stderr };
  };
  beforeAll(async () => {
    compile(folder);
    expect(node([script, folder]).stderr).toBe('');
    rmSync(join(folder, 'checker'), { recursive: true });
    const source = 'export const domain = [[0, 1]];\nexport function target(x: number): number { return Math.cos(x); }';
    const draft = {
      source,
      cells: [2],
      inverseTemperature: '9',
      reach: [1],
      lower: '0.01',
      upper: '0.25',
      witness: ['0'],
    };
    text = JSON.stringify((await makeCertificate(draft)).certificate);
  });

  it('stands alone', () => {
    expect(readdirSync(folder)).toEqual(['softproof-verify.mjs']);
  });

  it('says that a certificate is valid', () => {
    const { status, stdout } = run('certificate.json', text);
    expect(stdout).toContain(`valid: ${verifyCertificate(text).statement}`);
    expect(status).toBe(0);
  });

  it('says what is wrong with one that is not', () => {
    const { status, stdout } = run('wrong.json', text.replace('"0.25"', '"0.02"'));
    expect(stdout).toContain('invalid: leaf 0, [0, ');
    expect(status).toBe(1);
    expect(run('empty.json', '').status).toBe(1);
  });

  it('says that it cannot read', () => {
    expect(run('missing.json', undefined)).toMatchObject({ status: 3, stdout: '' });
    expect(run('.', undefined)).toMatchObject({
      status: 3,
      stderr: 'cannot read .: it is not a file of moderate size\n',
    });
    expect(node(['softproof-verify.mjs']).status).toBe(3);
  });

  it('is not made from files that import anything else', () => {
    const broken = join(folder, 'broken');
    compile(broken);
    writeFileSync(join(broken, 'checker', 'decimal.js'), "import { Decimal } from 'decimal.js';\n");
    expect(node([script, broken])).toMatchObject({ status: 1 });
  });
});
