/** How a command ends. */
import type { ReplayOutcome } from '../check/replay.js';
import type { CheckOutcome } from '../check/run-claims.js';
import type { Verdict } from '../theorems/claim.js';

export const EXIT = {
  /** All certified or held. */
  ok: 0,
  /** Something refuted, invalid, or worse than the baseline; a mutant survived. */
  refuted: 1,
  /** The budget ended first, or the run was stopped. */
  inconclusive: 2,
  /** Invalid input or usage. */
  usage: 3,
  /** An error of the software itself. */
  fault: 4,
} as const;

/** A fault outweighs all, because it casts doubt on the rest; then what is refuted or worse; then what is open. */
export function exitCodeOfCheck({ claims, interrupted, baseline, share }: CheckOutcome): number {
  if (claims.some(({ faults }) => faults.length > 0)) return EXIT.fault;
  const refuted = claims.some(
    ({ verdict, mutants }) => verdict === 'refuted' || mutants.some((mutant) => !mutant.refuted),
  );
  if (refuted || (baseline !== undefined && baseline.differences.length > 0)) return EXIT.refuted;
  // A run of nothing shows nothing; but a share may have nothing to do, for a claim or at all.
  const nothing = claims.length === 0 && share === undefined;
  const open = claims.filter(({ tally }) => share === undefined || tally.cases.run > 0);
  return nothing || interrupted || open.some(({ verdict }) => verdict === 'inconclusive') ? EXIT.inconclusive : EXIT.ok;
}

/**
 * A claim's case ends by its verdict; a mutant's is as it should be when it is refuted. What contradicts its file is
 * never a success, and neither is a replay of nothing.
 */
export function exitCodeOfReplay({ cases, interrupted }: ReplayOutcome): number {
  const codes = cases.map(({ stored, result, differences }) => {
    if (differences.length > 0) return EXIT.refuted;
    if (stored.mutant === undefined) return exitCodeOfVerdict(result.verdict);
    return result.verdict === 'refuted' ? EXIT.ok : EXIT.refuted;
  });
  if (codes.includes(EXIT.refuted)) return EXIT.refuted;
  return cases.length === 0 || interrupted || codes.includes(EXIT.inconclusive) ? EXIT.inconclusive : EXIT.ok;
}

export function exitCodeOfVerdict(verdict: Verdict): number {
  if (verdict === 'refuted') return EXIT.refuted;
  return verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.ok;
}
