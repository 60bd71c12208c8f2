/**
 * Cases of L_p claims about layers with cell averages: an integrable target by value, cells, sharpness, mask, an exponent,
 * and a Lipschitz function near the target where the bound needs one; and the bound of each.
 */
import Big from 'big.js';
import fc from 'fast-check';
import { axisValues } from '../../approximation/grid.js';
import { encloseModulus } from '../../approximation/modulus.js';
import { encloseLipschitz } from '../../approximation/lipschitz.js';
import { encloseOscillation } from '../../approximation/oscillation.js';
import { tooStrongSingularity } from '../../approximation/integrability.js';
import { isPointAxis } from '../../attention/axis-weights.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { certifyLpNorm } from '../../certify/certify-lp-norm.js';
import { functionLpProblem } from '../../certify/function-lp-problem.js';
import {
  approximateAverageBound,
  averageMaskLeakage,
  averageRadius,
  continuousAverageBound,
  crossingIntegral,
  piecewiseAverageBound,
} from '../../constructions/average-bound.js';
import type { MaxAffineParameters } from '../../constructions/max-affine.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import { requireWellFormedTarget } from '../../expression/require-well-formed.js';
import type { Target } from '../../expression/target.js';
import { buildIntegrable } from '../../generators/build-integrable.js';
import type { DomainDescription } from '../../generators/description.js';
import { gatherJumps, type Jump } from '../../generators/families/jumps.js';
import { inverseTemperatureArbitrary } from '../../generators/inverse-temperature.js';
import { integrableArbitrary } from '../../generators/integrable.js';
import type { IntegrableFamilyName, IntegrableTargetDescription } from '../../generators/integrable-description.js';
import { lipschitzApproximation } from '../../generators/lipschitz-approximation.js';
import { maskArbitrary } from '../../generators/mask.js';
import { evaluateModulus } from '../../generators/modulus.js';
import { realArbitrary } from '../../generators/real.js';
import { interval, intervalSystem as system, type Interval } from '../../numeric/interval.js';
import { approxCellWidths, layerCells, shortDecimal, type GivenTarget } from './layer-case.js';

export interface LpCase {
  readonly target: IntegrableTargetDescription | GivenTarget;
  readonly cells: readonly number[];
  /** R > 0. */
  readonly inverseTemperature: string;
  /** M; without effect for one token. */
  readonly mask: string;
  /** p ≥ 1. */
  readonly exponent: string;
  /**
   * Width of the ramps and caps of the Lipschitz function φ near a target that is not piecewise Lipschitz, in the units of the
   * inputs; `zero` takes φ = 0. Without effect for other targets.
   */
  readonly near: string;
}

/** Throws a `RangeError` for a target that is not in L_p: a stored case may come from anywhere. */
export function integrableOf({ target: description, exponent }: Pick<LpCase, 'target' | 'exponent'>): Target {
  const target = description.family === 'given' ? description.target : buildIntegrable(description);
  if (description.family === 'given') requireWellFormedTarget(target);
  requireInLp(target, exponent);
  return target;
}

/** Throws a `RangeError` for a singularity that is too strong for the exponent. */
export function requireInLp(target: Target, exponent: string): void {
  const singularity = tooStrongSingularity(target, exponent);
  if (singularity === undefined) return;
  throw new RangeError(`a target with a singularity of exponent ${singularity.exponent.text} is not in L_${exponent}`);
}

/** What a wrong version of the bound changes. */
export interface LpVariant {
  /** Do jumps, or what lies between f and φ, enter at all? */
  readonly roughness: boolean;
  /** Power of `4 Σ S m^{1/2}`: 1/p, or (wrongly) 1. */
  readonly crossing: 'root' | 'first-order';
  /** Factor of `‖f − φ‖`: 1 + C^{1/p}, or (wrongly) 1. */
  readonly averaging: boolean;
  /** σ, or (wrongly) nothing or the oscillation of single entries, in what the mask adds. */
  readonly leakage: 'spread' | 'oscillation' | 'none';
}

export const TRUE_LP_VARIANT: LpVariant = {
  roughness: true,
  crossing: 'root',
  averaging: true,
  leakage: 'spread',
};

/** Boxes for ‖f − φ‖_p; a looser enclosure only lowers the bound. */
const DISTANCE_BOXES = 4000;

/** Encloses the right-hand side. */
export function lpBound(
  input: Pick<LpCase, 'target' | 'near'>,
  target: Target,
  layer: MaxAffineLayer,
  p: Interval,
  variant: LpVariant = TRUE_LP_VARIANT,
): Interval {
  return system.add(targetBound(input, target, layer, p, variant), leakageOf(target, layer, p, variant));
}

