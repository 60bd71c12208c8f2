/** The largest error that is found of a layer with noise in its weights: hostile noise, and noise at random, at many inputs. */
import { domainBoxes } from '../approximation/box.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { maxAffineSizes } from '../constructions/max-affine-weights.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import { mulDown } from '../numeric/directed.js';
import { float64System } from '../numeric/float64.js';
import { intervalSystem, mag, mig, type Interval } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { noisyLayer, type WeightNoise } from './noisy-layer.js';

export interface NoiseMeasurement {
  /** Encloses the error at the worst input for the worst noise that was found. */
  readonly lower: number;
  readonly upper: number;
  readonly at: readonly number[];
  readonly noises: number;
  readonly points: number;
}

export interface NoiseOptions {
  /** ν: every entry changes by at most this times the largest of its matrix. */
  readonly noise: number;
  readonly seed: number;
  /** Random ones, beside eight hostile ones. */
  readonly noises?: number;
  readonly points?: number;
}

const GOLDEN = 0.6180339887498949;
/** Worst places that are enclosed. */
const ENCLOSED = 3;

/** Deterministic: a seed gives the same noise everywhere. */
export function measureNoise(layer: MaxAffineLayer, target: Target, options: NoiseOptions): NoiseMeasurement {
  const { noises = 12, points = 48 } = options;
  const list = noiseList(layer, options.noise, options.seed, noises);
  const places = Array.from({ length: points }, (_, i) => placeAt(target, i));
  const found: { readonly noise: WeightNoise; readonly x: readonly number[]; readonly error: number }[] = [];
  for (const noise of list) {
    const wrong = noisyLayer(float64System, layer, noise);
    for (const x of places) {
      const error = Math.max(...differences(float64System, wrong, target, x).map(Math.abs));
      found.push({ noise, x, error });
    }
    found.sort((a, b) => b.error - a.error);
    found.length = Math.min(found.length, ENCLOSED);
  }
  let best: NoiseMeasurement | undefined;
  for (const { noise, x } of found) {
    const wrong = noisyLayer<Interval>(intervalSystem, layer, noise);
    const errors = differences(intervalSystem, wrong, target, x.map(intervalSystem.fromNumber));
    const lower = Math.max(...errors.map(mig));
    const upper = Math.max(...errors.map(mag));
    if (best === undefined || upper > best.upper) {
      best = { lower: Math.max(lower, best?.lower ?? 0), upper, at: x, noises: list.length, points };
    }
  }
  return best!;
}

function differences<T>(
  system: NumberSystem<T>,
  wrong: (x: readonly T[]) => T[],
  target: Target,
  x: readonly T[],
): T[] {
  const wanted = evaluate(target.expression, system, x);
  return wrong(x).map((y, i) => system.sub(y, wanted[i]!));
}

/** The ends first, then points spread over the domain. */
function placeAt(target: Target, i: number): number[] {
  const { inner } = domainBoxes(target);
  return target.domain.map((_, t) => {
    const [lo, hi] = [inner[2 * t]!, inner[2 * t + 1]!];
    const share = i < 4 ? (i >> (t % 2)) & 1 : (i * (GOLDEN + t * 0.4142135623730951)) % 1;
    return Math.min(hi, Math.max(lo, lo + share * (hi - lo)));
  });
}

/** Signs of all entries of each matrix alike, with the signs of the column that they meet: what moves a product most; then random ones. */
function noiseList(layer: MaxAffineLayer, noise: number, seed: number, random: number): readonly WeightNoise[] {
  const { rows } = maxAffineSizes(layer);
  const { tokens, width } = layer.shape;
  const scored = layer.grid.axes.length + 1 + tokens;
  const largest = Math.max(
    intervalSystem.lower(evaluateConstant(layer.inverseTemperature.expression, intervalSystem)),
    intervalSystem.lower(evaluateConstant(layer.mask.expression, intervalSystem)),
  );
  const [ofQueries, ofOthers] = [Math.max(0, mulDown(noise, largest)), noise];
  // Rounded to nearest, a share of at most 1 of a number is at most that number.
  const make = (share: (matrix: number, row: number, column: number) => number): WeightNoise => {
    const matrix = (id: number, count: number, size: number): number[][] =>
      Array.from({ length: count }, (_, i) => Array.from({ length: rows.total }, (__, k) => size * share(id, i, k)));
    return {
      queries: matrix(0, scored, ofQueries),
      keys: matrix(1, scored, ofOthers),
      values: matrix(2, width, ofOthers),
    };
  };
  const signs = columnSigns(layer);
  const hostile = Array.from({ length: 8 }, (_, mode) =>
    make((matrix, __, column) => (((mode >> matrix) & 1) === 0 ? 1 : -1) * signs[column]!),
  );
  const draw = uniform(seed);
  const others = Array.from({ length: random }, (_, i) =>
    // Every second one is as large as it may be.
    make(() => (i % 2 === 0 ? Math.sign(draw() - 0.5) || 1 : 2 * draw() - 1)),
  );
  return [...hostile, ...others];
}

/** Signs of a column `z` in the middle of the keys. */
function columnSigns(layer: MaxAffineLayer): readonly number[] {
  const { rows } = maxAffineSizes(layer);
  const centre = layer.grid.axes.map(({ axis }) => {
    const [lo, hi] = [axis.lower, axis.upper].map((end) => evaluateConstant(end.expression, float64System));
    return (lo! + hi!) / 2;
  });
  const values = layer.averages === undefined ? evaluate(layer.values, float64System, centre) : [];
  const sign = (x: number): number => (x < 0 ? -1 : 1);
  return Array.from({ length: rows.total }, (_, row) => {
    if (row < rows.one) return sign(centre[row]!);
    if (row >= rows.centre && row < rows.square) return sign(centre[row - rows.centre]!);
    if (row >= rows.square && row < rows.block) return -1;
    return row >= rows.value ? sign(values[row - rows.value] ?? 1) : 1;
  });
}

/** Numbers of [0, 1): a linear congruence (Knuth's MMIX constants), the upper bits of which are good enough. */
function uniform(seed: number): () => number {
  let state = BigInt(seed) & 0xffff_ffff_ffff_ffffn;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}
