/** Why the output of a layer in a format is wrong or not finite, in one sentence, from what happened on the way. */
import type { EvaluationOptions } from './evaluation-options.js';
import type { Evaluation } from './layer-evaluator.js';
import type { StoredLayer } from './stored-layer.js';

export type FailureKind = 'overflow' | 'zero-weights' | 'tie' | 'wrong-key' | 'inexact' | 'no-input';

export interface Failure {
  readonly kind: FailureKind;
  readonly reason: string;
}

/** `x`: the input. */
export function diagnose<T>(
  stored: StoredLayer<T>,
  options: EvaluationOptions,
  x: readonly T[],
  evaluation: Evaluation<T>,
): Failure {
  const { format } = stored;
  const isFinite = evaluation.outputs.every((y) => format.isFinite(y));
  const beyond = unstored(stored, options);
  if (beyond !== undefined) return { kind: 'overflow', reason: beyond };
  const isBeyond = (value: T): boolean => Math.abs(format.toNumber(value)) >= format.largest || !format.isFinite(value);
  if (options.scores === 'uncentred' && x.some((value) => isBeyond(format.mul(stored.temperature, value)))) {
    return { kind: 'overflow', reason: 'the query Rx overflows' };
  }
  if (evaluation.scores.some((score) => !format.isFinite(score)))
    return { kind: 'overflow', reason: 'a score overflows' };
  const [mean] = evaluation.means;
  if (!isFinite && mean !== undefined && format.isZero(mean.total)) {
    return { kind: 'zero-weights', reason: 'every exponential underflows: all weights are 0' };
  }
  if (!isFinite) return { kind: 'overflow', reason: 'an exponential or their sum overflows' };
  return misplaced(stored, x, evaluation);
}

/** Weights that the format does not hold. */
function unstored<T>({ format, temperature, halfTemperature }: StoredLayer<T>, { scores }: EvaluationOptions) {
  const weight = scores === 'centred' ? halfTemperature : temperature;
  const name = scores === 'centred' ? 'R/2' : 'R';
  if (!format.isFinite(weight)) return `${name} is beyond the largest number of the format`;
  return format.toNumber(weight) >= format.largest
    ? `${name} is beyond the largest number of the format, and stored as that`
    : undefined;
}

function misplaced<T>(stored: StoredLayer<T>, x: readonly T[], { keys, scores }: Evaluation<T>): Failure {
  const { format } = stored;
  const most = scores.reduce((a, b) => (format.less(a, b) ? b : a));
  const leaders = keys.filter((_, i) => !format.less(scores[i]!, most));
  const distance = (key: number): number =>
    stored.cellOf(key).reduce((sum, k, t) => {
      const along = format.toNumber(x[t]!) - format.toNumber(stored.centre(t, k));
      return sum + along * along;
    }, 0);
  const nearest = keys.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  const cell = (key: number): string =>
    stored
      .cellOf(key)
      .map((k) => k + 1)
      .join(', ');
  if (leaders.length > 1 && leaders.some((key) => distance(key) > distance(nearest))) {
    return { kind: 'tie', reason: `rounding makes ${leaders.length} keys tie for the largest score` };
  }
  if (distance(leaders[0]!) > distance(nearest)) {
    const reason = `the largest score is that of cell ${cell(leaders[0]!)}, not of the nearest, ${cell(nearest)}`;
    return { kind: 'wrong-key', reason };
  }
  return { kind: 'inexact', reason: 'the nearest key leads, and weights or the mean are rounded too coarsely' };
}
