/** What is wrong or open after a check, one by one: the common ground of the reports for CI systems. */
import type { ClaimOutcome } from '../check/claim-outcome.js';
import type { Counterexample } from '../check/counterexample.js';
import { firstAbove } from '../check/rate.js';
import type { SourcePlace } from '../check/registry.js';
import type { CheckOutcome } from '../check/run-claims.js';
import { printable } from '../check/spell-out.js';
import { differenceText } from './baseline-text.js';
import { shortenInterval } from './shorten.js';

export interface Finding {
  readonly claim: string;
  /** What was violated, without numbers: the same for as long as the claim fails in the same respect. */
  readonly clause: string;
  /** An `open` finding is no failure: the budget ended first. */
  readonly kind: 'fail' | 'open';
  /** One line. */
  readonly message: string;
}

/** Where a claim is written down. */
export type SourceOf = (claim: string) => SourcePlace | undefined;

/** In the order of the claims, those about the baseline last. */
export function findingsOf({ claims, share, baseline }: CheckOutcome): readonly Finding[] {
  const isPartial = share !== undefined;
  return [
    ...claims.flatMap((outcome) => [...claimFindings(outcome, isPartial), ...mutantFindings(outcome)]),
    ...(baseline?.differences ?? []).map((difference): Finding => {
      const { claim, kind, case: place } = difference;
      const clause = place === undefined ? `baseline/${kind}` : `baseline/${kind}/${place}`;
      return { claim, clause, kind: 'fail', message: `worse than the baseline: ${differenceText(difference)}` };
    }),
  ];
}

function claimFindings(outcome: ClaimOutcome, isPartial: boolean): readonly Finding[] {
  const { claim, verdict, reason = '', counterexample, faults, rate, tally } = outcome;
  const failed = (clause: string, message: string): Finding => ({ claim: claim.id, clause, kind: 'fail', message });
  const isAbove = rate !== undefined && firstAbove(rate) !== undefined;
  const found = [
    ...(verdict === 'refuted' && counterexample !== undefined
      ? [failed('bound', `refuted: ${counterexampleText(counterexample)}`)]
      : []),
    ...(verdict === 'refuted' && isAbove ? [failed('rate', `refuted: ${printable(reason)}`)] : []),
    ...faults.map(({ where, message }) => failed('fault', `internal fault in ${where}: ${printable(message)}`)),
  ];
  // A share may have no case of a claim, which is nobody's fault.
  if (verdict !== 'inconclusive' || faults.length > 0 || (isPartial && tally.cases.run === 0)) return found;
  return [...found, { claim: claim.id, clause: 'open', kind: 'open', message: `inconclusive: ${printable(reason)}` }];
}

function mutantFindings({ claim, mutants, faults }: ClaimOutcome): readonly Finding[] {
  const survivors = mutants.filter(
    ({ id, refuted }) => !refuted && !faults.some(({ where }) => where.startsWith(`mutant ${id}`)),
  );
  return survivors.map(({ id, description, tried }) => {
    const message = `the mutant ${id} survived ${tried} cases: ${description}`;
    return { claim: claim.id, clause: `mutant/${id}`, kind: 'fail', message };
  });
}

function counterexampleText({ description, observed, bound }: Counterexample): string {
  return `${printable(description)}: observed ${shortenInterval(observed)}, bound ${bound}`;
}
