/**
 * How wrong the scores of a layer in a format may be, before it is run.
 *
 * Up to a shift common to all keys, the computed score of key `j` at `x` is
 *
 *     −(R/2)‖x' − v̂_j‖² + ε_j,    |ε_j| ≤ absolute + relative·(R/2)‖x' − v̂_j‖²,    ‖(x' − v̂_j) − (x − v_j)‖ ≤ shift:
 *
 * - `v̂_j` is the centre as it is stored, once for both its places (product and half square), so that rounding it moves a key;
 * - uncentred scores: rounding `Rx` moves the query to `x'`; products, sums and half squares err by `u` times what they are, which
 *   is about `R‖x‖²` however near the key is: `absolute`, the M2-η of docs/audit.md;
 * - centred scores: every operation errs relative to `(R/2)‖x − v̂‖²`: `relative`;
 * - rounding `R`, and `1/√d_k`, changes the temperature: `relative`.
 *
 * Everything is rounded up, and ∞ if a number on the way may be beyond the format.
 */
import { axisValues, cellCentre } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { addUp, sqrtUp } from '../numeric/directed.js';
import { intervalSystem as system, mag, type Interval } from '../numeric/interval.js';
import { sumFormat } from './accumulate.js';
import type { EvaluationOptions } from './evaluation-options.js';
import type { Format } from './format.js';
import type { StoredLayer } from './stored-layer.js';
import { growth, product, total } from './upward.js';

export interface ScoreError {
  readonly absolute: number;
  readonly relative: number;
  /** In the units of `x`. */
  readonly shift: number;
  /** At least the magnitude of every score. */
  readonly size: number;
  /** Which number may be beyond the format, if one may. */
  readonly overflow?: string;
}

/** `|a/b − 1|`. */
function deviation(a: Interval, b: Interval): number {
  return mag(system.sub(system.div(a, b), system.literal('1')));
}

/** Largest `|x_t|`, per axis, of a box lo0, hi0, …. */
function magnitudes(box: Float64Array): number[] {
  return Array.from({ length: box.length / 2 }, (_, t) => Math.max(-box[2 * t]!, box[2 * t + 1]!, 0));
}

interface Setting<T> {
  readonly stored: StoredLayer<T>;
  readonly options: EvaluationOptions;
  readonly inner: Format<T>;
  /** Largest `|v̂|` per axis. */
  readonly centres: readonly number[];
  /** By how much stored centres are moved, per axis. */
  readonly moved: readonly number[];
  readonly domain: Float64Array;
}

/**
 * Bounds the scores over a box of inputs (doubles lo0, hi0, …) that are numbers of the format. `quick`: without a look at every
 * stored centre, which costs a little sharpness.
 */
export function boundScoreError<T>(
  stored: StoredLayer<T>,
  options: EvaluationOptions,
  domain: Float64Array,
  quick = false,
): ScoreError {
  const { format } = stored;
  const axes = stored.cells.map((_, t) => (quick ? boundCentres(stored, t) : encloseCentres(stored, t)));
  const centres = axes.map(({ size }) => size);
  const moved = axes.map((axis) => axis.moved);
  const beyond = unstorable(stored, options, centres);
  if (beyond !== undefined) return overflow(beyond);
  const inner = sumFormat(format, options);
  const setting = { stored, options, inner, centres, moved, domain };
  return options.scores === 'centred' ? centredError(setting) : uncentredError(setting);
}

interface Centres {
  /** Largest magnitude as stored. */
  readonly size: number;
  /** Largest distance from where they belong. */
  readonly moved: number;
}

function encloseCentres<T>(stored: StoredLayer<T>, t: number): Centres {
  const { format, layer, cells } = stored;
  const axis = axisValues(system, layer.grid.axes[t]!);
  let [size, moved] = [0, 0];
  for (let k = 0; k < cells[t]!; k++) {
    const centre = stored.centre(t, k);
    if (!format.isFinite(centre)) return { size: Infinity, moved: Infinity };
    size = Math.max(size, slightlyUp(Math.abs(format.toNumber(centre))));
    moved = Math.max(moved, mag(system.sub(format.in(centre, system), cellCentre(system, axis, k))));
  }
  return { size, moved };
}

function boundCentres<T>({ format, layer, cells }: StoredLayer<T>, t: number): Centres {
  const axis = axisValues(system, layer.grid.axes[t]!);
  const most = Math.max(mag(cellCentre(system, axis, 0)), mag(cellCentre(system, axis, cells[t]! - 1)));
  const moved = total(product(format.unitRoundoff, most), format.underflowError);
  return { size: total(most, moved), moved };
}

/** A decimal's double may lie below it. */
const slightlyUp = (x: number): number => x * (1 + 2 ** -50);

function unstorable<T>(
  { format, temperature, halfTemperature, mask }: StoredLayer<T>,
  { scores }: EvaluationOptions,
  centres: readonly number[],
): string | undefined {
  if (scores === 'uncentred' && !format.isFinite(temperature)) return 'the inverse temperature R';
  if (scores === 'centred' && !format.isFinite(halfTemperature)) return 'half the inverse temperature';
  if (!format.isFinite(mask)) return 'the mask M';
  return centres.every((size) => size <= format.largest) ? undefined : 'a centre';
}

