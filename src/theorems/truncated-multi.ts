/**
 * Several attention heads of n keys each compute a truncated linear function, for every real y and every β.
 *
 * Statement. `n ≥ 3` tokens, `H` heads, `m = (n − 2)H`, `Δ = (b − a)/m`; head h has the keys `a + kΔ`,
 * k = h(n−2) − 1 … (h+1)(n−2), the values `L_k` inside and 0 at its two boundary keys, except `a` at the first head's left and
 * `b` at the last head's right. For all y ∈ R, all β > 0:
 * `|Σ_h out_h(y) − min(b, max(a, y))| ≤ Δ/2 + H(n − 1)·max(|a|, |b|, b − a)·e^{−βΔ²}`; in the shift-invariant variant
 * `b − a` stands for the maximum.
 * Proof. With all weight on the nearest keys, heads add up to the interpolation between neighbouring keys, within Δ/2 of y;
 * in each head the n − 1 other keys have relative weights of at most e^{−βΔ²} each.
 * Certified: the error over the whole real line, by enclosures over intervals of queries, rays included.
 * Source: arXiv:2504.15956, Theorem 3.9; constants reconstructed; the shift-invariant variant is ours.
 */
import Big from 'big.js';
import fc from 'fast-check';
import { certifyFunction, type FunctionEnclosure, type FunctionOptions } from '../certify/certify-function.js';
import { truncatedMultiError } from '../constructions/truncated-multi-error.js';
import {
  evaluateHeads,
  truncatedMulti,
  truncatedMultiHeads,
  type TruncatedMulti,
} from '../constructions/truncated-multi.js';
import { encloseSharpness, truncate } from '../constructions/truncated-range.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { headsArbitrary } from '../generators/heads.js';
import { inverseTemperatureFor } from '../generators/inverse-temperature-for.js';
import { inverseTemperatureArbitrary } from '../generators/inverse-temperature.js';
import { rangeArbitrary } from '../generators/range.js';
import { sharpnessArbitrary } from '../generators/sharpness.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { intervalSystem, interval, type Interval } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxTruncationPicture } from './pictures/approx-truncation-picture.js';
import { bounded } from './pictures/picture.js';
import { truncatedMultiText } from './support/literal-weights.js';
import { pointRange, SHOWN_DIGITS, stepResult } from './support/step-result.js';
import { describeRange, isPoint, rangeOf, type RangeCase } from './support/truncated-case.js';
import { RATE_TOLERANCE, rateFromCases } from './support/rate-study.js';
import { count, temperature } from './support/free-parameters.js';

export interface TruncatedMultiCase extends RangeCase {
  readonly tokens: number;
  readonly heads: number;
  readonly shiftInvariant: boolean;
}

/** The right-hand side as a theorem has it, or gets it wrong. */
interface Variant {
  /** Cells of a head of n keys: `m = cells(n)·H` in Δ/2. */
  readonly cells: (tokens: number) => number;
  readonly mass: boolean;
  /** Does the largest value enter, or b − a alone, as the shift-invariant variant may have it? */
  readonly largestValue: boolean;
}

const TRUE_VARIANT: Variant = { cells: (tokens) => tokens - 2, mass: true, largestValue: true };

function constructionOf(input: TruncatedMultiCase): TruncatedMulti {
  const { tokens, heads, beta, shiftInvariant } = input;
  return truncatedMulti({
    ...rangeOf(input),
    tokens,
    heads,
    shiftInvariant,
    inverseTemperature: decimalConstant(beta),
  });
}

/** `Δ = (b − a)/m`. */
function stepOf<T>(system: NumberSystem<T>, { lower, upper, tokens, heads }: TruncatedMulti): T {
  const length = system.sub(evaluateConstant(upper.expression, system), evaluateConstant(lower.expression, system));
  return system.div(length, system.fromNumber((tokens - 2) * heads));
}

const shown = decimalIntervalSystem(SHOWN_DIGITS);

function doubles(x: DecimalInterval): Interval {
  return interval(shown.lower(x), shown.upper(x));
}

/** The right-hand side over Δ. */
function allowedIn(construction: TruncatedMulti, kappa: Interval, alpha: Interval, variant: Variant): Interval {
  const { tokens, heads, shiftInvariant } = construction;
  const system = intervalSystem;
  const cells = system.fromNumber((tokens - 2) * heads);
  const half = system.div(system.fromNumber(tokens - 2), system.fromNumber(2 * variant.cells(tokens)));
  if (!variant.mass) return half;
  const ends = system.max(system.abs(alpha), system.abs(system.add(alpha, cells)));
  const largest = shiftInvariant || !variant.largestValue ? cells : system.max(cells, ends);
  const count = system.fromNumber(heads * (tokens - 1));
  return system.add(half, system.mul(system.mul(count, largest), system.exp(system.neg(kappa))));
}

