/**
 * Choices of κ and of ghost cells by the bound. They decide how good a layer is, and nothing about what is true of it: any κ and
 * any number of ghost cells has its own rigorous bound.
 */
import { axisValues } from '../approximation/grid.js';
import type { Target } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';
import { GaussianBoundProblem } from './gaussian-bound.js';

const system = decimalIntervalSystem(40);

/** Values of κ tried, from `FIRST` times the theory's to `LAST` times it. */
const TRIALS = 33;
const FIRST = 1 / 4;
const LAST = 4;
/** Ghost cells are enough when all further ones would lower the bound by no more than this part. */
const NEGLIGIBLE = 0.005;
const MOST_GHOSTS = 4096;

/** `2π²/((2Q − 1) ln P)`, for which the floor is about as low as the error of order `2Q`. */
function expectedKappa(cells: readonly number[], terms: number): number {
  const most = Math.max(...cells);
  return (2 * Math.PI ** 2) / ((2 * terms - 1) * Math.max(1, Math.log(most)));
}

/** Ghost cells beyond which keys weigh about `P^{−2Q}/1000`. */
function plentyOfGhosts(kappa: number, cells: number, terms: number): number {
  const exponent = 2 * (Math.log(1000) + 2 * terms * Math.log(Math.max(2, cells)));
  return Math.min(MOST_GHOSTS, Math.ceil(Math.sqrt(exponent / kappa)) + 1);
}

/** κ of every axis, approximately, for a κ that belongs to the smallest cell width. */
function kappaPerAxis(widths: readonly number[], kappa: number): number[] {
  const least = Math.min(...widths);
  return widths.map((width) => kappa * (width / least) ** 2);
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
  const expected = expectedKappa(cells, terms);
  const widths = approxWidths(target, cells);
  requireGhost(target, given);
  const ghosts = given ?? kappaPerAxis(widths, expected).map((kappa, t) => plentyOfGhosts(kappa, cells[t]!, terms));
  const problem = new GaussianBoundProblem(target, { cells, ghosts, terms });
  const least = Math.min(...widths);
  const temperature = (kappa: number): DecimalInterval => system.fromNumber(kappa / least ** 2);
  problem.at(temperature(expected));
  let [best, lowest] = [expected, Infinity];
  for (let i = 0; i < TRIALS; i++) {
    const kappa = expected * FIRST * (LAST / FIRST) ** (i / (TRIALS - 1));
    const { upper } = problem.at(temperature(kappa), false);
    if (upper < lowest) [best, lowest] = [kappa, upper];
  }
  return String(Number(best.toPrecision(3)));
}

/** Without `ghost` there is nothing to choose: what is missing is said where the layer is built. */
function requireGhost(target: Target, given: readonly number[] | undefined): void {
  if (target.ghost || given !== undefined) return;
  throw missingGhost(target);
}

export function missingGhost(target: Target): ConstructionError {
  return new ConstructionError({
    code: 'ghosts',
    found: `${target.name} with ghost cells`,
    required:
      'the keys beyond the domain take the values of its formula, and nothing says that the formula holds there; without ' +
      'them the error near the border is of first order',
    remedy:
      'Add export const ghost = true to the target if its formula is valid a few cells beyond the domain, ' +
      'or give --ghosts 0.',
  });
}

/** The fewest ghost cells per axis that bring the bound within half a percent of what more of them would. */
export function chooseGhosts(
  target: Target,
  cells: readonly number[],
  terms: number,
  inverseTemperature: DecimalInterval,
): readonly number[] {
  requireGhost(target, undefined);
  const R = system.toNumber(inverseTemperature);
  const plenty = approxWidths(target, cells).map((width, t) => plentyOfGhosts(R * width * width, cells[t]!, terms));
  const problem = new GaussianBoundProblem(target, { cells, ghosts: plenty, terms });
  const { upper } = problem.at(inverseTemperature);
  const ghosts = [...plenty];
  for (let t = 0; t < ghosts.length; t++) {
    const isEnough = (count: number): boolean => {
      const bound = problem.withGhosts(ghosts.with(t, count)).at(inverseTemperature, false).upper;
      return bound <= upper * (1 + NEGLIGIBLE / ghosts.length) ** (t + 1);
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
