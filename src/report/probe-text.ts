/** What a probe found, for people. */
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types.js';
import type { LeastParameter } from '../check/probe/least-parameter.js';
import type { Comparison, ProbedClaim, ProbeReport } from '../check/probe/probe-report.js';
import { printable } from '../check/spell-out.js';
import { counted } from './counted.js';
import { shorten, shortenInterval } from './shorten.js';
import { bareTable, paint, tableLines } from './table.js';

/** A claim at length; for a target a table of all, tightest first, and the tightest at length. */
export function probeText(report: ProbeReport, colours: Colors): string {
  const { target, claims, stopped } = report;
  const [tightest] = claims;
  const end =
    stopped === undefined
      ? []
      : [stopped === 'time' ? 'The time was over before the cases were used up.' : 'The search was stopped early.'];
  return [
    ...(target === undefined
      ? []
      : [`${colours.bold(target)}: where its claims are tightest`, ...table(claims, colours), '']),
    ...(tightest === undefined ? [] : block(tightest, colours)),
    ...end.map((line) => colours.yellow(line)),
  ].join('\n');
}

const HEAD = ['claim', 'construction', 'ratio', 'error', 'bound', 'worst case'];

function table(claims: readonly ProbedClaim[], colours: Colors): readonly string[] {
  const rows = new Table({ head: HEAD.map((title) => colours.dim(title)), ...bareTable });
  for (const { id, constructions, ratio, worst } of claims) {
    const sides =
      worst === undefined
        ? ['', '']
        : [shorten(worst.result.observed.upper, 'up'), shorten(worst.result.bound, 'down')];
    rows.push([
      id,
      constructions.join(', '),
      ratioOf(ratio),
      ...sides,
      printable(worst?.description ?? 'no case was decided'),
    ]);
  }
  return tableLines(rows);
}

function block(
  { id, measured, refused, ratio, worst, least, comparison }: ProbedClaim,
  colours: Colors,
): readonly string[] {
  const searched = `${counted(measured, 'case')}${refused === 0 ? '' : `, ${refused} of which the claim does not take`}`;
  if (worst === undefined) {
    return [
      colours.bold(id),
      `  ${'searched'.padEnd(10)}${searched}: none says how tight the claim is`,
      '  Errors that are only bounded from above, in more than three inputs, do not; nor do sides that are equal by definition.',
      `  Take a target of fewer inputs, or more --cases; softproof claims ${id} says what it is about.`,
    ];
  }
  const { verdict, method, observed, bound, witness, note } = worst.result;
  const rows: (readonly [string, string])[] = [
    ['case', printable(worst.description)],
    ['ratio', `${colours.bold(ratioOf(ratio))}, observed over bound`],
    ['observed', shortenInterval(observed)],
    ['bound', shorten(bound, 'down')],
    ['at', witness === undefined || witness.length === 0 ? '—' : `(${witness.join(', ')})`],
    ['verdict', `${paint(colours, verdict, verdict)} (${method})${note === undefined ? '' : `: ${printable(note)}`}`],
    ...least.map((one, i) => [i === 0 ? 'least' : '', leastText(one)] as const),
    ...(comparison === undefined ? [] : [['random', comparisonText(comparison)] as const]),
    ['searched', searched],
  ];
  return [colours.bold(id), ...rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`)];
}

/** All digits: ratios are close to 1. */
function ratioOf(ratio: number | null): string {
  return ratio === null ? '—' : String(ratio);
}

function leastText({ symbol, value, suffices, fails }: LeastParameter): string {
  const failing = fails === null ? '' : `, ${fails} does not`;
  return `${symbol} = ${suffices} suffices for this bound${failing}; the case has ${value}`;
}

function comparisonText({ cases, ratio, ahead, closer }: Comparison): string {
  const best = `the best of ${counted(cases, 'random case')} has ${ratioOf(ratio)}`;
  if (ahead === null) return best;
  const by =
    ahead > 0 ? `the search is ${ahead.toPrecision(3)} ahead` : `the search is ${(-ahead).toPrecision(3)} behind`;
  const times = closer === null || ahead <= 0 ? '' : `, ${closer.toPrecision(3)} times closer to 1`;
  return ahead === 0 ? `${best}, the same` : `${best}: ${by}${times}`;
}
