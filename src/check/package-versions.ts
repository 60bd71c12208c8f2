/** Versions of the packages beside this one that take part in computing, generating or reading targets. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const computing = ['big.js', 'decimal.js', 'fast-check', 'piscina', 'ts-morph'] as const;

/** Name to version, as they are installed; `unknown` for one that cannot be found. */
export function packageVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(computing.map((name) => [name, versionOf(name)]));
}

/**
 * The version of an installed package: from the first `node_modules` above this file that has it, as Node resolves it.
 * A package need not export its package.json, and may be hoisted: so the folders are walked, not the module resolved.
 */
function versionOf(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    try {
      const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      if (folder === dirname(folder)) return 'unknown';
    }
  }
}
