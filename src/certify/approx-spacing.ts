/** How densely keys stand, about: where to cut boxes and when a box is wide; nothing rests on it. */

/** Keys on an axis, if `count` of them were on a grid. */
export function approxKeysPerAxis(count: number, inputs: number): number {
  return count ** (1 / inputs);
}

/** The distance of neighbours, if `count` keys were on a grid of squares in the box; axes of length 0 do not count. */
export function approxSpacing(count: number, box: Float64Array): number {
  const lengths = Array.from({ length: box.length / 2 }, (_, t) => box[2 * t + 1]! - box[2 * t]!);
  const long = lengths.filter((length) => length > 0);
  const volume = long.reduce((product, length) => product * length, 1);
  return (volume / count) ** (1 / Math.max(1, long.length));
}
