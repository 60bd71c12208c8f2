/** Tensors from a safetensors file that somebody else wrote: every number in it is checked before it is used. */

export interface ReadTensor {
  readonly shape: readonly number[];
  /** Row by row. */
  readonly data: Float64Array;
}

export interface ReadTensors {
  readonly tensors: ReadonlyMap<string, ReadTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is wrong with the bytes, in words. */
export class SafetensorsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SafetensorsError';
  }
}

const MOST_HEADER = 2 ** 24;
const SIZES: Readonly<Record<string, number>> = { F64: 8, F32: 4 };

/** The tensors of type F64 and F32 that a file holds, as doubles. Throws a `SafetensorsError`. */
export function readSafetensors(bytes: Uint8Array): ReadTensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new SafetensorsError('it is too short for a header');
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(MOST_HEADER, bytes.length - 8))) {
    throw new SafetensorsError(`its header is said to have ${length} bytes, more than there are or may be`);
  }
  const begin = 8 + Number(length);
  const header = headerOf(bytes.subarray(8, begin));
  const tensors = new Map<string, ReadTensor>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = textsOf(entry);
    else
      tensors.set(
        name,
        tensorOf(name, entry, new DataView(bytes.buffer, bytes.byteOffset + begin, bytes.length - begin)),
      );
  }
  return { tensors, metadata };
}

function headerOf(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(value)) return value;
  } catch {
    // The same message as for JSON of another kind.
  }
  throw new SafetensorsError('its header is no JSON object');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(entry: unknown): Record<string, string> {
  if (!isRecord(entry)) throw new SafetensorsError('its metadata are no JSON object');
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, String(value)]));
}

function tensorOf(name: string, entry: unknown, data: DataView): ReadTensor {
  const wrong = (what: string): SafetensorsError => new SafetensorsError(`tensor ${JSON.stringify(name)}: ${what}`);
  if (!isRecord(entry)) throw wrong('its description is no JSON object');
  const { dtype, shape, data_offsets: offsets } = entry;
  const size = typeof dtype === 'string' ? SIZES[dtype] : undefined;
  if (size === undefined) throw wrong(`its type is ${JSON.stringify(dtype)}, not F64 or F32`);
  if (!isIndices(shape)) throw wrong('its shape is no list of whole numbers');
  if (!isIndices(offsets) || offsets.length !== 2) throw wrong('its data_offsets are no two whole numbers');
  const [from, to] = offsets as [number, number];
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (from > to || to > data.byteLength) throw wrong('its numbers lie outside the file');
  if (to - from !== count * size) throw wrong(`its shape asks for ${count * size} bytes, and it has ${to - from}`);
  const read = size === 8 ? (at: number) => data.getFloat64(at, true) : (at: number) => data.getFloat32(at, true);
  return { shape, data: Float64Array.from({ length: count }, (_, i) => read(from + i * size)) };
}

function isIndices(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && (entry as number) >= 0);
}
