/** Weights as a safetensors file: the length of a JSON header (8 bytes, little endian), the header, the numbers. */
import type { FloatType } from './float-type.js';
import { bytesOf } from './float-type.js';
import type { NetworkWeights } from './network-weights.js';

const NAMES = { float64: 'F64', float32: 'F32' } as const;

/** The bytes of the file; `metadata` becomes its `__metadata__`, if there is any. */
export function safetensorsOf(
  { tensors }: NetworkWeights,
  type: FloatType,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const parts = tensors.map(({ name, shape, data }) => ({ name, shape, bytes: bytesOf(data, type) }));
  let end = 0;
  const entries = parts.map(({ name, shape, bytes }) => {
    const start = end;
    end += bytes.length;
    return [name, { dtype: NAMES[type], shape, data_offsets: [start, end] }] as const;
  });
  const about = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const header = JSON.stringify({ ...about, ...Object.fromEntries(entries) });
  // The numbers begin at a multiple of 8 bytes; spaces at the end of the header are allowed for that.
  const length = 8 * Math.ceil(Buffer.byteLength(header) / 8);
  const file = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(new TextEncoder().encode(header), 8);
  let at = 8 + length;
  for (const { bytes } of parts) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}
