/**
 * How wrong softmax weights are that a floating-point format computes.
 *
 * Statement. Scores `z_k` of a format with unit roundoff u, shifted algorithm (`exp(z_k − max z)`, their sum in any order, the
 * quotients), exp with relative error at most c_e u, nothing below the normal range:
 * `|ln(ŵ_k/w_k)| ≤ u(z_max − z_k) + u ln N + ln((1+c_e u)/(1−c_e u)) + N ln((1+u)/(1−u))`.
 * Proof. The rounded difference moves a term by e^{±u(z_max − z_k)}; since `N^{−u} S^{1+u} ≤ Σ e^{−(1+u)y}` and
 * `Σ e^{−(1−u)y} ≤ N^u S^{1−u}` (power means, S ≥ 1), the sum moves by N^{±u}; at most N − 1 additions and the quotient err by u.
 * Certified: the weights come from an exact emulation of the format, so that both sides are real numbers known by enclosures. The
 * emulated exponential is correctly rounded: c_e = 1.
 * Source: after Blanchard, Higham, Higham, IMA J. Numer. Anal. 41 (2021); the explicit form is ours.
 */
import fc from 'fast-check';
import { accumulations, type Accumulation } from '../formats/accumulate.js';
import { defaultEvaluation } from '../formats/evaluation-options.js';
import type { Format } from '../formats/format.js';
import { binaryFormats, formatOf } from '../formats/formats.js';
import { softmaxWeights } from '../formats/softmax-mean.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxSoftmax, approxWeightPairs } from './pictures/approx-weights-picture.js';
import { decideByEnclosures } from './support/decide-by-enclosures.js';
import { signed } from './support/scores.js';

export interface EvaluationErrorCase {
  readonly format: string;
  /** Orders of addition within the format itself. */
  readonly accumulation: Exclude<Accumulation, 'wide'>;
  /** Scores, numbers of the format, and how often each occurs. */
  readonly scores: readonly { readonly score: string; readonly times: number }[];
}

interface Variant {
  /** Is the rounding of `z_k − max z` there? */
  readonly differences: boolean;
  /** Additions and quotients that are counted, of N. */
  readonly sums: (keys: number) => number;
}

const TRUE_VARIANT: Variant = { differences: true, sums: (keys) => keys };

const orders = accumulations.filter((order): order is EvaluationErrorCase['accumulation'] => order !== 'wide');

/** Throws a `RangeError` for the name of no format. */
function knownFormat(name: string): Format<unknown> {
  const format = formatOf(name);
  if (format === undefined) throw new RangeError(`there is no format ${name}`);
  return format as unknown as Format<unknown>;
}

/** Terms of one score, all alike. */
interface Group<T> {
  readonly score: T;
  readonly weight: T;
  readonly times: number;
}

function weightsOf(input: EvaluationErrorCase): { format: Format<unknown>; groups: Group<unknown>[]; keys: number } {
  const format = knownFormat(input.format);
  const scores = input.scores.map(({ score }) => format.fromReal((system) => signed(system, score)));
  const all = input.scores.flatMap(({ times }, i) => new Array<unknown>(times).fill(scores[i]));
  const { weights } = softmaxWeights(format, { ...defaultEvaluation, accumulation: input.accumulation }, all);
  let place = 0;
  const groups = input.scores.map(({ times }, i) => {
    const weight = weights[place];
    place += times;
    return { score: scores[i], weight, times };
  });
  return { format, groups, keys: all.length };
}

/** Is nothing below the normal range? Equal terms have equal weights. */
function isNormal({ format, groups }: ReturnType<typeof weightsOf>): boolean {
  const most = groups.reduce((a, { score }) => Math.max(a, format.toNumber(score)), -Infinity);
  return groups.every(({ score, weight }) => {
    const power = format.toNumber(format.exp(format.sub(score, format.fromNumber(most))));
    return Math.min(power, format.toNumber(weight)) >= Math.max(format.smallestNormal, Number.MIN_VALUE);
  });
}

/** `2u` and the like, exactly; u is a power of two or of ten over two. */
function roundoff<S>(format: Format<unknown>, system: NumberSystem<S>): S {
  const digits = /^decimal-(\d+)$/.exec(format.name)?.[1];
  return system.literal(digits === undefined ? exactDecimal(format.unitRoundoff) : `5e-${digits}`);
}

/** The largest `|ln(ŵ_k/w_k)|` as a part of its bound. */
function largestShare<S>(
  system: NumberSystem<S>,
  { format, groups, keys }: ReturnType<typeof weightsOf>,
  v: Variant,
): S {
  const most = groups.reduce((a, { score }) => (format.less(a, score) ? score : a), groups[0].score);
  const gaps = groups.map(({ score }) => system.sub(format.in(most, system), format.in(score, system)));
  const count = (n: number): S => system.literal(String(n));
  const sum = groups
    .map(({ times }, i) => system.mul(count(times), system.exp(system.neg(gaps[i]))))
    .reduce((a, b) => system.add(a, b));
  const u = roundoff(format, system);
  const one = system.literal('1');
  const ofOne = system.log(system.div(system.add(one, u), system.sub(one, u)));
  const common = system.add(system.mul(u, system.log(count(keys))), system.mul(count(1 + v.sums(keys)), ofOne));
  const shares = groups.map(({ weight }, i) => {
    const observed = system.abs(
      system.add(system.log(format.in(weight, system)), system.add(gaps[i], system.log(sum))),
    );
    const bound = v.differences ? system.add(common, system.mul(u, gaps[i])) : common;
    return system.div(observed, bound);
  });
  return shares.reduce((a, b) => system.max(a, b));
}

