/** Samplers in compiled doubles. Without any bound: what they find is for searching, and decides nothing. */
import { ContractionFloat64, streamedSlabs } from '../attention/contraction-float64.js';
import { MAX_TABLE_ENTRIES } from '../attention/float64-layer.js';
import { float64Evaluator, streamedEvaluator, type Float64Evaluator } from '../attention/product-float64.js';
import { compileFloat64Points, compileFloat64Rows } from '../expression/compile/index.js';
import { float64System } from '../numeric/float64.js';
import { Float64Statistics } from './float64-statistics.js';
import { QueryCoordinates, unflatten, type GridQueries } from './queries.js';
import type { Float64Problem, Sampler, SampleQuestion, StreamedProblem } from './sample-problem.js';
import { tilingOf, type Tile } from './tiles.js';

/** Queries that are taken at once: what is stored of them fits into the first cache. */
const BLOCK = 1024;
/** Queries of a tile at least, about a millisecond's work. */
const LEAST = 2 ** 15;

export interface BlockOption {
  /** Queries taken at once; changes no result. */
  readonly block?: number;
}

export function float64Sampler(problem: Float64Problem, options: BlockOption = {}): Sampler<number> {
  const { queries, layer } = problem;
  if (queries.kind === 'grid') {
    return gridSampler(problem, queries, layer.outputs, new ContractionFloat64(layer), options);
  }
  return pointSampler(problem, float64Evaluator(layer), layer.outputs, options);
}

/**
 * Without a table. The rows of a grid of queries come in the order of their first coordinate, and so do the slices of the table
 * that they need: each is computed once for a tile. Where even those slices are too large, every query computes its own keys.
 */
export function streamedSampler(problem: StreamedProblem, options: BlockOption = {}): Sampler<number> {
  const { queries, layer } = problem;
  const { axes, outputs } = layer;
  const slice = axes.slice(1).reduce((product, { cells }) => product * cells, outputs);
  if (queries.kind === 'grid' && axes.length > 1 && slice * axes[0]!.kept <= MAX_TABLE_ENTRIES) {
    const contraction = new ContractionFloat64({ axes, outputs, slabs: streamedSlabs(layer) });
    return gridSampler(problem, queries, outputs, contraction, options);
  }
  return pointSampler(problem, streamedEvaluator(layer), outputs, options);
}

function statisticsFor({ power, histogram }: SampleQuestion): Float64Statistics {
  return new Float64Statistics({ ...(power === undefined ? {} : { power: Number(power) }), histogram });
}

function gridSampler(
  problem: SampleQuestion,
  queries: GridQueries,
  outputs: number,
  contraction: ContractionFloat64,
  { block = BLOCK }: BlockOption,
): Sampler<number> {
  const { target } = problem;
  const tiling = tilingOf(queries, LEAST);
  const coordinates = new QueryCoordinates(float64System, target.domain, queries);
  const values = compileFloat64Rows(target.expression);
  const statistics = statisticsFor(problem);
  const outer = queries.counts.slice(0, -1);
  const columns = queries.counts.at(-1)!;
  const row = new Float64Array(outer.length);
  const approximated = arrays(outputs, block);
  const exact = arrays(outputs, block);
  let strip = -1;

  const setColumns = ({ firstColumn, endColumn }: Tile): void => {
    if (firstColumn === strip) return;
    strip = firstColumn;
    const x = Float64Array.from({ length: endColumn - firstColumn }, (_, i) =>
      coordinates.onAxis(outer.length, firstColumn + i),
    );
    contraction.setColumns(x);
    values.setColumns(x);
  };

  return {
    tiles: tiling.tiles,
    sample(index) {
      const tile = tiling.tile(index);
      const { firstRow, endRow, firstColumn, endColumn } = tile;
      setColumns(tile);
      for (let r = firstRow; r < endRow; r++) {
        unflatten(r, outer).forEach((i, t) => (row[t] = coordinates.onAxis(t, i)));
        contraction.setRow(row);
        values.setRow(row);
        for (let from = 0; from < endColumn - firstColumn; from += block) {
          const to = Math.min(from + block, endColumn - firstColumn);
          contraction.evaluate(from, to, approximated);
          values.values(from, to, exact);
          largestErrors(approximated, exact, to - from);
          statistics.add(approximated[0]!, to - from, r * columns + firstColumn + from);
        }
      }
      return statistics.take();
    },
  };
}

/** Of queries that share no coordinates, or of a layer that has no axes. */
export function pointSampler(
  question: SampleQuestion,
  evaluate: Float64Evaluator,
  outputs: number,
  { block = BLOCK }: BlockOption = {},
): Sampler<number> {
  const { target, queries } = question;
  const tiling = tilingOf(queries, LEAST);
  const coordinates = new QueryCoordinates(float64System, target.domain, queries);
  const values = compileFloat64Points(target.expression);
  const statistics = statisticsFor(question);
  const rowLength = queries.kind === 'grid' ? queries.counts.at(-1)! : 0;
  const inputs = arrays(target.domain.length, block);
  const approximated = arrays(outputs, block);
  const exact = arrays(outputs, block);
  const x = new Float64Array(target.domain.length);
  const y = new Float64Array(outputs);

  const take = (first: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      coordinates.point(first + i).forEach((u, t) => (x[t] = inputs[t]![i] = u));
      evaluate(x, y);
      for (let r = 0; r < outputs; r++) approximated[r]![i] = y[r]!;
    }
    values(inputs, 0, count, exact);
    largestErrors(approximated, exact, count);
    statistics.add(approximated[0]!, count, first);
  };

  return {
    tiles: tiling.tiles,
    sample(index) {
      const { firstRow, endRow, firstColumn, endColumn } = tiling.tile(index);
      for (let r = firstRow; r < endRow; r++) {
        for (let from = firstColumn; from < endColumn; from += block) {
          take(r * rowLength + from, Math.min(block, endColumn - from));
        }
      }
      return statistics.take();
    },
  };
}

/** Overwrites the first array with the largest difference of any two. */
function largestErrors(approximated: readonly Float64Array[], exact: readonly Float64Array[], count: number): void {
  const [errors, values] = [approximated[0]!, exact[0]!];
  for (let i = 0; i < count; i++) errors[i] = Math.abs(errors[i]! - values[i]!);
  for (let r = 1; r < approximated.length; r++) {
    const [y, f] = [approximated[r]!, exact[r]!];
    // Of NaN and a number this is NaN.
    for (let i = 0; i < count; i++) errors[i] = Math.max(errors[i]!, Math.abs(y[i]! - f[i]!));
  }
}

function arrays(count: number, length: number): readonly Float64Array[] {
  return Array.from({ length: count }, () => new Float64Array(length));
}
