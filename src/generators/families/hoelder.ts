/**
 * Hölder functions `f(x) = Σ_m amplitude_m ‖x − centre_m‖₂^exponent`, `0 < exponent < 1`.
 *
 * `r ↦ r^α` is concave with value 0 at 0, hence subadditive: `|f(x) − f(y)| ≤ C‖x − y‖₂^α`, `C = Σ |amplitude_m|`
 * exactly. Attained at the centre when there is one term.
 */
import { drawCentre, movePoint, simplifyCentre } from '../engine/domain-engine.js';
import { pick, repeat } from '../engine/draw.js';
import { exact, toText, ZERO } from '../engine/exact-decimal.js';
import { distance, linearCombination } from '../engine/express.js';
import type { Family } from '../engine/family.js';
import { drawAmplitude, select, simplifyAmplitude } from '../engine/parameters.js';
import { simplifyChoice, simplifyFields, simplifyList } from '../engine/simplify.js';

/** Simplest first. */
export const hoelderExponents = ['0.5', '0.25', '0.75', '0.3'] as const;
export type HoelderExponent = (typeof hoelderExponents)[number];

export interface HoelderTerm {
  readonly amplitude: string;
  readonly centre: readonly string[];
}

export interface HoelderFunction {
  readonly family: 'hoelder';
  readonly exponent: HoelderExponent;
  readonly terms: readonly HoelderTerm[];
}

const MOST_TERMS = 3;

export const hoelderFamily: Family<HoelderFunction> = {
  draw: (random, domain) => ({
    family: 'hoelder',
    exponent: pick(random, hoelderExponents),
    terms: repeat(random.nextInt(1, MOST_TERMS), () => ({
      amplitude: drawAmplitude(random),
      centre: drawCentre(random, domain),
    })),
  }),
  simplify: (value, domain) =>
    simplifyFields<HoelderFunction>({
      terms: simplifyList(1, simplifyFields({ centre: simplifyCentre(domain), amplitude: simplifyAmplitude })),
      exponent: simplifyChoice(hoelderExponents),
    })(value),
  selectInputs: (value, kept) => ({
    ...value,
    terms: value.terms.map((term) => ({ ...term, centre: select(term.centre, kept) })),
  }),
  move: (value, from, to) => ({
    ...value,
    terms: value.terms.map((term) => ({ ...term, centre: movePoint(term.centre, from, to) })),
  }),
  express: ({ exponent, terms }, scope) => {
    const { builder } = scope;
    return linearCombination(
      scope,
      terms.map(({ amplitude, centre }) => ({
        coefficient: amplitude,
        node: builder.binary('pow', distance(scope, centre), builder.literal(exponent)),
      })),
    );
  },
  modulus: ({ exponent, terms }) => ({
    kind: 'hoelder',
    constant: toText(terms.reduce((sum, { amplitude }) => sum.plus(exact(amplitude).abs()), ZERO)),
    exponent,
  }),
};
