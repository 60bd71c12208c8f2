/**
 * The verdict of a claim from the verdicts of its cases.
 *
 * *refuted* if a case is; else *inconclusive* if a case is; else *certified* if all cases are; else *held*. A claim
 * about an attention layer is certified only if enough of its cases enclosed the layer itself, for a target that is
 * not constant and with at least 16 keys; otherwise it is held. A claim of which no case ran is inconclusive: that
 * nothing contradicts it says nothing.
 */
import type { CaseResult, Method, Verdict } from '../theorems/claim.js';

/** How many cases came out how, and how they were decided. */
export interface CaseTally {
  readonly cases: { readonly run: number } & Readonly<Record<Verdict, number>>;
  readonly methods: Readonly<Record<Method, number>>;
  /** Cases decided by enclosure, of a non-constant target with at least 16 keys. */
  readonly substantial: number;
}

export interface VerdictRule {
  readonly aboutLayer: boolean;
  /** Substantial cases that a certified claim about a layer needs. */
  readonly substantialCases: number;
  /** Are the cases those of one target that a user gave? */
  readonly ofTarget?: boolean;
}

export interface ClaimVerdict {
  readonly verdict: Verdict;
  /** Why the verdict is not *certified*, in one sentence. */
  readonly reason?: string;
}

type Decided = Pick<CaseResult, 'verdict' | 'method' | 'substantial'>;

/** Counts cases; their order is irrelevant. A case that ended in a fault was not decided: it is inconclusive. */
export function tallyCases(results: Iterable<Decided>, faults = 0): CaseTally {
  const cases = { run: faults, certified: 0, held: 0, refuted: 0, inconclusive: faults };
  const methods = { enclosure: 0, bound: 0, exact: 0, sampled: 0 };
  let substantial = 0;
  for (const { verdict, method, substantial: counts } of results) {
    cases.run += 1;
    cases[verdict] += 1;
    methods[method] += 1;
    if (counts && method === 'enclosure') substantial += 1;
  }
  return { cases, methods, substantial };
}

/** The tally of cases that are disjoint parts. */
export function addTallies(tallies: readonly CaseTally[]): CaseTally {
  const sum = (count: (tally: CaseTally) => number): number => tallies.reduce((total, one) => total + count(one), 0);
  return {
    cases: {
      run: sum(({ cases }) => cases.run),
      certified: sum(({ cases }) => cases.certified),
      held: sum(({ cases }) => cases.held),
      refuted: sum(({ cases }) => cases.refuted),
      inconclusive: sum(({ cases }) => cases.inconclusive),
    },
    methods: {
      enclosure: sum(({ methods }) => methods.enclosure),
      bound: sum(({ methods }) => methods.bound),
      exact: sum(({ methods }) => methods.exact),
      sampled: sum(({ methods }) => methods.sampled),
    },
    substantial: sum(({ substantial }) => substantial),
  };
}

export function claimVerdict({ cases, substantial }: CaseTally, rule: VerdictRule): ClaimVerdict {
  if (cases.refuted > 0) return { verdict: 'refuted', reason: `${counted(cases.refuted)} refuted` };
  if (cases.inconclusive > 0) return { verdict: 'inconclusive', reason: `${counted(cases.inconclusive)} inconclusive` };
  if (cases.run === 0) return { verdict: 'inconclusive', reason: 'no case ran' };
  if (cases.certified < cases.run) {
    return { verdict: 'held', reason: `${counted(cases.held)} held without a rigorous decision` };
  }
  if (rule.aboutLayer && substantial < rule.substantialCases) {
    if (rule.ofTarget === true) {
      const reason = `${counted(cases.run)} certified for this target; to certify the claim itself takes ${rule.substantialCases}`;
      return { verdict: 'held', reason };
    }
    const needed = `${rule.substantialCases} enclosures of the layer for a non-constant target and at least 16 keys`;
    return { verdict: 'held', reason: `all cases are certified, but it takes ${needed}, and there are ${substantial}` };
  }
  return { verdict: 'certified' };
}

function counted(cases: number): string {
  return cases === 1 ? '1 case is' : `${cases} cases are`;
}
