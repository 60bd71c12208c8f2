/**
 * Cases of claims about max-affine layers: a target by value, cells, sharpness, mask; and what is common to deciding them.
 */
import fc from 'fast-check';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { axisValues, cellCentre, cellCount } from '../../approximation/grid.js';
import { isPointAxis } from '../../attention/axis-weights.js';
import { maxAffine } from '../../constructions/max-affine.js';
import { evaluate } from '../../expression/evaluate.js';
import { decimalConstant } from '../../expression/real-constant.js';
import { requireWellFormedTarget } from '../../expression/require-well-formed.js';
import type { Target } from '../../expression/target.js';
import { buildCrossTarget } from '../../generators/build-cross-target.js';
import { buildTarget } from '../../generators/build-target.js';
import { cellsArbitrary } from '../../generators/cells.js';
import type { CrossTargetDescription } from '../../generators/cross-description.js';
import { crossTargetArbitrary } from '../../generators/cross-target.js';
import type { ModulusDescription, ScalarFamilyName, TargetDescription } from '../../generators/description.js';
import { inverseTemperatureArbitrary } from '../../generators/inverse-temperature.js';
import { maskArbitrary } from '../../generators/mask.js';
import { evaluateModulus } from '../../generators/modulus.js';
import { targetArbitrary } from '../../generators/target.js';
import { encloseModulus } from '../../approximation/modulus.js';
import { intervalSystem, type Interval } from '../../numeric/interval.js';

/** A target that a user gave, by value; its modulus is found by search. */
export interface GivenTarget {
  readonly family: 'given';
  readonly target: Target;
}

export interface LayerCase {
  readonly target: TargetDescription | CrossTargetDescription | GivenTarget;
  readonly cells: readonly number[];
  /** R > 0. */
  readonly inverseTemperature: string;
  /** M; without effect for one token. */
  readonly mask: string;
}

export function targetOf(input: LayerCase['target']): Target {
  if (input.family === 'cross') return buildCrossTarget(input);
  if (input.family !== 'given') return buildTarget(input);
  // A stored case may come from anywhere.
  requireWellFormedTarget(input.target);
  return input.target;
}

export function layerOf(
  target: Target,
  { cells, inverseTemperature, mask }: Omit<LayerCase, 'target'>,
): MaxAffineLayer {
  return maxAffine(target, {
    cells,
    inverseTemperature: decimalConstant(inverseTemperature),
    mask: decimalConstant(mask),
  });
}

/** Cell widths as nearest doubles: for choosing numbers that are then exact. */
export function approxCellWidths({ domain }: Pick<TargetDescription, 'domain'>, cells: readonly number[]): number[] {
  return domain.map(([lower, upper], t) => (Number(upper) - Number(lower)) / cells[t]);
}

/** A number as short decimal text: six significant digits are enough for a choice. */
export function shortDecimal(x: number): string {
  return String(Number(x.toPrecision(6)));
}

/**
 * R for a sharpness `R Σ_t s_t²`: beyond about 10^7 the two sides of the bounds agree to more digits than boxes resolve,
 * however long one axis is compared with another. Any R serves a domain that is a single point.
 */
export function temperatureFor(
  target: Pick<TargetDescription, 'domain'>,
  cells: readonly number[],
  sharpness: string,
): string {
  const squares = approxCellWidths(target, cells).reduce((sum, s) => sum + s * s, 0);
  return squares > 0 ? shortDecimal(Number(sharpness) / squares) : sharpness;
}

/** Families whose modulus is declared and known by construction; sequences mix all but the logarithmic one. */
const declared: readonly ScalarFamilyName[] = ['constant', 'mcshane', 'piecewise-linear', 'ridge', 'hoelder'];

/** Targets of `least` to `most` inputs with a declared modulus of continuity, real-valued and sequence to sequence. */
export function declaredTargets(least: number, most: number): fc.Arbitrary<TargetDescription> {
  const inputs = { min: least, max: most };
  return fc.oneof(
    {
      weight: 3,
      arbitrary: targetArbitrary({
        inputs,
        sequence: false,
        onePointAxes: true,
        families: [...declared, 'log-modulus'],
      }),
    },
    { weight: 1, arbitrary: targetArbitrary({ inputs, sequence: true, onePointAxes: true, families: declared }) },
  );
}

/** Targets of key and query tokens with a declared modulus of continuity. */
export function declaredCrossTargets(least: number, most: number): fc.Arbitrary<CrossTargetDescription> {
  return crossTargetArbitrary({ inputs: { min: least, max: most }, onePointAxes: true, families: declared });
}

