/**
 * A partition from a file: JSON (`softproof/partition@1`) or safetensors, by the ending of its name. docs/sampling.md says
 * what stands in it.
 */
import { readFile, stat } from 'node:fs/promises';
import { readSafetensors, SafetensorsError, type ReadTensor } from '../weights/read-safetensors.js';
import { InvalidFileError, readJsonFile } from './read-json-file.js';
import { printable } from './spell-out.js';
import type { ValuedPartition } from './valued-partition.js';

export const PARTITION_SCHEMA = 'softproof/partition@1';
const MOST_BYTES = 2 ** 28;

/** All but what the file may leave open: the temperature, and with the values the number of outputs. */
export type ReadPartition = Omit<ValuedPartition, 'inverseTemperature' | 'outputs'> &
  Partial<Pick<ValuedPartition, 'inverseTemperature' | 'outputs'>>;

/** Throws an `UnreadableFileError` or an `InvalidFileError`. */
export async function readPartition(file: string): Promise<ReadPartition> {
  return file.endsWith('.safetensors') ? fromSafetensors(file) : fromJson(file);
}

async function fromJson(file: string): Promise<ReadPartition> {
  const document = await readJsonFile(file, {
    name: 'a JSON file',
    mostBytes: MOST_BYTES,
    whenLarger: 'Write it as safetensors, which takes a third of the space.',
  });
  const refuse = (found: string): InvalidFileError =>
    new InvalidFileError(file, found, 'docs/sampling.md shows what a partition looks like.');
  if (typeof document !== 'object' || document === null) throw refuse('this is no JSON object');
  const { schema, keys, offsets, values, inverseTemperature, ...rest } = document as Record<string, unknown>;
  if (schema !== PARTITION_SCHEMA)
    throw refuse(`its schema is ${printable(String(JSON.stringify(schema)))}, not "${PARTITION_SCHEMA}"`);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw refuse(`there is no field ${printable(unknown)}`);
  const points = tableOf(keys);
  if (points === undefined) throw refuse('keys is no list of lists of as many numbers each');
  const table = values === undefined ? undefined : (tableOf(values) ?? columnOf(values));
  if (values !== undefined && table === undefined)
    throw refuse('values is no list of numbers, or of lists of as many each');
  const offset = offsets === undefined ? undefined : columnOf(offsets);
  if (offsets !== undefined && offset === undefined) throw refuse('offsets is no list of numbers');
  if (inverseTemperature !== undefined && typeof inverseTemperature !== 'number') {
    throw refuse('inverseTemperature is no number');
  }
  return assemble(points, offset, table, inverseTemperature, refuse);
}

async function fromSafetensors(file: string): Promise<ReadPartition> {
  const refuse = (found: string): InvalidFileError =>
    new InvalidFileError(file, found, 'docs/sampling.md shows which tensors a partition has.');
  const { size } = await stat(file);
  if (size > MOST_BYTES) throw refuse(`the file is larger than ${MOST_BYTES} bytes`);
  try {
    const { tensors, metadata } = readSafetensors(await readFile(file));
    const known = ['keys', 'offsets', 'values'];
    const unknown = [...tensors.keys()].find((name) => !known.includes(name));
    if (unknown !== undefined) throw refuse(`there is no tensor ${printable(unknown)} in a partition`);
    const keys = tensors.get('keys');
    if (keys?.shape.length !== 2) throw refuse('there is no tensor keys with two dimensions, keys and inputs');
    const offsets = tensors.get('offsets');
    if (offsets !== undefined && offsets.shape.length !== 1) throw refuse('the tensor offsets has not one dimension');
    const values = tensors.get('values');
    if (values !== undefined && ![1, 2].includes(values.shape.length)) {
      throw refuse('the tensor values has neither one dimension nor two');
    }
    const text = metadata['inverseTemperature'];
    if (text !== undefined && !(Number(text) > 0))
      throw refuse('its metadata inverseTemperature is no positive number');
    const temperature = text === undefined ? undefined : Number(text);
    return assemble(matrixOf(keys), offsets && matrixOf(offsets), values && matrixOf(values), temperature, refuse);
  } catch (error) {
    if (error instanceof SafetensorsError) throw refuse(error.message);
    throw error;
  }
}

interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

function assemble(
  keys: Table,
  offsets: Table | undefined,
  values: Table | undefined,
  inverseTemperature: number | undefined,
  refuse: (found: string) => InvalidFileError,
): ReadPartition {
  if (keys.rows === 0 || keys.columns === 0) throw refuse('there is no key in it');
  for (const [name, table] of [
    ['offsets', offsets],
    ['values', values],
  ] as const) {
    if (table !== undefined && table.rows !== keys.rows) throw refuse(`${keys.rows} keys, and ${table.rows} ${name}`);
  }
  return {
    inputs: keys.columns,
    keys: keys.data,
    ...(offsets === undefined ? {} : { offsets: offsets.data }),
    ...(values === undefined ? {} : { values: values.data, outputs: values.columns }),
    ...(inverseTemperature === undefined ? {} : { inverseTemperature }),
  };
}

function matrixOf({ shape: [rows = 0, columns = 1], data }: ReadTensor): Table {
  return { rows, columns, data };
}

function columnOf(value: unknown): Table | undefined {
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'number')) return undefined;
  return { rows: value.length, columns: 1, data: Float64Array.from(value) };
}

function tableOf(value: unknown): Table | undefined {
  if (!Array.isArray(value)) return undefined;
  const columns = Array.isArray(value[0]) ? value[0].length : 0;
  const data = new Float64Array(value.length * columns);
  for (const [i, row] of value.entries()) {
    const isRow = Array.isArray(row) && row.length === columns && row.every((entry) => typeof entry === 'number');
    if (!isRow) return undefined;
    data.set(row, i * columns);
  }
  return { rows: value.length, columns, data };
}
