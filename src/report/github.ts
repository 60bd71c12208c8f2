/** For GitHub Actions: a line for every finding that becomes an annotation, and the summary of a job. */
import type { CheckOutcome } from '../check/run-claims.js';
import { spellOut } from '../check/spell-out.js';
import { verdicts } from '../check/result-text.js';
import { findingsOf, type SourceOf } from './findings.js';
import { ratioText } from './table.js';

/** Workflow commands, one a line. */
export function githubAnnotations(outcome: CheckOutcome, sourceOf: SourceOf = () => undefined): readonly string[] {
  return findingsOf(outcome).map(({ claim, kind, message }) => {
    const place = sourceOf(claim);
    const properties = [
      ...(place === undefined ? [] : [`file=${property(place.file)}`, `line=${place.line}`]),
      `title=${property(`softproof: ${claim}`)}`,
    ];
    return `::${kind === 'fail' ? 'error' : 'warning'} ${properties.join(',')}::${data(message)}`;
  });
}

/** The text of a workflow command ends with its line. */
function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** GitHub-flavoured Markdown: the verdicts, a row for every claim, and what is wrong or open. */
export function githubSummary(outcome: CheckOutcome): string {
  const { claims, baseline, profile, seed, share, interrupted } = outcome;
  const counts = verdicts
    .map((verdict) => [claims.filter((claim) => claim.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  const part = share === undefined ? '' : `, shard ${share.index + 1}/${share.count}`;
  const rows = claims.map(({ claim, verdict, tally, worst, mutants }) => {
    const refuted = mutants.filter((mutant) => mutant.refuted).length;
    const tightest = worst === undefined ? '—' : ratioText(worst.ratio);
    return `| ${literal(claim.id)} | ${verdict} | ${tally.cases.run} | ${tightest} | ${refuted}/${mutants.length} |`;
  });
  const findings = findingsOf(outcome).map(({ claim, message }) => `- **${literal(claim)}**: ${literal(message)}`);
  const compared = baseline === undefined ? [] : [baselineLine(baseline)];
  return [
    `## softproof: ${counts.join(', ') || 'no claim ran'}`,
    '',
    `Profile ${profile}, seed ${seed}${part}${interrupted ? '; stopped before its end' : ''}.`,
    ...compared,
    '',
    ...(findings.length === 0 ? [] : [...findings, '']),
    '| claim | verdict | cases | tightest | mutants refuted |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function baselineLine({ file, cases, differences }: NonNullable<CheckOutcome['baseline']>): string {
  const found = differences.length === 0 ? 'nothing is worse' : `worse in ${differences.length}`;
  return `Baseline ${literal(file)}: ${cases} cases compared, ${found}.`;
}

/** Text that Markdown and HTML take as it is: whatever could mean more is written as a character reference. */
function literal(text: string): string {
  const visible = spellOut(text, (code) => code >= 0x20 && code !== 0x7f);
  return visible.replace(/[!-,./:;<=>?@[\\\]^_`{|}~]/g, (character) => `&#${character.codePointAt(0)!};`);
}
