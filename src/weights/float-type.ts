/** The number formats in which weights are written. */

export type FloatType = 'float64' | 'float32';

/** Little endian, each number rounded to nearest. */
export function bytesOf(data: Float64Array, type: FloatType): Uint8Array {
  const size = type === 'float64' ? 8 : 4;
  const bytes = new Uint8Array(size * data.length);
  const view = new DataView(bytes.buffer);
  data.forEach((x, i) => {
    if (type === 'float64') view.setFloat64(8 * i, x, true);
    else view.setFloat32(4 * i, x, true);
  });
  return bytes;
}
