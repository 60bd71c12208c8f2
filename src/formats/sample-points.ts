/**
 * Where to look for large errors of a layer in a format: numbers of the format in the domain.
 *
 * All of them on an axis that has few; else the ends, the centres, and points about the borders of cells, where weights change:
 * at the distances `c/(Rs)` at which the two nearest keys differ by `e^c`. Nothing is random.
 */
import type { AxisValues } from '../approximation/grid.js';
import type { Format } from './format.js';

/** One axis of the domain: ends as doubles in it, and the cells of the layer. */
export interface SampledAxis {
  readonly lower: number;
  readonly upper: number;
  readonly cells: AxisValues<number>;
  readonly inverseTemperature: number;
}

const OFFSETS = [0, 0.1, 0.5, 1, 2, 4, 8, 16];
/** Multiples of the golden ratio visit a list evenly. */
const GOLDEN = 0.6180339887498949;

/** All numbers of the format in [lower, upper] if they are at most `most`; else undefined. */
export function allNumbers<T>(format: Format<T>, lower: number, upper: number, most: number): T[] | undefined {
  if (format.largest === Infinity) return undefined;
  let x = format.fromNumber(lower);
  if (format.toNumber(x) < lower) x = format.neighbour(x, 1);
  const found: T[] = [];
  while (format.toNumber(x) <= upper) {
    if (found.length === most) return undefined;
    found.push(x);
    const next = format.neighbour(x, 1);
    if (!format.less(x, next)) break;
    x = next;
  }
  return found;
}

/** About `most` numbers of an axis, in the order in which they are worth a try; without repetition. */
export function axisSample<T>(format: Format<T>, axis: SampledAxis, most: number): T[] {
  const { lower, upper, cells: grid, inverseTemperature } = axis;
  const every = allNumbers(format, lower, upper, most);
  if (every !== undefined) return every;
  const found = new Map<number, T>();
  const add = (at: number): void => {
    const x = format.fromNumber(at);
    const value = format.toNumber(x);
    if (value >= lower && value <= upper && format.isFinite(x)) found.set(value, x);
  };
  add(lower);
  add(upper);
  const { cells, width } = grid;
  const step = width > 0 ? 1 / (inverseTemperature * width) : 0;
  // Cells from both ends, where magnitudes are extreme, and evenly between.
  const places = Math.max(1, Math.floor(most / (2 * OFFSETS.length + 1)));
  for (let i = 0; i < places && found.size < most; i++) {
    const k = i % 4 === 0 ? cells - 1 - i / 4 : i % 4 === 2 ? (i - 2) / 4 : Math.floor(((i * GOLDEN) % 1) * cells);
    if (k < 0 || k >= cells) continue;
    const border = grid.lower + k * width;
    add(border + width / 2);
    for (const offset of OFFSETS) {
      for (const side of [-1, 1]) {
        const distance = Math.min(offset * step, ((i * GOLDEN) % 1) * width);
        add(border + side * distance);
      }
    }
  }
  return [...found.values()];
}

/** Points of a box, `most` at the most: the axis's own numbers in one dimension, combinations of them in more. */
export function samplePoints<T>(format: Format<T>, axes: readonly SampledAxis[], most: number): T[][] {
  const lists = axes.map((axis) => axisSample(format, axis, most));
  if (lists.some((list) => list.length === 0)) return [];
  const [first] = lists;
  if (lists.length === 1) return first!.map((x) => [x]);
  return Array.from({ length: most }, (_, i) =>
    lists.map((list, t) => list[Math.floor((((i + 1) * (GOLDEN + t * 0.4142135623730951)) % 1) * list.length)]!),
  );
}
