/**
 * Decides `sup_{y ∈ R} |out(y) − Range(y)| ≤ Δ·(base + mass·e^{−decay·κ})` for one head of truncated linear attention.
 *
 * In units of Δ, with `v ≥ 0` the distance of the query beyond the last key (for centred keys also, by symmetry, before
 * the first), the error is `v + X(v)` up to the end of the range, at `v = 1 − o`, and then falls:
 * `X(v) = Σ_{j≥1} jρ_j/(1 + Σρ_j)`, `ρ_j = e^{−κ(j² + 2jv)}`. Its derivative is `1 − 2κ·Var`, and `Var ≤ Σ j²ρ_j` falls with
 * `v`. So where `2κ Σ j²ρ_j ≤ 1` a quarter step before the end, the error is largest at the end itself, `1 − o + X`. There
 * `base = 1 − o` makes both sides agree to any number of digits when κ is large, so the excess `X` over the common part is
 * compared with `mass·e^{−decay·κ}`, in decimal intervals of growing precision. Everywhere else, and for small κ
 * everywhere, intervals of queries are enclosed until they cover the real line.
 */
import { certifyFunction } from '../../certify/certify-function.js';
import { encloseSharpness } from '../../constructions/truncated-range.js';
import { keyOffset, truncatedSingleError } from '../../constructions/truncated-single-error.js';
import type { TruncatedSingle } from '../../constructions/truncated-single.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import { decimalIntervalSystem } from '../../numeric/decimal-interval.js';
import { intervalSystem, type Interval } from '../../numeric/interval.js';
import type { NumberSystem } from '../../numeric/number-system.js';
import type { Budget, CaseResult, Verdict } from '../claim.js';
import { pointRange, SHOWN_DIGITS, stepResult } from './step-result.js';

/** The right-hand side in units of Δ; integers, so that both sides of a tie are exact. */
export interface SingleBound {
  /** `base = numerator/denominator`. */
  readonly base: readonly [numerator: number, denominator: number];
  readonly mass: number;
  readonly decay: number;
}

/** Keys counted one by one behind the last; the others follow with at most p² times the next weight. */
const NEAR_KEYS = 6;
/** From here on the near keys decide. */
const LEAST_SHARPNESS = 1;
const FIRST_DIGITS = 25;

/** `κ = β((b − a)/p)²`. */
function sharpnessIn<T>(system: NumberSystem<T>, { lower, upper, cells, inverseTemperature }: TruncatedSingle): T {
  const length = system.sub(evaluateConstant(upper.expression, system), evaluateConstant(lower.expression, system));
  const step = system.div(length, system.fromNumber(cells));
  return system.mul(evaluateConstant(inverseTemperature.expression, system), system.powInteger(step, 2));
}

export function stepIn<T>(system: NumberSystem<T>, { lower, upper, cells }: TruncatedSingle): T {
  const length = system.sub(evaluateConstant(upper.expression, system), evaluateConstant(lower.expression, system));
  return system.div(length, system.fromNumber(cells));
}

/** `base`, and `mass·e^{−decay·κ}`. */
function boundIn<T>(system: NumberSystem<T>, bound: SingleBound, kappa: T): readonly [base: T, rest: T] {
  const [numerator, denominator] = bound.base;
  const decay = system.exp(system.neg(system.mul(system.fromNumber(bound.decay), kappa)));
  return [
    system.div(system.fromNumber(numerator), system.fromNumber(denominator)),
    system.mul(system.fromNumber(bound.mass), decay),
  ];
}

/** Sums of `jρ_j`, `j²ρ_j` and `ρ_j` over the keys behind the last one, at distance `v` beyond it. */
function momentsBehind<T>(
  system: NumberSystem<T>,
  kappa: T,
  v: T,
  keys: number,
): readonly [first: T, second: T, weight: T] {
  const zero = system.literal('0');
  const weightOf = (j: number): T => {
    const exponent = system.add(system.fromNumber(j * j), system.mul(system.fromNumber(2 * j), v));
    return system.exp(system.neg(system.mul(kappa, exponent)));
  };
  let [first, second, weight] = [zero, zero, zero];
  for (let j = 1; j <= Math.min(keys, NEAR_KEYS); j++) {
    const rho = weightOf(j);
    first = system.add(first, system.mul(system.fromNumber(j), rho));
    second = system.add(second, system.mul(system.fromNumber(j * j), rho));
    weight = system.add(weight, rho);
  }
  if (keys > NEAR_KEYS) {
    const next = weightOf(NEAR_KEYS + 1);
    const far = (factor: number): T => system.hull(zero, system.mul(system.fromNumber(factor), next));
    first = system.add(first, far(keys * keys));
    second = system.add(second, far(keys * keys * keys));
    weight = system.add(weight, far(keys));
  }
  return [first, second, weight];
}

