import { describe, expect, it } from 'vitest';
import { readSafetensors, SafetensorsError } from './read-safetensors.js';
import { safetensorsOf } from './safetensors.js';
import type { NetworkWeights } from './network-weights.js';

const weights = {
  tensors: [
    { name: 'keys', shape: [2, 3], data: Float64Array.of(0.1, -2, 3e300, 0, 5, 2 ** -1074) },
    { name: 'offsets', shape: [2], data: Float64Array.of(0.5, -0.25) },
  ],
} as unknown as NetworkWeights;

/** A file with this header and so many bytes of numbers. */
function fileOf(header: unknown, bytes: number, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + bytes);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

describe('reading safetensors', () => {
  it('gives back what was written, bit for bit in doubles and rounded in single precision', () => {
    const { tensors, metadata } = readSafetensors(safetensorsOf(weights, 'float64', { inverseTemperature: '8' }));
    expect(metadata).toEqual({ inverseTemperature: '8' });
    expect(tensors.get('keys')).toEqual({ shape: [2, 3], data: weights.tensors[0]!.data });
    const single = readSafetensors(safetensorsOf(weights, 'float32', {})).tensors.get('keys')!;
    expect([...single.data.subarray(0, 3)]).toEqual([Math.fround(0.1), -2, Infinity]);
  });

  const entry = { dtype: 'F64', shape: [1], data_offsets: [0, 8] };
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(3), /too short/],
    ['a header longer than the file', fileOf({}, 0, 2n ** 60n), /header is said/],
    ['a header that is no JSON', fileOf('{', 0), /no JSON object/],
    ['a header that is a list', fileOf([], 0), /no JSON object/],
    ['a tensor that is a number', fileOf({ a: 1 }, 8), /"a": its description/],
    ['whole numbers', fileOf({ a: { ...entry, dtype: 'I64' } }, 8), /"I64", not F64/],
    ['a negative extent', fileOf({ a: { ...entry, shape: [-1] } }, 8), /shape/],
    ['one offset', fileOf({ a: { ...entry, data_offsets: [0] } }, 8), /data_offsets/],
    ['offsets beyond the end', fileOf({ a: { ...entry, data_offsets: [8, 16] } }, 8), /outside the file/],
    ['offsets that run backwards', fileOf({ a: { ...entry, data_offsets: [8, 0] } }, 8), /outside the file/],
    ['a shape of other size', fileOf({ a: { ...entry, shape: [2] } }, 8), /asks for 16 bytes, and it has 8/],
    ['a huge shape', fileOf({ a: { ...entry, shape: [2 ** 50, 2 ** 50] } }, 8), /asks for/],
    ['metadata that are a text', fileOf({ __metadata__: 'x' }, 0), /metadata/],
  ])('refuses %s', (_name, bytes, says) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(says);
  });
});
