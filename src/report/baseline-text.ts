/** In what claims are worse than their baseline, as text for people. What comes from the file is made fit for a terminal. */
import type { BaselineDifference } from '../check/baseline/compare.js';
import { printable } from '../check/spell-out.js';
import { shellWord } from './shell-word.js';

/** One sentence, with the stored and the found value. */
export function differenceText({
  kind,
  case: place,
  description = '',
  stored = '',
  found = '',
}: BaselineDifference): string {
  const [before, now] = [printable(stored), printable(found)];
  const where = place === undefined ? '' : `case ${place} (${printable(description)}): `;
  switch (kind) {
    case 'claim':
      return 'the claim is in the baseline, and exists no longer';
    case 'hypothesis':
    case 'assumption':
      return `there is ${kind === 'hypothesis' ? 'a hypothesis' : 'an assumption'} that the baseline does not have: ${now}`;
    case 'undecided':
      return `${where}it was decided, and cannot be decided any more: ${now}`;
    case 'verdict':
      return `${where}the verdict was ${before}, and is weaker: ${now}`;
    case 'method':
      return `${where}it was decided by ${methodText(before)}, and is by a weaker method: ${methodText(now)}`;
    case 'bound':
      return `${where}the bound was ${before}, and is ${now}${changeText(stored, found)}`;
    case 'observed':
      return `${where}the left-hand side was in ${before}, and is in ${now}: they have no point in common`;
  }
}

function methodText(method: string): string {
  const words: Readonly<Record<string, string>> = {
    exact: 'exact arithmetic',
    enclosure: 'an enclosure',
    bound: 'an analytic bound',
    sampled: 'sampling',
  };
  return words[method] ?? method;
}

function changeText(stored: string, found: string): string {
  const factor = Number(found) / Number(stored);
  return Number.isFinite(factor) && factor !== 0 ? ` (times ${Number(factor.toPrecision(10))})` : '';
}

/** What to do about a claim that is worse. */
export function updateHint(claim: string, kind: BaselineDifference['kind'], file: string): string {
  const ids = kind === 'claim' ? '' : `${claim} `;
  return `if this is meant: softproof check ${ids}--baseline ${shellWord(file)} --update-baseline`;
}
