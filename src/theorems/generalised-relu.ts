/**
 * Truncation is a generalised ReLU: clipped ReLU, hard tanh, ReLU on a bounded domain, leaky ReLU as a sum of two heads.
 *
 * Statement. Heads of p centred keys with step Δ, `e = Δ/2 + pΔ(p − 1)e^{−βΔ²}`. `Range_{[0,B]}` is the clipped ReLU and
 * `Range_{[−1,1]}` the hard tanh, each within e for every real y; `Range_{[0,B]}` is ReLU for y ≤ B, within e there; and on
 * [−B, B] leaky ReLU is `Range_{[0,B]}(y) − λ·Range_{[0,B]}(−y)`, within (1 + λ)e, 0 < λ ≤ 1.
 * Proof. The identities are exact; the errors are those of claim truncated-centred, and add up.
 * Certified: enclosures over intervals of queries that cover the domain.
 * Source: arXiv:2504.15956 (truncated linear functions as generalised ReLU); constants reconstructed, keys centred.
 */
import Big from 'big.js';
import fc from 'fast-check';
import { certifyFunction } from '../certify/certify-function.js';
import {
  activate,
  generalisedRelu as network,
  generalisedReluEvaluator,
  type Activation,
  type GeneralisedRelu,
} from '../constructions/generalised-relu.js';
import { encloseSharpness } from '../constructions/truncated-range.js';
import { truncatedSingleError } from '../constructions/truncated-single-error.js';
import { truncatedSingleEvaluator, type TruncatedSingle } from '../constructions/truncated-single.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { inverseTemperatureFor } from '../generators/inverse-temperature-for.js';
import { inverseTemperatureArbitrary } from '../generators/inverse-temperature.js';
import { keyCountArbitrary } from '../generators/key-count.js';
import { realArbitrary } from '../generators/real.js';
import { sharpnessArbitrary } from '../generators/sharpness.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { subDown, subUp } from '../numeric/directed.js';
import { float64System } from '../numeric/float64.js';
import { interval, intervalSystem, type Interval } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxFunctionPicture, approxRange } from './pictures/approx-truncation-picture.js';
import { bounded } from './pictures/picture.js';
import { decideTruncatedSingle, stepIn, type SingleBound } from './support/decide-truncated-single.js';
import { generalisedReluText } from './support/literal-weights.js';
import { SHOWN_DIGITS, stepResult } from './support/step-result.js';
import { rateFromCases } from './support/rate-study.js';
import { count, temperature } from './support/free-parameters.js';

export interface ReluCase {
  readonly activation: Activation;
  /** B, the end of the range and of the domain; without effect for hard tanh, which ends at ±1. */
  readonly end: string;
  /** λ; without effect but for leaky ReLU. */
  readonly slope: string;
  readonly cells: number;
  readonly beta: string;
}

const trueBound = (cells: number): SingleBound => ({ base: [1, 2], mass: cells * (cells - 1), decay: 1 });

function rangeOf({ activation, end }: Pick<ReluCase, 'activation' | 'end'>): {
  readonly a: string;
  readonly b: string;
} {
  return activation === 'hard-tanh' ? { a: '-1', b: '1' } : { a: '0', b: end };
}

function networkOf({ activation, end, slope, cells, beta }: ReluCase): GeneralisedRelu {
  const inverseTemperature = decimalConstant(beta);
  const [B, lambda] = [decimalConstant(end), decimalConstant(slope)];
  return network({ activation, end: B, slope: lambda, cells, inverseTemperature });
}

/** The head, or either head, of the network. */
function constructionOf(input: ReluCase): TruncatedSingle {
  return networkOf(input).head;
}

