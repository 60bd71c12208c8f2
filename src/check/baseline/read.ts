/** Reads a baseline. The file may come from anywhere: nothing in it is believed, followed or executed. */
import type { TextFileKind } from '../../expression/read-text-file.js';
import { DocumentPart } from '../document-part.js';
import { profileNames } from '../profile.js';
import { readJsonFile } from '../read-json-file.js';
import { readInput, readSides } from '../read-result.js';
import { methods, verdicts } from '../result-text.js';
import { printable } from '../spell-out.js';
import { BASELINE_SCHEMA, type Baseline, type BaselineCase, type BaselineClaim } from './document.js';

const FILE: TextFileKind = {
  name: 'a baseline as softproof check --update-baseline writes it',
  mostBytes: 1 << 24,
  whenLarger: 'Baselines are far smaller: a few cases for each claim.',
};

const REMEDY = 'Give a baseline as softproof check --update-baseline writes it; docs/ci.md has the format.';

/** Each case may take the budget of its profile: more of them than this are no quick comparison. */
export const MOST_CASES = 10_000;

/** The baseline in a file. Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readBaseline(file: string): Promise<Baseline> {
  const root = new DocumentPart(file, await readJsonFile(file, FILE), REMEDY);
  const schema = root.get('schema');
  if (schema.value !== BASELINE_SCHEMA) throw schema.error(`"${printable(schema.word())}" is no ${BASELINE_SCHEMA}`);
  root.only(['schema', 'versions', 'profile', 'claims']);
  const versions = root.get('versions');
  versions.only(['softproof', 'dependencies']);
  const entries = root.get('claims');
  const claims = entries.items().map(readClaim);
  const twice = claims.find(({ id }, i) => claims.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) throw entries.error(`the claim ${twice.id} is listed twice`);
  const total = claims.reduce((sum, { cases }) => sum + cases.length, 0);
  if (total > MOST_CASES) throw entries.error(`there are ${total} cases, and at most ${MOST_CASES} are compared`);
  return {
    versions: {
      softproof: versions.get('softproof').version(),
      dependencies: versions.get('dependencies').dictionary(),
    },
    profile: root.get('profile').oneOf(profileNames),
    claims,
  };
}

function readClaim(entry: DocumentPart): BaselineClaim {
  entry.only(['id', 'hypotheses', 'assumptions', 'cases']);
  return {
    id: entry.get('id').identifier(),
    hypotheses: readSentences(entry.get('hypotheses')),
    assumptions: readSentences(entry.get('assumptions')),
    cases: entry.get('cases').items().map(readCase),
  };
}

function readSentences(part: DocumentPart): readonly string[] {
  return part.items().map((item) => item.sentence());
}

function readCase(entry: DocumentPart): BaselineCase {
  entry.only(['description', 'case', 'verdict', 'method', 'bound', 'observed', 'tightness']);
  return {
    description: entry.get('description').sentence(),
    case: readInput(entry).value,
    verdict: entry.get('verdict').oneOf(verdicts),
    method: entry.get('method').oneOf(methods),
    ...readSides(entry),
    tightness: entry.get('tightness').numberOrNull(),
  };
}
