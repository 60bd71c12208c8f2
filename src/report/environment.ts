/** What a reproducibility review asks of a run: versions, machine, seed, command line, time and memory. */
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { packageVersions } from '../check/package-versions.js';
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

/** The environment of this process. `wallSeconds` is the time since the run began. */
export function describeEnvironment(seed: number, command: string, wallSeconds: number): Environment {
  return {
    softproof: softproofVersion,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${platform()} ${arch()}`,
    dependencies: packageVersions(),
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
