/**
 * Beyond the end of the range the published error of truncated linear attention is attained, at every temperature.
 *
 * Statement. With the published keys `L_k = a + kΔ`, k = 0 … p − 1, at every y ≥ b and for every β > 0:
 * `|out(y) − b| = Δ + Σ_k w_k(y)(L_{p−1} − L_k) ≥ Δ`, strictly for p ≥ 2 and a < b, with limit Δ as β → ∞ or y → ∞.
 * Proof. The output is a mean of keys, none of which exceeds `L_{p−1} = b − Δ`.
 * Certified: the excess `(|out(y) − b| − Δ)/Δ` is enclosed by itself in decimal intervals, so that its sign and size are
 * known even where e^{−βΔ²} is far below any rounding error of Δ.
 * Source: ours; it is why (b − a)/p in arXiv:2504.15956, Theorem 3.4 cannot be improved with these keys.
 */
import fc from 'fast-check';
import { truncatedSingle, truncatedSingleEvaluator, type TruncatedSingle } from '../constructions/truncated-single.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import { realArbitrary } from '../generators/real.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { interval, intervalSystem, type Interval } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxTruncationPicture } from './pictures/approx-truncation-picture.js';
import { truncatedSingleText } from './support/literal-weights.js';
import { excessBehind, stepIn } from './support/decide-truncated-single.js';
import { pointRange } from './support/step-result.js';
import { lowerText, upperText } from './support/text.js';
import {
  describeRange,
  isPoint,
  rangeOf,
  truncatedSingleCases,
  type TruncatedSingleCase,
} from './support/truncated-case.js';
import { count, noResource, temperature } from './support/free-parameters.js';

export interface EndCase extends TruncatedSingleCase {
  /** `(y − b)/Δ ≥ 0`: the query is this many steps beyond the range. */
  readonly beyond: string;
}

/** What is claimed of `error/Δ − 1`, given `κ = βΔ²`: that it is at least 0, or (wrongly) at most something below. */
type Reading =
  | { readonly kind: 'at-least-a-step' }
  | {
      readonly kind: 'at-most';
      readonly excess: (system: NumberSystem<DecimalInterval>, kappa: DecimalInterval) => DecimalInterval;
    };

const DIGITS = 25;

function constructionOf(input: EndCase): TruncatedSingle {
  const { cells, beta } = input;
  return truncatedSingle({ ...rangeOf(input), cells, inverseTemperature: decimalConstant(beta), keys: 'left' });
}

const shown = decimalIntervalSystem(DIGITS);

/** `|out(y) − b|` through the evaluator of the layer, in double intervals. */
function errorOfLayer(construction: TruncatedSingle, y: DecimalInterval): Interval {
  const out = truncatedSingleEvaluator(intervalSystem, construction)(interval(shown.lower(y), shown.upper(y)));
  const b = evaluateConstant(construction.upper.expression, intervalSystem);
  return intervalSystem.abs(intervalSystem.sub(b, out));
}

function overlaps(x: Interval, y: DecimalInterval): boolean {
  return x.lo <= shown.upper(y) && shown.lower(y) <= x.hi;
}

function decideEnd(input: EndCase, _budget: Budget, reading: Reading): CaseResult {
  if (isPoint(input)) return pointRange('0', '0', 'the range is one point: the step is 0, and so is the error');
  const construction = constructionOf(input);
  const system = decimalIntervalSystem(DIGITS);
  const one = system.literal('1');
  const step = stepIn(system, construction);
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const kappa = system.mul(beta, system.powInteger(step, 2));
  const beyond = system.literal(input.beyond);
  // The last key is a step before b, so the query is 1 + beyond steps behind it.
  const excess = excessBehind(system, kappa, system.add(one, beyond), input.cells - 1);
  const error = system.mul(step, system.add(one, excess));
  const y = system.add(evaluateConstant(construction.upper.expression, system), system.mul(step, beyond));
  const common = { method: 'enclosure' as const, substantial: input.cells >= 16, witness: [y.lo.toString()] };

  if (reading.kind === 'at-least-a-step') {
    // Δ ≤ error: both sides less Δ, over Δ. The layer's own evaluator must not say otherwise.
    const isSettled = system.lessOrEqual(system.literal('0'), excess) === true;
    const agrees = overlaps(errorOfLayer(construction, y), error);
    const oneKey = input.cells === 1;
    return {
      ...common,
      verdict: !agrees ? 'refuted' : isSettled ? 'certified' : 'inconclusive',
      ...(oneKey ? { method: 'exact', note: 'one key: the error at b is Δ, exactly' } : {}),
      observed: { lower: lowerText(step.lo), upper: upperText(step.hi) },
      bound: lowerText(error.lo),
      ratio: Math.min(1, system.toNumber(system.div(step, error))),
    };
  }
  const allowed = reading.excess(system, kappa);
  const claimed = system.mul(step, system.add(one, allowed));
  const holds = system.lessOrEqual(excess, allowed);
  return {
    ...common,
    verdict: holds === true ? 'certified' : holds === false ? 'refuted' : 'inconclusive',
    observed: { lower: lowerText(error.lo), upper: upperText(error.hi) },
    bound: lowerText(claimed.lo),
    ratio: system.toNumber(system.div(error, system.max(claimed, system.literal('1e-300')))),
  };
}

