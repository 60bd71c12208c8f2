/** Samplers in any number system, in practice of many digits: the same contraction, operation by operation. */
import { evaluatePartition } from '../attention/affine-partition.js';
import { Contraction } from '../attention/contraction.js';
import { PowerSearch } from '../attention/power-tree.js';
import { productEvaluator } from '../attention/product.js';
import { evaluate } from '../expression/evaluate.js';
import { RowFunction } from '../expression/row-function.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { withSystem } from './arithmetic.js';
import { QueryCoordinates, unflatten, type GridQueries } from './queries.js';
import type { LongPartitionProblem, LongProblem, SampleQuestion, Sampler } from './sample-problem.js';
import { Statistics } from './statistics.js';
import { tilingOf } from './tiles.js';

/** Queries of a tile at least: a few milliseconds' work. */
const LEAST = 2 ** 8;
/** Values at keys that are kept. */
const MOST_KEPT = 2 ** 18;

/** Of a loaded arithmetic. */
export function longSampler(problem: LongProblem): Sampler<string> {
  return withSystem(problem.arithmetic, (system) => systemSampler(system, problem));
}

type Problem = Omit<LongProblem, 'kind' | 'arithmetic'>;

/** In any number system whose results are single numbers. */
export function systemSampler<T>(system: NumberSystem<T>, problem: Problem): Sampler<string> {
  const { queries } = problem;
  return queries.kind === 'grid' ? gridSampler(system, problem, queries) : pointSampler(system, problem);
}

function gridSampler<T>(system: NumberSystem<T>, problem: Problem, queries: GridQueries): Sampler<string> {
  const { target, layer, bands } = problem;
  const tiling = tilingOf(queries, LEAST);
  const coordinates = new QueryCoordinates(system, target.domain, queries);
  const contraction = new Contraction(system, layer, bands);
  const values = new RowFunction(system, target.expression);
  const statistics = new Statistics(system, problem);
  const outer = queries.counts.slice(0, -1);
  const columns = queries.counts.at(-1)!;
  let strip = -1;

  return {
    tiles: tiling.tiles,
    sample(index) {
      const { firstRow, endRow, firstColumn, endColumn } = tiling.tile(index);
      if (firstColumn !== strip) {
        strip = firstColumn;
        const x = Array.from({ length: endColumn - firstColumn }, (_, i) =>
          coordinates.onAxis(outer.length, firstColumn + i),
        );
        contraction.setColumns(x);
        values.setColumns(x);
      }
      for (let r = firstRow; r < endRow; r++) {
        const row = unflatten(r, outer).map((i, t) => coordinates.onAxis(t, i));
        contraction.setRow(row);
        values.setRow(row);
        for (let i = 0; i < endColumn - firstColumn; i++) {
          const error = largestError(system, contraction.value(i), values.value(i));
          statistics.add(error, r * columns + firstColumn + i);
        }
      }
      return statistics.take();
    },
  };
}

function pointSampler<T>(system: NumberSystem<T>, problem: Problem): Sampler<string> {
  const { layer, negligible } = problem;
  return eachQuery(system, problem, productEvaluator(system, layer, { negligible }));
}

/** Of attention over keys that are on no grid: those near a query are found in doubles, and summed in the arithmetic. */
export function longPartitionSampler(problem: LongPartitionProblem): Sampler<string> {
  return withSystem(problem.arithmetic, (system) => {
    const { partition, tree, excess } = problem;
    const value = valuesIn(system, problem);
    const search = new PowerSearch(tree);
    return eachQuery(system, problem, (x) => {
      search.find(Float64Array.from(x, system.toNumber), excess);
      const near = Array.from(search.places.subarray(0, search.count), (place) => tree.order[place]!);
      return evaluatePartition(system, partition, x, value, tree.order[search.nearest]!, near);
    });
  });
}

/** The values at keys, as they are given or those of the target, kept once they are known. */
function valuesIn<T>(
  system: NumberSystem<T>,
  { partition, values, target }: LongPartitionProblem,
): (key: number) => readonly T[] {
  const { keys, inputs, outputs } = partition;
  const known = new Map<number, readonly T[]>();
  const compute = (j: number): T[] =>
    values === undefined
      ? evaluate(target.expression, system, Array.from(keys.subarray(j * inputs, (j + 1) * inputs), system.fromNumber))
      : Array.from(values.subarray(j * outputs, (j + 1) * outputs), system.fromNumber);
  return (j) => {
    let value = known.get(j);
    if (value === undefined) {
      value = compute(j);
      if (known.size < MOST_KEPT) known.set(j, value);
    }
    return value;
  };
}

/** Query by query, of a grid or not. */
function eachQuery<T>(
  system: NumberSystem<T>,
  question: SampleQuestion,
  output: (x: readonly T[]) => readonly T[],
): Sampler<string> {
  const { target, queries } = question;
  const tiling = tilingOf(queries, LEAST);
  const coordinates = new QueryCoordinates(system, target.domain, queries);
  const statistics = new Statistics(system, question);
  const rowLength = queries.kind === 'grid' ? queries.counts.at(-1)! : 0;
  return {
    tiles: tiling.tiles,
    sample(index) {
      const { firstRow, endRow, firstColumn, endColumn } = tiling.tile(index);
      for (let r = firstRow; r < endRow; r++) {
        for (let i = r * rowLength + firstColumn; i < r * rowLength + endColumn; i++) {
          const x = coordinates.point(i);
          statistics.add(largestError(system, output(x), evaluate(target.expression, system, x)), i);
        }
      }
      return statistics.take();
    },
  };
}

function largestError<T>(system: NumberSystem<T>, approximated: readonly T[], exact: readonly T[]): T {
  return approximated
    .map((y, r) => system.abs(system.sub(y, exact[r]!)))
    .reduce((largest, error) => system.max(largest, error));
}
