import type fc from 'fast-check';
import { ByValueArbitrary } from './engine/by-value-arbitrary.js';
import { select } from './engine/parameters.js';
import {
  drawScores,
  drawTemperature,
  isDecimalList,
  scoreCount,
  simplifyScores,
  simplifyTemperature,
} from './engine/scores-engine.js';
import { shorterSelections } from './engine/simplify.js';

/** Scores of a softmax and the factor before them: the weights are `softmax(R · scores)`. */
export interface ScoresCase {
  /** `R > 0`, as exact decimal text. */
  readonly inverseTemperature: string;
  readonly scores: readonly string[];
}

/** Constraints of {@link scoresArbitrary}. */
export interface ScoresConstraints {
  /** Fewest scores; 1 by default. */
  readonly least?: number;
  /** Most scores; 12 by default. */
  readonly most?: number;
}

/**
 * Score vectors with an inverse temperature, as exact decimal text: exact ties, near ties (differences 1e-12 … 1e-3),
 * several equal leaders, two leaders just ahead, gaps up to 1e5. `R` is nearly log-uniform from 1e-3 to 1e6. Shrinks to
 * few scores with value 0 and `R = 1`; ties stay ties.
 */
export function scoresArbitrary(constraints: ScoresConstraints = {}): fc.Arbitrary<ScoresCase> {
  const { least, most } = scoreCount(constraints.least, constraints.most);
  return new ByValueArbitrary<ScoresCase>({
    draw: (random) => ({
      inverseTemperature: drawTemperature(random),
      scores: drawScores(random, random.nextInt(least, most)),
    }),
    simplify: function* (value) {
      for (const kept of shorterSelections(value.scores.length, least)) {
        yield { ...value, scores: select(value.scores, kept) };
      }
      for (const scores of simplifyScores(value.scores)) yield { ...value, scores };
      for (const simpler of simplifyTemperature(value.inverseTemperature)) {
        yield { ...value, inverseTemperature: simpler };
      }
    },
    accepts: (value): value is ScoresCase =>
      typeof value === 'object' &&
      value !== null &&
      'inverseTemperature' in value &&
      'scores' in value &&
      isDecimalList([value.inverseTemperature], 1, 1) &&
      isDecimalList(value.scores, least, most),
  });
}