function targetBound(
  { target: description, near }: Pick<LpCase, 'target' | 'near'>,
  target: Target,
  layer: MaxAffineLayer,
  p: Interval,
  variant: LpVariant,
): Interval {
  const radius = averageRadius(system, layer);
  switch (description.family) {
    case 'given':
      if (target.singularities.length > 0) return nearBound(target, undefined, layer, p, variant);
      return continuousAverageBound(layer, p, searchedModulus(target, radius));
    case 'continuous':
      return continuousAverageBound(layer, p, evaluateModulus(description.modulus, system, radius));
    case 'jumps':
    case 'jump-sequence': {
      const { lower, upper } = encloseOscillation(target);
      const hyperplanes = variant.roughness ? description.hyperplanes : [];
      const oscillation = interval(lower, upper);
      const lipschitz = system.literal(description.lipschitz);
      if (variant.crossing === 'root') return piecewiseAverageBound(layer, p, { lipschitz, oscillation, hyperplanes });
      const inside = continuousAverageBound(layer, p, system.mul(lipschitz, radius));
      return system.add(inside, system.mul(oscillation, crossingIntegral(layer, hyperplanes)));
    }
    case 'singular':
    case 'ball':
      if (near === 'zero') return nearBound(target, undefined, layer, p, variant);
      return nearBound(target, lipschitzApproximation(description, near), layer, p, variant);
  }
}

/** The bound through φ; through φ = 0 where none is given. */
function nearBound(
  target: Target,
  found: { readonly approximation: Target; readonly remainder: Target } | undefined,
  layer: MaxAffineLayer,
  p: Interval,
  { roughness, averaging }: LpVariant,
): Interval {
  const problem = functionLpProblem(found?.remainder ?? target);
  const norm = certifyLpNorm(problem, p, { relative: 1e-3, boxes: DISTANCE_BOXES });
  const distance = roughness ? interval(norm.lower, norm.upper) : system.literal('0');
  const lipschitz =
    found === undefined
      ? system.literal('0')
      : evaluateConstant(found.approximation.modulus!.constant.expression, system);
  const modulus = system.mul(lipschitz, averageRadius(system, layer));
  if (averaging) return approximateAverageBound(layer, p, { distance, modulus });
  return system.add(distance, continuousAverageBound(layer, p, modulus));
}

/** Ends of `ω̂_f`: the lower one from pairs of points, the upper one from derivatives. */
function searchedModulus(target: Target, radius: Interval): Interval {
  return interval(encloseModulus(target, radius.lo).lower, encloseModulus(target, radius.hi).upper);
}

function leakageOf(target: Target, layer: MaxAffineLayer, p: Interval, { leakage }: LpVariant): Interval {
  if (leakage === 'none') return system.literal('0');
  if (leakage === 'spread') return averageMaskLeakage(layer, p);
  const { lower, upper } = encloseOscillation(target);
  const averages = layer.averages!.ends.map(() => 0);
  const outputs = target.expression.outputs.length;
  // One key whose columns differ by the oscillation stands for σ = osc f.
  averages.set([0, 0, lower, upper].slice(0, 2 * outputs));
  return averageMaskLeakage({ ...layer, averages: { ends: averages } }, p);
}

/** The jumps strictly inside the domain that do not cancel, one for each hyperplane. */
export function jumpsInside(jumps: readonly Jump[], domain: DomainDescription): readonly Jump[] {
  return gatherJumps(jumps).filter(({ axis, at, height }) => {
    const [lower, upper] = domain[axis]!;
    return !isZero(height) && new Big(at).gt(lower) && new Big(at).lt(upper);
  });
}

/** Is the target constant but for a null set, by what it declares, so that only the mask can leak? */
export function isConstantLp({ target }: Pick<LpCase, 'target'>): boolean {
  switch (target.family) {
    case 'continuous':
      return target.modulus.kind === 'lipschitz' && isZero(target.modulus.constant);
    case 'ball':
      return isZero(target.height);
    case 'jumps':
      return isZero(target.lipschitz) && jumpsInside(target.jumps, target.domain).length === 0;
    case 'jump-sequence':
      return (
        isZero(target.lipschitz) && target.entries.every(({ jumps }) => jumpsInside(jumps, target.domain).length === 0)
      );
    case 'singular':
      return false;
    case 'given':
      return target.target.singularities.length === 0 && encloseLipschitz(target.target).upper === 0;
  }
}

/** Two tokens, 4 and −4 but for a small jump across the middle of the first axis of [0, 1]²: a weak mask leaks much. */
export function farApartColumns(domain: DomainDescription): IntegrableTargetDescription {
  return {
    family: 'jump-sequence',
    shape: { width: 1, tokens: 2 },
    entries: [
      { family: 'jumps', base: { family: 'constant', value: '4' }, jumps: [] },
      { family: 'jumps', base: { family: 'constant', value: '-4' }, jumps: [{ axis: 0, at: '0.5', height: '0.1' }] },
    ],
    domain,
    lipschitz: '0',
    hyperplanes: [{ axis: 0, at: '0.5' }],
  };
}

function isZero(text: string): boolean {
  return new Big(text).eq(0);
}

