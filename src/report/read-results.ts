/**
 * Reads the results of a check and its pictures, to make the page again. The files may come from anywhere: they are held
 * against their schemas, and nothing in them is believed, followed or executed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { PicturesDocument } from '../check/pictures.js';
import { InvalidFileError, readJsonFile } from '../check/read-json-file.js';
import { printable } from '../check/spell-out.js';
import type { TextFileKind } from '../expression/read-text-file.js';
import { PICTURES_FILE } from './report-files.js';
import type { Results } from './results.js';

const FILE: TextFileKind = {
  name: 'the results of a check',
  mostBytes: 1 << 26,
  whenLarger: 'Give the folder that softproof check wrote: its files are far smaller.',
};

const REMEDY = 'Give a folder that softproof check of this version wrote.';

export interface StoredRun {
  readonly results: Results;
  /** Absent where the folder has none. */
  readonly pictures?: PicturesDocument;
}

/** Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readRun(folder: string): Promise<StoredRun> {
  const results = (await readValid(join(folder, 'results.json'), 'results-1')) as Results;
  const file = join(folder, PICTURES_FILE);
  if (!existsSync(file)) return { results };
  return { results, pictures: (await readValid(file, 'pictures-1')) as PicturesDocument };
}

async function readValid(file: string, name: string): Promise<unknown> {
  const document = await readJsonFile(file, FILE);
  const path = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(path, 'utf8')) as object;
  const validate = new Ajv2020({ strict: true }).compile(schema);
  if (validate(document)) return document;
  const [error] = validate.errors ?? [];
  const place = error?.instancePath === '' ? 'the document' : printable(error?.instancePath ?? '');
  throw new InvalidFileError(file, `${place} ${printable(error?.message ?? 'is not valid')}`, REMEDY);
}