/** All keys coincide: the heads' values average to a(1 + (H − 1)(n − 2)/n), or to a exactly. */
function decidePoint({ a, tokens, heads, shiftInvariant }: TruncatedMultiCase): CaseResult {
  if (shiftInvariant) return pointRange('0', '0', 'the range is one point: all values are a in head 0 and 0 elsewhere');
  // The quotient is rounded for display; (H − 1)(n − 2) ≤ nH(n − 1) orders the sides exactly.
  const size = new Big(a).abs();
  const observed = size
    .times((heads - 1) * (tokens - 2))
    .div(tokens)
    .prec(17);
  const bound = size.times(heads * (tokens - 1));
  return pointRange(
    observed.toFixed(),
    bound.toFixed(),
    'the range is one point: all keys coincide, the error is |a|(H − 1)(n − 2)/n and the bound |a|H(n − 1)',
  );
}

/** Encloses the error over the real line, in steps: until it is on one side of a goal, or to within a relative tolerance. */
function encloseError(
  construction: TruncatedMulti,
  sharpness: Interval,
  alpha: Interval,
  options: Pick<FunctionOptions, 'goal' | 'relative' | 'boxes'>,
): FunctionEnclosure {
  const { tokens, heads, shiftInvariant } = construction;
  const cells = (tokens - 2) * heads;
  const origin = shiftInvariant ? intervalSystem.literal('0') : alpha;
  const error = truncatedMultiError({ tokens, heads, sharpness, origin });
  return certifyFunction(error, -Infinity, Infinity, { ...options, cuts: [-0.5, 0, cells, cells + 0.5] });
}

function decideMulti(input: TruncatedMultiCase, budget: Budget, variant: Variant, relative?: number): CaseResult {
  const construction = constructionOf(input);
  if (isPoint(input)) return decidePoint(input);
  const { tokens, heads, lower, inverseTemperature } = construction;
  const cells = (tokens - 2) * heads;
  const sharpness = encloseSharpness(construction, cells, inverseTemperature);
  const step = stepOf(shown, construction);
  const alpha = doubles(shown.div(evaluateConstant(lower.expression, shown), step));
  const allowed = allowedIn(construction, sharpness, alpha, variant);
  const found = encloseError(construction, sharpness, alpha, {
    ...(relative === undefined ? { goal: allowed.lo } : { relative }),
    boxes: budget.boxes,
  });
  const verdict = found.upper <= allowed.lo ? 'certified' : found.lower > allowed.hi ? 'refuted' : 'inconclusive';
  return stepResult(
    { lower, step, offset: 0 },
    {
      verdict,
      method: 'enclosure',
      observed: interval(found.lower, Math.min(found.upper, Number.MAX_VALUE)),
      allowed,
      witness: found.witness,
      substantial: tokens * heads >= 16,
      note: verdict === 'inconclusive' ? `${found.boxes} intervals did not separate the two sides` : undefined,
    },
  );
}

/** A layer in which one inner boundary key keeps its value `L_k`: looked at where that key is. */
function decideKeptValue(input: TruncatedMultiCase, budget: Budget): CaseResult {
  const sound = decideMulti(input, budget, TRUE_VARIANT);
  if (input.heads < 2 || isPoint(input)) return sound;
  const system = shown;
  const construction = constructionOf(input);
  const heads = truncatedMultiHeads(system, construction);
  const second = heads[1]!;
  const kept = { keys: second.keys, values: second.values.with(0, second.keys[0]!) };
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const y = second.keys[0]!;
  const out = evaluateHeads(system, heads.with(1, kept), beta, y);
  const observed = system.abs(system.sub(out, truncate(system, construction, y)));
  const bound = shown.literal(sound.bound);
  const slack = shown.add(bound, shown.mul(bound, shown.literal('1e-12')));
  if (system.less(slack, observed) !== true) return { ...sound, verdict: 'inconclusive' };
  return {
    ...sound,
    verdict: 'refuted',
    observed: { lower: observed.lo.toString(), upper: observed.hi.toString() },
    ratio: system.toNumber(system.div(observed, bound)),
    witness: [y.lo.toString()],
  };
}

function caseArbitrary(
  sharpness: fc.Arbitrary<string>,
  range = rangeArbitrary(),
  variants = fc.boolean(),
): fc.Arbitrary<TruncatedMultiCase> {
  return fc
    .tuple(range, headsArbitrary(), sharpness, variants)
    .map(([ends, { tokens, heads }, kappa, shiftInvariant]) => ({
      ...ends,
      tokens,
      heads,
      beta: inverseTemperatureFor(kappa, ends, (tokens - 2) * heads),
      shiftInvariant,
    }));
}

const edge = (a: string, b: string, tokens: number, heads: number, beta: string, shiftInvariant = false) => ({
  a,
  b,
  tokens,
  heads,
  beta,
  shiftInvariant,
});

