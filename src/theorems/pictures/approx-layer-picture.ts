/** Pictures of max-affine layers, and of other networks whose error is known at points. */
import { axisValues, type ProductGrid } from '../../approximation/grid.js';
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { productEvaluatorFloat64 } from '../../attention/product-float64.js';
import type { BoxError } from '../../certify/box-error.js';
import { compileFloat64 } from '../../expression/compile/index.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import type { Expression } from '../../expression/expression.js';
import type { Target } from '../../expression/target.js';
import { float64System } from '../../numeric/float64.js';
import { approxAxisWeights } from './approx-axis-weights.js';
import { approxNetworkPicture, type PicturedCells, type PicturedNetwork } from './approx-network-picture.js';
import type { Picture } from './picture.js';

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** `x`, or `x₁`, `x₂`, … */
function variablesOf({ domain }: Target): string[] {
  if (domain.length === 1) return ['x'];
  return domain.map((_, t) => `x${[...String(t + 1)].map((digit) => SUBSCRIPTS[Number(digit)]!).join('')}`);
}

/** The first output of a function of one number, in doubles. */
export function approxScalarFunction(expression: Expression): (x: number) => number {
  const evaluate = compileFloat64(expression);
  const out = new Float64Array(expression.outputs.length);
  return (x) => {
    evaluate(Float64Array.of(x), out);
    return out[0]!;
  };
}

export function approxDomain({ domain }: Target): readonly (readonly [lower: number, upper: number])[] {
  return domain.map(({ lower, upper }) => [
    evaluateConstant(lower.expression, float64System),
    evaluateConstant(upper.expression, float64System),
  ]);
}

function aboutTarget(target: Target): Pick<PicturedNetwork, 'variables' | 'domain' | 'outputs' | 'target'> {
  return {
    variables: variablesOf(target),
    domain: approxDomain(target),
    outputs: target.expression.outputs.length,
    target: compileFloat64(target.expression),
  };
}

export function approxCells({ axes }: ProductGrid): PicturedCells[] {
  return axes.map((axis) => {
    const { lower, width } = axisValues(float64System, axis);
    return { lower, width, count: axis.cells };
  });
}

/** A max-affine layer beside its target. */
export function approxLayerPicture(
  target: Target,
  layer: MaxAffineLayer,
  witness: readonly string[] | undefined,
): Picture | undefined {
  const about = aboutTarget(target);
  const output = productEvaluatorFloat64(layer);
  const value = new Float64Array(about.outputs);
  const cells = approxCells(layer.grid);
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, float64System);
  return approxNetworkPicture(
    {
      ...about,
      names: ['target f', 'attention layer'],
      difference: (x, out) => {
        about.target(x, value);
        output(x, out);
        for (let r = 0; r < out.length; r++) out[r]! -= value[r]!;
      },
      cells,
      weights: (t, u) => approxAxisWeights(cells[t]!, inverseTemperature, u),
    },
    witness,
  );
}

/** Any network whose error can be enclosed at points: the middle of that enclosure is shown. */
export function approxBoxErrorPicture(
  target: Target,
  error: BoxError,
  witness: readonly string[] | undefined,
  partition: Pick<PicturedNetwork, 'cells' | 'weights'> = {},
): Picture | undefined {
  const about = aboutTarget(target);
  const box = new Float64Array(2 * error.dimension);
  return approxNetworkPicture(
    {
      ...about,
      ...partition,
      names: ['target f', 'network'],
      difference: (x, out) => {
        x.forEach((u, t) => box.fill(u, 2 * t, 2 * t + 2));
        const largest = error.enclose(box);
        for (let r = 0; r < out.length; r++) {
          out[r] = largest < Infinity ? error.least[r]! + (error.greatest[r]! - error.least[r]!) / 2 : NaN;
        }
      },
    },
    witness,
  );
}
