/** Where a command runs in GitHub Actions, it speaks to it; elsewhere nothing is written. */
import { appendFileSync } from 'node:fs';
import type { CheckOutcome } from '../check/run-claims.js';
import type { SourceOf } from '../report/findings.js';
import { githubAnnotations, githubSummary } from '../report/github.js';
import type { CliContext } from './context.js';

/**
 * Annotations go to stderr, which the runner reads, too: stdout may be one JSON document. A summary that cannot be written is
 * told, and changes no exit code.
 */
export function tellGithub(outcome: CheckOutcome, sourceOf: SourceOf | undefined, { env, stderr }: CliContext): void {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  for (const line of githubAnnotations(outcome, sourceOf)) stderr.write(`${line}\n`);
  const file = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return;
  try {
    appendFileSync(file, `${githubSummary(outcome)}\n`);
  } catch (error) {
    stderr.write(`the job summary is left out: ${(error as Error).message}\n  GITHUB_STEP_SUMMARY must name a file.\n`);
  }
}
