/**
 * Affine functions that map a box onto [0, 1].
 *
 * On `Π [lo_t, hi_t]` the function `y = Σ w_t x_t` runs over an interval of length `ℓ = Σ |w_t| D_t`, from its least
 * value `Σ w_t·(lo_t if w_t > 0, else hi_t)`. With the rates `|w_t|/ℓ` in place of `|w_t|`,
 *
 *     u = directionᵀx + offset,   direction_t = ±rate_t,   offset = Σ rate_t·(−lo_t if w_t > 0, else hi_t),
 *
 * runs over [0, 1] exactly: both ends are values at corners.
 *
 * Which weights are 0, and which axes are points, decides the number of ReLUs; it is decided once, at 60 digits, and
 * not by the number system that the weights are then asked for in.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { DomainAxis, RealConstant } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { refusal } from './truncated-range.js';

export type Sign = -1 | 0 | 1;

export interface AxisEnds<T> {
  readonly lower: T;
  readonly upper: T;
  /** `D_t`. */
  readonly length: T;
}

export interface UnitMap<T> {
  readonly direction: readonly T[];
  readonly offset: T;
}

const decisions = decimalIntervalSystem(60);

/** The ends of the axes of a box. */
export function axisEnds<T>(system: NumberSystem<T>, domain: readonly DomainAxis[]): AxisEnds<T>[] {
  return domain.map((axis) => {
    const lower = evaluateConstant(axis.lower.expression, system);
    const upper = evaluateConstant(axis.upper.expression, system);
    return { lower, upper, length: system.sub(upper, lower) };
  });
}

/**
 * The map onto [0, 1] whose direction has these signs and rates, `Σ_t rate_t D_t = 1` over the signs other than 0.
 * Rates are at least 0 and have the unit `1/x_t`; those of sign 0 are not looked at.
 */
export function unitMap<T>(
  system: NumberSystem<T>,
  ends: readonly AxisEnds<T>[],
  signs: readonly Sign[],
  rates: readonly T[],
): UnitMap<T> {
  const zero = system.literal('0');
  const moved = (rate: T, t: number): T => (signs[t]! < 0 ? system.neg(rate) : rate);
  return {
    direction: rates.map((rate, t) => (signs[t] === 0 ? zero : moved(rate, t))),
    offset: rates.reduce((sum, rate, t) => {
      if (signs[t] === 0) return sum;
      const { lower, upper } = ends[t]!;
      return signs[t]! > 0 ? system.sub(sum, system.mul(rate, lower)) : system.add(sum, system.mul(rate, upper));
    }, zero),
  };
}

/** The sign of a constant. Throws `ConstructionError` `input` where 60 digits do not tell, or it is not finite. */
export function signOf(what: string, constant: RealConstant): Sign {
  const sign = decide(evaluateConstant(constant.expression, decisions));
  if (sign !== undefined) return sign;
  const remedy = 'Write a finite number, 0 as 0.';
  throw refusal('input', `the ${what} ${constant.text}`, 'its sign is not known at 60 digits', remedy);
}

/** Throws `ConstructionError` `input` unless the constant is certainly finite. */
export function checkFinite(what: string, constant: RealConstant): void {
  if (isFinite(evaluateConstant(constant.expression, decisions))) return;
  throw refusal('input', `the ${what} ${constant.text}`, 'it is not certainly finite', 'Write a finite number.');
}

/** Is the axis a single point? Throws `ConstructionError` `domain` for an axis that is inverted or not finite. */
export function isSinglePoint({ lower, upper }: DomainAxis): boolean {
  const [a, b] = [lower, upper].map(({ expression }) => evaluateConstant(expression, decisions));
  const isSame = JSON.stringify(lower.expression) === JSON.stringify(upper.expression);
  const sign = isSame && isFinite(a!) ? 0 : decide(decisions.sub(b!, a!));
  if (sign === 0 || sign === 1) return sign === 0;
  const found = `the axis [${lower.text}, ${upper.text}]`;
  const remedy = 'Write two finite numbers, the smaller one first.';
  throw refusal('domain', found, 'its lower end must not exceed its upper end', remedy);
}

function decide(value: DecimalInterval): Sign | undefined {
  const zero = decisions.literal('0');
  if (!isFinite(value)) return undefined;
  if (decisions.less(zero, value) === true) return 1;
  if (decisions.less(value, zero) === true) return -1;
  return decisions.equal(value, zero) === true ? 0 : undefined;
}

function isFinite(value: DecimalInterval): boolean {
  const ends = [decisions.lower(value), decisions.upper(value)];
  return decisions.isDefined(value) && ends.every((end) => Number.isFinite(end));
}
