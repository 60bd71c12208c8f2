/** What a check says beside its table: which claims were left out, why one is not certified, how to go on. */
import { join } from 'node:path';
import type { Counterexample } from '../check/counterexample.js';
import type { BaselineReport, CheckOutcome } from '../check/run-claims.js';
import { differenceText, updateHint } from '../report/baseline-text.js';
import { caseFilePath } from '../report/case-files.js';
import { counted } from '../report/counted.js';
import type { Results } from '../report/results.js';
import { REPORT_FILE } from '../report/report-files.js';
import { isWorthWriting, JUNIT_FILE, RESULTS_FILE } from '../report/run-files.js';
import { shellWord } from '../report/shell-word.js';
import { shortenInterval } from '../report/shorten.js';
import type { Claim } from '../theorems/claim.js';
import type { CheckFlags } from './check.js';
import type { TellFlags } from './tell-outcome.js';

/** What claims ask of a target, beyond that it is one. */
export const OTHER_KINDS = 'targets of another kind (such as key and query tokens, fewer inputs, or no singularities)';

/** One line for each reason why claims were left out. */
export function skippedLines({ skipped }: CheckOutcome, chosen: readonly Claim[]): string[] {
  const takesNone = new Set(chosen.filter(({ casesFor }) => casesFor === undefined).map(({ id }) => id));
  const line = (what: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`claims that take ${what}, not run: ${ids.join(', ')}`];
  return [
    ...line(
      'no target',
      skipped.filter((id) => takesNone.has(id)),
    ),
    ...line(
      OTHER_KINDS,
      skipped.filter((id) => !takesNone.has(id)),
    ),
  ];
}

/** What the table has no room for: why a claim is not certified, counterexamples, survivors, faults. */
export function notes({ claims, baseline }: CheckOutcome, { out, verbose }: TellFlags): string[] {
  const replay = (claim: string, mutant?: string): string =>
    `  replay: softproof replay ${shellWord(caseFilePath(out, claim, mutant))}`;
  const lines: string[] = [];
  for (const { claim, verdict, reason, counterexample, weakest, mutants, faults } of claims) {
    if (reason !== undefined) lines.push(`${claim.id}: ${verdict}, because ${reason}`);
    if (weakest !== undefined) {
      lines.push(`  first of them: case ${weakest.index}, ${weakest.description}`, ...originLines(weakest));
    }
    if (weakest !== undefined && weakest.note !== '') lines.push(`  ${weakest.note}`);
    if (counterexample !== undefined) {
      const { description, observed, bound } = counterexample;
      lines.push(
        `  counterexample: ${description}`,
        `  observed ${shortenInterval(observed)}, bound ${bound}`,
        ...originLines(counterexample),
        replay(claim.id),
      );
    }
    for (const mutant of mutants) {
      if (!mutant.refuted) {
        lines.push(`${claim.id}: the mutant ${mutant.id} survived ${mutant.tried} cases: ${mutant.description}`);
      } else if (verbose && mutant.counterexample !== undefined) {
        lines.push(
          `${claim.id}: the mutant ${mutant.id} is refuted by ${mutant.counterexample.description}`,
          replay(claim.id, mutant.id),
        );
      }
    }
    for (const { where, message, stack, case: text } of faults) {
      lines.push(`${claim.id}: internal fault in ${where}: ${verbose ? stack : message}`);
      if (text !== undefined) lines.push(`  case ${text}`);
    }
  }
  lines.push(...baselineLines(baseline));
  const faulty = claims.some(({ faults }) => faults.length > 0);
  return faulty ? [...lines, 'An internal fault is an error of softproof: please report it with the case.'] : lines;
}

/** For those who draw from the claim's arbitrary themselves. */
function originLines({ seed, path }: Pick<Counterexample, 'seed' | 'path'>): string[] {
  return seed === undefined || path === undefined ? [] : [`  drawn by fast-check from seed ${seed}, path ${path}`];
}

/** Every difference, and below those of a claim what to do if they are meant. */
function baselineLines(baseline: CheckOutcome['baseline']): string[] {
  if (baseline === undefined) return [];
  const { file, differences, unknown } = baseline;
  const lines = differences.flatMap((difference, i) => {
    const { claim, kind } = difference;
    const told = `${claim}: worse than the baseline: ${differenceText(difference)}`;
    return differences[i + 1]?.claim === claim ? [told] : [told, `  ${updateHint(claim, kind, file)}`];
  });
  if (unknown.length > 0) {
    lines.push(`not in the baseline ${file} yet: ${unknown.join(', ')}; --update-baseline takes them in`);
  }
  return lines;
}

function baselineSummary({ cases, differences, interrupted }: BaselineReport): string {
  const compared = counted(cases, 'case');
  if (differences.length > 0) return `; worse than the baseline in ${counted(differences.length, 'respect')}`;
  return interrupted ? `; baseline: ${compared} compared before the stop` : `; baseline: ${compared} as before`;
}

export function resumeHint(ids: readonly string[], flags: CheckFlags): string {
  const { profile, seed, out, target, cases, shard, baseline, updateBaseline } = flags;
  const words = ['softproof check', ...ids, `--profile ${profile} --seed ${seed} --out ${shellWord(out)}`];
  if (target !== undefined) words.push(`--target ${shellWord(target)}`);
  if (cases !== undefined) words.push(`--cases ${cases}`);
  if (shard !== undefined) words.push(`--shard ${shard.index + 1}/${shard.count}`);
  if (baseline !== undefined) words.push(`--baseline ${shellWord(baseline)}`);
  if (updateBaseline) words.push('--update-baseline');
  return `Stopped. To go on: ${words.join(' ')} --resume`;
}

export function lastLine(
  outcome: CheckOutcome,
  results: Results,
  out: string,
  isWhole: boolean,
  seconds: number,
): string {
  const { claims, baseline } = outcome;
  const verdicts = ['certified', 'held', 'refuted', 'inconclusive'] as const;
  const totals = verdicts
    .map((verdict) => [claims.filter((outcome) => outcome.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  const run = results.claims.reduce((sum, { mutants }) => sum + mutants.run, 0);
  const refuted = results.claims.reduce((sum, { mutants }) => sum + mutants.refuted, 0);
  const compared = baseline === undefined ? '' : baselineSummary(baseline);
  const time = `${seconds.toFixed(1)} s`;
  if (claims.length === 0 && isWorthWriting(outcome)) {
    return `this share of the run has nothing to do${compared}; ${time}. Files: ${join(out, REPORT_FILE)}, ${join(out, RESULTS_FILE)}`;
  }
  if (claims.length === 0) return `no claim ran${compared}; ${time}. No results were written to ${out}`;
  const killed = run === 0 ? '' : `; ${refuted} of ${run} mutants refuted`;
  const alone = isWhole ? '' : ', of this run alone';
  return `${totals.join(', ')}${killed}${compared}; ${time}. Files: ${join(out, RESULTS_FILE)}, ${join(out, JUNIT_FILE)}${alone}`;
}
