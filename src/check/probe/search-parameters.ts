/**
 * Moves the free numbers of a case by factors, as long as that makes it tighter: compass search on their logarithms (Hooke and
 * Jeeves 1961; Kolda, Lewis and Torczon, SIAM Review 2003), which asks for no derivatives.
 */
import type { FreeParameter } from '../../theorems/support/free-parameters.js';
import { readCase, storeCase } from '../stored-case.js';
import { ATTAINED, isTighter, type Measured, type Measurer } from './measurer.js';

type Parameter = FreeParameter<unknown>;

/** Factors of the first and the last steps, in binary orders. */
const [FIRST, LAST, LARGEST] = [3, 1 / 16, 12];

/** The tightest case found from `start`; stops when no step of the least length helps, or the measurements are used up. */
export async function searchParameters(
  parameters: readonly Parameter[],
  measurer: Measurer,
  start: Measured,
): Promise<Measured> {
  let best = start;
  let step = FIRST;
  while (step >= LAST && measurer.left > 0 && best.result.ratio < ATTAINED) {
    const input = readCase(best.text);
    const moves = parameters.flatMap((parameter) => [2 ** step, 2 ** -step].map((factor) => [{ parameter, factor }]));
    // Two at once: what one number gains may be in another's hands.
    const pairs = parameters.flatMap((parameter, i) =>
      parameters.slice(i + 1).flatMap((other) =>
        [2 ** step, 2 ** -step].map((factor) => [
          { parameter, factor },
          { parameter: other, factor },
        ]),
      ),
    );
    const texts = [...moves, ...pairs].map((changes) => moved(input, changes)).filter((text) => text !== undefined);
    let next: Measured | undefined;
    for (const one of await measurer.measure(texts)) {
      if (one !== undefined && isTighter(one, next)) next = one;
    }
    if (next !== undefined && isTighter(next, best)) {
      best = next;
      step = Math.min(LARGEST, 2 * step);
    } else step /= 2;
  }
  return best;
}

interface Change {
  readonly parameter: Parameter;
  readonly factor: number;
}

function moved(input: unknown, changes: readonly Change[]): string | undefined {
  let next: unknown = input;
  for (const { parameter, factor } of changes) {
    const value = parameter.read(next);
    if (value === undefined) return undefined;
    const wanted = clamp(value * factor, parameter);
    const changed = parameter.integer ? integerStep(value, wanted, parameter) : wanted;
    next = parameter.write(next, changed);
    if (next === undefined) return undefined;
  }
  return storeCase(next);
}

function clamp(value: number, { least, most }: Parameter): number {
  return Math.min(most, Math.max(least, value));
}

/** Integers move by at least one. */
function integerStep(value: number, wanted: number, parameter: Parameter): number {
  const rounded = Math.round(wanted);
  if (rounded !== value) return rounded;
  return clamp(wanted > value ? value + 1 : wanted < value ? value - 1 : value, parameter);
}
