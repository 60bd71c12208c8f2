/**
 * Max-affine attention (construction M): one self-attention head that partitions the domain into the cells of a grid.
 *
 * Keys are the centres `v_j` of `G = Π P_t` cells, the score of key `j` is `R(v_jᵀx − ‖v_j‖²/2)`, the value is
 * `f(v_j)`: as `R → ∞` the softmax picks the largest of `G` affine functions, that is the nearest centre. A mask of
 * weight `M` keeps output tokens apart. The literal weights stand in `max-affine-weights.ts`.
 *
 * Source: arXiv:2504.19901 (existence); explicit weights reconstructed. Default temperature and mask: chosen here.
 */
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import type { DomainAxis, RealConstant, Target } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { ConstructionError, type ConstructionErrorCode } from './construction.js';
import { selfAttentionInput } from './input-shape.js';

/** Most cells of one axis: indices and half indices stay exact doubles with room to spare. */
export const MAX_CELLS = 2 ** 31;

/**
 * - `auto`: `R = 4 ln(10⁶)/s²`, `s` the smallest positive cell width: a quarter cell off its centre the nearest key
 *   outweighs its neighbour by a factor 10⁶;
 * - `kappa`: `R = κ/s²`, `κ` a positive decimal number;
 * - a constant: `R` itself.
 */
export type InverseTemperatureChoice = 'auto' | { readonly kappa: string } | RealConstant;

export interface MaxAffineParameters {
  /** `P_t`: one number for all axes, or one for each. */
  readonly cells: number | readonly number[];
  readonly inverseTemperature: InverseTemperatureChoice;
  /** `M ≥ 0`; default `defaultMask`. */
  readonly mask?: RealConstant;
}

/** Parameters are checked, and chosen, at this many digits. */
const system = decimalIntervalSystem(60);

/**
 * The layer that interpolates `target` at the centres of its cells.
 *
 * `auto` and `kappa` round `R` to a double, and exactly that double is the layer's `R`; if every axis is a point, `R`
 * has no effect and is 1. Throws `ConstructionError`: `cells` (not an integer in [1, 2³¹]), `axes` (wrong number of
 * cells), `domain` (an axis that ends before it begins), `inverse-temperature`, `mask`, `input` (a cross target).
 */
export function maxAffine(target: Target, parameters: MaxAffineParameters): MaxAffineLayer {
  const cells = cellsPerAxis(parameters.cells, target.domain.length);
  const axes = target.domain.map((axis, t) => ({ axis, cells: cells[t]! }));
  return {
    grid: { axes },
    inverseTemperature: chooseInverseTemperature(parameters.inverseTemperature, smallestWidth(target.domain, cells)),
    mask: parameters.mask === undefined ? defaultMask(target.output.tokens) : checkMask(parameters.mask),
    input: selfAttentionInput(target, 'max-affine'),
    shape: target.output,
    values: target.expression,
  };
}

/**
 * `M = 40 + ⌈log₂(n − 1)⌉`, and 0 for one token: an integer with `(n − 1)e^{−M} ≤ e^{−40} < 4.3e-18`, so that the mask
 * leaks less than the rounding error of one double operation on the values.
 */
export function defaultMask(tokens: number): RealConstant {
  let doublings = 0;
  while (2 ** doublings < tokens - 1) doublings++;
  return doubleConstant(tokens === 1 ? 0 : 40 + doublings);
}

function cellsPerAxis(cells: number | readonly number[], axes: number): readonly number[] {
  const perAxis = typeof cells === 'number' ? Array.from({ length: axes }, () => cells) : cells;
  if (perAxis.length !== axes) {
    throw refusal(
      'axes',
      `${perAxis.length} numbers of cells`,
      `the domain has ${axes} ${axes === 1 ? 'axis' : 'axes'}`,
      'Give one number of cells for all axes, or one for each.',
    );
  }
  const wrong = perAxis.find((count) => !(Number.isInteger(count) && count >= 1 && count <= MAX_CELLS));
  if (wrong !== undefined) {
    const remedy = 'Give a positive integer; several axes multiply, so few cells per axis go far.';
    throw refusal('cells', `${wrong} cells`, `an axis has an integer number of cells from 1 to ${MAX_CELLS}`, remedy);
  }
  return perAxis;
}

/** Enclosure of the smallest cell width that is certainly positive; undefined when every axis is (or may be) a point. */
function smallestWidth(domain: readonly DomainAxis[], cells: readonly number[]): DecimalInterval | undefined {
  const zero = system.literal('0');
  const widths = domain.map(({ lower, upper }, t) => {
    const length = system.sub(evaluateConstant(upper.expression, system), evaluateConstant(lower.expression, system));
    if (system.less(length, zero) === true) {
      const remedy = 'Write the smaller end first.';
      throw refusal('domain', `the axis [${lower.text}, ${upper.text}]`, 'its lower end exceeds its upper end', remedy);
    }
    return system.div(length, system.fromNumber(cells[t]!));
  });
  const positive = widths.filter((width) => system.less(zero, width) === true);
  return positive.length === 0 ? undefined : positive.reduce((least, width) => system.min(least, width));
}

function chooseInverseTemperature(choice: InverseTemperatureChoice, width: DecimalInterval | undefined): RealConstant {
  if (choice !== 'auto' && 'expression' in choice) return checkInverseTemperature(choice);
  // 4 ln(10⁶) = 24 ln 10.
  const kappa =
    choice === 'auto'
      ? system.mul(system.literal('24'), system.constant('LN10'))
      : evaluateConstant(checkInverseTemperature(parseKappa(choice.kappa)).expression, system);
  if (width === undefined) return doubleConstant(1);
  const quotient = system.div(kappa, system.mul(width, width));
  const value = system.toNumber(quotient);
  if (isFinite(quotient) && value > 0) return doubleConstant(value);
  throw refusal(
    'inverse-temperature',
    `κ/s² for the cell width s = ${system.toText(width)}`,
    'it lies outside the range of doubles',
    'Give the inverse temperature itself, or rescale the domain.',
  );
}

function parseKappa(text: string): RealConstant {
  try {
    return decimalConstant(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const remedy = 'Write a positive decimal number such as 2 or 0.5.';
    throw refusal('inverse-temperature', `κ = '${text}'`, 'it is not a decimal number', remedy);
  }
}

function checkInverseTemperature(constant: RealConstant): RealConstant {
  const value = evaluateConstant(constant.expression, system);
  if (isFinite(value) && system.less(system.literal('0'), value) === true) return constant;
  throw refusal(
    'inverse-temperature',
    `the inverse temperature ${constant.text}`,
    'it is not certainly positive and finite',
    'Give a positive number, or auto.',
  );
}

function checkMask(constant: RealConstant): RealConstant {
  const value = evaluateConstant(constant.expression, system);
  if (isFinite(value) && system.lessOrEqual(system.literal('0'), value) === true) return constant;
  const remedy = 'Give a mask of 0 or more, or leave it out.';
  throw refusal('mask', `the mask ${constant.text}`, 'it is not certainly non-negative and finite', remedy);
}

function isFinite(value: DecimalInterval): boolean {
  return system.isDefined(value) && Number.isFinite(system.lower(value)) && Number.isFinite(system.upper(value));
}

function refusal(code: ConstructionErrorCode, found: string, required: string, remedy: string): ConstructionError {
  return new ConstructionError({ code, found, required, remedy });
}
