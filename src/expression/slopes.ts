/**
 * The slope operators of `expression.ts` in every number system.
 *
 * In an enclosure system each value contains the difference quotients' limits over the argument set (the Clarke
 * generalised derivative); where the argument set touches the kink it is the whole range of possible slopes, and for
 * jumps the whole ray or line. In approximate and exact systems the value is that of one side of the kink.
 */
import type { NumberSystem, Ternary } from '../numeric/number-system.js';

/** The whole line, not defined (a derivative that does not exist); zero in systems without sets. */
function unbounded<T>(system: NumberSystem<T>): T {
  const one = system.fromNumber(1);
  return system.kind === 'enclosure' ? system.div(one, system.hull(system.neg(one), one)) : system.fromNumber(0);
}

/** `result`, as undefined as its arguments: empty or NaN where one of them is, without its flag where one has none. */
function inherit<T>(system: NumberSystem<T>, result: T, ...args: readonly T[]): T {
  if (args.every((arg) => system.isDefined(arg))) return result;
  const empty = system.fromNumber(NaN);
  if (system.kind !== 'enclosure') return empty;
  return args.some((arg) => Number.isNaN(system.lower(arg))) ? empty : system.hull(result, empty);
}

/** Derivative of `|x|`: −1, 1, or [−1, 1] (approximate and exact: 0) where `x` may be 0. */
export function absSlope<T>(system: NumberSystem<T>, x: T): T {
  const zero = system.fromNumber(0);
  const one = system.fromNumber(1);
  if (system.less(zero, x) === true) return inherit(system, one, x);
  if (system.less(x, zero) === true) return inherit(system, system.neg(one), x);
  return inherit(system, system.kind === 'enclosure' ? system.hull(system.neg(one), one) : zero, x);
}

/** `x / √(x² + y²)`, in [−1, 1]; all of it (approximate and exact: 0) where both may be 0. */
export function hypotSlope<T>(system: NumberSystem<T>, x: T, y: T): T {
  const zero = system.fromNumber(0);
  const one = system.fromNumber(1);
  const length = system.hypot(x, y);
  if (system.less(zero, length) !== true) {
    return inherit(system, system.kind === 'enclosure' ? system.hull(system.neg(one), one) : zero, x, y);
  }
  return system.max(system.neg(one), system.min(one, system.div(x, length)));
}

/** Zero where `step` (a value of `floor` or `sign`) is one number, else the ray [0, ∞). */
function stepSlope<T>(system: NumberSystem<T>, step: T, x: T): T {
  const constant = system.kind !== 'enclosure' || system.lower(step) === system.upper(step);
  return inherit(system, constant ? system.fromNumber(0) : system.abs(unbounded(system)), x);
}

/** Derivative of `floor`: 0, or [0, ∞) where `x` may pass an integer. */
export function jumpSlope<T>(system: NumberSystem<T>, x: T): T {
  return stepSlope(system, system.floor(x), x);
}

/** Derivative of `sign`: 0, or [0, ∞) where `x` may pass 0. */
export function signSlope<T>(system: NumberSystem<T>, x: T): T {
  return stepSlope(system, system.sign(x), x);
}

/** Derivative of a slope that changes at 0: 0, or the whole line where `x` may be 0. */
export function kink<T>(system: NumberSystem<T>, x: T): T {
  const zero = system.fromNumber(0);
  const away = system.less(zero, x) === true || system.less(x, zero) === true;
  return inherit(system, away ? zero : unbounded(system), x);
}

/** What a switch adds to the derivative of its branch: 0, or the whole line where the condition is undecided. */
export function switchSlope<T>(system: NumberSystem<T>, condition: Ternary): T {
  return condition === undefined ? unbounded(system) : system.fromNumber(0);
}
