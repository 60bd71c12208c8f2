/**
 * Attention at a finite temperature: a Gaussian quasi-interpolant of order 2, 4 or 6 (`gaussian-2`, `gaussian-4`, `gaussian-6`).
 *
 * The layer of `max-affine.ts` with `R = κ/s²`, `κ` of order 1, ghost cells beyond the domain, and, for the higher orders, values
 * `V = Σ_{q<Q} (−Δ/(2R))^q f/q!`, `Q = order/2`, in place of `f`. Its error is `O(P^{−2Q})` down to a floor of about
 * `e^{−2π²/κ} P^{−1}` that falls with `κ`; the bound for all parameters stands in `gaussian-bound.ts`.
 *
 * *Proof idea.* The softmax over a lattice is nearly a normal law: its moments differ by `O(e^{−2π²/κ})`. A mean over a normal law
 * applies `e^{Δ/(2R)}`, and the values apply the first terms of its inverse beforehand. Ghost keys keep the lattice whole near the border.
 *
 * Certified: `gaussian-error.ts` encloses the layer's error. Assumed: the target's formula is valid, and smooth, on the ghost cells.
 * Source: ours; the layer is that of arXiv:2504.19901, whose proof leaves values and temperature free.
 */
import { axisValues } from '../approximation/grid.js';
import { domainBoxes } from '../approximation/box.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import type { GaussianProblem } from '../certify/gaussian-error.js';
import { maskShare } from '../certify/value-table.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant, Target } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import type { Interval } from '../numeric/interval.js';
import { ConstructionError } from './construction.js';
import { GaussianBoundProblem, type GaussianShape } from './gaussian-bound.js';
import { ghostAxis } from './gaussian-grid.js';
import { chooseGhosts, chooseKappa } from './gaussian-choice.js';
import { requireExtension, requireLengths } from './gaussian-target.js';
import { gaussianValues } from './gaussian-values.js';
import { maxAffine, MAX_CELLS, type InverseTemperatureChoice } from './max-affine.js';

/** Order of the error in the cell width; `Q` is half of it. */
export type GaussianOrder = 2 | 4 | 6;

export interface GaussianParameters {
  /** `P_t`: one number for all axes, or one for each. */
  readonly cells: number | readonly number[];
  /** By default κ is chosen to make the bound small. */
  readonly inverseTemperature?: Exclude<InverseTemperatureChoice, 'auto'>;
  /** `m_t`: one number for all axes, or one for each; by default chosen so that more would gain the bound little. */
  readonly ghosts?: number | readonly number[];
  /** `M ≥ 0`; default `defaultMask`. */
  readonly mask?: RealConstant;
}

export interface GaussianLayer extends MaxAffineLayer {
  readonly gaussian: GaussianShape;
}

const system = decimalIntervalSystem(40);

/**
 * The layer for a target whose formula is valid beyond its domain.
 *
 * Throws `ConstructionError` as `maxAffine` does; `domain` for a one-point axis; `ghosts` for a number of ghost cells that is no
 * integer of at least 0, for a target without `ghost`, or undefined on the ghost cells; `smoothness`, with the place, where a
 * derivative breaks; `too-large` for values or a bound of too many operations. Cost: symbolic derivatives of order `2Q − 2`; with
 * a choice left open, the bound's suprema.
 */
export function gaussian(target: Target, order: GaussianOrder, parameters: GaussianParameters): GaussianLayer {
  const terms = order / 2;
  requireLengths(target);
  // Checks everything that the layers have in common.
  const base = maxAffine(target, {
    cells: parameters.cells,
    inverseTemperature: parameters.inverseTemperature ?? 'auto',
    ...(parameters.mask === undefined ? {} : { mask: parameters.mask }),
  });
  const cells = base.grid.axes.map((axis) => axis.cells);
  const given = parameters.ghosts === undefined ? undefined : ghostsPerAxis(parameters.ghosts, cells);
  let inverseTemperature = base.inverseTemperature;
  let ghosts = given;
  if (parameters.inverseTemperature === undefined) {
    const chosen = chooseKappa(target, cells, terms, given);
    inverseTemperature = maxAffine(target, { cells, inverseTemperature: { kappa: chosen } }).inverseTemperature;
  }
  ghosts ??= chooseGhosts(target, cells, terms, evaluateConstant(inverseTemperature.expression, system));
  const axes = target.domain.map((axis, t) => ghostAxis(axis, cells[t]!, ghosts[t]!));
  requireExtension(target, axes, ghosts);
  return {
    ...base,
    grid: { axes },
    inverseTemperature,
    values: terms === 1 ? target.expression : gaussianValues(target.expression, inverseTemperature, terms),
    gaussian: { cells, ghosts, terms },
  };
}

function ghostsPerAxis(ghosts: number | readonly number[], cells: readonly number[]): readonly number[] {
  const perAxis = typeof ghosts === 'number' ? cells.map(() => ghosts) : ghosts;
  const wrong = perAxis.find(
    (count, t) => !(Number.isInteger(count) && count >= 0 && 2 * count + cells[t]! <= MAX_CELLS),
  );
  if (perAxis.length === cells.length && wrong === undefined) return perAxis;
  throw new ConstructionError({
    code: 'ghosts',
    found: wrong === undefined ? `${perAxis.length} numbers of ghost cells` : `${wrong} ghost cells`,
    required:
      wrong === undefined
        ? `the domain has ${cells.length} ${cells.length === 1 ? 'axis' : 'axes'}`
        : `an axis has an integer number of them, at least 0, and at most ${MAX_CELLS} cells in all`,
    remedy: 'Give one number of ghost cells for all axes, or one for each, or leave them out.',
  });
}

/** The bound of a layer, at any temperature. */
export function gaussianBoundProblem(layer: GaussianLayer, target: Target): GaussianBoundProblem {
  return new GaussianBoundProblem(target, layer.gaussian);
}

/** The layer's `R`. */
export function exactInverseTemperature({ inverseTemperature }: MaxAffineLayer): DecimalInterval {
  return evaluateConstant(inverseTemperature.expression, system);
}

/** The layer as its error sees it. */
export function gaussianProblem(layer: GaussianLayer, target: Target): GaussianProblem {
  const { cells, ghosts, terms } = layer.gaussian;
  const R = exactInverseTemperature(layer);
  return {
    target: target.expression,
    axes: target.domain.map((axis, t) => {
      const { lower, width } = axisValues(system, { axis, cells: cells[t]! });
      const kappa = system.mul(R, system.mul(width, width));
      return {
        cells: cells[t]!,
        ghosts: ghosts[t]!,
        kappa: toInterval(kappa),
        lower: toInterval(lower),
        width: toInterval(width),
      };
    }),
    inverseTemperature: toInterval(R),
    terms,
    grid: domainBoxes({ ...target, domain: layer.grid.axes.map(({ axis }) => axis) }).outer,
    shape: layer.shape,
    leak: maskShare(layer),
  };
}

function toInterval(value: DecimalInterval): Interval {
  return { lo: system.lower(value), hi: system.upper(value), defined: true };
}
