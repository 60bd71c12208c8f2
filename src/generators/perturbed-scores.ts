import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { chance, drawDecimal, drawLogarithmic, pick, repeat, type Random } from './engine/draw.js';
import { exact, Exact, ONE, toText, ZERO } from './engine/exact-decimal.js';
import { select } from './engine/parameters.js';
import {
  drawScores,
  drawTemperature,
  isDecimalList,
  scoreCount,
  simplifyScores,
  simplifyTemperature,
} from './engine/scores-engine.js';
import { simplifyDecimal } from './engine/simplify-decimal.js';
import { shorterSelections, simplifyItems, type Simplify } from './engine/simplify.js';
import type { ScoresCase, ScoresConstraints } from './scores.js';

/** Scores together with changes of the scaled scores: `R · scores_k + perturbations_k`, `|perturbations_k| ≤ eta`. */
export interface PerturbedScoresCase extends ScoresCase {
  /** `η ≥ 0`, as exact decimal text. */
  readonly eta: string;
  /** One per score. */
  readonly perturbations: readonly string[];
}

const LEAST_ETA = new Exact('1e-6');
const MOST_ETA = new Exact(10);
const FRACTION = { min: ONE.neg(), max: ONE, digits: 2 };

/**
 * Score vectors as of `scoresArbitrary` with perturbations bounded by `η`: in one case of two each is `±η`, which is
 * where the worst case lies, else they spread over [−η, η]; `η` is 0 in one case of twelve and else log-uniform from
 * 1e-6 to 10. Shrinks to `η = 1` or 0 and perturbations 0; the bound holds for every shrunk case.
 */
export function perturbedScoresArbitrary(constraints: ScoresConstraints = {}): fc.Arbitrary<PerturbedScoresCase> {
  const { least, most } = scoreCount(constraints.least, constraints.most);
  return new ByValueArbitrary<PerturbedScoresCase>({
    draw: (random) => drawCase(random, random.nextInt(least, most)),
    simplify: function* (value) {
      const { scores, perturbations } = value;
      for (const kept of shorterSelections(scores.length, least)) {
        yield { ...value, scores: select(scores, kept), perturbations: select(perturbations, kept) };
      }
      for (const simpler of simplifyScores(scores)) yield { ...value, scores: simpler };
      for (const simpler of simplifyTemperature(value.inverseTemperature)) {
        yield { ...value, inverseTemperature: simpler };
      }
      for (const eta of simplifyDecimal({ min: '0', towards: '1' })(value.eta)) {
        yield { ...value, eta, perturbations: perturbations.map((x) => rescale(x, value.eta, eta)) };
      }
      for (const simpler of simplifyPerturbations(value.eta)(perturbations)) yield { ...value, perturbations: simpler };
    },
    accepts: (value): value is PerturbedScoresCase =>
      typeof value === 'object' &&
      value !== null &&
      'inverseTemperature' in value &&
      'scores' in value &&
      'eta' in value &&
      'perturbations' in value &&
      isDecimalList([value.inverseTemperature, value.eta], 2, 2) &&
      isDecimalList(value.scores, least, most) &&
      isDecimalList(value.perturbations, value.scores.length, value.scores.length) &&
      value.perturbations.every((x) => clamp(x, String(value.eta)) === toText(exact(x))),
  });
}

function drawCase(random: Random, count: number): PerturbedScoresCase {
  const eta = chance(random, 1, 12) ? ZERO : drawLogarithmic(random, LEAST_ETA, MOST_ETA);
  const extreme = chance(random, 1, 2);
  return {
    inverseTemperature: drawTemperature(random),
    scores: drawScores(random, count),
    eta: toText(eta),
    perturbations: repeat(count, () =>
      toText(eta.times(extreme ? pick(random, [ONE, ONE.neg()]) : drawDecimal(random, FRACTION))),
    ),
  };
}

function simplifyPerturbations(eta: string): Simplify<readonly string[]> {
  return simplifyItems(simplifyDecimal({ min: toText(exact(eta).neg()), max: eta }));
}

/** Ends of [−before, before] become ends of [−after, after]; the rest stays as far as it fits. */
function rescale(x: string, before: string, after: string): string {
  if (exact(x).abs().eq(exact(before))) return toText(exact(x).lt(ZERO) ? exact(after).neg() : exact(after));
  return clamp(x, after);
}

/** The nearest number of [−eta, eta]. */
function clamp(text: string, eta: string): string {
  const x = exact(text);
  const bound = exact(eta);
  if (x.gt(bound)) return toText(bound);
  return toText(x.lt(bound.neg()) ? bound.neg() : x);
}
