/**
 * SARIF 2.1.0: a rule for every claim, a result for whatever is wrong or open, at the place where the claim is written down.
 * A result's fingerprint depends on the claim and the violated clause alone, so that the same failure stays the same one.
 */
import { createHash } from 'node:crypto';
import type { CheckOutcome } from '../check/run-claims.js';
import { softproofVersion } from '../check/version.js';
import type { Claim } from '../theorems/claim.js';
import { sourceText } from './claims-listing.js';
import { findingsOf, type Finding, type SourceOf } from './findings.js';

export interface SarifOptions {
  readonly sourceOf?: SourceOf;
  readonly commandLine: string;
}

/** The document, as text. */
export function sarifText(outcome: CheckOutcome, { sourceOf = () => undefined, commandLine }: SarifOptions): string {
  const findings = findingsOf(outcome);
  const known = outcome.claims.map(({ claim }) => claim);
  // A claim of the baseline may exist no longer.
  const others = [...new Set(findings.map(({ claim }) => claim))].filter(
    (id) => !known.some((claim) => claim.id === id),
  );
  const rules = [...known.map(ruleOf), ...others.map((id) => ({ id }))];
  const isFaulty = outcome.claims.some(({ faults }) => faults.length > 0);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'softproof', version: softproofVersion, semanticVersion: softproofVersion, rules } },
        invocations: [{ executionSuccessful: !outcome.interrupted && !isFaulty, commandLine }],
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, rules, sourceOf)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf({ id, title, source, provenance, statement }: Claim): object {
  return {
    id,
    shortDescription: { text: messageText(title) },
    defaultConfiguration: { level: 'error' },
    properties: { source: sourceText(source), provenance, statement },
  };
}

function resultOf(finding: Finding, rules: readonly { readonly id?: string }[], sourceOf: SourceOf): object {
  const { claim, clause, kind, message } = finding;
  const place = sourceOf(claim);
  return {
    ruleId: claim,
    ruleIndex: rules.findIndex(({ id }) => id === claim),
    // What is open has no level: the standard says so.
    kind,
    level: kind === 'fail' ? 'error' : 'none',
    message: { text: messageText(`${claim}: ${message}`) },
    ...(place === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(place.file), uriBaseId: '%SRCROOT%' },
                region: { startLine: place.line },
              },
            },
          ],
        }),
    partialFingerprints: { 'claimAndClause/v1': fingerprint(`${claim}/${clause}`) },
  };
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** In a message, braces stand for arguments and `[…](…)` for links: here they stand for themselves. */
function messageText(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replace(/\](?=\()/g, '\\]');
}
