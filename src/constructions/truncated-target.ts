/**
 * Truncated attention of the input itself, `out(x) ≈ Range_{[a,b]}(x)`, as an approximation of a target of one input.
 *
 * *Statement.* With the error `e` of the truncation (T1, T2), in every norm over the domain `U` of `f`
 *
 *     ‖out − f‖ ≤ e·‖1‖ + ‖f − Range‖,      ‖1‖ = 1 for the supremum, |U|^{1/p} in L_p.
 *
 * For a target that is the truncation on its domain, such as a ReLU, the bound is the theorem's own.
 * *Certified.* `out − f = (out − Range) + (Range − f)`, each part enclosed over intervals of inputs; an unbounded `f` in L_p by
 * its declared power law, `out` being bounded. Source: arXiv:2504.15956 for `e`; the comparison is the triangle inequality.
 */
import { domainBoxes } from '../approximation/box.js';
import type { ErrorNorm } from '../approximation/error-norm.js';
import type { BoxError } from '../certify/box-error.js';
import { certifyBoxError } from '../certify/certify-box-error.js';
import { certifyLpNorm } from '../certify/certify-lp-norm.js';
import { functionLpProblem } from '../certify/function-lp-problem.js';
import type { LpNormOptions } from '../certify/lp-norm.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { copyConstant } from '../expression/rewrite.js';
import type { Target } from '../expression/target.js';
import { addDown, addUp } from '../numeric/directed.js';
import { intervalSystem as system } from '../numeric/interval.js';
import { pointwiseBound, type BoundEnclosure } from './bound-enclosure.js';
import { ExpansionError } from './expansion-error.js';
import type { RidgeExpansion } from './relu-expansion.js';
import { refusal, type TruncatedRange } from './truncated-range.js';
import { TruncationError } from './truncation-error.js';
import { truncationBound, type Truncation } from './truncation.js';

type OneInput = Pick<Target, 'domain' | 'expression' | 'singularities'>;

/** Work and accuracy of an enclosure of `‖f − Range‖`; a looser one only lowers the bound. */
const DISTANCE = { relative: 1e-3, boxes: 20_000 };

/** Throws `ConstructionError` `input` unless the target has one input and one output. */
export function checkOneInput({ expression }: Pick<Target, 'expression'>): void {
  const { inputs, outputs } = expression;
  if (inputs === 1 && outputs.length === 1) return;
  throw refusal(
    'input',
    `a target with inputs: ${inputs}, outputs: ${outputs.length}`,
    'truncated attention takes one number to one number',
    'Use a target of one input and one output, or a construction of several layers: two-layer, attention-softmax.',
  );
}

/** `f − Range_{[a,b]}` on the domain of `f`. */
export function beyondRange({ domain, expression, singularities }: OneInput, range: TruncatedRange): OneInput {
  const builder = new ExpressionBuilder(expression);
  const [a, b] = [range.lower, range.upper].map((end) => copyConstant(builder, end));
  const truncated = builder.binary('min', b!, builder.binary('max', a!, builder.input(0)));
  const f = expression.outputs[0]!;
  // Equal subexpressions are shared: a target that is written as the truncation is the truncation.
  const difference = f === truncated ? builder.literal('0') : builder.binary('sub', f, truncated);
  return { domain, singularities, expression: builder.finish(1, [difference]) };
}

/** The function that is 0: what is left of `f − Range` as an error. */
const nothing: RidgeExpansion = {
  inputs: 1,
  outputs: 1,
  pieces: [],
  numbers: (numbers) => ({ constants: [numbers.literal('0')], ridges: [] }),
  error: (numbers) => numbers.literal('0'),
};

/** Encloses `out − f` over intervals of inputs. */
export class TruncatedTargetError implements BoxError {
  readonly dimension = 1;
  readonly least = new Float64Array(1);
  readonly greatest = new Float64Array(1);
  /** At least `|out(x)|` for every real `x`. */
  readonly largestOutput: number;
  /** `out − Range`. */
  readonly truncation: TruncationError;
  /** `Range − f`. */
  private readonly difference: ExpansionError;

  /** Throws `ConstructionError` `input` unless the target has one input and one output. */
  constructor(truncation: Truncation, target: OneInput) {
    checkOneInput(target);
    this.truncation = new TruncationError(truncation);
    this.difference = new ExpansionError(nothing, beyondRange(target, truncation));
    const ends = [truncation.lower, truncation.upper].map(({ expression }) => evaluateConstant(expression, system));
    const largest = Math.max(...ends.map((end) => system.upper(system.abs(end))));
    this.largestOutput = addUp(largest, this.truncation.largest);
  }

  enclose(box: Float64Array): number {
    if (this.difference.enclose(box) === Infinity) return Infinity;
    this.truncation.enclose(box[0]!, box[1]!);
    const least = addDown(this.truncation.lo, this.difference.least[0]!);
    const greatest = addUp(this.truncation.hi, this.difference.greatest[0]!);
    this.least[0] = least;
    this.greatest[0] = greatest;
    const largest = Math.max(-least, greatest);
    return Number.isNaN(largest) ? Infinity : largest;
  }
}

/** Encloses the right-hand side. `limits` may end the enclosure of `‖f − Range‖` early; both ends stay true. */
export function truncatedTargetBound(
  truncation: Truncation,
  target: OneInput,
  norm: ErrorNorm,
  limits: Pick<LpNormOptions, 'seconds' | 'stop'> = {},
): BoundEnclosure {
  const own = pointwiseBound(truncationBound(system, truncation), target.domain, norm);
  const beyond = beyondRange(target, truncation);
  // Where f is the truncation the distance is 0, which no relative accuracy reaches.
  const options = { ...DISTANCE, absolute: Math.max(0, 1e-3 * own.lo), ...limits };
  const distance =
    norm.exponent === undefined
      ? certifyBoxError(new ExpansionError(nothing, beyond), domainBoxes(beyond), options)
      : certifyLpNorm(functionLpProblem(beyond), norm.exponent, options);
  const { lo, hi } = system.add(own, { lo: distance.lower, hi: distance.upper, defined: true });
  // Both terms are norms; of a range of one point that is no double the first is enclosed around 0.
  return { lower: Math.max(0, lo), upper: hi, apart: distance.upper > 0 ? 'distance' : 'rounding' };
}
