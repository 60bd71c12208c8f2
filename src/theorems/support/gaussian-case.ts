/** Cases of claims about attention at a finite temperature: a smooth target by value, cells, ghost cells, temperature, order, mask. */
import fc from 'fast-check';
import { gaussian, type GaussianLayer, type GaussianOrder } from '../../constructions/gaussian.js';
import { ConstructionError } from '../../constructions/construction.js';
import { buildTarget } from '../../generators/build-target.js';
import type { Monomial, SmoothFunction } from '../../generators/families/smooth.js';
import type { DescriptionOf, ScalarFunction, TargetDescription } from '../../generators/description.js';
import { inverseTemperatureArbitrary } from '../../generators/inverse-temperature.js';
import { maskArbitrary } from '../../generators/mask.js';
import { targetArbitrary } from '../../generators/target.js';
import { decimalConstant } from '../../expression/real-constant.js';
import type { Target } from '../../expression/target.js';
import { approxCellWidths, isSurelyNotConstant, shortDecimal, targetOf, type GivenTarget } from './layer-case.js';

export interface GaussianCase {
  readonly target: TargetDescription | GivenTarget;
  /** 2Q. */
  readonly order: GaussianOrder;
  readonly cells: readonly number[];
  /** Per side, axis by axis. */
  readonly ghosts: readonly number[];
  /** R > 0. */
  readonly inverseTemperature: string;
  /** M; without effect for one token. */
  readonly mask: string;
}

export function gaussianTarget({ target }: GaussianCase): Target {
  return targetOf(target);
}

export function gaussianLayer(target: Target, input: GaussianCase, ghosts = input.ghosts): GaussianLayer {
  return gaussian(target, input.order, {
    cells: input.cells,
    ghosts,
    inverseTemperature: decimalConstant(input.inverseTemperature),
    mask: decimalConstant(input.mask),
  });
}

/**
 * Smooth functions whose derivatives of all orders differ from 0 somewhere: of polynomials both sides of the bounds can agree to
 * more digits than doubles have.
 */
function isSmooth(f: ScalarFunction): boolean {
  if (f.family === 'ridge') {
    const hasSlope = f.terms.some(({ amplitude, weights }) => isNonzero(amplitude) && weights.some(isNonzero));
    return hasSlope && f.terms.every(({ profile }) => profile !== 'abs');
  }
  if (f.family !== 'smooth') return false;
  return f.terms.some(
    ({ profile, amplitude, polynomial }) => profile !== 'identity' && isNonzero(amplitude) && varies(polynomial),
  );
}

const isNonzero = (text: string): boolean => Number(text) !== 0;

/** Is anything but a constant left when monomials of the same powers are added? */
function varies(polynomial: readonly Monomial[]): boolean {
  const sums = new Map<string, number>();
  for (const { coefficient, powers } of polynomial) {
    if (powers.some((power) => power > 0)) {
      sums.set(powers.join(), (sums.get(powers.join()) ?? 0) + Math.round(10 * Number(coefficient)));
    }
  }
  return [...sums.values()].some((sum) => sum !== 0);
}

function isSmoothTarget(target: TargetDescription): boolean {
  const isRight = target.family === 'sequence' ? target.entries.every(isSmooth) : isSmooth(target);
  return isRight && isSurelyNotConstant(buildTarget(target));
}

/** Smooth targets of one input, valid on the whole line. */
export function smoothTargets(): fc.Arbitrary<TargetDescription> {
  const families = ['smooth', 'ridge'] as const;
  return targetArbitrary({ inputs: { min: 1, max: 1 }, families, sequence: false }).filter(isSmoothTarget);
}

/** Sequence to sequence, two tokens of one number each. */
export function smoothSequences(): fc.Arbitrary<TargetDescription> {
  return fc.tuple(gentleTargets(2), gentleTargets(2)).map(([first, second]) => ({
    family: 'sequence',
    domain: first.domain,
    shape: { width: 1, tokens: 2 },
    entries: [first, second].map(({ terms }) => ({ family: 'smooth', terms })),
  }));
}

const tenths = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((n) => String(n / 10));

/** `Σ amplitude · φ(aᵀx + b)`, φ = sin or exp, on the unit square or cube: gentle enough for the coarse grids of several inputs. */
export function gentleTargets(inputs: number): fc.Arbitrary<DescriptionOf<SmoothFunction>> {
  const powers = Array.from({ length: inputs }, (_, t) => Array.from({ length: inputs }, (__, i) => (i === t ? 1 : 0)));
  const term = fc.record({
    amplitude: fc.oneof(tenths(5, 20), tenths(-20, -5)),
    profile: fc.constantFrom('sin', 'exp'),
    weights: fc.array(fc.oneof(tenths(3, 20), tenths(-20, -3)), { minLength: inputs, maxLength: inputs }),
    shift: tenths(-10, 10),
  });
  return fc.array(term, { minLength: 1, maxLength: 2 }).map((terms) => ({
    family: 'smooth',
    domain: powers.map(() => ['0', '1'] as const),
    terms: terms.map(({ amplitude, profile, weights, shift }) => ({
      amplitude,
      profile,
      polynomial: [
        ...weights.map((coefficient, t) => ({ coefficient, powers: powers[t]! })),
        { coefficient: shift, powers: powers[0]!.map(() => 0) },
      ],
    })),
  }));
}

