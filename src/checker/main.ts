/** The command: `node softproof-verify.mjs FILE` prints the verdict. Exit code 0: valid, 1: invalid, 3: no such file. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { verifyCertificate } from './verify.js';

/** More than any certificate that is accepted. */
const MOST_BYTES = 2 ** 28;

/** The text of a file of moderate size, or why there is none. */
function read(path: string): { readonly text: string } | { readonly problem: string } {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const status = fstatSync(file);
    if (!status.isFile() || status.size > MOST_BYTES) return { problem: 'it is not a file of moderate size' };
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { problem: (error as Error).message };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function main(args: readonly string[]): number {
  const [path] = args;
  if (path === undefined || args.length > 1) {
    console.error('usage: node softproof-verify.mjs FILE');
    return 3;
  }
  const file = read(path);
  if ('problem' in file) {
    console.error(`cannot read ${path}: ${file.problem}`);
    return 3;
  }
  const { valid, statement, reason, leaves, seconds } = verifyCertificate(file.text);
  console.log(`${valid ? 'valid' : 'invalid'}: ${reason ?? statement}`);
  console.log(`${leaves} leaves checked in ${seconds.toFixed(1)} s`);
  return valid ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
