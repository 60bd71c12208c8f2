/** The worst cases of a probe as files, which `softproof replay` reads. */
import { CASE_SCHEMA, type CaseDocument } from '../check/case-document.js';
import type { ProbeReport } from '../check/probe/probe-report.js';

export interface ProbedCaseFile {
  readonly name: string;
  readonly text: string;
}

/** One for each claim that has a worst case; those about a target bear its name, too. */
export function probedCaseFiles({ version, profile, target, claims }: ProbeReport): readonly ProbedCaseFile[] {
  const suffix = target === undefined ? '' : `--${target.replace(/\W+/g, '-')}`;
  return claims.flatMap(({ id, worst }) => {
    if (worst === undefined) return [];
    const document: CaseDocument = { schema: CASE_SCHEMA, version, claim: id, profile, ...worst };
    return [{ name: `${id}${suffix}.json`, text: `${JSON.stringify(document, undefined, 2)}\n` }];
  });
}
