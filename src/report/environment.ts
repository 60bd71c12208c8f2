/** What a reproducibility review asks of a run: versions, machine, seed, command line, time and memory. */
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { softproofVersion } from '../check/version.js';

export interface Environment {
  readonly softproof: string;
  readonly node: string;
  readonly v8: string;
  readonly platform: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly cpu: { readonly model: string; readonly cores: number; readonly memoryBytes: number };
  /** The adapter that proposed or screened cases; null when none took part. */
  readonly gpu: null;
  readonly seed: number;
  readonly command: string;
  readonly wallSeconds: number;
  readonly peakMemoryBytes: number;
}

/** Packages that take part in computing, generating or reading targets. */
const computing = ['big.js', 'decimal.js', 'fast-check', 'piscina', 'ts-morph'] as const;

/** The environment of this process. `wallSeconds` is the time since the run began. */
export function describeEnvironment(seed: number, command: string, wallSeconds: number): Environment {
  return {
    softproof: softproofVersion,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${platform()} ${arch()}`,
    dependencies: Object.fromEntries(computing.map((name) => [name, versionOf(name)])),
    cpu: {
      model: cpus()[0]?.model.trim() || 'unknown',
      cores: Math.max(1, availableParallelism()),
      memoryBytes: totalmem(),
    },
    gpu: null,
    seed,
    command,
    wallSeconds,
    peakMemoryBytes: 1024 * process.resourceUsage().maxRSS,
  };
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
