/**
 * In what a claim, or what is found for a case, is worse than its baseline. Pure: data in, data out.
 *
 * - a bound: changed by more than 1e-9 relative to the stored one, in either direction;
 * - an enclosure: no point in common with the stored one, so that one of them is wrong. Both are rounded outward to 12
 *   digits first: enclosures that meet may be taken to meet, never the other way round;
 * - a verdict or a method: weaker than the stored one;
 * - a hypothesis or an assumption: not among the stored ones, word by word.
 */
import { Decimal } from 'decimal.js';
import type { CaseResult, Claim, Method, Verdict } from '../../theorems/claim.js';
import { isAtMost } from '../result-text.js';
import { baselineCase, type BaselineCase, type BaselineClaim } from './document.js';

export type BaselineKind =
  'claim' | 'hypothesis' | 'assumption' | 'undecided' | 'verdict' | 'method' | 'bound' | 'observed';

/** What was stored and what was found, as text that says it to people; one of them is absent where there is nothing. */
export interface BaselineDifference {
  readonly claim: string;
  readonly kind: BaselineKind;
  /** Which of the claim's cases in the file, from 1; absent for what concerns the claim. */
  readonly case?: number;
  readonly description?: string;
  readonly stored?: string;
  readonly found?: string;
}

type Change = Pick<BaselineDifference, 'kind' | 'stored' | 'found'>;

/** Strongest first. */
const VERDICTS: readonly Verdict[] = ['certified', 'held', 'inconclusive', 'refuted'];
const METHODS: readonly Method[] = ['exact', 'enclosure', 'bound', 'sampled'];

const RELATIVE = '1e-9';
/** Numbers of 12 digits of like size are subtracted exactly; of unlike size, any rounding tells them apart. */
const Precise = Decimal.clone({ defaults: true, precision: 40, toExpNeg: -9e15, toExpPos: 9e15 });

/** Hypotheses and assumptions that the baseline does not have. A rewording is one of them: somebody must read it. */
export function compareClaim(stored: BaselineClaim, claim: Claim): readonly Change[] {
  const added = (kind: 'hypothesis' | 'assumption', before: readonly string[], now: readonly string[]): Change[] =>
    now.filter((sentence) => !before.includes(sentence)).map((found) => ({ kind, found }));
  return [
    ...added('hypothesis', stored.hypotheses, claim.hypotheses),
    ...added('assumption', stored.assumptions, claim.assumptions),
  ];
}

export function compareCase(stored: BaselineCase, result: CaseResult): readonly Change[] {
  const { verdict, method, bound, observed } = baselineCase(stored.case, stored.description, result);
  const meet = isAtMost(stored.observed.lower, observed.upper) && isAtMost(observed.lower, stored.observed.upper);
  return [
    ...(isWeaker(VERDICTS, verdict, stored.verdict)
      ? [{ kind: 'verdict', stored: stored.verdict, found: verdict } as const]
      : []),
    ...(isWeaker(METHODS, method, stored.method)
      ? [{ kind: 'method', stored: stored.method, found: method } as const]
      : []),
    ...(isSameBound(stored.bound, bound) ? [] : [{ kind: 'bound', stored: stored.bound, found: bound } as const]),
    ...(meet ? [] : [{ kind: 'observed', stored: endsText(stored.observed), found: endsText(observed) } as const]),
  ];
}

function isWeaker<Word>(strongestFirst: readonly Word[], found: Word, stored: Word): boolean {
  return strongestFirst.indexOf(found) > strongestFirst.indexOf(stored);
}

/** At most 1e-9 apart, relative to the stored bound: so a bound of 0 or an infinite one must stay what it is. */
export function isSameBound(stored: string, found: string): boolean {
  const [before, now] = [new Precise(stored), new Precise(found)];
  if (before.eq(now)) return true;
  return now.minus(before).abs().lte(before.abs().times(RELATIVE)) && before.isFinite();
}

function endsText({ lower, upper }: CaseResult['observed']): string {
  return `[${lower}, ${upper}]`;
}
