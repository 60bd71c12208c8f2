/** Reads an attention head that somebody else made: matrices of queries, keys and values, and a box of inputs, as JSON. */
import type { TextFileKind } from '../expression/read-text-file.js';
import type { GivenLayer } from '../formats/given-layer.js';
import { DocumentPart } from './document-part.js';
import { repeated, requireShapes, requireTokens, type GivenInputs } from './layer-shape.js';
import { readLayerTensors } from './layer-tensors.js';
import { readJsonFile } from './read-json-file.js';

const FILE: TextFileKind = {
  name: 'a JSON file of an attention head',
  mostBytes: 1 << 26,
  whenLarger: 'Give one head: its three matrices.',
};

const REMEDY = 'docs/audit.md shows the format.';
/** JSON, or safetensors by the ending of its name. Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readLayerFile(file: string, given: GivenInputs = {}): Promise<GivenLayer> {
  return file.endsWith('.safetensors') ? readLayerTensors(file, given) : fromJson(file, given);
}

async function fromJson(file: string, given: GivenInputs): Promise<GivenLayer> {
  const root = new DocumentPart(file, await readJsonFile(file, FILE), REMEDY);
  root.only(['queries', 'keys', 'values', 'box', 'tokens', 'scaled']);
  const [queries, keys, values] = ['queries', 'keys', 'values'].map((name) => matrix(root.get(name)));
  const matrices = requireShapes({ queries: queries!, keys: keys!, values: values! }, (name, found) =>
    root.get(name).error(found),
  );
  const tokens = given.tokens ?? finite(root.get('tokens'));
  const width = queries![0]!.length;
  requireTokens(tokens, width, (found) => root.get('tokens').error(found));
  const scaled = root.find('scaled')?.value ?? true;
  if (typeof scaled !== 'boolean') throw root.get('scaled').error('it is true or false');
  const entries = tokens * width;
  const ends = given.box === undefined ? box(root.get('box'), entries) : repeated(given.box, entries);
  return { ...matrices, tokens, box: ends, scaled };
}

function finite(part: DocumentPart): number {
  const { value } = part;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw part.error('it is not a finite number');
}

function matrix(part: DocumentPart): number[][] {
  const rows = part.items().map((row) => row.items().map(finite));
  const width = rows[0]?.length ?? 0;
  if (width === 0) throw part.error('it has no entries');
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0) throw part.error(`row ${odd} has ${rows[odd]!.length} entries, and row 0 has ${width}`);
  return rows;
}

/** One pair for all entries, or one for each. */
function box(part: DocumentPart, entries: number): readonly (readonly [number, number])[] {
  const pairs = part.items().map((item): [number, number] => {
    const ends = item.items().map(finite);
    if (ends.length === 2 && ends[0]! <= ends[1]!) return [ends[0]!, ends[1]!];
    throw item.error('it is not a pair [lower, upper] with lower ≤ upper');
  });
  if (pairs.length === 1) return repeated(pairs[0]!, entries);
  if (pairs.length === entries) return pairs;
  throw part.error(
    `it has ${pairs.length} pairs, and there are ${entries} inputs: give one pair for all, or one for each`,
  );
}
