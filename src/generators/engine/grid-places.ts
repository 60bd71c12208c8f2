/** Places on an axis that matter to grids: borders and centres of cells, for numbers of cells that terminate in decimal. */
import { axisLength } from './domain-engine.js';
import { pick, type Random } from './draw.js';
import { exact, Exact, toText, type ExactDecimal } from './exact-decimal.js';

/** Powers of two, which all grids of more cells share, and divisors of powers of ten. */
const CELLS = [2, 4, 8, 16, 32, 5, 10, 20] as const;

type Axis = readonly [lower: string, upper: string];

/** `numerator / denominator` of the way along the axis; exact, as the fraction terminates. */
function along(axis: Axis, numerator: number, denominator: number): string {
  const fraction: ExactDecimal = new Exact(numerator).div(denominator);
  return toText(exact(axis[0]).plus(fraction.times(axisLength(axis))));
}

/** The border of two cells of a grid: `k/P` of the way, `0 < k < P`. */
export function drawBorder(random: Random, axis: Axis): string {
  const cells = pick(random, CELLS);
  return along(axis, random.nextInt(1, cells - 1), cells);
}

/** The centre of a cell of a grid: `(k + ½)/P` of the way, `0 ≤ k < P`. */
export function drawCellCentre(random: Random, axis: Axis): string {
  const cells = pick(random, [1, ...CELLS]);
  return along(axis, 2 * random.nextInt(0, cells - 1) + 1, 2 * cells);
}

/** A place inside the axis, in hundredths of it. */
export function drawInside(random: Random, axis: Axis): string {
  return along(axis, random.nextInt(1, 99), 100);
}

/** The middle of the axis. */
export function middleOf(axis: Axis): string {
  return along(axis, 1, 2);
}

/** Is `x` on the axis, ends included? */
export function isOnAxis(x: string, [lower, upper]: Axis): boolean {
  return exact(x).gte(exact(lower)) && exact(x).lte(exact(upper));
}