export function describeLpCase({ target, cells, inverseTemperature, exponent, near }: LpCase): string {
  const name = target.family === 'given' ? target.target.name : target.family;
  const domain =
    target.family === 'given'
      ? target.target.domain.map(({ lower, upper }) => `[${lower.text}, ${upper.text}]`)
      : target.domain.map(([lower, upper]) => `[${lower}, ${upper}]`);
  const phi =
    target.family === 'singular' || target.family === 'ball' ? `; φ ${near === 'zero' ? '= 0' : `within ${near}`}` : '';
  return `${name} target on ${domain.join(' × ')}; cells ${cells.join(' × ')}, R = ${inverseTemperature}, p = ${exponent}${phi}`;
}

/** Cells per axis for a given target of one, two or three inputs; others are not integrated. */
const CELLS_OF_GIVEN = [32, 8, 4];

/** Layers on a given target, for each of three exponents for which what it declares leaves it in L_p. */
export function givenLpCases(target: Target, build: (parameters: MaxAffineParameters) => MaxAffineLayer): LpCase[] {
  const inputs = target.domain.length;
  const cells = CELLS_OF_GIVEN[inputs - 1];
  if (cells === undefined) return [];
  const { grid, inverseTemperature, mask } = build({ cells, inverseTemperature: 'auto' });
  // Nothing can be averaged over an axis without length.
  if (grid.axes.some((axis) => isPointAxis(system, axis, axisValues(system, axis)))) return [];
  return ['1', '2', '4']
    .filter((p) => target.singularities.every(({ exponent }) => Number(exponent.text) * Number(p) < inputs))
    .map((exponent) => ({
      target: { family: 'given', target },
      cells: target.domain.map(() => cells),
      inverseTemperature: inverseTemperature.text,
      mask: mask.text,
      exponent,
      near: 'zero',
    }));
}

/** Largest exponent of the cases. */
const MOST_EXPONENT = '4';
/**
 * Singular targets are in L_p a little beyond it. A pole `r^{−α}` with αp near the number of inputs has much of its norm
 * within the last few doubles around its place, where only an upper bound is known.
 */
export const MOST_POWER = '5';

const exponents: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('1', '2', '4') },
  { weight: 1, arbitrary: realArbitrary({ min: '1', max: MOST_EXPONENT, digits: 2 }) },
);

export interface LpCaseConstraints {
  readonly inputs: { readonly min: number; readonly max: number };
  readonly product: number;
  readonly families?: readonly IntegrableFamilyName[];
}

/** Layers on integrable targets; the sharpness `R Σ s²` from far too soft to far too sharp. */
export function lpCases({ inputs, product, families }: LpCaseConstraints): fc.Arbitrary<LpCase> {
  const targets = integrableArbitrary({
    inputs,
    power: MOST_POWER,
    ...(families === undefined ? {} : { families }),
  });
  return fc
    .tuple(
      targets,
      layerCells(inputs.max, product),
      inverseTemperatureArbitrary({ min: '1e-2', max: '1e4' }),
      maskArbitrary(),
      exponents,
      realArbitrary({ min: '0.05', max: '4', digits: 2 }),
      fc.integer({ min: 0, max: 4 }),
    )
    .map(([target, counts, sharpness, mask, exponent, near, kind]) => {
      const cells = counts.slice(0, target.domain.length);
      const widths = approxCellWidths(target, cells);
      const square = widths.reduce((sum, s) => sum + s * s, 0);
      // For φ = 0 a ball that is small beside its cell attains the bound, and in several inputs no boxes show its volume so well.
      const isZero = kind === 0 && !(target.family === 'ball' && target.domain.length > 1);
      return {
        target,
        cells,
        inverseTemperature: shortDecimal(Number(sharpness) / square),
        mask,
        exponent,
        // In units of the cells' diagonal, where it matters.
        near: isZero ? 'zero' : shortDecimal(Number(near) * Math.sqrt(square)),
      };
    });
}

/** Layers on two columns that are constants, but for a small jump of one of them: what a weak mask leaks shows there. */
export const unequalColumnCases: fc.Arbitrary<LpCase> = fc
  .record({
    values: fc.tuple(
      realArbitrary({ min: '-4', max: '4', digits: 1 }),
      realArbitrary({ min: '-4', max: '4', digits: 1 }),
    ),
    height: realArbitrary({ min: '0', max: '0.5', digits: 1 }),
    count: fc.integer({ min: 1, max: 8 }),
    mask: realArbitrary({ min: '0', max: '2', digits: 1 }),
    exponent: fc.constantFrom('1', '2', '4'),
  })
  .map(({ values: [first, second], height, count, mask, exponent }) => {
    const plane = { axis: 0, at: '0.5' };
    const constant = (value: string) => ({ family: 'constant', value }) as const;
    const unit = ['0', '1'] as const;
    return {
      target: {
        family: 'jump-sequence',
        shape: { width: 1, tokens: 2 },
        entries: [
          { family: 'jumps', base: constant(first), jumps: [] },
          { family: 'jumps', base: constant(second), jumps: [{ ...plane, height }] },
        ],
        domain: [unit, unit],
        lipschitz: '0',
        hyperplanes: [plane],
      },
      cells: [count, count],
      inverseTemperature: String(100 * count * count),
      mask,
      exponent,
      near: 'zero',
    };
  });