/** `X(v) = Σ jρ_j/(1 + Σρ_j)`: how far, in steps, the mean lies behind the last of `keys + 1` keys. */
export function excessBehind<T>(system: NumberSystem<T>, kappa: T, v: T, keys: number): T {
  const [first, , weight] = momentsBehind(system, kappa, v, keys);
  return system.div(first, system.add(system.literal('1'), weight));
}

/** Is the error surely increasing over the last quarter step before the end of the range? */
function risesToTheEnd(kappa: Interval, keys: number, o: number): boolean {
  const [, second] = momentsBehind(intervalSystem, kappa, intervalSystem.fromNumber(0.75 - o), keys);
  return intervalSystem.mul(intervalSystem.mul(intervalSystem.literal('2'), kappa), second).hi <= 1;
}

/** Is `1 − o + X ≤ base + rest` at the end of the range? The common part of both sides is taken away first. */
function holdsAtEnd(construction: TruncatedSingle, bound: SingleBound, budget: Budget): boolean | undefined {
  const end = 1 - keyOffset(construction.keys);
  for (let digits = FIRST_DIGITS; ; digits = Math.min(2 * digits, budget.digits)) {
    const system = decimalIntervalSystem(digits);
    const kappa = sharpnessIn(system, construction);
    const excess = excessBehind(system, kappa, system.fromNumber(end), construction.cells - 1);
    const [base, rest] = boundIn(system, bound, kappa);
    // end − base is exact, or a rational number far from 0.
    const observed = system.add(excess, system.sub(system.fromNumber(end), base));
    const holds = system.lessOrEqual(observed, rest);
    if (holds !== undefined || digits >= budget.digits) return holds;
  }
}

/** The verdict, for every real y. */
export function decideTruncatedSingle(construction: TruncatedSingle, bound: SingleBound, budget: Budget): CaseResult {
  const { cells, keys } = construction;
  if (stepIn(decimalIntervalSystem(SHOWN_DIGITS), construction).hi.lte(0))
    return pointRange('0', '0', 'the range is one point: all keys coincide there, and both sides are 0');
  const o = keyOffset(keys);
  const kappa = encloseSharpness(construction, cells, construction.inverseTemperature);
  const [base, rest] = boundIn(intervalSystem, bound, kappa);
  const allowed = intervalSystem.add(base, rest);
  const error = truncatedSingleError(cells, kappa, keys);
  const ends = kappa.lo >= LEAST_SHARPNESS && risesToTheEnd(kappa, cells - 1, o);
  const last = cells - o;
  const found = certifyFunction(
    error,
    ends && keys === 'centred' ? 0.25 - o : -Infinity,
    ends ? last - 0.25 : Infinity,
    { goal: allowed.lo, boxes: budget.boxes, cuts: [-o, last] },
  );
  const atEnd = ends ? intervalSystem.neg(error(last, last)) : undefined;
  const lower = Math.max(found.lower, atEnd?.lo ?? 0);
  const upper = Math.max(found.upper, atEnd?.hi ?? 0);
  const inside = found.upper <= allowed.lo ? true : found.lower > allowed.hi ? false : undefined;
  const holds = ends ? holdsAtEnd(construction, bound, budget) : true;
  const verdict: Verdict =
    inside === false || holds === false ? 'refuted' : inside === true && holds === true ? 'certified' : 'inconclusive';
  const witness = atEnd !== undefined && atEnd.lo >= found.lower ? last : found.witness;
  return stepResult(
    { lower: construction.lower, step: stepIn(decimalIntervalSystem(SHOWN_DIGITS), construction), offset: o },
    {
      verdict,
      method: cells === 1 ? 'exact' : 'enclosure',
      observed: { lo: lower, hi: upper, defined: true },
      allowed,
      witness,
      substantial: cells >= 16,
      note: noteOf(),
    },
  );

  function noteOf(): string | undefined {
    if (verdict === 'inconclusive') return `${found.boxes} intervals did not separate the two sides`;
    if (cells === 1) return 'one key: the output is that key, and the error ends where the range does';
    if (holds === false && !(lower > allowed.hi))
      return 'the sides differ by less than the digits shown: compared without their common part';
    return undefined;
  }
}
