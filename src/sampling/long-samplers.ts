/** Samplers in any number system, in practice of many digits: the same contraction, operation by operation. */
import { Contraction } from '../attention/contraction.js';
import { productEvaluator } from '../attention/product.js';
import { evaluate } from '../expression/evaluate.js';
import { RowFunction } from '../expression/row-function.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { withSystem } from './arithmetic.js';
import { QueryCoordinates, unflatten, type GridQueries } from './queries.js';
import type { LongProblem, Sampler } from './sample-problem.js';
import { Statistics } from './statistics.js';
import { tilingOf } from './tiles.js';

/** Queries of a tile at least: a few milliseconds' work. */
const LEAST = 2 ** 8;

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
  const { target, layer, queries, negligible } = problem;
  const tiling = tilingOf(queries, LEAST);
  const coordinates = new QueryCoordinates(system, target.domain, queries);
  const output = productEvaluator(system, layer, { negligible });
  const statistics = new Statistics(system, problem);
  return {
    tiles: tiling.tiles,
    sample(index) {
      const { firstColumn, endColumn } = tiling.tile(index);
      for (let i = firstColumn; i < endColumn; i++) {
        const x = coordinates.point(i);
        statistics.add(largestError(system, output(x), evaluate(target.expression, system, x)), i);
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