/** The sum of two heads: with `g` the error of one, in units of Δ, the error at `t = y/Δ` is `g(t) − λg(−t)`. */
function decideLeaky(input: ReluCase, budget: Budget, heads: 1 | 2): CaseResult {
  const system = intervalSystem;
  const construction = constructionOf(input);
  const { cells } = construction;
  const slope = system.literal(input.slope);
  const kappa = encloseSharpness(construction, cells, construction.inverseTemperature);
  const single = truncatedSingleError(cells, kappa, 'centred');
  // `single` counts from the first key, half a step inside.
  const g = (lower: number, upper: number): Interval => single(subDown(lower, 0.5), subUp(upper, 0.5));
  const error = (lower: number, upper: number): Interval =>
    system.sub(g(lower, upper), system.mul(slope, g(-upper, -lower)));
  const one = system.literal('1');
  const mass = system.mul(system.fromNumber(cells * (cells - 1)), system.exp(system.neg(kappa)));
  const factor = heads === 2 ? system.add(one, slope) : one;
  const allowed = system.mul(factor, system.add(system.literal('0.5'), mass));
  const found = certifyFunction(error, -cells, cells, { goal: allowed.lo, boxes: budget.boxes, cuts: [0] });
  const oneKey = heads === 2 && cells === 1;
  const verdict =
    oneKey || found.upper <= allowed.lo ? 'certified' : found.lower > allowed.hi ? 'refuted' : 'inconclusive';
  return stepResult(
    { lower: construction.lower, step: stepIn(decimalIntervalSystem(SHOWN_DIGITS), construction), offset: 0 },
    {
      verdict,
      method: oneKey ? 'exact' : 'enclosure',
      observed: interval(found.lower, found.upper),
      allowed,
      witness: found.witness,
      substantial: 2 * cells >= 16,
      note: oneKey
        ? 'one key per head: each output is B/2 in size, and at ±B the error is (1 + λ)B/2, exactly'
        : verdict === 'inconclusive'
          ? `${found.boxes} intervals did not separate the two sides`
          : undefined,
    },
  );
}

function decideRelu(input: ReluCase, budget: Budget): CaseResult {
  if (input.activation === 'leaky-relu') return decideLeaky(input, budget, 2);
  return decideTruncatedSingle(constructionOf(input), trueBound(input.cells), budget);
}

/** A layer whose range ends at 9/10 of the domain: looked at in the domain's last point. */
function decideShortRange(input: ReluCase, budget: Budget): CaseResult {
  if (input.activation !== 'relu') return decideRelu(input, budget);
  const short = { ...input, end: new Big(input.end).times('0.9').toFixed() };
  const sound = decideRelu(short, budget);
  const system = intervalSystem;
  const y = evaluateConstant(decimalConstant(input.end).expression, system);
  const error = system.abs(system.sub(y, truncatedSingleEvaluator(system, constructionOf(short))(y)));
  const construction = constructionOf(short);
  const kappa = encloseSharpness(construction, short.cells, construction.inverseTemperature);
  const mass = system.mul(system.fromNumber(short.cells * (short.cells - 1)), system.exp(system.neg(kappa)));
  const allowed = system.mul(stepIn(system, construction), system.add(system.literal('0.5'), mass));
  if (!(error.lo > allowed.hi)) return { ...sound, verdict: 'inconclusive' };
  const text = decimalIntervalSystem(SHOWN_DIGITS);
  return {
    ...sound,
    verdict: 'refuted',
    observed: { lower: text.fromNumber(error.lo).lo.toString(), upper: text.fromNumber(error.hi).hi.toString() },
    bound: text.fromNumber(allowed.lo).lo.toString(),
    ratio: error.lo / allowed.hi,
    witness: [input.end],
  };
}

const ends = fc.oneof(realArbitrary({ min: '0.25', max: '8', digits: 2 }), fc.constantFrom('1', '6', '100'));

const single: fc.Arbitrary<ReluCase> = fc
  .record({
    activation: fc.constantFrom<ReluCase['activation']>('relu', 'clipped-relu', 'hard-tanh'),
    end: ends,
    cells: keyCountArbitrary(),
    kappa: sharpnessArbitrary(),
  })
  .map(({ kappa, ...input }) => ({
    ...input,
    slope: '0',
    beta: inverseTemperatureFor(kappa, rangeOf(input), input.cells),
  }));

/** Sharpness up to 20: e^{−20} is well above the rounding errors of doubles. */
const leaky: fc.Arbitrary<ReluCase> = fc
  .record({
    end: ends,
    slope: realArbitrary({ min: '0.01', max: '1', digits: 2 }),
    cells: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 12 }), fc.integer({ min: 16, max: 100 })),
    kappa: inverseTemperatureArbitrary({ min: '1e-4', max: '20' }),
  })
  .map(({ kappa, ...input }) => ({
    ...input,
    activation: 'leaky-relu',
    beta: inverseTemperatureFor(kappa, { a: '0', b: input.end }, input.cells),
  }));

const edge = (
  activation: ReluCase['activation'],
  end: string,
  slope: string,
  cells: number,
  beta: string,
): ReluCase => ({
  activation,
  end,
  slope,
  cells,
  beta,
});

