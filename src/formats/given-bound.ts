/**
 * An upper bound of what rounding does to a given attention head, `sup |Ŷ − Y|`, before it is run.
 *
 * Sums of `d` products with weights rounded once err by `((1+u)^{d+3} − 1)Σ|w||x|`; scores of such queries and keys by `η`; then S3:
 * `|Σ(ŵ − w)V| ≤ tanh(η/2)·max|V_k − V_l|`, plus the error of the values and what the mean adds. Rounded up; ∞ if a number may
 * leave the format.
 */
import type { EvaluationOptions } from './evaluation-options.js';
import type { Format } from './format.js';
import type { GivenLayer } from './given-layer.js';
import { sumFormat } from './accumulate.js';
import { boundSoftmaxError } from './softmax-error.js';
import { growth, product, total } from './upward.js';

export interface GivenBound {
  readonly rounding: number;
  /** At least the magnitude of any exact output. */
  readonly largest: number;
  readonly reason?: string;
}

interface Sized {
  readonly size: number;
  readonly error: number;
}

export function boundGivenError<T>(format: Format<T>, layer: GivenLayer, options: EvaluationOptions): GivenBound {
  const inner = sumFormat(format, options);
  const [u, tiny] = [format.unitRoundoff, total(format.underflowError, inner.underflowError)];
  const width = layer.queries[0]!.length;
  const rows = layer.keys.length;
  const scale = layer.scaled ? total(1 / Math.sqrt(rows), 2 ** -50) : 1;
  const inputs = Array.from({ length: width }, (_, a) =>
    Math.max(...layer.box.filter((__, k) => k % width === a).map(([lo, hi]) => Math.max(-lo, hi, 0))),
  );
  // Products and sums; weights, perhaps with the scale, and the last rounding.
  const relative = total(growth(width, inner.unitRoundoff), growth(layer.scaled ? 4 : 2, u));
  const rowOf = (row: readonly number[]): Sized => {
    const size = row.reduce((sum, w, a) => total(sum, product(Math.abs(w), inputs[a]!)), 0);
    const underflow = inputs.reduce((sum, x) => total(sum, product(2, tiny, total(1, x))), tiny);
    return { size, error: total(product(relative, size), underflow) };
  };
  const [queries, keys, values] = [layer.queries, layer.keys, layer.values].map((matrix) => matrix.map(rowOf));
  const largest = Math.max(...values!.map(({ size }) => size));
  const ofValues = Math.max(...values!.map(({ error }) => error));
  const terms = queries!.map((q, r): Sized => {
    const k = keys![r]!;
    const size = product(total(q.size, q.error), total(k.size, k.error));
    return { size, error: total(product(q.error, total(k.size, k.error)), product(q.size, k.error)) };
  });
  const open = terms.reduce((sum, { size }) => total(sum, size), 0);
  const ofProducts = product(total(growth(rows, inner.unitRoundoff), growth(layer.scaled ? 3 : 1, u)), open);
  const error = product(
    total(
      terms.reduce((sum, term) => total(sum, term.error), 0),
      ofProducts,
      product(2 * rows + 4, tiny),
    ),
    Math.max(scale, 1),
  );
  const score = product(total(open, error), total(1, growth(4, u)));
  const weights = Math.max(...[layer.queries, layer.keys, layer.values].flat(2).map(Math.abs));
  const sizes = [
    weights,
    score,
    total(largest, ofValues),
    ...[...queries!, ...keys!].map((s) => total(s.size, s.error)),
  ];
  const unknown = (reason: string): GivenBound => ({ rounding: Infinity, largest, reason });
  if (!sizes.every((size) => size <= format.largest)) return unknown('a number may overflow');
  const keysCount = layer.tokens;
  const softmax = boundSoftmaxError(format, options, {
    keys: keysCount,
    counted: keysCount,
    score,
    largestScore: score,
  });
  if (softmax.overflows) return unknown('the sum of exponentials may overflow');
  const eta = total(error, softmax.absolute, product(softmax.relative, 2, score));
  const spread = product(2, largest);
  const reached = total(largest, ofValues);
  const rounding = total(
    product(Math.min(1, eta / 2), spread),
    ofValues,
    product(reached, softmax.ofMean),
    product(
      keysCount,
      total(product(softmax.ofShare, 2, reached), product(softmax.ofWeight, reached), softmax.ofProduct),
    ),
    tiny,
  );
  return { rounding, largest };
}