export interface GaussianConstraints {
  readonly targets: fc.Arbitrary<TargetDescription>;
  readonly inputs: number;
  readonly cells: readonly [least: number, most: number];
  readonly orders: readonly GaussianOrder[];
  /** Ends of κ of the smallest cells. */
  readonly kappa: readonly [least: string, most: string];
}

/** On axes of very different cell widths the partition along the longest is sharp: `max-affine-sup` is about those. */
const MOST_STRETCH = 2;

/** Layers with from hardly enough to plenty of ghost cells, though not more than cells. */
export function gaussianCases(constraints: GaussianConstraints): fc.Arbitrary<GaussianCase> {
  const { targets, inputs, cells, orders, kappa } = constraints;
  const range = { min: cells[0], max: cells[1] };
  return fc
    .record({
      target: targets,
      counts: fc.array(fc.integer(range), { minLength: inputs, maxLength: inputs }),
      sharpness: inverseTemperatureArbitrary({ min: kappa[0], max: kappa[1] }),
      reach: fc.integer({ min: 4, max: 11 }),
      order: fc.constantFrom(...orders),
      mask: maskArbitrary(),
    })
    .filter(({ target, counts }) => {
      const widths = approxCellWidths(target, counts.slice(0, target.domain.length));
      return Math.max(...widths) <= MOST_STRETCH * Math.min(...widths);
    })
    .map(({ target, counts, sharpness, reach, order, mask }) => {
      const count = counts.slice(0, target.domain.length);
      const widths = approxCellWidths(target, count);
      const least = Math.min(...widths);
      const ghosts = widths.map((width, t) =>
        Math.min(count[t]!, Math.ceil((reach * least) / (width * Math.sqrt(Number(sharpness))))),
      );
      const inverseTemperature = shortDecimal(Number(sharpness) / (least * least));
      return { target, order, cells: count, ghosts, inverseTemperature, mask };
    });
}

/** sin 3x on [0, 1] with N cells. */
export function wave(order: GaussianOrder, size: number, kappa: number, ghosts: number): GaussianCase {
  return {
    target: {
      family: 'ridge',
      terms: [{ amplitude: '1', profile: 'sin', weights: ['3'], shift: '0' }],
      domain: [['0', '1']],
      modulus: { kind: 'lipschitz', constant: '3' },
    },
    order,
    cells: [size],
    ghosts: [ghosts],
    inverseTemperature: String(Number((kappa * size * size).toPrecision(15))),
    mask: '0',
  };
}

/** A polynomial of one input on [0, 1]: `Σ coefficients_i x^i`. */
export function polynomial(
  coefficients: readonly string[],
  given: Omit<GaussianCase, 'target' | 'mask'>,
): GaussianCase {
  return {
    target: {
      family: 'smooth',
      terms: [
        {
          amplitude: '1',
          profile: 'identity',
          polynomial: coefficients.map((coefficient, power) => ({ coefficient, powers: [power] })),
        },
      ],
      domain: [['0', '1']],
    },
    mask: '0',
    ...given,
  };
}

/** Layers on a given target; none for one that has no derivatives, or no formula beyond its domain. */
export function givenGaussianCases(target: Target, orders: readonly GaussianOrder[]): GaussianCase[] {
  if (target.singularities.length > 0 || target.input.kind === 'cross' || target.domain.length > 3) return [];
  return orders.flatMap((order) => {
    const cells = target.domain.map(() => (target.domain.length > 2 ? 8 : 16));
    try {
      const layer = gaussian(target, order, { cells });
      return [
        {
          target: { family: 'given', target },
          order,
          cells,
          ghosts: layer.gaussian.ghosts,
          inverseTemperature: layer.inverseTemperature.text,
          mask: layer.mask.text,
        } satisfies GaussianCase,
      ];
    } catch (error) {
      if (error instanceof ConstructionError) return [];
      throw error;
    }
  });
}

export function describeGaussianCase({ target, order, cells, ghosts, inverseTemperature, mask }: GaussianCase): string {
  const domain =
    target.family === 'given'
      ? target.target.domain.map(({ lower, upper }) => `[${lower.text}, ${upper.text}]`)
      : target.domain.map(([lower, upper]) => `[${lower}, ${upper}]`);
  const name = target.family === 'given' ? target.target.name : target.family;
  const tokens = target.family === 'sequence' ? `, mask ${mask}` : '';
  return (
    `${name} target on ${domain.join(' × ')}; order ${order}, cells ${cells.join(' × ')}, ` +
    `ghosts ${ghosts.join(' × ')}, R = ${inverseTemperature}${tokens}`
  );
}