export const generalisedRelu: Claim<ReluCase> = {
  id: 'generalised-relu',
  title:
    'Attention computes clipped ReLU, hard tanh, ReLU and leaky ReLU on a bounded domain to within half a key step',
  source: { paper: 'arXiv:2504.15956', item: 'Section 3 (truncated linear functions as generalised ReLU)' },
  provenance: 'reconstructed',
  statement:
    '\\sup_{y \\le B} |\\mathrm{out}_{[0,B]}(y) - \\max(0, y)| \\le e, \\quad \\sup_{|y| \\le B} \\bigl|\\mathrm{out}_{[0,B]}(y) - \\lambda\\,\\mathrm{out}_{[0,B]}(-y) - \\max(\\lambda y, y)\\bigr| \\le (1+\\lambda)\\,e, \\quad e = \\tfrac{\\Delta}{2} + p\\Delta(p-1)e^{-\\beta\\Delta^2}',
  published: '\\max(|a|, |b|)\\,\\varepsilon_0 + \\frac{b-a}{p} \\text{ for } \\beta \\text{ large enough}',
  constructions: ['generalised-relu'],
  hypotheses: [
    'B > 0, at least as large as every input of a ReLU: without it the statement is false',
    'p ≥ 1 centred keys per head, β > 0',
    '0 < λ ≤ 1 for leaky ReLU, on [−B, B]',
  ],
  assumptions: [
    'ReLU needs a bounded domain, and B is its end; clipped ReLU and hard tanh hold on the whole line.',
    'One head and p⌈n/p⌉ keys for each truncated function, two heads for leaky ReLU; a sequence-wise map with a bias per position.',
    'β is chosen after p: for a given error it grows as p² ln p/B².',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'Published form: Range_{[a,b]} as a generalised ReLU, within max(|a|, |b|)·ε₀ + (b − a)/p. With centred keys (b − a)/2p takes the place of (b − a)/p.',
    'On [−B, B], max(λy, y) = Range_{[0,B]}(y) − λ·Range_{[0,B]}(−y): the errors of the two heads have equal signs at ±B, so that 1 + λ is attained as β → ∞.',
  ],
  aboutLayer: true,
  edgeCases: [
    edge('relu', '1', '0', 1, '1'),
    edge('leaky-relu', '2', '0.1', 1, '1'),
    edge('leaky-relu', '1', '1', 16, '4096'),
    edge('hard-tanh', '1', '0', 20, '1600'),
    edge('clipped-relu', '6', '0', 32, '1000'),
    edge('relu', '4', '0', 64, '256000000'),
  ],
  arbitrary: fc.oneof({ weight: 2, arbitrary: single }, { weight: 1, arbitrary: leaky }),
  free: [temperature('beta', 'β'), count('cells', 'p')],
  decide: decideRelu,
  describe: ({ activation, end, slope, cells, beta }) =>
    `${activation}${activation === 'hard-tanh' ? '' : ` up to ${end}`}${activation === 'leaky-relu' ? `, slope ${slope}` : ''}; ${cells} keys, β = ${beta}`,
  picture: (input, witness) => {
    const relu = networkOf(input);
    const [a, b] = approxRange(relu.head);
    const picture = approxFunctionPicture(
      {
        variable: 'y',
        names: [input.activation, 'attention'],
        domain: [input.activation === 'hard-tanh' ? 2 * a : -b, input.activation === 'hard-tanh' ? 2 * b : b],
        target: (y) => activate(float64System, relu, y),
        output: generalisedReluEvaluator(float64System, relu),
      },
      witness,
    );
    return bounded(picture);
  },
  weights: (input) => generalisedReluText(networkOf(input)),
  rate: rateFromCases(
    { family: 'ReLU up to 1 with N keys, β = 30N²', predicted: -1, sizes: [8, 16, 32, 64, 128] },
    (size) => edge('relu', '1', '0', size, String(30 * size * size)),
    decideRelu,
  ),
  mutants: [
    {
      id: 'range-ends-before-the-domain',
      description: 'a ReLU on y ≤ B from a layer whose range ends at 9B/10',
      arbitrary: single,
      decide: decideShortRange,
    },
    {
      id: 'second-head-without-error',
      description: 'leaky ReLU within e in place of (1 + λ)e',
      arbitrary: leaky,
      decide: (input, budget) =>
        input.activation === 'leaky-relu' ? decideLeaky(input, budget, 1) : decideRelu(input, budget),
    },
    {
      id: 'mass-of-other-keys-dropped',
      description: 'drops pΔ(p − 1)e^{−βΔ²}',
      arbitrary: single,
      decide: (input, budget) =>
        input.activation === 'leaky-relu'
          ? decideRelu(input, budget)
          : decideTruncatedSingle(constructionOf(input), { ...trueBound(input.cells), mass: 0 }, budget),
    },
  ],
};