export const truncatedMultiClaim: Claim<TruncatedMultiCase> = {
  id: 'truncated-multi',
  title: 'H heads of n keys compute a truncated linear function to within half of one of (n − 2)H steps',
  source: { paper: 'arXiv:2504.15956', item: 'Theorem 3.9' },
  provenance: 'reconstructed',
  statement:
    '\\Bigl| \\sum_{h<H} \\mathrm{out}_h(y) - \\min(b, \\max(a, y)) \\Bigr| \\le \\frac{\\Delta}{2} + H(n-1)\\max(|a|, |b|, b-a)\\,e^{-\\beta\\Delta^2}, \\quad \\Delta = \\frac{b-a}{(n-2)H}, \\quad \\forall y \\in \\mathbb{R}, \\beta > 0',
  published: '\\max(|a|, |b|)\\,\\varepsilon_0 + \\frac{b-a}{(n-2)H} \\text{ for } \\beta \\text{ large enough}',
  constructions: ['truncated-multi'],
  hypotheses: ['a ≤ b', 'n ≥ 3 tokens', 'H ≥ 1 heads', 'β > 0', 'one w for all tokens; t_i may differ'],
  assumptions: [
    'The map before attention is token-wise, A(X) = [X; I_n]: every token gets its position, n more rows.',
    'w is common to all tokens: a w_i of its own would be bilinear in token and position. Offsets t_i may differ.',
    'H heads with n keys each; each has 2(d + n) key, 2(d + n) query and d + n value weights; W_O is the identity.',
    'Scores grow as β·max(|a|, |b|)·|y|; β is chosen after n and H and grows as ((n − 2)H)²·ln(nH)/(b − a)².',
    'n ≤ 2 leaves no key inside a head: the construction refuses it.',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'Published form: max(|a|, |b|)·ε₀ + (b − a)/((n − 2)H) for some β. Ours has half of that step, because neighbouring heads share two keys and interpolate; β ≥ ln(2H(n − 1)/ε₀)/Δ² makes the rest at most max(|a|, |b|)·ε₀.',
    'In the shift-invariant variant a is subtracted from the values that are not 0 by definition, and added to all values of head 0; then b − a takes the place of max(|a|, |b|, b − a).',
    'The weight of keys with a value, over all heads, exceeds 1 by a sum of products of non-negative shares; the error is enclosed through it, so that a range far from 0 costs no accuracy.',
  ],
  aboutLayer: true,
  edgeCases: [
    edge('0', '1', 3, 1, '1'),
    edge('0', '1', 3, 2, '16'),
    edge('2', '2', 4, 3, '1'),
    edge('2', '2', 4, 3, '1', true),
    edge('-1', '1', 6, 4, '25600'),
    edge('1000', '1001', 3, 16, '256'),
    edge('1000', '1001', 3, 16, '256', true),
    edge('-2', '0', 18, 1, '0.0001'),
  ],
  arbitrary: caseArbitrary(sharpnessArbitrary()),
  free: [temperature('beta', 'β'), count('heads', 'H')],
  decide: (input, budget) => decideMulti(input, budget, TRUE_VARIANT),
  describe: (input) =>
    `${input.heads} heads of ${input.tokens} keys; ${describeRange(input)}${input.shiftInvariant ? '; shift-invariant' : ''}`,
  picture: (input, witness) => bounded(approxTruncationPicture({ kind: 'multi', ...constructionOf(input) }, witness)),
  weights: (input) => truncatedMultiText(constructionOf(input)),
  rate: rateFromCases(
    { family: '[0, 1] with N heads of 4 keys, β = 30m², m = 2N', predicted: -1, sizes: [2, 4, 8, 16, 32] },
    (size) => edge('0', '1', 4, size, String(120 * size * size)),
    (input, budget) => decideMulti(input, budget, TRUE_VARIANT, RATE_TOLERANCE),
  ),
  mutants: [
    {
      id: 'boundary-key-counted',
      description: '(b − a)/((n − 1)H) in place of (b − a)/((n − 2)H), as if one boundary key made a cell',
      decide: (input, budget) => decideMulti(input, budget, { ...TRUE_VARIANT, cells: (tokens) => tokens - 1 }),
    },
    {
      id: 'mass-of-other-keys-dropped',
      description: 'drops H(n − 1)·max(|a|, |b|, b − a)·e^{−βΔ²}',
      decide: (input, budget) => decideMulti(input, budget, { ...TRUE_VARIANT, mass: false }),
    },
    {
      id: 'length-in-place-of-values',
      description: 'b − a in place of max(|a|, |b|, b − a), without making the values shift-invariant',
      arbitrary: caseArbitrary(
        inverseTemperatureArbitrary({ min: '0.5', max: '5' }),
        fc.integer({ min: 1, max: 5000 }).map((a) => ({ a: String(a), b: String(a + 1) })),
        fc.constant(false),
      ),
      decide: (input, budget) => decideMulti(input, budget, { ...TRUE_VARIANT, largestValue: false }),
    },
    {
      id: 'boundary-key-keeps-its-value',
      description: 'the second head’s left boundary key has the value L_k in place of 0',
      decide: decideKeptValue,
    },
  ],
};
