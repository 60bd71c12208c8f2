/** The claims as the document `softproof/claims@1`, and as text for people. */
import type { Colors } from 'picocolors/types.js';
import { softproofVersion } from '../check/version.js';
import type { Claim, Provenance, Source } from '../theorems/claim.js';
import { wrap } from './wrap.js';

export interface ClaimsListing {
  readonly schema: 'softproof/claims@1';
  readonly version: string;
  readonly claims: readonly ListedClaim[];
}

export interface ListedClaim {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  readonly provenance: Provenance;
  readonly statement: string;
  readonly published?: string;
  readonly constructions: readonly string[];
  readonly hypotheses: readonly string[];
  readonly assumptions: readonly string[];
  readonly explanation: readonly string[];
  readonly mutants: readonly { readonly id: string; readonly description: string }[];
}

export function listClaims(claims: readonly Claim[]): ClaimsListing {
  return { schema: 'softproof/claims@1', version: softproofVersion, claims: claims.map(listed) };
}

function listed(claim: Claim): ListedClaim {
  const { id, title, source, provenance, statement, published, constructions } = claim;
  const { hypotheses, assumptions, explanation } = claim;
  return {
    id,
    title,
    source,
    provenance,
    statement,
    ...(published === undefined ? {} : { published }),
    constructions,
    hypotheses,
    assumptions,
    explanation,
    mutants: claim.mutants.map((mutant) => ({ id: mutant.id, description: mutant.description })),
  };
}

/** Every claim in short: id and provenance, title, statement, assumptions. */
export function claimsText(claims: readonly Claim[], colours: Colors, columns: number): string {
  return claims
    .map(({ id, title, source, provenance, statement, assumptions }) =>
      [
        `${colours.bold(id)}  ${sourceText(source)} (${provenance})`,
        ...wrap(title, columns, '  '),
        `  ${statement}`,
        ...assumptions.flatMap((assumption) => wrap(`- ${assumption}`, columns, '  ', 2)),
      ].join('\n'),
    )
    .join('\n\n');
}

/** One claim at length. Prose is broken into lines of at most `columns` characters; formulas are not. */
export function claimText(claim: Claim, colours: Colors, columns: number): string {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colours.bold(title), ...lines.map((line) => `  ${line}`)];
  const prose = (title: string, paragraphs: readonly string[]): string[] =>
    paragraphs.length === 0
      ? []
      : ['', colours.bold(title), ...paragraphs.flatMap((paragraph) => wrap(paragraph, columns, '  '))];
  const list = (title: string, items: readonly string[]): string[] =>
    items.length === 0
      ? []
      : ['', colours.bold(title), ...items.flatMap((item) => wrap(`- ${item}`, columns, '  ', 2))];
  return [
    `${colours.bold(claim.id)}`,
    ...wrap(claim.title, columns),
    `${sourceText(claim.source)} (${claim.provenance})`,
    ...section('Statement', [claim.statement]),
    ...section('Published form', claim.published === undefined ? [] : [claim.published]),
    ...section('Construction', claim.constructions),
    ...list('Hypotheses', claim.hypotheses),
    ...list('Assumptions', claim.assumptions),
    ...prose('Explanation', claim.explanation),
    ...list(
      'Mutants',
      claim.mutants.map(({ id, description }) => `${id}: ${description}`),
    ),
  ].join('\n');
}

/** Paper and item; the item alone of what is in no paper. */
export function sourceText({ paper, item }: Source): string {
  return paper === '—' && item !== '' ? item : `${paper} ${item}`.trim();
}
