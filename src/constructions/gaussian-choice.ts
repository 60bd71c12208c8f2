/**
 * Choices of κ and of ghost cells by the bound. They decide how good a layer is, and nothing about what is true of it: any κ and
 * any number of ghost cells has its own rigorous bound.
 */
import { axisValues } from '../approximation/grid.js';
import type { Target } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { GaussianBoundProblem } from './gaussian-bound.js';
import { ghostAxis } from './gaussian-grid.js';
import { missingGhost, requireExtension } from './gaussian-target.js';

const system = decimalIntervalSystem(40);

/** Values of κ tried, from `FIRST` times the theory's to about 4 times it. */
const TRIALS = 33;
const FIRST = 1 / 4;
const STEP = 1.09;
/** Ghost cells are enough when all further ones would lower the bound by no more than this part. */
const NEGLIGIBLE = 0.005;
const MOST_GHOSTS = 4096;

/** `2π²/((2Q − 1) ln P)`, for which the floor is about as low as the error of order `2Q`. */
function approxExpectedKappa(cells: readonly number[], terms: number): number {
  const most = Math.max(...cells);
  return (2 * Math.PI * Math.PI) / ((2 * terms - 1) * Math.max(1, Math.log(most)));
}

/**
 * Numbers of ghost cells beyond which keys weigh about `P^{−2Q}/1000`, and down to `P^{−2Q}` times a number near 1: the latter are
 * for formulas that do not hold much further.
 */
function approxGhosts(kappa: readonly number[], cells: readonly number[], terms: number): number[][] {
  return [1000, 30, 1].map((factor) =>
    kappa.map((sharpness, t) => {
      const exponent = 2 * (Math.log(factor) + 2 * terms * Math.log(Math.max(2, cells[t]!)));
      return Math.min(MOST_GHOSTS, Math.ceil(Math.sqrt(exponent / sharpness)) + 1);
    }),
  );
}

interface StartingPoint {
  readonly problem: GaussianBoundProblem;
  readonly ghosts: readonly number[];
  /** The bound there. */
  readonly upper: number;
}

/** The bound with as many ghost cells as the formula takes. Throws where it takes too few, and says what breaks. */
function start(
  target: Target,
  cells: readonly number[],
  terms: number,
  inverseTemperature: DecimalInterval,
): StartingPoint {
  if (!target.ghost) throw missingGhost(target);
  const R = system.toNumber(inverseTemperature);
  const kappa = approxWidths(target, cells).map((width) => R * width * width);
  let last: StartingPoint | undefined;
  for (const ghosts of approxGhosts(kappa, cells, terms)) {
    const problem = new GaussianBoundProblem(target, { cells, ghosts, terms });
    last = { problem, ghosts, upper: problem.at(inverseTemperature).upper };
    if (last.upper < Infinity) return last;
  }
  requireExtension(
    target,
    target.domain.map((axis, t) => ghostAxis(axis, cells[t]!, last!.ghosts[t]!)),
    last!.ghosts,
  );
  return last!;
}

const approxWidths = (target: Target, cells: readonly number[]): number[] =>
  target.domain.map((axis, t) => system.toNumber(axisValues(system, { axis, cells: cells[t]! }).width));

/**
 * A κ (of the smallest cell width) with about the least bound, as short decimal text. `ghosts`: as given, or as many as that
 * κ asks for.
 */
export function chooseKappa(
  target: Target,
  cells: readonly number[],
  terms: number,
  given: readonly number[] | undefined,
): string {
  const expected = approxExpectedKappa(cells, terms);
  const least = Math.min(...approxWidths(target, cells));
  const temperature = (kappa: number): DecimalInterval => system.fromNumber(kappa / (least * least));
  const problem =
    given === undefined
      ? start(target, cells, terms, temperature(expected)).problem
      : new GaussianBoundProblem(target, { cells, ghosts: given, terms });
  if (given !== undefined) problem.at(temperature(expected));
  let [best, lowest] = [expected, Infinity];
  for (let [i, kappa] = [0, expected * FIRST]; i < TRIALS; i++, kappa *= STEP) {
    const { upper } = problem.at(temperature(kappa), false);
    if (upper < lowest) [best, lowest] = [kappa, upper];
  }
  return String(Number(best.toPrecision(3)));
}

/** About the fewest ghost cells per axis that bring the bound within half a percent of what more of them would. */
export function chooseGhosts(
  target: Target,
  cells: readonly number[],
  terms: number,
  inverseTemperature: DecimalInterval,
): readonly number[] {
  const { problem, ghosts: most, upper } = start(target, cells, terms, inverseTemperature);
  const ghosts = [...most];
  for (let t = 0; t < ghosts.length; t++) {
    const isEnough = (count: number): boolean => {
      const bound = problem.withGhosts(ghosts.with(t, count)).at(inverseTemperature, false).upper;
      return bound <= upper * (1 + (NEGLIGIBLE * (t + 1)) / ghosts.length);
    };
    let [few, enough] = [-1, ghosts[t]!];
    while (enough - few > 1) {
      const middle = Math.floor((few + enough) / 2);
      if (isEnough(middle)) enough = middle;
      else few = middle;
    }
    ghosts[t] = enough;
  }
  return ghosts;
}
