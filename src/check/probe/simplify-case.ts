/**
 * Makes a tight case readable, as long as it stays about as tight: fast-check's own shrinking of the case as it was drawn, and
 * fewer digits for the numbers that the search has moved.
 */
import type fc from 'fast-check';
import Big from 'big.js';
import type { FreeParameter } from '../../theorems/support/free-parameters.js';
import { readCase, storeCase } from '../stored-case.js';
import type { Drawn } from './choices.js';
import type { Measured, Measurer } from './measurer.js';
import type { DrawnCase } from './search-choices.js';

/** What a simpler case may lose: this share of the ratio, and of its distance from 1. */
export const LOSS = { ratio: 1e-3, gap: 0.25 } as const;

export function isAboutAsTight({ result }: Measured, best: Measured): boolean {
  const { ratio } = best.result;
  return result.ratio >= ratio * (1 - LOSS.ratio) && 1 - result.ratio <= (1 - ratio) * (1 + LOSS.gap);
}

/** How many candidates are measured at once. */
const BATCH = 16;

/** Shrinks step by step; ends when nothing smaller is about as tight as `best`. */
export async function shrinkDrawn(
  arbitrary: fc.Arbitrary<unknown>,
  measurer: Measurer,
  best: DrawnCase,
): Promise<DrawnCase> {
  let current = best;
  for (;;) {
    const next = await firstTight(candidates(arbitrary, current.drawn), measurer, best);
    if (next === undefined || next.text === current.text) return current;
    current = next;
  }
}

function* candidates(arbitrary: fc.Arbitrary<unknown>, { value }: Drawn): Generator<Drawn> {
  for (const smaller of arbitrary.shrink(value.value, value.context)) yield { value: smaller, choices: [] };
}

/** The first that is about as tight; they are measured in batches of a fixed size, in their order. */
async function firstTight(drawn: Generator<Drawn>, measurer: Measurer, best: Measured): Promise<DrawnCase | undefined> {
  for (;;) {
    const batch: Drawn[] = [];
    while (batch.length < BATCH) {
      const { value, done } = drawn.next();
      if (done === true) break;
      batch.push(value);
    }
    if (batch.length === 0 || measurer.left === 0) return undefined;
    const measured = await measurer.measure(batch.map(({ value }) => storeCase(value.value)));
    for (const [i, one] of measured.entries()) {
      if (one !== undefined && isAboutAsTight(one, best)) return { ...one, drawn: batch[i]! };
    }
  }
}

/** Fewer digits, and integers rounded to few, for one number after the other. */
export async function roundParameters(
  parameters: readonly FreeParameter<unknown>[],
  measurer: Measurer,
  best: Measured,
): Promise<Measured> {
  let current = best;
  for (const parameter of parameters) {
    for (const digits of [1, 2, 3]) {
      const input = readCase(current.text);
      const value = parameter.read(input);
      if (value === undefined || measurer.left === 0) break;
      const rounded = Number(new Big(value).toPrecision(digits));
      if (rounded === value) break;
      const text = parameter.write(input, rounded);
      if (text === undefined) continue;
      const [one] = await measurer.measure([storeCase(text)]);
      if (one === undefined || !isAboutAsTight(one, best)) continue;
      current = one;
      break;
    }
  }
  return current;
}
