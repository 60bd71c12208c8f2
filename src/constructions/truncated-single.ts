/**
 * Truncated linear attention with one head: `out(y) ≈ Range_{[a,b]}(y) = min(b, max(a, y))`.
 *
 * `p` keys `L_k`, which are also the values; scores `β(2L_k y − L_k²)`. With `Δ = (b − a)/p` the published keys are
 * `L_k = a + kΔ`, k = 0 … p − 1, the left ends of the cells; centred ones are `a + (k + ½)Δ`. For all y and all β > 0
 *
 *     |out(y) − Range(y)| ≤ Δ + (b − a)(p − 1)e^{−βΔ²}          (Δ/2 in place of Δ with centred keys).
 *
 * Up to a shift the score is `−β(y − L_k)²`: this is the max-affine layer (R = 2β) of the identity on a grid whose
 * centres are the keys, and its evaluator serves. `out` increases: its derivative is 2β times the variance of the keys.
 *
 * Source: arXiv:2504.15956, Theorem 3.4; constants reconstructed; centred keys are ours.
 */
import { cellCentre, axisValues } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { productEvaluator, type ProductOptions } from '../attention/product.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { NodeIndex } from '../expression/expression.js';
import { decimalConstant } from '../expression/real-constant.js';
import { copyConstant } from '../expression/rewrite.js';
import type { RealConstant } from '../expression/target.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { checkCount, checkInverseTemperature, checkRange, type TruncatedRange } from './truncated-range.js';

/** Where in its cell a key stands. */
export type KeyPlacement = 'left' | 'centred';

export interface TruncatedSingle extends TruncatedRange {
  /** `p ≥ 1`. */
  readonly cells: number;
  /** `β > 0`. */
  readonly inverseTemperature: RealConstant;
  readonly keys: KeyPlacement;
}

/** Checks the parameters. Throws `ConstructionError`: `domain`, `cells` or `inverse-temperature`. */
export function truncatedSingle(parameters: TruncatedSingle): TruncatedSingle {
  checkRange(parameters);
  checkCount('cells', parameters.cells, 1, 'cells', 'Give a positive integer.');
  checkInverseTemperature(parameters.inverseTemperature);
  return parameters;
}

/** The keys `L_0, …, L_{p−1}`. */
export function truncatedSingleKeys<T>(system: NumberSystem<T>, { lower, upper, cells, keys }: TruncatedSingle): T[] {
  const a = evaluateConstant(lower.expression, system);
  const b = evaluateConstant(upper.expression, system);
  const length = system.sub(b, a);
  const shift = keys === 'left' ? 0 : 1;
  // (2k + shift)/2p of the length: one quotient of exact integers.
  return Array.from({ length: cells }, (_, k) =>
    system.add(a, system.div(system.mul(length, system.fromNumber(2 * k + shift)), system.fromNumber(2 * cells))),
  );
}

/** The same function as a max-affine layer: R = 2β, the identity at the centres of a grid over `[L_0 − Δ/2, L_{p−1} + Δ/2]`. */
export function truncatedSingleLayer({
  lower,
  upper,
  cells,
  keys,
  inverseTemperature,
}: TruncatedSingle): MaxAffineLayer {
  const shifted = (end: RealConstant): RealConstant =>
    keys === 'left' ? halfStepBelow(end, lower, upper, cells) : end;
  const identity = new ExpressionBuilder();
  return {
    grid: { axes: [{ axis: { lower: shifted(lower), upper: shifted(upper) }, cells }] },
    inverseTemperature: twice(inverseTemperature),
    mask: decimalConstant('0'),
    shape: { width: 1, tokens: 1 },
    values: identity.finish(1, [identity.input(0)]),
  };
}

/**
 * `out` as a function of `y`, any real number; far keys are dropped, with their mass bounded, as `productEvaluator` does.
 * In enclosure systems sharp for points and wide for wide `y`; `encloseTruncatedSingle` is sharp for both.
 */
export function truncatedSingleEvaluator<T>(
  system: NumberSystem<T>,
  construction: TruncatedSingle,
  options: ProductOptions = {},
): (y: T) => T {
  const evaluate = productEvaluator(system, truncatedSingleLayer(construction), options);
  return (y) => evaluate([y])[0]!;
}

/**
 * Encloses `out` over all `y` of [lower, upper], whose ends may be infinite: `out` increases, so its range is found at
 * the ends, each a rigorous enclosure at a point. `lower ≤ upper`.
 */
export function encloseTruncatedSingle(construction: TruncatedSingle): (lower: number, upper: number) => Interval {
  const evaluate = truncatedSingleEvaluator(intervalSystem, construction);
  const axis = axisValues(intervalSystem, truncatedSingleLayer(construction).grid.axes[0]!);
  return (lower, upper) => ({
    lo: lower === -Infinity ? cellCentre(intervalSystem, axis, 0).lo : evaluate(intervalSystem.fromNumber(lower)).lo,
    hi:
      upper === Infinity
        ? cellCentre(intervalSystem, axis, axis.cells - 1).hi
        : evaluate(intervalSystem.fromNumber(upper)).hi,
    defined: true,
  });
}

/** `Δ + (b − a)(p − 1)e^{−βΔ²}`, with Δ/2 in place of the first Δ for centred keys. */
export function truncatedSingleBound<T>(system: NumberSystem<T>, construction: TruncatedSingle): T {
  const { lower, upper, cells, keys } = construction;
  const length = system.sub(evaluateConstant(upper.expression, system), evaluateConstant(lower.expression, system));
  const step = system.div(length, system.fromNumber(cells));
  const beta = evaluateConstant(construction.inverseTemperature.expression, system);
  const decay = system.exp(system.neg(system.mul(beta, system.powInteger(step, 2))));
  const others = system.mul(system.mul(length, system.fromNumber(cells - 1)), decay);
  return system.add(keys === 'left' ? step : system.div(step, system.literal('2')), others);
}

/** `end − (b − a)/2p`. */
function halfStepBelow(end: RealConstant, lower: RealConstant, upper: RealConstant, cells: number): RealConstant {
  const builder = new ExpressionBuilder();
  const [e, a, b] = [end, lower, upper].map((constant) => copyConstant(builder, constant)) as [
    NodeIndex,
    NodeIndex,
    NodeIndex,
  ];
  const half = builder.binary('div', builder.binary('sub', b, a), builder.literal(String(2 * cells)));
  return {
    text: `${end.text} - (${upper.text} - ${lower.text})/${2 * cells}`,
    expression: builder.finish(0, [builder.binary('sub', e, half)]),
  };
}

function twice(constant: RealConstant): RealConstant {
  const builder = new ExpressionBuilder();
  const doubled = builder.binary('mul', builder.literal('2'), copyConstant(builder, constant));
  return { text: `2*(${constant.text})`, expression: builder.finish(0, [doubled]) };
}
