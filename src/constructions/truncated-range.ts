/** What the truncated linear constructions share: a range [a, b], its cells, an inverse temperature; and their checks. */
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { ConstructionError, type ConstructionErrorCode } from './construction.js';

/** `Range_{[a,b]}(y) = min(b, max(a, y))`, `a ≤ b`. */
export interface TruncatedRange {
  /** `a`. */
  readonly lower: RealConstant;
  /** `b`. */
  readonly upper: RealConstant;
}

/** Most cells or keys of one head: indices and half indices stay exact doubles with room to spare. */
const MOST = 2 ** 31;

/** Parameters are checked at this many digits. */
const system = decimalIntervalSystem(60);

/** `min(b, max(a, y))`. */
export function truncate<T>(numbers: NumberSystem<T>, { lower, upper }: TruncatedRange, y: T): T {
  const a = evaluateConstant(lower.expression, numbers);
  const b = evaluateConstant(upper.expression, numbers);
  return numbers.min(b, numbers.max(a, y));
}

/** Throws `ConstructionError` `domain` unless both ends are finite and the lower one does not exceed the upper. */
export function checkRange({ lower, upper }: TruncatedRange): void {
  const [a, b] = [lower, upper].map(({ expression }) => evaluateConstant(expression, system)) as [
    DecimalInterval,
    DecimalInterval,
  ];
  const found = `the range [${lower.text}, ${upper.text}]`;
  if (!isFinite(a) || !isFinite(b)) {
    throw refusal('domain', found, 'both ends are finite numbers', 'Give two finite numbers.');
  }
  if (system.less(b, a) === true) {
    throw refusal('domain', found, 'its lower end exceeds its upper end', 'Write the smaller end first.');
  }
}

/** Throws `ConstructionError` `inverse-temperature` unless β is certainly positive and finite. */
export function checkInverseTemperature(constant: RealConstant): void {
  const value = evaluateConstant(constant.expression, system);
  if (isFinite(value) && system.less(system.literal('0'), value) === true) return;
  const required = 'it is positive and finite';
  throw refusal('inverse-temperature', `the inverse temperature ${constant.text}`, required, 'Give a positive number.');
}

/** Throws `ConstructionError` `mask` unless M is certainly non-negative and finite. */
export function checkMask(constant: RealConstant): void {
  const value = evaluateConstant(constant.expression, system);
  if (isFinite(value) && system.lessOrEqual(system.literal('0'), value) === true) return;
  throw refusal('mask', `the mask ${constant.text}`, 'it is at least 0 and finite', 'Give a number of 0 or more.');
}

/** Throws `ConstructionError` `code` unless `count` is an integer from `least` to 2³¹. */
export function checkCount(
  code: ConstructionErrorCode,
  count: number,
  least: number,
  what: string,
  remedy: string,
): void {
  if (Number.isInteger(count) && count >= least && count <= MOST) return;
  throw refusal(code, `${count} ${what}`, `an integer from ${least} to ${MOST} is needed`, remedy);
}

/** Encloses `βΔ²`, the sharpness in units of the step Δ = (b − a)/cells: a double interval, possibly up to ∞. */
export function encloseSharpness(range: TruncatedRange, cells: number, inverseTemperature: RealConstant) {
  const length = system.sub(
    evaluateConstant(range.upper.expression, system),
    evaluateConstant(range.lower.expression, system),
  );
  const step = system.div(length, system.fromNumber(cells));
  const sharpness = system.mul(evaluateConstant(inverseTemperature.expression, system), system.powInteger(step, 2));
  return { lo: Math.max(0, system.lower(sharpness)), hi: system.upper(sharpness), defined: true };
}

export function refusal(
  code: ConstructionErrorCode,
  found: string,
  required: string,
  remedy: string,
): ConstructionError {
  return new ConstructionError({ code, found, required, remedy });
}

function isFinite(value: DecimalInterval): boolean {
  return system.isDefined(value) && Number.isFinite(system.lower(value)) && Number.isFinite(system.upper(value));
}
