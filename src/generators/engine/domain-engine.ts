/** How boxes are drawn and shrunk, and how coordinates move when a box is replaced by a simpler one. */
import type { DomainDescription } from '../description.js';
import { chance, drawDecimal, drawLogarithmic, repeat, type Random } from './draw.js';
import { divideSignificant, exact, Exact, isDecimalText, ONE, simplestBetween, toText, ZERO } from './exact-decimal.js';
import { simplifyDecimal, type DecimalLimits } from './simplify-decimal.js';
import { simplifyItems, type Simplify } from './simplify.js';

/** Smallest and largest number of inputs. */
export interface InputCount {
  readonly min: number;
  readonly max: number;
}

const MOST_INPUTS = 6;

/** The bounds with their defaults (1 to 6), checked. */
export function inputCount(bounds: Partial<InputCount> = {}): InputCount {
  const { min = 1, max = Math.max(min, MOST_INPUTS) } = bounds;
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max < min) {
    throw new RangeError(`inputs must be integers with 1 ≤ min ≤ max, not min ${min}, max ${max}`);
  }
  return { min, max };
}

const UNIT: readonly [string, string] = ['0', '1'];
const SHORTEST = new Exact('0.001');
const LONGEST = new Exact(1000);
const LOWER_END = { min: new Exact(-10), max: new Exact(10), digits: 2 };

/** One box in three is the unit box; else one axis in four is [0, 1], the lengths of the others go from 1e-3 to 1e3. */
export function drawDomain(random: Random, inputs: number, onePointAxes: boolean): DomainDescription {
  if (chance(random, 1, 3)) return repeat(inputs, () => UNIT);
  return repeat(inputs, () => drawAxis(random, onePointAxes));
}

function drawAxis(random: Random, onePointAxes: boolean): readonly [string, string] {
  if (onePointAxes && chance(random, 1, 8)) {
    const point = toText(drawDecimal(random, LOWER_END));
    return [point, point];
  }
  if (chance(random, 1, 4)) return UNIT;
  if (chance(random, 1, 8)) return ['-1', '1'];
  const lower = drawDecimal(random, LOWER_END);
  return [toText(lower), toText(lower.plus(drawLogarithmic(random, SHORTEST, LONGEST)))];
}

/** Boxes of the same dimension: the unit box, then axis by axis [0, 1], a simpler lower end, a simpler length. */
export const simplifyAxes: Simplify<DomainDescription> = simplifyItems(function* ([lower, upper]) {
  if (lower === UNIT[0] && upper === UNIT[1]) return;
  yield UNIT;
  const length = exact(upper).minus(exact(lower));
  for (const simpler of simplifyDecimal()(lower)) yield [simpler, toText(exact(simpler).plus(length))] as const;
  const shortest = length.eq(ZERO) ? '0' : length.lt(SHORTEST) ? toText(length) : toText(SHORTEST);
  for (const simpler of simplifyDecimal({ min: shortest, towards: '1' })(toText(length))) {
    yield [lower, toText(exact(lower).plus(exact(simpler)))] as const;
  }
});

/** Is this the data of a box with an allowed number of inputs? */
export function isDomain(value: unknown, { min, max }: InputCount): value is DomainDescription {
  return Array.isArray(value) && value.length >= min && value.length <= max && value.every(isAxis);
}

function isAxis(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every(isDecimalText) && exact(value[0]).lte(exact(value[1]))
  );
}

/** Length of each axis. */
export function axisLength([lower, upper]: readonly [string, string]) {
  return exact(upper).minus(exact(lower));
}

/** The place of a coordinate on `from`, carried over to `to` (to three significant digits of the fraction). */
export function moveCoordinate(x: string, from: readonly [string, string], to: readonly [string, string]): string {
  if (from[0] === to[0] && from[1] === to[1]) return x;
  const length = axisLength(from);
  const offset = exact(x).minus(exact(from[0]));
  const fraction = length.eq(ZERO) ? ZERO : divideSignificant(offset, length, 3);
  return toText(exact(to[0]).plus(fraction.times(axisLength(to))));
}

/** A point carried over from one box to another. */
export function movePoint(point: readonly string[], from: DomainDescription, to: DomainDescription): string[] {
  return point.map((x, axis) => moveCoordinate(x, from[axis]!, to[axis]!));
}

const FRACTION = { min: ZERO, max: ONE, digits: 2 };
const WIDE_FRACTION = { min: new Exact('-0.5'), max: new Exact('1.5'), digits: 1 };

/** A point of the box with short relative coordinates; one in eight may lie a little outside. */
export function drawCentre(random: Random, domain: DomainDescription): string[] {
  const range = chance(random, 1, 8) ? WIDE_FRACTION : FRACTION;
  return domain.map((axis) => {
    const fraction = chance(random, 1, 6) ? new Exact('0.5') : drawDecimal(random, range);
    return toText(exact(axis[0]).plus(fraction.times(axisLength(axis))));
  });
}

/** Coordinates shrink to the simplest decimal of their axis. */
export function simplifyCentre(domain: DomainDescription): Simplify<readonly string[]> {
  const coordinates = domain.map(([lower, upper]): Simplify<string> => {
    const limits: DecimalLimits = { towards: toText(simplestBetween(exact(lower), exact(upper))) };
    return simplifyDecimal(limits);
  });
  return simplifyItems((coordinate, axis) => coordinates[axis]!(coordinate));
}

/** The longest axis of a box; 1 if all axes are points. */
export function longestSide(domain: DomainDescription) {
  const longest = domain.map(axisLength).reduce((a, b) => (a.gt(b) ? a : b));
  return longest.eq(ZERO) ? ONE : longest;
}