/** Cells for up to `axes` axes: of all kinds, one cell among them, and, twice as often, enough of them to matter. */
export function layerCells(axes: number, product: number): fc.Arbitrary<readonly number[]> {
  const many = Math.floor(product ** (1 / axes));
  return fc.oneof(
    { weight: 1, arbitrary: cellsArbitrary({ axes, perAxis: 64, product }) },
    {
      weight: 2,
      arbitrary: fc.array(fc.integer({ min: Math.ceil(many / 4), max: many }), { minLength: axes, maxLength: axes }),
    },
  );
}

/**
 * Layers on targets of up to `axes` inputs, sharpness from far too soft to far too sharp: up to 10^6 in one input and 10^4
 * in more, where the sides of a bound that agree to six digits along a whole edge cost too many boxes to tell apart.
 */
export function layerCases(
  targets: fc.Arbitrary<TargetDescription | CrossTargetDescription>,
  axes: number,
  product: number,
): fc.Arbitrary<LayerCase> {
  return fc
    .tuple(
      targets,
      layerCells(axes, product),
      inverseTemperatureArbitrary({ min: '1e-6', max: axes === 1 ? '1e6' : '1e4' }),
      maskArbitrary(),
    )
    .map(([target, counts, sharpness, mask]) => {
      const cells = counts.slice(0, target.domain.length);
      return { target, cells, inverseTemperature: temperatureFor(target, cells, sharpness), mask };
    });
}

/**
 * The modulus of continuity at an enclosed radius: a declared one is exact; otherwise its lower end rests on pairs of
 * points, its upper end on derivatives.
 */
export function modulusAt(input: LayerCase['target'], target: Target, radius: Interval): Interval {
  const modulus: ModulusDescription | undefined = input.family === 'given' ? undefined : input.modulus;
  if (modulus !== undefined) return evaluateModulus(modulus, intervalSystem, radius);
  return {
    lo: encloseModulus(target, radius.lo).lower,
    hi: encloseModulus(target, radius.hi).upper,
    defined: true,
  };
}

/** Does a logarithmic modulus stand still at this radius, so that the bound is the oscillation itself? */
export function isSaturated(input: LayerCase['target'], radius: Interval): boolean {
  if (input.family === 'given' || input.modulus?.kind !== 'logarithmic') return false;
  return intervalSystem.lessOrEqual(intervalSystem.literal(input.modulus.radius), radius) === true;
}

/** Is the target surely not constant? Looks for two points with disjoint enclosures of some output. */
export function isSurelyNotConstant(target: Target): boolean {
  const axes = target.domain.map((axis) => axisValues(intervalSystem, { axis, cells: 7 }));
  const samples = Array.from({ length: 7 }, (_, k) =>
    evaluate(
      target.expression,
      intervalSystem,
      axes.map((axis, t) => cellCentre(intervalSystem, axis, (k * (t + 1)) % 7)),
    ),
  );
  return (
    samples.some((values) => values.some((y, r) => intervalSystem.less(y, samples[0][r]) ?? false)) ||
    samples.some((values) => values.some((y, r) => intervalSystem.less(samples[0][r], y) ?? false))
  );
}

/** Do all keys of the layer coincide, so that it returns the value at one centre? */
export function isOneCell({ grid }: MaxAffineLayer): boolean {
  return grid.axes.every(
    (axis) => axis.cells === 1 || isPointAxis(intervalSystem, axis, axisValues(intervalSystem, axis)),
  );
}

/** Enough behind a case for it to count towards certifying a claim about layers. */
export function isSubstantial(target: Target, layer: MaxAffineLayer): boolean {
  return cellCount(layer.grid) * BigInt(layer.shape.tokens) >= 16n && isSurelyNotConstant(target);
}

export function describeLayerCase({ target, cells, inverseTemperature, mask }: LayerCase): string {
  const domain =
    target.family === 'given'
      ? target.target.domain.map(({ lower, upper }) => `[${lower.text}, ${upper.text}]`)
      : target.domain.map(([lower, upper]) => `[${lower}, ${upper}]`);
  const name = target.family === 'given' ? target.target.name : target.family;
  const tokens = target.family === 'sequence' || target.family === 'cross' ? `, mask ${mask}` : '';
  return `${name} target on ${domain.join(' × ')}; cells ${cells.join(' × ')}, R = ${inverseTemperature}${tokens}`;
}
