/** The error of a layer as a function of the noise in its weights: predicted for all noise of a size, and the largest that is found. */
import { cellCount } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ConstructionError } from '../constructions/construction.js';
import type { Target } from '../expression/target.js';
import type { ValueBounds } from '../formats/error-bound.js';
import { measureNoise } from '../formats/measure-noise.js';
import { boundWeightNoise } from '../formats/weight-noise.js';
import { decimalUp } from '../numeric/decimal-text.js';

/** Errors are decimal text rounded up; `Infinity` where nothing is known. */
export interface AuditNoise {
  /** ν: every entry of W_Q, W_K and W_V changes by at most this times the largest of its matrix. */
  readonly noise: string;
  /** η: at least what scores are wrong by, up to a common shift. */
  readonly scores: string;
  /** At least the error through S3, and through moments; the smaller is `predicted`. */
  readonly bySoftmax: string;
  readonly byMoments: string;
  readonly predicted: string;
  /** At least the largest error found. */
  readonly measured: string;
  /** How many noises were tried, each at so many inputs. */
  readonly noises: number;
  readonly points: number;
  /** Does the largest error found exceed that of the exact layer by more than a tenth? */
  readonly fails: boolean;
}

const DIGITS = 6;
const SEED = 1;
/** Layers are multiplied out, key by key. */
export const MOST_NOISY_KEYS = 4096;

export interface NoisySubject {
  readonly layer: MaxAffineLayer;
  readonly target: Target;
  readonly values: ValueBounds;
  readonly certified: number;
  readonly tolerance: number;
}

/** Throws a `ConstructionError` for a layer that is too large, before any work. */
export function requireNoisy({ grid, shape }: MaxAffineLayer): void {
  const keys = cellCount(grid) * BigInt(shape.tokens);
  if (keys <= MOST_NOISY_KEYS) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `noise in the weights of ${keys} keys`,
    required: `noisy layers are multiplied out, with up to ${MOST_NOISY_KEYS} keys`,
    remedy: 'Choose fewer --cells.',
  });
}

export function auditNoise(
  { layer, target, values, certified, tolerance }: NoisySubject,
  levels: readonly string[],
): readonly AuditNoise[] {
  return levels.map((level) => {
    const noise = Number(level);
    const bound = boundWeightNoise(layer, target, values, certified, noise);
    const { upper, noises, points } = measureNoise(layer, target, { noise, seed: SEED });
    return {
      noise: level,
      scores: textOf(bound.scores),
      bySoftmax: textOf(bound.bySoftmax),
      byMoments: textOf(bound.byMoments),
      predicted: textOf(bound.total),
      measured: textOf(upper),
      noises,
      points,
      fails: !(upper <= tolerance),
    };
  });
}

function textOf(x: number): string {
  return x < Infinity ? decimalUp(x, DIGITS) : 'Infinity';
}
