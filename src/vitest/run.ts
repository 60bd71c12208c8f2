/** Runs claims as `softproof check` does, in this thread, and leaves the same files. */
import { runClaims, type CheckOutcome } from '../check/run-claims.js';
import type { Registry } from '../check/registry.js';
import { DEFAULT_SEED } from '../check/seed.js';
import { withStoredFailures } from '../check/stored-failures.js';
import type { ReplayedCase } from '../check/replay.js';
import { describeEnvironment } from '../report/environment.js';
import { replayFailures } from '../report/failure-replay.js';
import { assembleResults } from '../report/results.js';
import { prepareRunFiles } from '../report/run-files.js';
import { writeRun } from '../report/write-run.js';
import type { Claim, ProfileName } from '../theorems/claim.js';

/** How claims are run. Work is counted, never timed: the same options give the same verdicts on every machine. */
export interface VerifyOptions {
  /** How much work one case is worth, and how many there are; default `quick`. */
  readonly profile?: ProfileName;
  /** Random cases of a claim, in place of the profile's number. */
  readonly cases?: number;
  /** Of the random cases; always the same by default. */
  readonly seed?: number;
  /** Folder of the report and of stored failures; by default `softproof-report/` and the id of the first claim. */
  readonly out?: string;
}

export interface VerifyRequest extends VerifyOptions {
  readonly claims: readonly Claim[];
  readonly out: string;
  /** The command that runs the same tests again. */
  readonly rerun: string;
  /** Told what an earlier run stored, and what became of it. */
  readonly onStored: (text: string) => void;
}

export interface VerifiedRun {
  readonly outcome: CheckOutcome;
  /** What earlier runs refuted, as decided now. */
  readonly stored: readonly ReplayedCase[];
}

/**
 * Stored failures first, then all cases and mutants; then the files. Throws an `OutputError`, never for what a claim does.
 */
export async function runAndReport(request: VerifyRequest): Promise<VerifiedRun> {
  const { claims, out, rerun, onStored, profile = 'quick', seed = DEFAULT_SEED, cases } = request;
  const started = performance.now();
  // Only worker threads import the module of a registry.
  const registry: Registry = { claims, module: '' };
  prepareRunFiles(out);
  const stored = await replayFailures({
    registry,
    claims: claims.map(({ id }) => id),
    out,
    workers: 0,
    onLeft: onStored,
    onReplayed: onStored,
  });
  const found = await runClaims({ registry, profile, seed, workers: 0, ...(cases === undefined ? {} : { cases }) });
  const outcome = withStoredFailures(found, stored);
  const environment = describeEnvironment(seed, rerun, (performance.now() - started) / 1000);
  const results = { ...assembleResults(outcome, environment), rerun };
  await writeRun(out, outcome, results, { failures: stored });
  return { outcome, stored };
}
