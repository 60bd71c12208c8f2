/** The degree of Taylor's formula for which the error of a Gaussian construction is known best: a matter of accuracy only. */
import type { DomainBoxes } from '../approximation/box.js';
import { pointBox } from '../approximation/box.js';
import { haltonPoint } from '../approximation/steepest.js';
import { landmarks } from '../expression/subdivision.js';
import { GaussianError, type GaussianProblem } from './gaussian-error.js';

/** What is added to `Q` for the half degrees `K` that are tried, by the number of inputs. */
const STEPS: readonly (readonly number[])[] = [[], [1, 2, 3, 5, 7], [1, 2, 3, 5, 7], [1, 2, 3]];
const SAMPLES = 12;
/** An error known to this relative accuracy at points leaves nothing to be wished for. */
const ENOUGH = 1e-4;

/**
 * From this κ on the sum of the weights varies within a cell by a factor of more than 30: moments are quotients of such sums,
 * and over boxes worth looking at little would be known of them.
 */
const SHARP = 40;

/** Is the partition too sharp on some axis for an expansion in moments? */
export function isSharp({ axes }: GaussianProblem): boolean {
  return axes.some(({ kappa }) => kappa.hi >= SHARP);
}

export interface ChosenError {
  readonly error: GaussianError;
  /** How wide the enclosures at points are beside the largest error seen; 0 where it is exactly 0, Infinity if nothing is known. */
  readonly accuracy: number;
  /** The largest error seen at points. */
  readonly size: number;
}

/** Tries degrees from the lowest until one is accurate enough; up to three inputs. */
export function chooseGaussianError(problem: GaussianProblem, domain: DomainBoxes): ChosenError | undefined {
  let best: ChosenError | undefined;
  for (const step of STEPS[problem.axes.length] ?? []) {
    const error = new GaussianError(problem, problem.terms + step);
    if (isSharp(problem)) return { error, accuracy: Infinity, size: Infinity };
    const { accuracy, size } = accuracyOf(error, domain);
    if (best === undefined || accuracy < best.accuracy) best = { error, accuracy, size };
    if (accuracy <= ENOUGH) break;
  }
  return best;
}

function accuracyOf(error: GaussianError, domain: DomainBoxes): Pick<ChosenError, 'accuracy' | 'size'> {
  let [width, size] = [0, 0];
  const points = [
    ...landmarks(domain.inner),
    ...Array.from({ length: SAMPLES }, (_, n) => haltonPoint(domain.inner, n + 1)),
  ];
  for (const point of points) {
    const bound = error.enclose(pointBox(domain, point));
    if (bound === Infinity) return { accuracy: Infinity, size: Infinity };
    error.least.forEach((least, r) => {
      width = Math.max(width, error.greatest[r]! - least);
      size = Math.max(size, Math.abs(least + error.greatest[r]!) / 2);
    });
  }
  return { accuracy: width === 0 ? 0 : width / size, size };
}
