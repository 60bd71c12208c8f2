/**
 * The page `docs/claims.md`: every claim with what an auditor must see, and what the last recorded check saw.
 *
 * All but the lines of figures follows from the claims; those lines follow from a results document.
 */
import type { Claim } from '../theorems/claim.js';
import { sourceText } from './claims-listing.js';
import type { ClaimEntry, Results } from './results.js';
import { ratioText } from './table.js';

/** Begins the line of figures of a claim. */
export const FIGURES = '*Seen:* ';

const INTRODUCTION = `# Claims

Every claim of this version: its statement, its source, the published form where the statement goes beyond it, the
construction whose weights it is about, what it assumes, and how wrong versions of it are caught. Symbols are those of
[notation](notation.md); what the verdicts mean is said in [verdicts](verdicts.md).

This page is written by \`npm run docs:claims\` from the claims themselves and from the results of the last \`npm run check\`,
whose figures stand in the lines that begin with *Seen*. A ratio is observed/bound of the tightest case: 1 means that the
statement is sharp. A rate is the slope of a line through the logarithms of certified errors, with the interval that their
enclosures leave open.
`;

/** The page. `figures` gives the line of a claim, without its beginning. */
export function claimsPage(claims: readonly Claim[], figures: (id: string) => string): string {
  const rows = claims.map(({ id, source, provenance, title }) => {
    return `| [\`${id}\`](#${id}) | ${cell(title)} | ${cell(sourceText(source))} | ${provenance} |`;
  });
  const overview = ['| claim | says | source | provenance |', '|---|---|---|---|', ...rows].join('\n');
  return [INTRODUCTION, `${overview}\n`, ...claims.map((claim) => section(claim, figures(claim.id)))].join('\n');
}

/** A bar would end the cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function section(claim: Claim, figures: string): string {
  const { id, title, source, provenance, statement, published, constructions } = claim;
  const formula = (text: string): string[] => ['', '```math', text, '```'];
  const list = (heading: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : ['', heading, '', ...items.map((item) => `- ${item}`)];
  return [
    `## ${id}`,
    '',
    `${title}.`,
    '',
    `*Source:* ${sourceText(source)}, ${provenance}. *Construction:* ${constructions.map((name) => `\`${name}\``).join(', ') || 'none'}.`,
    ...formula(statement),
    ...(published === undefined ? [] : ['', 'Published form:', ...formula(published)]),
    ...list('Hypotheses:', claim.hypotheses),
    ...list('What an auditor must see:', claim.assumptions),
    ...claim.explanation.flatMap((paragraph) => ['', paragraph]),
    ...(claim.rate === undefined
      ? []
      : [
          '',
          `Rate: order ${claim.rate.predicted} in N along ${claim.rate.family}; N = ${claim.rate.sizes.join(', ')}.`,
        ]),
    ...list(
      'Wrong versions that the check refutes:',
      claim.mutants.map((mutant) => `\`${mutant.id}\`: ${mutant.description}`),
    ),
    '',
    `${FIGURES}${figures}`,
    '',
  ].join('\n');
}

/** The line of figures of every claim of a check. */
export function claimFigures({
  claims,
  profile,
  seed,
}: Pick<Results, 'claims' | 'profile' | 'seed'>): Map<string, string> {
  return new Map(claims.map((entry) => [entry.id, `${figuresOf(entry)} (profile ${profile}, seed ${seed})`]));
}

function figuresOf({ verdict, cases, methods, worst, rate, mutants }: ClaimEntry): string {
  const ways = Object.entries(methods).filter(([, count]) => count > 0);
  const tightest = worst === null ? null : worst.ratio;
  const parts = [
    `**${verdict}**, ${cases.run} cases (${ways.map(([method, count]) => `${count} ${method}`).join(', ')})`,
    `tightest ratio ${tightest === null ? '—' : ratioText(tightest)}`,
  ];
  if (rate !== undefined) {
    const number = (x: number): string => x.toFixed(2).replace('-', '−');
    parts.push(
      `slope ${number(rate.fitted)} in [${number(rate.low)}, ${number(rate.high)}], errors at most ${rate.constant.toPrecision(3)}·N^${number(rate.predicted)}`,
    );
  }
  return [...parts, `${mutants.refuted} of ${mutants.run} mutants refuted`].join('; ');
}

/** Figures of other engines may differ in the last digits that are shown. */
const SLACK = 0.02;

/** The first line (1-based) at which a written page is not what it should be, figures rounded; undefined if there is none. */
export function staleLine(written: string, wanted: string): number | undefined {
  const [found, expected] = [written.split('\n'), wanted.split('\n')];
  const stale = expected.findIndex((line, i) => !isSame(line, found[i] ?? ''));
  if (stale >= 0) return stale + 1;
  return found.length === expected.length ? undefined : expected.length + 1;
}

/** Are two lines the same but for decimal fractions that differ by rounding, in lines of figures? */
function isSame(a: string, b: string): boolean {
  if (!a.startsWith(FIGURES)) return a === b;
  const fraction = /\d+\.\d+/g;
  if (a.replace(fraction, '#') !== b.replace(fraction, '#')) return false;
  const [left, right] = [a, b].map((line) => (line.match(fraction) ?? []).map(Number));
  return left!.every((x, i) => Math.abs(x - right![i]!) <= SLACK * Math.max(1, x));
}
