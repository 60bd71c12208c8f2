/** From a layer to what threads sample: which keys are kept, the table of values, and the limits on both. */
import { axisBands, boundDroppedKeys, type AxisBand, type DroppedKeys } from '../attention/axis-band.js';
import { float64Layer, MAX_TABLE_ENTRIES, streamedLayer, tableEntries } from '../attention/float64-layer.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { MAX_KEPT_KEYS } from '../attention/product.js';
import { NEGLIGIBLE_FLOAT64 } from '../attention/product-float64.js';
import type { Arithmetic } from '../sampling/arithmetic.js';
import type { SampleQuestion } from '../sampling/sample-problem.js';
import type { SampleProblem } from '../sampling/sample-run.js';
import { SamplingError } from '../sampling/sampling-error.js';
import type { DenseSource } from './device-screens.js';

export interface PreparedSample {
  readonly problem: SampleProblem;
  readonly dropped: DroppedKeys;
  /** Of keys on no grid: as they were given. */
  readonly source?: DenseSource;
}

/** Values at keys that a sample in many digits may keep: a few hundred bytes each. */
const MAX_DECIMAL_VALUES = 2 ** 20;
/** Queries that are no grid drop far keys query by query, up to this multiple of what is negligible on each side. */
const ROUNDED = 1.001;

/** A share of the mass below the rounding of the arithmetic. */
export function negligibleIn(arithmetic: Arithmetic): number {
  return arithmetic.kind === 'float64' ? NEGLIGIBLE_FLOAT64 : Number(`1e-${arithmetic.digits + 3}`);
}

/** `isShared`: the table lies in memory that threads share. Throws a `SamplingError` for a layer too large. */
export function prepareSample(
  layer: MaxAffineLayer,
  question: SampleQuestion,
  arithmetic: Arithmetic,
  isShared: boolean,
): PreparedSample {
  let negligible = negligibleIn(arithmetic);
  let bands = axisBands(layer, negligible);
  let dropped = boundDroppedKeys(layer, bands);
  if (!Number.isFinite(dropped.error)) {
    // Values without a bound: what is left out could be anything, so nothing is.
    negligible = 0;
    bands = axisBands(layer, 0);
    dropped = boundDroppedKeys(layer, bands);
  }
  if (arithmetic.kind === 'float64') {
    if (tableEntries(layer, bands) > MAX_TABLE_ENTRIES) {
      requireFewKeys(layer, bands);
      return { problem: { ...question, kind: 'streamed', layer: streamedLayer(layer, bands) }, dropped };
    }
    return { problem: { ...question, kind: 'float64', layer: tableOf(layer, bands, isShared) }, dropped };
  }
  requireDecimalSize(layer, bands, question);
  const isGrid = question.queries.kind === 'grid';
  return {
    problem: { ...question, kind: 'long', arithmetic, layer, bands, negligible },
    dropped: isGrid ? dropped : boundDroppedKeys(layer, pointBands(bands, negligible)),
  };
}

function pointBands(bands: readonly AxisBand[], negligible: number): AxisBand[] {
  return bands.map((band) => ({ ...band, dropped: band.cells === 1 ? 0 : 2 * ROUNDED * negligible }));
}

function tableOf(
  layer: MaxAffineLayer,
  bands: readonly AxisBand[],
  isShared: boolean,
): ReturnType<typeof float64Layer> {
  const shared = (entries: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * entries));
  return isShared ? float64Layer(layer, bands, shared) : float64Layer(layer, bands);
}

function requireDecimalSize(layer: MaxAffineLayer, bands: readonly AxisBand[], { queries }: SampleQuestion): void {
  if (queries.kind === 'grid') {
    const needed = bands.reduce(
      (product, { cells, kept }, t) => product * Math.min(cells, kept * queries.counts[t]!),
      1,
    );
    if (needed <= MAX_DECIMAL_VALUES) return;
    throw tooLarge(
      layer,
      `the queries need ${needed} values, and long numbers are kept for at most ${MAX_DECIMAL_VALUES}`,
    );
  }
  requireFewKeys(layer, bands);
}

function requireFewKeys(layer: MaxAffineLayer, bands: readonly AxisBand[]): void {
  const kept = bands.reduce((product, band) => product * band.kept, 1);
  if (kept <= MAX_KEPT_KEYS) return;
  throw tooLarge(layer, `${kept} keys matter for one query, at most ${MAX_KEPT_KEYS} are summed`);
}

function tooLarge({ grid }: MaxAffineLayer, required: string): SamplingError {
  return new SamplingError({
    code: 'too-large',
    found: `${grid.axes.map(({ cells }) => cells).join(' × ')} cells`,
    required,
    remedy: 'Use fewer cells, fewer queries or a larger inverse temperature.',
  });
}
