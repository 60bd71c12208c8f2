/**
 * How much less of R or of P would do: the least value, everything else left alone, for which the error still is at most the bound
 * of the worst case. By bisection; the error need not fall with the parameter, so what is found is a place where it crosses.
 */
import type { Budget } from '../../theorems/claim.js';
import type { FreeParameter } from '../../theorems/support/free-parameters.js';
import { isAtMost } from '../result-text.js';
import { readCase, storeCase } from '../stored-case.js';
import type { Measured, Measurer } from './measurer.js';

export interface LeastParameter {
  readonly symbol: string;
  /** Of the worst case. */
  readonly value: string;
  /** The least value found to suffice: the error's upper end is at most the bound. */
  readonly suffices: string;
  /** The largest value below it that was found not to: the error's lower end exceeds the bound. Null if there is none. */
  readonly fails: string | null;
}

/** Values are told apart to a hundredth. */
const RELATIVE = 1.01;
const SMALLEST = 2 ** -40;

export async function leastParameter(
  parameter: FreeParameter<unknown>,
  measurer: Measurer,
  worst: Measured,
  budget: Budget,
): Promise<LeastParameter | undefined> {
  const input = readCase(worst.text);
  const value = parameter.read(input);
  if (value === undefined) return undefined;
  const { bound } = worst.result;
  // Zero is no tolerance that anything else could meet.
  if (!(Number(bound) > 0)) return undefined;
  const goal = Number(bound);

  /** `true` it suffices, `false` it does not; undefined where the enclosure does not tell. */
  const suffices = async (at: number): Promise<boolean | undefined> => {
    const changed = parameter.write(input, at);
    if (changed === undefined) return undefined;
    const [found] = await measurer.decide([storeCase(changed)], { ...budget, goal });
    if (found === undefined) return undefined;
    const { observed } = found;
    if (isAtMost(observed.upper, bound)) return true;
    return isAtMost(observed.lower, bound) ? undefined : false;
  };

  let high = value;
  let low = 0;
  let fails: number | null = null;
  const least = Math.max(parameter.least, parameter.integer ? 1 : value * SMALLEST);
  const isDone = (): boolean => (parameter.integer ? high - low <= 1 : low > 0 && high / low <= RELATIVE);
  while (measurer.left > 0 && !isDone() && high > least) {
    const at = parameter.integer ? Math.max(1, Math.floor((low + high) / 2)) : between(low, high, least);
    const found = await suffices(at);
    if (found === true) high = at;
    else {
      low = at;
      if (found === false && (fails === null || at > fails)) fails = at;
    }
  }
  return {
    symbol: parameter.symbol,
    value: String(value),
    suffices: String(high),
    fails: fails === null ? null : String(fails),
  };
}

/** With the digits that a case is given. */
function between(low: number, high: number, least: number): number {
  const middle = low === 0 ? high / 2 : Math.sqrt(low * high);
  return Number(Math.max(least, middle).toPrecision(6));
}
