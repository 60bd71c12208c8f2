/**
 * Reads an attention head from a safetensors file that may come from anywhere: the tensors `attention.W_Q`, `attention.W_K` and
 * `attention.W_V`, as `design --weights` and `certify --weights` write them. What else the file holds is left alone.
 */
import { readFile, stat } from 'node:fs/promises';
import { UnreadableFileError } from '../expression/read-text-file.js';
import type { GivenLayer } from '../formats/given-layer.js';
import { readSafetensors, SafetensorsError, type ReadTensors } from '../weights/read-safetensors.js';
import { repeated, requireShapes, requireTokens, type GivenInputs } from './layer-shape.js';
import { InvalidFileError } from './read-json-file.js';
import { printable } from './spell-out.js';

const MOST_BYTES = 2 ** 28;
const REMEDY = 'docs/audit.md says which tensors a head has.';
const NAMES = { queries: 'attention.W_Q', keys: 'attention.W_K', values: 'attention.W_V' } as const;

/** Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readLayerTensors(file: string, given: GivenInputs): Promise<GivenLayer> {
  const refuse = (found: string, remedy = REMEDY): InvalidFileError => new InvalidFileError(file, found, remedy);
  const read = await tensorsOf(file, refuse);
  const [queries, keys, values] = [NAMES.queries, NAMES.keys, NAMES.values].map((name) => matrixOf(read, name, refuse));
  const matrices = requireShapes({ queries: queries!, keys: keys!, values: values! }, (name, found) =>
    refuse(`${NAMES[name]}: ${found}`),
  );
  const width = queries![0]!.length;
  const { metadata } = read;
  const tokens = given.tokens ?? Number(metadata['tokens'] ?? NaN);
  requireTokens(tokens, width, (found) =>
    refuse(Number.isNaN(tokens) ? 'it does not say how many tokens the head reads' : found, 'Give --tokens N.'),
  );
  const pair = given.box ?? boxOf(metadata['box']);
  if (pair === undefined) throw refuse('it does not say where the inputs lie', 'Give --box lower,upper.');
  const { scaled = metadata['construction'] === undefined ? 'true' : 'false' } = metadata;
  if (scaled !== 'true' && scaled !== 'false') throw refuse('its metadata scaled is neither true nor false');
  return { ...matrices, tokens, box: repeated(pair, tokens * width), scaled: scaled === 'true' };
}

async function tensorsOf(file: string, refuse: (found: string) => InvalidFileError): Promise<ReadTensors> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw refuse(`the file is larger than ${MOST_BYTES} bytes`);
    return readSafetensors(await readFile(file));
  } catch (error) {
    if (error instanceof SafetensorsError) throw refuse(error.message);
    if (error instanceof InvalidFileError) throw error;
    throw new UnreadableFileError(file, printable((error as Error).message), 'Give a safetensors file.');
  }
}

function matrixOf(
  { tensors }: ReadTensors,
  name: string,
  refuse: (found: string) => InvalidFileError,
): readonly (readonly number[])[] {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw refuse(`there is no tensor ${name}`);
  const { shape, data } = tensor;
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || rows * columns === 0) throw refuse(`${name} is no matrix with entries`);
  if (!data.every(Number.isFinite)) throw refuse(`${name} has an entry that is not finite`);
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

/** `lower,upper`. */
function boxOf(text: string | undefined): readonly [number, number] | undefined {
  const ends = text?.split(',').map(Number) ?? [];
  const [lower, upper] = ends;
  const isPair = ends.length === 2 && lower! <= upper! && ends.every(Number.isFinite);
  return isPair ? [lower!, upper!] : undefined;
}
