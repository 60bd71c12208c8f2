/** Builds the layer of a published construction for a target, by the construction's id. */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ConstructionError } from '../constructions/construction.js';
import { maxAffine, type InverseTemperatureChoice } from '../constructions/max-affine.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { RealConstant, Target } from '../expression/target.js';
import { nearestNames } from './select-claims.js';

/** Parameters as a user gives them: exact numbers as decimal text. */
export interface ConstructionParameters {
  /** `P_t`: one number for all axes, or one for each. */
  readonly cells: readonly number[] | number;
  /** `R`, a positive decimal number, or `auto` (the default): `4 ln(10⁶)/s²`, `s` the smallest cell width. */
  readonly inverseTemperature?: string;
  /** κ, a positive decimal number: `R = κ/s²`. Not together with `inverseTemperature`. */
  readonly kappa?: string;
  /** Mask weight `M`, a decimal number of at least 0; by default so large that rounding hides what it leaks. */
  readonly mask?: string;
}

export const constructionIds = ['max-affine'] as const;
export type AvailableConstruction = (typeof constructionIds)[number];

/** There is no construction of that id. */
export class UnknownConstructionError extends Error {
  readonly id: string;
  constructor(id: string) {
    const [nearest] = nearestNames(id, constructionIds);
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    super(`there is no construction "${id}"; available: ${constructionIds.join(', ')}.${hint}`);
    this.name = 'UnknownConstructionError';
    this.id = id;
  }
}

/**
 * The layer that a construction makes for a target. Throws an `UnknownConstructionError`, and a `ConstructionError` for
 * parameters that the construction cannot take.
 */
export function construct(id: string, target: Target, parameters: ConstructionParameters): MaxAffineLayer {
  if (!(constructionIds as readonly string[]).includes(id)) throw new UnknownConstructionError(id);
  const { cells, mask } = parameters;
  return maxAffine(target, {
    cells: typeof cells === 'object' && cells.length === 1 ? cells[0]! : cells,
    inverseTemperature: temperatureChoice(parameters),
    ...(mask === undefined ? {} : { mask: constant(mask, 'mask') }),
  });
}

function temperatureChoice({ inverseTemperature, kappa }: ConstructionParameters): InverseTemperatureChoice {
  if (kappa === undefined) {
    return inverseTemperature === undefined || inverseTemperature === 'auto'
      ? 'auto'
      : constant(inverseTemperature, 'inverse-temperature');
  }
  if (inverseTemperature === undefined) return { kappa };
  throw new ConstructionError({
    code: 'inverse-temperature',
    found: `the inverse temperature ${inverseTemperature} and κ = ${kappa} at once`,
    required: 'κ determines the inverse temperature: R = κ/s²',
    remedy: 'Give one of them.',
  });
}

function constant(text: string, code: 'mask' | 'inverse-temperature'): RealConstant {
  try {
    return decimalConstant(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const found = `the ${code.replace('-', ' ')} '${text}'`;
    throw new ConstructionError({
      code,
      found,
      required: 'it is not a decimal number',
      remedy: 'Write a decimal number such as 2 or 0.5.',
    });
  }
}
