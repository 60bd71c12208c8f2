/** What a failing test says: what was asked, what was found, where it is stored, what to do next. */
import { join } from 'node:path';
import type { ClaimOutcome } from '../check/claim-outcome.js';
import type { Counterexample } from '../check/counterexample.js';
import type { ReplayedCase } from '../check/replay.js';
import { printable } from '../check/spell-out.js';
import { CASE_FILE, failureFolder } from '../report/failure-files.js';
import { shortenInterval } from '../report/shorten.js';
import type { Claim } from '../theorems/claim.js';

/** Why the test of a claim fails; undefined if it is certified or held. */
export function claimFailure(outcome: ClaimOutcome, out: string): string | undefined {
  const { claim, verdict, reason, counterexample, weakest, tally, faults } = outcome;
  if (faults.length > 0) return faultText(outcome);
  if (verdict === 'certified' || verdict === 'held') return undefined;
  const lines = [`${claim.id} is ${verdict}${reason === undefined ? ` on ${tally.cases.run} cases` : `: ${reason}`}`];
  if (counterexample !== undefined) {
    lines.push(
      ...caseLines('counterexample', counterexample),
      `  stored in ${caseFile(out, claim.id)}; the next run starts with it`,
    );
  }
  if (weakest !== undefined) {
    lines.push(`  case ${weakest.index}: ${printable(weakest.description)}`, `  ${weakest.note}`);
    lines.push('  Equal sides never separate: say why in "tie", or give the case more work with "profile".');
  }
  return lines.join('\n');
}

/** Of a claim that has no case at all. */
export function nothingRan({ id }: Claim): string {
  return `${id}: no case was decided, so nothing is known of it\n  Give "edgeCases", or more than 0 random "cases".`;
}

/** Why the test of what earlier runs stored fails; undefined if nothing of it is refuted still. */
export function storedFailure(replayed: readonly ReplayedCase[], out: string): string | undefined {
  const open = replayed.filter(({ result }) => result.verdict === 'refuted' || result.verdict === 'inconclusive');
  if (open.length === 0) return undefined;
  return open
    .flatMap(({ stored, description, result }) => [
      `${stored.claim}: what an earlier run refuted is ${result.verdict}`,
      ...caseLines('case', { ...result, description }),
      `  stored in ${caseFile(out, stored.claim)}`,
    ])
    .join('\n');
}

/** Why the test of a mutant fails; undefined if the mutant was refuted. */
export function mutantFailure({ claim, mutants }: ClaimOutcome, id: string): string | undefined {
  const mutant = mutants.find((one) => one.id === id);
  if (mutant?.refuted === true) return undefined;
  const tried = mutant?.tried ?? 0;
  return [
    `the mutant ${id} of ${claim.id} survived ${tried} cases: ${mutant?.description ?? 'it was not run'}`,
    '  A check that cannot refute it says little. Draw cases nearer to equality, or list one in "edgeCases".',
  ].join('\n');
}

function faultText({ claim, faults }: ClaimOutcome): string {
  const [first] = faults;
  const more = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
  const lines = [`${claim.id}: an error was thrown in ${first!.where}${more}: ${first!.stack}`];
  if (first!.case !== undefined) lines.push(`  case ${printable(first!.case)}`);
  return lines.join('\n');
}

function caseLines(
  name: string,
  { description, observed, bound, witness }: Pick<Counterexample, 'description' | 'observed' | 'bound' | 'witness'>,
): string[] {
  const at = witness === undefined ? '' : ` at (${witness.join(', ')})`;
  return [`  ${name}: ${printable(description)}`, `  observed ${shortenInterval(observed)}${at}, bound ${bound}`];
}

function caseFile(out: string, claim: string): string {
  return join(failureFolder(out, claim, 'bound'), CASE_FILE);
}
