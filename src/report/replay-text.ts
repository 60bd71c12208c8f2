/** Stored cases that were decided again, as text for people. What comes from the file is made fit for a terminal. */
import type { Colors } from 'picocolors/types.js';
import type { Difference, ReplayedCase, ReplayOutcome } from '../check/replay.js';
import { verdicts } from '../check/result-text.js';
import { printable } from '../check/spell-out.js';
import { shorten, shortenInterval } from './shorten.js';
import { paint, ratioText, secondsText } from './table.js';

/** Blocks at length say more, and differences always are told at length. */
export function replayText({ cases }: ReplayOutcome, colours: Colors, atLength: boolean): string {
  const blocks = atLength || cases.length === 1;
  return cases
    .map((one) => (blocks || one.differences.length > 0 ? block(one, colours, atLength) : line(one, colours)))
    .join('\n');
}

function line(one: ReplayedCase, colours: Colors): string {
  const { result } = one;
  return `${nameOf(one)}: ${paint(colours, result.verdict, result.verdict)} as stored; ${printable(one.description)}`;
}

function block(one: ReplayedCase, colours: Colors, atLength: boolean): string {
  const { stored, profile, description, result, differences, seconds } = one;
  const { verdict, method, observed, bound, ratio, witness, note } = result;
  const rows: (readonly [string, string])[] = [
    ['case', printable(description)],
    ['observed', shortenInterval(observed)],
    ['bound', shorten(bound, 'down')],
    ['ratio', ratioText(ratio)],
    ['at', witness === undefined || witness.length === 0 ? '—' : `(${witness.join(', ')})`],
    ['verdict', `${paint(colours, verdict, verdict)} (${method})${note === undefined ? '' : `: ${printable(note)}`}`],
    ...(atLength
      ? ([
          ['by value', printable(stored.text)],
          ['work', `profile ${profile}, ${secondsText(seconds)}`],
        ] as const)
      : []),
    ['stored', differences.length === 0 ? `agrees: ${storedText(one)}` : colours.red('differs')],
  ];
  return [
    colours.bold(nameOf(one)),
    ...rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`),
    ...differences.map((difference) => `    ${differenceText(one, difference)}`),
  ].join('\n');
}

function nameOf({ stored: { claim, mutant } }: ReplayedCase): string {
  return mutant === undefined ? claim : `${claim}, mutant ${mutant}`;
}

function storedText({ stored: { result } }: ReplayedCase): string {
  return `${result.verdict}, ${shortenInterval(result.observed)}, by softproof ${printable(result.version)}`;
}

/** With all digits: two numbers may differ in the last. */
function differenceText({ stored, result: found, profile }: ReplayedCase, difference: Difference): string {
  const { result } = stored;
  switch (difference) {
    case 'verdict': {
      const less = found.verdict === 'inconclusive' && profile !== 'deep' ? '; --profile deep takes more work' : '';
      return `the verdict is stored as ${result.verdict}, and is ${found.verdict}${less}`;
    }
    case 'observed':
      return `the left-hand side is stored in ${endsText(result.observed)}, and is in ${endsText(found.observed)}`;
    case 'bound':
      return `the bound is stored as ${printable(result.bound)}, and is ${found.bound}`;
  }
}

function endsText({ lower, upper }: ReplayedCase['result']['observed']): string {
  return `[${printable(lower)}, ${printable(upper)}]`;
}

/** How it went in all, in one line. */
export function replaySummary({ cases, interrupted }: ReplayOutcome, total: number): string {
  const counts = verdicts
    .map((verdict) => [cases.filter(({ result }) => result.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  const differing = cases.filter(({ differences }) => differences.length > 0).length;
  const agreement = differing === 0 ? 'as stored' : `${differing} not as stored`;
  const found = counts.length === 0 ? '' : ` (${counts.join(', ')}), ${agreement}`;
  if (interrupted) return `stopped after ${cases.length} of ${total}${found}; run it again for the rest`;
  return `${cases.length === 1 ? '1 case' : `${cases.length} cases`} replayed${found}`;
}
