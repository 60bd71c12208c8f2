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
  readonly hypotheses: readonly string[];
  readonly assumptions: readonly string[];
  readonly explanation: readonly string[];
  readonly mutants: readonly { readonly id: string; readonly description: string }[];
}

export function listClaims(claims: readonly Claim[]): ClaimsListing {
  return { schema: 'softproof/claims@1', version: softproofVersion, claims: claims.map(listed) };
}

function listed(claim: Claim): ListedClaim {
  const { id, title, source, provenance, statement, hypotheses, assumptions, explanation } = claim;
  const mutants = claim.mutants.map((mutant) => ({ id: mutant.id, description: mutant.description }));
  return { id, title, source, provenance, statement, hypotheses, assumptions, explanation, mutants };
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
    ...section('Hypotheses', bullets(claim.hypotheses)),
    ...section('Assumptions', bullets(claim.assumptions)),
    ...section('Explanation', claim.explanation),
    ...section('Mutants', bullets(claim.mutants.map(({ id, description }) => `${id}: ${description}`))),
  ].join('\n');
}

function sourceText({ paper, item }: Source): string {
  return `${paper} ${item}`.trim();
}
