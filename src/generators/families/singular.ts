/**
 * Unbounded functions `f(x) = height · ‖x − point‖₂^(−exponent) + constant`, the point in the domain.
 *
 * In `g` inputs `|f|^p` is integrable about the point exactly if `exponent · p < g`; that is demanded of the largest `p` for
 * which the function is to be in `L_p`. `r ↦ r^(−exponent)` decreases, so an enclosure over a box away from the point is
 * as sharp as that of the distance.
 */
import { decimalConstant } from '../../expression/real-constant.js';
import { movePoint } from '../engine/domain-engine.js';
import { chance, pick, type Random } from '../engine/draw.js';
import {
  exact,
  Exact,
  floorTo,
  isDecimalText,
  toText,
  unitOf,
  ZERO,
  type ExactDecimal,
} from '../engine/exact-decimal.js';
import { distance, linearCombination } from '../engine/express.js';
import { drawBorder, drawCellCentre, drawInside, isOnAxis } from '../engine/grid-places.js';
import type { IntegrableFamily } from '../engine/integrable-family.js';
import { drawAmplitude, select, simplifyAmplitude, simplifyOffset } from '../engine/parameters.js';
import { simplifyDecimal } from '../engine/simplify-decimal.js';
import { simplifyFields, simplifyItems } from '../engine/simplify.js';
import type { DomainDescription } from '../description.js';

export interface SingularFunction {
  readonly family: 'singular';
  /** Not 0. */
  readonly height: string;
  readonly point: readonly string[];
  /** `0 < exponent`, and `exponent · power` is less than the number of inputs. */
  readonly exponent: string;
  readonly constant: string;
}

/** The largest exponent of `digits` fraction digits with `exponent · power < inputs`, in units of the last digit. */
function largestMantissa(inputs: number, power: ExactDecimal, digits: number): number {
  const scaled = new Exact(inputs).times(unitOf(-digits));
  const quotient = floorTo(scaled.div(power), 0);
  // Integrability is lost at equality.
  return Number(toText(quotient.times(power).lt(scaled) ? quotient : quotient.minus(1)));
}

/** Fewest fraction digits, but one at least, of an admissible exponent. */
function fewestDigits(inputs: number, power: ExactDecimal): number {
  let digits = 1;
  while (largestMantissa(inputs, power, digits) < 1) digits += 1;
  return digits;
}

/** One exponent in four is the largest of its number of digits. */
function drawExponent(random: Random, inputs: number, power: ExactDecimal): string {
  const digits = fewestDigits(inputs, power) + random.nextInt(0, 1);
  const largest = largestMantissa(inputs, power, digits);
  const mantissa = chance(random, 1, 4) ? largest : random.nextInt(1, largest);
  return toText(new Exact(mantissa).times(unitOf(digits)));
}

/** One half, or the largest admissible number of one digit. */
function simplestExponent(inputs: number, power: ExactDecimal): string {
  if (exact('0.5').times(power).lt(inputs)) return '0.5';
  const digits = fewestDigits(inputs, power);
  return toText(new Exact(largestMantissa(inputs, power, digits)).times(unitOf(digits)));
}

/** Corners and faces one in eight each; centres of cells, borders of cells and points anywhere inside one in four each. */
function drawPoint(random: Random, domain: DomainDescription): readonly string[] {
  const kind = random.nextInt(1, 8);
  if (kind === 1) return domain.map((axis) => pick(random, axis));
  if (kind === 2) {
    const face = random.nextInt(0, domain.length - 1);
    return domain.map((axis, t) => (t === face ? pick(random, axis) : drawInside(random, axis)));
  }
  const place = kind <= 4 ? drawCellCentre : kind <= 6 ? drawBorder : drawInside;
  return domain.map((axis) => place(random, axis));
}

const isNotZero = (text: string) => !exact(text).eq(ZERO);

/** The family whose functions are in `L_p` for `p = power ≥ 1`. */
export function singularFamily(power: ExactDecimal): IntegrableFamily<SingularFunction> {
  return {
    draw: (random, domain) => {
      const height = drawAmplitude(random);
      return {
        family: 'singular',
        height: height === '0' ? '1' : height,
        point: drawPoint(random, domain),
        exponent: drawExponent(random, domain.length, power),
        constant: chance(random, 2, 3) ? '0' : drawAmplitude(random),
      };
    },
    simplify: (value, domain) =>
      simplifyFields<SingularFunction>({
        point: simplifyItems((x, axis) => {
          const [min, max] = domain[axis]!;
          return simplifyDecimal({ min, max })(x);
        }),
        height: simplifyAmplitude,
        exponent: simplifyDecimal({ min: '0', towards: simplestExponent(domain.length, power) }),
        constant: simplifyOffset,
      })(value),
    selectInputs: (value, kept) => ({
      ...value,
      point: select(value.point, kept),
      exponent: exact(value.exponent).times(power).lt(kept.length)
        ? value.exponent
        : simplestExponent(kept.length, power),
    }),
    move: (value, from, to) => ({ ...value, point: movePoint(value.point, from, to) }),
    isWithin: ({ height, point, exponent, constant }, domain) =>
      point.length === domain.length &&
      point.every((x, axis) => isOnAxis(x, domain[axis]!)) &&
      isNotZero(height) &&
      isDecimalText(constant) &&
      exact(exponent).gt(ZERO) &&
      exact(exponent).times(power).lt(domain.length),
    declare: () => ({}),
    express: ({ height, point, exponent, constant }, scope) => {
      const { builder } = scope;
      const node = builder.binary('pow', distance(scope, point), builder.unary('neg', builder.literal(exponent)));
      return [linearCombination(scope, [{ coefficient: height, node }], constant)];
    },
    singularities: ({ point, exponent }) => [
      { point: point.map(decimalConstant), exponent: decimalConstant(exponent) },
    ],
  };
}
