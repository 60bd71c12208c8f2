/**
 * An attention head whose weights somebody else made, in a format and exactly.
 *
 * Tokens are columns: `X ∈ R^{d×n}`, `Y = (W_V X) softmax(c (W_K X)ᵀ (W_Q X))`, softmax over columns, `c = 1/√d_k` or 1. Weights are
 * doubles; a format rounds each once. Queries, keys, values, scores, weights and means are rounded one after the other.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import { dot } from './accumulate.js';
import type { EvaluationOptions } from './evaluation-options.js';
import type { Format } from './format.js';
import { softmaxMean, type Mean } from './softmax-mean.js';

export interface GivenLayer {
  /** Rows by `d` columns. Queries and keys have the same rows. */
  readonly queries: readonly (readonly number[])[];
  readonly keys: readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
  /** `n`. */
  readonly tokens: number;
  /** Ends of every entry of `X`, column by column. */
  readonly box: readonly (readonly [number, number])[];
  /** Are scores divided by `√d_k`? */
  readonly scaled: boolean;
}

export interface GivenEvaluation<T> {
  /** Column by column. */
  readonly outputs: readonly T[];
  readonly means: readonly Mean<T>[];
  readonly scores: readonly T[];
}

/** The token `i` of inputs that are listed column by column. */
function token<A>(x: readonly A[], width: number, i: number): readonly A[] {
  return x.slice(i * width, (i + 1) * width);
}

/** The layer in a format, as a function of the entries of `X`, numbers of the format. */
export function givenEvaluator<T>(
  format: Format<T>,
  layer: GivenLayer,
  options: EvaluationOptions,
): (x: readonly T[]) => GivenEvaluation<T> {
  const stored = (matrix: GivenLayer['keys'], factor?: T): T[][] =>
    matrix.map((row) =>
      row.map((w) => (factor === undefined ? format.fromNumber(w) : format.mul(format.fromNumber(w), factor))),
    );
  const rows = layer.keys.length;
  const scale = layer.scaled
    ? format.fromReal((system) => system.div(system.literal('1'), system.sqrt(system.literal(String(rows)))))
    : undefined;
  const isFolded = options.scale === 'folded';
  const [queries, keys, values] = [
    stored(layer.queries, isFolded ? scale : undefined),
    stored(layer.keys),
    stored(layer.values),
  ];
  const width = layer.queries[0]!.length;
  const times = (matrix: readonly (readonly T[])[], x: readonly T[]): T[] =>
    matrix.map((row) => dot(format, options, row, x, { length: width }));
  return (x) => {
    const columns = Array.from({ length: layer.tokens }, (_, i) => token(x, width, i));
    const [q, k, v] = [queries, keys, values].map((matrix) => columns.map((column) => times(matrix, column)));
    const score = (j: number, i: number): T => {
      const product = dot(format, options, k![j]!, q![i]!, { length: rows });
      return scale === undefined || isFolded ? product : format.mul(product, scale);
    };
    const scores = columns.map((_, i) => columns.map((__, j) => score(j, i)));
    const byRow = layer.values.map((_, r) => v!.map((column) => column[r]!));
    const means = scores.map((list) => softmaxMean(format, options, list, byRow));
    return { outputs: means.flatMap(({ outputs }) => outputs), means, scores: scores.flat() };
  };
}

/** The exact layer in a number system. */
export function exactGivenLayer<S>(system: NumberSystem<S>, layer: GivenLayer): (x: readonly S[]) => S[] {
  const [queries, keys, values] = [layer.queries, layer.keys, layer.values].map((matrix) =>
    matrix.map((row) => row.map((w) => system.fromNumber(w))),
  );
  const width = layer.queries[0]!.length;
  const sum = (terms: readonly S[]): S => terms.reduce((a, b) => system.add(a, b));
  const product = (a: readonly S[], b: readonly S[]): S => sum(a.map((value, t) => system.mul(value, b[t]!)));
  const root = system.sqrt(system.literal(String(layer.keys.length)));
  return (x) => {
    const columns = Array.from({ length: layer.tokens }, (_, i) => token(x, width, i));
    const of = (matrix: readonly (readonly S[])[]) =>
      columns.map((column) => matrix.map((row) => product(row, column)));
    const [q, k, v] = [of(queries!), of(keys!), of(values!)];
    return q.flatMap((query) => {
      const scores = k.map((key) => {
        const open = product(key, query);
        return layer.scaled ? system.div(open, root) : open;
      });
      const top = scores.reduce((a, b) => (system.toNumber(b) > system.toNumber(a) ? b : a));
      const powers = scores.map((s) => system.exp(system.sub(s, top)));
      const total = sum(powers);
      return layer.values.map((_, r) =>
        system.div(
          product(
            powers,
            v.map((column) => column[r]!),
          ),
          total,
        ),
      );
    });
  };
}
