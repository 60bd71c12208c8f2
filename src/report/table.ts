/** The table that a person reads at the end of a check. */
import Table, { type Cell } from 'cli-table3';
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import type { ClaimOutcome } from '../check/claim-outcome.js';
import type { CheckOutcome } from '../check/run-claims.js';
import type { CaseResult, Method, Verdict } from '../theorems/claim.js';
import { sourceText } from './claims-listing.js';

/**
 * The claims, one row each. In a terminal too narrow for all columns, source and provenance go to a second line; in one
 * too narrow for that, every claim becomes a block of lines.
 */
export function claimsTable({ claims }: CheckOutcome, colours: Colors, columns: number): string {
  const rows = claims.map(rowOf);
  for (const layout of [wide, narrow]) {
    const lines = layout(rows, colours);
    if (widthOf(layout(rows, picocolors.createColors(false))) <= columns) return lines;
  }
  return rows.map((row) => block(row, colours)).join('\n');
}

interface Row {
  readonly claim: string;
  readonly source: string;
  readonly provenance: string;
  readonly verdict: Verdict;
  /** Cases by method, tightest ratio, rate of convergence, mutants refuted, time. */
  readonly details: readonly string[];
}

const details = ['cases by method', 'tightest', 'rate', 'mutants', 'time'];

function rowOf({ claim, verdict, tally, worst, rate, mutants, seconds }: ClaimOutcome): Row {
  const refuted = mutants.filter((mutant) => mutant.refuted).length;
  return {
    claim: claim.id,
    source: sourceText(claim.source),
    provenance: claim.provenance,
    verdict,
    details: [
      casesByMethod(tally.methods),
      worst === undefined || isUnknownBelow(worst) ? '—' : ratioText(worst.ratio),
      rate === undefined ? '—' : `N^${rate.fitted.toFixed(2)}`,
      mutants.length === 0 ? '—' : `${refuted}/${mutants.length}`,
      secondsText(seconds),
    ],
  };
}

/** Was the left-hand side decided by its upper end alone, so that 0 below says nothing of how tight the bound is? */
function isUnknownBelow({ ratio, observed }: Pick<CaseResult, 'ratio' | 'observed'>): boolean {
  return ratio === 0 && Number(observed.upper) > 0;
}

function wide(rows: readonly Row[], colours: Colors): string {
  const head = ['claim', 'source', 'provenance', 'verdict', ...details];
  const cells = rows.map((row) => [
    row.claim,
    row.source,
    row.provenance,
    paint(colours, row.verdict, row.verdict),
    ...row.details,
  ]);
  return draw(head, cells, colours);
}

function narrow(rows: readonly Row[], colours: Colors): string {
  const head = ['claim', 'verdict', ...details];
  const cells = rows.flatMap((row) => [
    [row.claim, paint(colours, row.verdict, row.verdict), ...row.details],
    [{ colSpan: head.length, content: colours.dim(`  ${row.source} (${row.provenance})`) }],
  ]);
  return draw(head, cells, colours);
}

function block({ claim, verdict, source, provenance, details: values }: Row, colours: Colors): string {
  const second = values.map((value, i) => `${details[i]!} ${value}`).join(', ');
  return `${claim}: ${paint(colours, verdict, verdict)}\n  ${colours.dim(`${source} (${provenance})`)}\n  ${second}`;
}

/** Columns set apart by blanks alone. */
const bare = Object.fromEntries(
  ['top', 'mid', 'bottom'].flatMap((row) => ['', '-mid', '-left', '-right'].map((place) => [`${row}${place}`, ''])),
);

/** Options of such a table. */
export const bareTable = {
  chars: { ...bare, left: '', 'left-mid': '', right: '', 'right-mid': '', middle: '', 'mid-mid': '' },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
};

/** The lines of a table without blanks at their ends. */
export function tableLines(table: { readonly toString: () => string }): readonly string[] {
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function draw(head: readonly string[], rows: readonly Cell[][], colours: Colors): string {
  const table = new Table({ head: head.map((title) => colours.dim(title)), ...bareTable });
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

export function casesByMethod(methods: Readonly<Record<Method, number>>): string {
  const parts = Object.entries(methods).filter(([, count]) => count > 0);
  return parts.map(([method, count]) => `${count} ${method}`).join(' + ') || 'none';
}

/** A ratio in three digits; one that rounds to 1 from below says so. */
export function ratioText(ratio: number): string {
  // A result clamps what is beyond the doubles to the largest of them.
  if (!(ratio < Number.MAX_VALUE)) return '∞';
  if (ratio < 1 && ratio >= 0.9995) return '1 − ' + (1 - ratio).toExponential(0);
  return ratio === 0 ? '0' : ratio < 1e-3 ? ratio.toExponential(1) : ratio.toPrecision(3);
}

export function secondsText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** The verdict's colour; its word says the same, so that nothing is lost without colours. */
export function paint(colours: Colors, verdict: Verdict, text: string): string {
  switch (verdict) {
    case 'certified':
      return colours.green(text);
    case 'held':
      return colours.cyan(text);
    case 'inconclusive':
      return colours.yellow(text);
    case 'refuted':
      return colours.red(text);
  }
}