const arbitrary: fc.Arbitrary<EndCase> = fc
  .tuple(truncatedSingleCases, realArbitrary({ min: '0', max: '20', digits: 3 }))
  .map(([input, beyond]) => ({ ...input, beyond }));

const edge = (a: string, b: string, cells: number, beta: string, beyond: string): EndCase => ({
  a,
  b,
  cells,
  beta,
  beyond,
});

export const truncatedEndAttained: Claim<EndCase> = {
  id: 'truncated-end-attained',
  title: 'With the published keys the error at and beyond b is at least one key step, however large β is',
  source: { paper: '—', item: 'N4' },
  provenance: 'ours',
  statement:
    '|\\mathrm{out}(y) - b| = \\Delta + \\sum_k w_k(y)\\,(L_{p-1} - L_k) \\ge \\Delta = \\frac{b-a}{p} \\qquad \\forall y \\ge b,\\ \\forall \\beta > 0',
  constructions: ['truncated-single'],
  hypotheses: ['a ≤ b', 'p ≥ 1 keys a + kΔ, k = 0 … p − 1', 'β > 0', 'y ≥ b'],
  assumptions: [
    'It concerns keys at the left ends of their cells; centred keys halve the error (claim truncated-centred).',
    'β → ∞ does not help: only more keys do. One head, p keys, a sequence-wise map with a bias per position.',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'Published form: max(|a|, |b|)·ε₀ + (b − a)/p for inputs of a bounded set. Where that set reaches b, the term (b − a)/p is attained; sampling inside (a, b − Δ) alone sees half of it.',
    'The excess over Δ is a sum of positive terms of size e^{−βΔ²(1 + 2(y − L_{p−1})/Δ)}: it is enclosed by itself, without the common Δ.',
    'On the ray y ≥ b the output increases towards L_{p−1}: the error falls towards Δ and does not reach it unless p = 1.',
  ],
  aboutLayer: true,
  edgeCases: [
    edge('0', '1', 1, '1', '0'),
    edge('0.5', '0.5', 3, '1', '2'),
    edge('0', '1', 2, '4', '0'),
    edge('-1', '1', 16, '64000', '0'),
    edge('0', '1', 40, '1600000000', '20'),
    edge('0', '3', 20, '0.001', '1'),
  ],
  arbitrary,
  free: noResource([temperature('beta', 'β'), count('cells', 'p')]),
  decide: (input, budget) => decideEnd(input, budget, { kind: 'at-least-a-step' }),
  describe: (input) => `${input.cells} keys; ${describeRange(input)}; y = b + ${input.beyond}Δ`,
  picture: (input, witness) => approxTruncationPicture({ kind: 'single', ...constructionOf(input) }, witness),
  weights: (input) => truncatedSingleText(constructionOf(input)),
  mutants: [
    {
      id: 'vanishes-with-temperature',
      description: 'an error of at most Δ/(1 + κ), κ = βΔ²: a sharper softmax would help',
      decide: (input, budget) =>
        decideEnd(input, budget, {
          kind: 'at-most',
          excess: (system, kappa) =>
            system.sub(system.div(system.literal('1'), system.add(system.literal('1'), kappa)), system.literal('1')),
        }),
    },
    {
      id: 'half-a-step-when-sharp',
      description: 'an error of at most Δ/2 + Δ·e^{−κ}, as the nearest key inside the range gives',
      decide: (input, budget) =>
        decideEnd(input, budget, {
          kind: 'at-most',
          excess: (system, kappa) => system.sub(system.exp(system.neg(kappa)), system.literal('0.5')),
        }),
    },
    {
      id: 'attained-exactly',
      description: 'an error of at most Δ, without the weight of the other keys',
      decide: (input, budget) => decideEnd(input, budget, { kind: 'at-most', excess: (system) => system.literal('0') }),
    },
  ],
};