function decideEvaluation(input: EvaluationErrorCase, budget: Budget, variant: Variant): CaseResult {
  const weights = weightsOf(input);
  if (!isNormal(weights)) {
    return {
      verdict: 'certified',
      method: 'exact',
      observed: { lower: '0', upper: '0' },
      bound: '1',
      ratio: 0,
      substantial: false,
      note: 'an exponential or a weight is below the normal range: nothing is claimed',
    };
  }
  return decideByEnclosures(
    {
      sides: (system) => ({ observed: largestShare(system, weights, variant), bound: system.literal('1') }),
      substantial: false,
    },
    budget,
  );
}

const decimals = ['decimal-3', 'decimal-7', 'decimal-20'];
const names = [...binaryFormats.map(({ name }) => name), ...decimals];

const cases: fc.Arbitrary<EvaluationErrorCase> = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom(...orders),
    fc.integer({ min: -4, max: 4 }),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 8 })), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map(([name, accumulation, place, drawn]) => {
    const format = knownFormat(name);
    const keys = drawn.reduce((sum, [, times]) => sum + times, 0);
    // So far may scores lie apart before anything leaves the normal range.
    const depth = format.smallestNormal > 0 ? -Math.log(format.smallestNormal) - Math.log(keys) - 0.5 : 40;
    const reach = Math.max(0, Math.min(depth, 60));
    const scores = drawn.map(([share, times]) => ({
      score: format.toText(format.fromNumber(place - share * reach)),
      times,
    }));
    return { format: name, accumulation, scores };
  });

const alike = (format: string, times: number): EvaluationErrorCase => ({
  format,
  accumulation: 'sequential',
  scores: [{ score: '0', times }],
});

export const evaluationError: Claim<EvaluationErrorCase> = {
  id: 'evaluation-error',
  title:
    'In a format with unit roundoff u, softmax weights are right to a factor within exp of u times gaps, logarithms and terms',
  source: { paper: 'IMA J. Numer. Anal. 41 (2021)', item: 'shifted algorithm (explicit form)' },
  provenance: 'ours',
  statement:
    '\\Bigl| \\ln \\frac{\\hat w_k}{w_k} \\Bigr| \\le u(z_{\\max} - z_k) + u \\ln N + \\ln\\frac{1 + c_e u}{1 - c_e u} + N \\ln\\frac{1+u}{1-u}',
  constructions: [],
  hypotheses: [
    'the scores are numbers of the format; the largest is subtracted first',
    'exp has relative error at most c_e u (here correctly rounded, c_e = 1)',
    'no exponential and no weight is below the normal range',
  ],
  assumptions: [
    'Only the softmax is meant: errors of the scores themselves are the claims softmax-perturbation and score-precision.',
    'Additions may be made in any order, since none has more than N − 1 in a row.',
  ],
  explanation: [
    'The observed quantity is the largest |ln(ŵ/w)| of a key as a part of its own bound, so that 1 is the bound.',
    'The format is emulated exactly, operation by operation; its numbers are rationals, and the exact weights are enclosed.',
  ],
  aboutLayer: false,
  edgeCases: [
    alike('float16', 1),
    alike('float16', 3000),
    alike('fp8-e4m3', 40),
    alike('fp8-e5m2', 10),
    { ...alike('bfloat16', 300), accumulation: 'pairwise' },
    {
      format: 'float32',
      accumulation: 'sequential',
      scores: [
        { score: '0.00000286102294921875', times: 1 },
        { score: '-64', times: 1 },
      ],
    },
    alike('float64', 7),
    alike('decimal-2', 120),
  ],
  arbitrary: cases,
  decide: (input, budget) => decideEvaluation(input, budget, TRUE_VARIANT),
  describe: ({ format, accumulation, scores }) =>
    `${format}, ${accumulation} sums: ${scores.map(({ score, times }) => `${times} × ${score}`).join(', ')}`,
  picture: (input) => {
    const { format, groups } = weightsOf(input);
    const each = <V>(value: (group: Group<unknown>) => V): V[] =>
      groups.flatMap((group) => new Array<V>(group.times).fill(value(group)));
    const scores = each(({ score }) => format.toNumber(score));
    const computed = each(({ weight }) => format.toNumber(weight));
    const names = [`softmax of ${input.format}`, 'softmax'] as const;
    return approxWeightPairs(names, { scores, weights: approxSoftmax(scores), others: computed });
  },
  mutants: [
    {
      id: 'exact-sums',
      description: 'the errors of sums and quotients are dropped',
      decide: (input, budget) => decideEvaluation(input, budget, { ...TRUE_VARIANT, sums: () => 0 }),
    },
    {
      id: 'as-if-pairwise',
      description: 'log₂ N additions are counted in place of N',
      decide: (input, budget) =>
        decideEvaluation(input, budget, { ...TRUE_VARIANT, sums: (keys) => Math.ceil(Math.log2(keys)) + 1 }),
    },
    {
      id: 'exact-differences',
      description: 'the rounding of z_k − max z is dropped',
      decide: (input, budget) => decideEvaluation(input, budget, { ...TRUE_VARIANT, differences: false }),
    },
  ],
};