const overflow = (what: string): ScoreError => ({
  absolute: Infinity,
  relative: Infinity,
  shift: Infinity,
  size: Infinity,
  overflow: what,
});

function temperatureOf<T>({ layer }: StoredLayer<T>): Interval {
  return evaluateConstant(layer.inverseTemperature.expression, system);
}

function uncentredError<T>({ stored, options, inner, centres, moved, domain }: Setting<T>): ScoreError {
  const { format, temperature, scale, tokens, mask } = stored;
  const [u, uA] = [format.unitRoundoff, inner.unitRoundoff];
  const [tiny, tinyA] = [format.underflowError, inner.underflowError];
  const r = mag(format.in(temperature, system));
  const x = magnitudes(domain);
  const queries = x.map((size) => total(product(r, size, total(1, 2 * u)), tiny));
  const query = Math.max(...queries);
  if (!(query <= format.largest)) return overflow('the query Rx');
  const halfSquare = centres.reduce((sum, v) => total(sum, product(v, v, 0.5)), 0);
  if (!(halfSquare <= format.largest)) return overflow('a half square ‖v‖²/2');
  const terms = [
    ...queries.map((size, t) => ({ size: product(size, centres[t]!), error: 0 })),
    {
      size: product(r, total(halfSquare, product(u, halfSquare), tiny)),
      error: product(r, total(product(u, halfSquare), tiny)),
    },
  ];
  let size = 0;
  let error = 0;
  terms.forEach((term, i) => {
    const isFused = options.fma && i > 0;
    const rounding = isFused ? 0 : total(product(uA, term.size), tinyA);
    const added = total(size, term.size, rounding);
    const sumRounding = i === 0 ? 0 : total(product(uA, added), isFused ? tinyA : 0);
    error = total(error, term.error, rounding, sumRounding);
    size = total(added, sumRounding);
  });
  if (tokens > 1) {
    const whole = total(size, product(2 * stored.keyWidth, Math.abs(format.toNumber(mask))));
    error = total(error, product(8 * u, whole));
    size = product(whole, total(1, 2 * uA));
  }
  if (!(size <= inner.largest)) return overflow('a score');
  error = total(error, product(u, size), tiny);
  size = total(size, product(u, size), tiny);
  if (!(size <= format.largest)) return overflow('a score');
  let relative = deviation(format.in(temperature, system), exactTemperature(stored));
  if (scale !== undefined) {
    const factor = mag(format.in(scale, system));
    const root = system.div(system.literal('1'), system.sqrt(system.literal(String(stored.keyWidth))));
    const wrong = deviation(format.in(scale, system), root);
    relative = total(relative, wrong, product(relative, wrong));
    error = total(product(error, factor), product(u, size, factor), tiny);
    size = total(product(size, factor, total(1, 2 * u)), tiny);
  }
  const shifts = moved.map((by, t) => total(by, product(u, x[t]!), product(tiny / r, 1 + 2 ** -50)));
  return { absolute: error, relative, shift: euclidean(shifts), size };
}

/** What `temperature` stands for. */
function exactTemperature<T>(stored: StoredLayer<T>): Interval {
  const r = temperatureOf(stored);
  return stored.scale === undefined ? r : system.mul(r, system.sqrt(system.literal(String(stored.keyWidth))));
}

function centredError<T>({ stored, inner, centres, moved, domain }: Setting<T>): ScoreError {
  const { format, halfTemperature, tokens, mask } = stored;
  const u = format.unitRoundoff;
  const [tiny, tinyA] = [format.underflowError, inner.underflowError];
  const axes = centres.length;
  const half = mag(format.in(halfTemperature, system));
  const differences = magnitudes(domain).map((size, t) => product(total(size, centres[t]!), total(1, 2 * u)));
  const square = differences.reduce((sum, d) => total(sum, product(d, d, total(1, 4 * axes * u))), 0);
  let size = product(half, square, total(1, 8 * u));
  if (!(Math.max(...differences) <= format.largest && square <= inner.largest && size <= inner.largest)) {
    return overflow('a distance or a score');
  }
  if (!(size <= format.largest)) return overflow('a score');
  // Differences enter squared; a square, its sum, the product with R/2 and the last rounding: one each.
  const rounding = growth(axes + 4 + 2, u);
  const exactHalf = system.div(temperatureOf(stored), system.literal('2'));
  const wrong = deviation(format.in(halfTemperature, system), exactHalf);
  const relative = total(rounding, wrong, product(rounding, wrong));
  let absolute = total(product(half, axes, tinyA, 2), tinyA, tiny);
  if (tokens > 1) {
    const whole = total(size, product(2, Math.abs(format.toNumber(mask))));
    absolute = total(absolute, product(8 * u, whole));
    size = whole;
    if (!(size <= format.largest)) return overflow('a score');
  }
  return { absolute, relative, shift: euclidean(moved), size: product(size, total(1, 2 * u)) };
}

function euclidean(parts: readonly number[]): number {
  return sqrtUp(parts.reduce((sum, part) => addUp(sum, product(part, part)), 0));
}
