/** Results of claims about truncated linear attention, whose two sides are known in units of the step Δ. */
import type { RealConstant } from '../../expression/target.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import { decimalIntervalSystem, type DecimalInterval } from '../../numeric/decimal-interval.js';
import type { Interval } from '../../numeric/interval.js';
import type { CaseResult, Method, Verdict } from '../claim.js';
import { lowerText, upperText } from './text.js';

/** Digits of steps and witnesses. */
export const SHOWN_DIGITS = 25;
const system = decimalIntervalSystem(SHOWN_DIGITS);

/** What a step is: the query at position `u` is `lower + (u + offset)·step`. */
export interface StepScale {
  readonly lower: RealConstant;
  readonly step: DecimalInterval;
  readonly offset: number;
}

export interface StepAnswer {
  readonly verdict: Verdict;
  readonly method: Method;
  /** Both sides in units of Δ. */
  readonly observed: Interval;
  readonly allowed: Interval;
  /** Position where the left side is at least `observed.lo`; NaN if there is none. */
  readonly witness: number;
  readonly substantial: boolean;
  readonly note: string | undefined;
}

/** Both sides in the units of the range, rounded outward, and the witness as a query. */
export function stepResult(scale: StepScale, answer: StepAnswer): CaseResult {
  const { observed, allowed, witness } = answer;
  const scaled = (units: number): DecimalInterval => system.mul(scale.step, system.fromNumber(units));
  const query = (): string =>
    system
      .add(
        evaluateConstant(scale.lower.expression, system),
        system.mul(scale.step, system.add(system.fromNumber(witness), system.fromNumber(scale.offset))),
      )
      .lo.toString();
  return {
    verdict: answer.verdict,
    method: answer.method,
    observed: {
      lower: lowerText(scaled(observed.lo).lo),
      upper: observed.hi < Infinity ? upperText(scaled(observed.hi).hi) : 'Infinity',
    },
    bound: lowerText(scaled(Math.min(allowed.lo, Number.MAX_VALUE)).lo),
    ratio: Math.min(observed.lo / allowed.hi, Number.MAX_VALUE),
    substantial: answer.substantial,
    ...(Number.isNaN(witness) ? {} : { witness: [query()] }),
    ...(answer.note === undefined ? {} : { note: answer.note }),
  };
}

/** A range of one point, where both sides are known exactly, as decimal text, and ordered. */
export function pointRange(observed: string, bound: string, note: string): CaseResult {
  const ratio = Number(bound) > 0 ? Number(observed) / Number(bound) : 0;
  return {
    verdict: 'certified',
    method: 'exact',
    observed: { lower: observed, upper: observed },
    bound,
    ratio,
    substantial: false,
    note,
  };
}
