/**
 * Looks for tight cases among those that a claim's generator draws: a population of sequences of choices, the tightest so far, is
 * changed a little and drawn again (targeted property-based testing, Löscher and Sagonas 2017).
 */
import type fc from 'fast-check';
import { deriveSeed } from '../seed.js';
import { storeCase } from '../stored-case.js';
import { changeChoices } from './change-choices.js';
import { drawFrom, searchRandom, type Drawn } from './choices.js';
import { ATTAINED, type Measured, type Measurer } from './measurer.js';

/** Fixed, so that the search does not depend on the number of threads. */
const BATCH = 32;
/** Of the population: starts of different kinds, so that the search does not depend on the first good one. */
const KEPT = 8;
/** Share of the measurements for unrelated draws. */
const FRESH = 0.4;

export interface DrawnCase extends Measured {
  readonly drawn: Drawn;
}

/** Uses up the measurements that the measurer is allowed. The tightest drawn cases, tightest first. */
export async function searchChoices(
  arbitrary: fc.Arbitrary<unknown>,
  measurer: Measurer,
  seed: number,
  population: DrawnCase[] = [],
): Promise<readonly DrawnCase[]> {
  const random = searchRandom(deriveSeed(seed, 'search'));
  const fresh = Math.ceil(measurer.left * FRESH);
  const goal = measurer.measured + fresh;
  let draws = 0;
  while (measurer.left > 0 && !isAttained(population)) {
    const isExploring = measurer.measured < goal || population.length === 0;
    const children = Array.from({ length: BATCH }, () => {
      const childSeed = deriveSeed(seed, `draw ${draws++}`);
      if (isExploring) return tryDraw(arbitrary, [], childSeed);
      const parent = pickParent(random, population);
      const other = pickParent(random, population);
      return tryDraw(arbitrary, changeChoices(random, parent.drawn.choices, other.drawn.choices), childSeed);
    }).filter((child) => child !== undefined);
    const before = measurer.measured;
    const measured = await measurer.measure(children.map(({ text }) => text));
    measured.forEach((one, i) => {
      if (one !== undefined) insert(population, { ...one, drawn: children[i]!.drawn });
    });
    // Where nothing new is drawn, nothing is left to find.
    if (measurer.measured === before && draws > 64 * BATCH) break;
  }
  return population;
}

/** Nothing is tighter than equality. */
function isAttained([best]: readonly DrawnCase[]): boolean {
  return best !== undefined && best.result.ratio >= ATTAINED;
}

/** A changed sequence may ask a generator for more than it can draw: then there is no such case. */
function tryDraw(
  arbitrary: fc.Arbitrary<unknown>,
  choices: Parameters<typeof drawFrom>[1],
  seed: number,
): { readonly text: string; readonly drawn: Drawn } | undefined {
  try {
    const drawn = drawFrom(arbitrary, choices, seed);
    return { text: storeCase(drawn.value.value), drawn };
  } catch {
    return undefined;
  }
}

/** The tighter, the likelier. */
function pickParent(random: fc.Random, population: readonly DrawnCase[]): DrawnCase {
  const last = population.length - 1;
  return population[Math.min(random.nextInt(0, last), random.nextInt(0, last))]!;
}

function insert(population: DrawnCase[], one: DrawnCase): void {
  if (population.some(({ text }) => text === one.text)) return;
  population.push(one);
  population.sort((a, b) => b.result.ratio - a.result.ratio || (a.text < b.text ? -1 : 1));
  population.length = Math.min(population.length, KEPT);
}
