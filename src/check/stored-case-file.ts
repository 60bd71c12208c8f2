/**
 * Reads the cases that a file stores: one (`softproof/case@1`), or the counterexamples in the results of a check
 * (`softproof/results@1`). The file may come from anywhere: nothing in it is believed, followed or executed.
 */
import type { TextFileKind } from '../expression/read-text-file.js';
import type { CaseResult, Claim, ProfileName } from '../theorems/claim.js';
import { CASE_SCHEMA } from './case-document.js';
import { DocumentPart } from './document-part.js';
import { profileNames } from './profile.js';
import { readJsonFile } from './read-json-file.js';
import { readFound, readInput, readSides } from './read-result.js';
import { findClaim, findMutant } from './select-claims.js';
import { printable } from './spell-out.js';

/** A case in a file. */
export interface StoredCase {
  readonly file: string;
  /** Where in the file; empty if it is all of it. */
  readonly place: string;
  readonly claim: string;
  readonly mutant?: string;
  readonly profile: ProfileName;
  /** The case as it is decided. */
  readonly text: string;
  readonly result: StoredResult;
}

/** What the file says about the case, as far as it is compared. */
export interface StoredResult extends Pick<CaseResult, 'verdict' | 'observed' | 'bound'> {
  /** Of the softproof that found it. */
  readonly version: string;
}

const RESULTS_SCHEMA = 'softproof/results@1';

const FILE: TextFileKind = {
  name: 'a stored case or the results.json of a check',
  mostBytes: 1 << 24,
  whenLarger: 'Give a stored case, or the results.json of a check: they are far smaller.',
};

const REMEDY = 'Give a case as softproof check writes it to counterexamples/; docs/verdicts.md has the format.';

/** The cases in a file, in its order. Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readStoredCases(file: string, claims: readonly Claim[]): Promise<readonly StoredCase[]> {
  const root = new DocumentPart(file, await readJsonFile(file, FILE), REMEDY);
  const schema = root.get('schema');
  if (schema.value === CASE_SCHEMA) return [readCaseDocument(root, claims)];
  if (schema.value === RESULTS_SCHEMA) return readResults(root, claims);
  const [name] = schema.word().split('@');
  const known = [CASE_SCHEMA, RESULTS_SCHEMA].find((one) => one.startsWith(`${name!}@`));
  const found = `"${printable(schema.word())}" holds no cases that this version of softproof reads`;
  throw schema.error(
    found,
    known === undefined
      ? `Give a document ${CASE_SCHEMA} or ${RESULTS_SCHEMA}.`
      : `This version reads ${known}: try the version that wrote the file.`,
  );
}

function readCaseDocument(root: DocumentPart, claims: readonly Claim[]): StoredCase {
  root.only(['schema', 'version', 'claim', 'mutant', 'case', 'profile', 'description', 'result']);
  const { verdict, observed, bound } = readFound(root.get('result'));
  root.get('description').sentence();
  return {
    ...readNames(root.get('claim'), root.find('mutant'), claims),
    file: root.file,
    text: readInput(root).text,
    place: '',
    profile: root.get('profile').oneOf(profileNames),
    result: {
      version: root.get('version').version(),
      verdict,
      observed,
      bound,
    },
  };
}

function readResults(root: DocumentPart, claims: readonly Claim[]): readonly StoredCase[] {
  const profile = root.get('profile').oneOf(profileNames);
  const version = root.get('version').version();
  return root
    .get('claims')
    .items()
    .flatMap((entry) => {
      const mutants = entry.get('mutants').find('details')?.items() ?? [];
      return [undefined, ...mutants].flatMap((mutant) => {
        const found = (mutant ?? entry).find('counterexample');
        if (found === undefined) return [];
        const names = readNames(entry.get('id'), mutant?.get('id'), claims);
        const result: StoredResult = { version, verdict: 'refuted', ...readSides(found) };
        return [{ ...names, file: found.file, text: readInput(found).text, place: found.place, profile, result }];
      });
    });
}

function readNames(
  claim: DocumentPart,
  mutant: DocumentPart | undefined,
  claims: readonly Claim[],
): Pick<StoredCase, 'claim' | 'mutant'> {
  const found = known(claim, (id) => findClaim(claims, id), 'softproof claims lists the claims of this version.');
  if (mutant === undefined) return { claim: found.id };
  const { id } = known(mutant, (name) => findMutant(found, name), `softproof claims ${found.id} lists its mutants.`);
  return { claim: found.id, mutant: id };
}

/** What is called so; its absence is an error of the file. */
function known<Named>(part: DocumentPart, find: (id: string) => Named, remedy: string): Named {
  try {
    return find(part.word());
  } catch (error) {
    throw part.error(printable((error as Error).message), remedy);
  }
}
