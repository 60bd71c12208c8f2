/** Small changes of a sequence of choices: where a search looks next. */
import type { Random } from 'fast-check';
import type { Choice } from './choices.js';

type Values = readonly Pick<Choice, 'value'>[];

/** Choices among this many or fewer are of kinds; among more they are of numbers, and nearby ones mean similar cases. */
const KINDS = 16n;

/** A changed copy; `other` is a second sequence, whose end may follow the beginning of the first. */
export function changeChoices(random: Random, choices: readonly Choice[], other: readonly Choice[]): Values {
  if (choices.length === 0) return choices;
  const kind = random.nextInt(0, 9);
  if (kind === 0) return crossing(random, choices, other);
  if (kind === 1) return choices.slice(0, random.nextInt(0, choices.length - 1));
  const changed: Pick<Choice, 'value'>[] = [...choices];
  const moves = kind < 7 ? 1 : random.nextInt(2, 4);
  for (let i = 0; i < moves; i++) {
    const at = random.nextInt(0, choices.length - 1);
    changed[at] = { value: moved(random, choices[at]!) };
  }
  return changed;
}

function crossing(random: Random, choices: readonly Choice[], other: readonly Choice[]): Values {
  const at = random.nextInt(0, Math.min(choices.length, other.length));
  return [...choices.slice(0, at), ...other.slice(at)];
}

/** An end, another value, or a step whose length is nearly log-uniform. */
function moved(random: Random, { min, max, value }: Choice): bigint {
  const kind = random.nextInt(0, 7);
  if (kind === 0) return random.nextInt(0, 1) === 0 ? min : max;
  if (kind < 4 || max - min < KINDS) return random.nextBigInt(min, max);
  const bits = random.nextInt(0, (max - min).toString(2).length - 1);
  const step = random.nextBigInt(1n, 1n << BigInt(bits));
  const next = random.nextInt(0, 1) === 0 ? value - step : value + step;
  return next < min ? min : next > max ? max : next;
}
