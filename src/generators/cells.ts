import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { chance, pick, type Random } from './engine/draw.js';
import { simplifyInteger } from './engine/simplify-integer.js';
import { simplifyItems } from './engine/simplify.js';

/** Constraints of {@link cellsArbitrary}. */
export interface CellsConstraints {
  /** Number of axes; 1 by default. */
  readonly axes?: number;
  /** Largest number of cells of one axis; 64 by default. */
  readonly perAxis?: number;
  /** Largest product of the numbers of cells, `G`; 4096 by default. */
  readonly product?: number;
}

/**
 * Numbers of cells `P_t ≥ 1`, one per axis, whose product is at most `product`.
 *
 * A single cell on every axis comes up in one case of eight, on a single axis in one of five; the other numbers are
 * nearly log-uniform, powers of two being frequent. Shrinks to one cell everywhere, else to many cells on the first axis alone.
 */
export function cellsArbitrary(constraints: CellsConstraints = {}): fc.Arbitrary<readonly number[]> {
  const { axes = 1, perAxis = 64, product = 4096 } = constraints;
  for (const [name, value] of Object.entries({ axes, perAxis, product })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`${name} must be a positive integer, not ${value}`);
  }
  return new ByValueArbitrary<readonly number[]>({
    draw: (random) => {
      const cells = new Array<number>(axes).fill(1);
      if (chance(random, 1, 8)) return cells;
      let left = product;
      // Starts anywhere, so that no axis is always the coarse one.
      const start = random.nextInt(0, axes - 1);
      for (let i = 0; i < axes; i++) {
        const count = drawCount(random, Math.min(perAxis, left));
        cells[(start + i) % axes] = count;
        left = Math.floor(left / count);
      }
      return cells;
    },
    simplify: function* (cells) {
      yield* mergeAxes(cells, perAxis);
      yield* simplifyItems(simplifyInteger(1))(cells);
    },
    accepts: (value): value is readonly number[] =>
      Array.isArray(value) &&
      value.length === axes &&
      value.every((count) => Number.isSafeInteger(count) && count >= 1 && count <= perAxis) &&
      value.reduce((total: number, count: number) => total * count, 1) <= product,
  });
}

function drawCount(random: Random, most: number): number {
  if (most === 1 || chance(random, 1, 5)) return 1;
  const power = 2 ** random.nextInt(0, most.toString(2).length - 1);
  return pick(random, [power, Math.min(most, random.nextInt(power, 2 * power - 1))]);
}

/** The same product on fewer, or on earlier, axes. */
function* mergeAxes(cells: readonly number[], perAxis: number): Iterable<readonly number[]> {
  for (const [axis, count] of cells.entries()) {
    for (const [earlier, other] of cells.slice(0, axis).entries()) {
      if (count > 1 && count * other <= perAxis) yield cells.with(axis, 1).with(earlier, count * other);
    }
  }
}
