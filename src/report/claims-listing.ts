/** The claims as the document `softproof/claims@1`, and as text for people. */
import type { Colors } from 'picocolors/types.js';
import { softproofVersion } from '../check/version.js';
import type { Claim, Provenance, Source } from '../theorems/claim.js';

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
export function claimsText(claims: readonly Claim[], colours: Colors): string {
  return claims
    .map(({ id, title, source, provenance, statement, assumptions }) =>
      [
        `${colours.bold(id)}  ${sourceText(source)} (${provenance})`,
        `  ${title}`,
        `  ${statement}`,
        ...assumptions.map((assumption) => `  - ${assumption}`),
      ].join('\n'),
    )
    .join('\n\n');
}

/** One claim at length. */
export function claimText(claim: Claim, colours: Colors): string {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colours.bold(title), ...lines.map((line) => `  ${line}`)];
  const bullets = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);
  return [
    `${colours.bold(claim.id)}: ${claim.title}`,
    `${sourceText(claim.source)} (${claim.provenance})`,
    ...section('Statement', [claim.statement]),
    ...section('Published form', claim.published === undefined ? [] : [claim.published]),
    ...section('Construction', claim.constructions),
    ...section('Hypotheses', bullets(claim.hypotheses)),
    ...section('Assumptions', bullets(claim.assumptions)),
    ...section('Explanation', claim.explanation),
    ...section('Mutants', bullets(claim.mutants.map(({ id, description }) => `${id}: ${description}`))),
  ].join('\n');
}

/** Paper and item. */
export function sourceText({ paper, item }: Source): string {
  return `${paper} ${item}`.trim();
}
