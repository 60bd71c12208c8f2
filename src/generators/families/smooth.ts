/**
 * Smooth functions `f(x) = Σ_m amplitude_m · profile_m(p_m(z))`, `p_m` a polynomial of degree at most 3 in the relative
 * coordinates `z_t = (x_t − lower_t) / length_t` (`x_t − lower_t` on a one-point axis). Infinitely differentiable on the
 * whole space; no modulus is declared (for one, differentiate the expression).
 */
import type { NodeIndex } from '../../expression/expression.js';
import { axisLength } from '../engine/domain-engine.js';
import { drawDecimal, pick, repeat, type Random } from '../engine/draw.js';
import { exact, Exact, toText, ZERO } from '../engine/exact-decimal.js';
import { linearCombination } from '../engine/express.js';
import type { Family, Scope } from '../engine/family.js';
import { drawAmplitude, select, simplifyAmplitude, simplifyOffset } from '../engine/parameters.js';
import { simplifyChoice, simplifyFields, simplifyItems, simplifyList } from '../engine/simplify.js';

/** Simplest first. */
export const smoothProfiles = ['identity', 'sin', 'exp', 'tanh'] as const;
export type SmoothProfile = (typeof smoothProfiles)[number];

export interface Monomial {
  readonly coefficient: string;
  /** One exponent per input, 0 to 3, sum at most 3. */
  readonly powers: readonly number[];
}

export interface SmoothTerm {
  readonly amplitude: string;
  readonly profile: SmoothProfile;
  readonly polynomial: readonly Monomial[];
}

export interface SmoothFunction {
  readonly family: 'smooth';
  readonly terms: readonly SmoothTerm[];
}

const MOST_TERMS = 3;
const MOST_MONOMIALS = 3;
const MOST_DEGREE = 3;
const COEFFICIENT = { min: new Exact(-3), max: new Exact(3), digits: 1 };

function drawMonomial(random: Random, inputs: number): Monomial {
  const powers = repeat(inputs, () => 0);
  for (let degree = random.nextInt(0, MOST_DEGREE); degree > 0; degree--) powers[random.nextInt(0, inputs - 1)]! += 1;
  return { coefficient: toText(drawDecimal(random, COEFFICIENT)), powers };
}

const simplifyMonomial = simplifyFields<Monomial>({
  powers: simplifyItems(simplifyChoice([0, 1, 2, 3])),
  coefficient: simplifyOffset,
});

const simplifyTerm = simplifyFields<SmoothTerm>({
  polynomial: simplifyList(1, simplifyMonomial),
  profile: simplifyChoice(smoothProfiles),
  amplitude: simplifyAmplitude,
});

/** The relative coordinate of each input. */
function relativeCoordinates(scope: Scope): NodeIndex[] {
  const { builder, inputs, domain } = scope;
  return inputs.map((input, axis) => {
    const offset = toText(exact(domain[axis]![0]).neg());
    const shifted = linearCombination(scope, [{ coefficient: '1', node: input }], offset);
    const length = axisLength(domain[axis]!);
    return length.eq(ZERO) ? shifted : builder.binary('div', shifted, builder.literal(toText(length)));
  });
}

function expressTerm({ profile, polynomial }: SmoothTerm, scope: Scope, coordinates: readonly NodeIndex[]): NodeIndex {
  const { builder } = scope;
  const monomials = polynomial.map(({ coefficient, powers }) => {
    const factors = powers.flatMap((power, axis) =>
      power === 0 ? [] : [builder.powInteger(coordinates[axis]!, power)],
    );
    return {
      coefficient,
      node: factors.reduce((product, factor) => builder.binary('mul', product, factor), builder.literal('1')),
    };
  });
  const value = linearCombination(scope, monomials);
  return profile === 'identity' ? value : builder.unary(profile, value);
}

export const smoothFamily: Family<SmoothFunction> = {
  draw: (random, domain) => ({
    family: 'smooth',
    terms: repeat(random.nextInt(1, MOST_TERMS), () => ({
      amplitude: drawAmplitude(random),
      profile: pick(random, smoothProfiles),
      polynomial: repeat(random.nextInt(1, MOST_MONOMIALS), () => drawMonomial(random, domain.length)),
    })),
  }),
  simplify: simplifyFields<SmoothFunction>({ terms: simplifyList(1, simplifyTerm) }),
  selectInputs: (value, kept) => ({
    ...value,
    terms: value.terms.map((term) => ({
      ...term,
      polynomial: term.polynomial.map((monomial) => ({ ...monomial, powers: select(monomial.powers, kept) })),
    })),
  }),
  move: (value) => value,
  express: ({ terms }, scope) => {
    const coordinates = relativeCoordinates(scope);
    return linearCombination(
      scope,
      terms.map((term) => ({ coefficient: term.amplitude, node: expressTerm(term, scope, coordinates) })),
    );
  },
  modulus: () => undefined,
};
