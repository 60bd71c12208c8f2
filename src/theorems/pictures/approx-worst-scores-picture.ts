/** A layer with one input whose scores are wrong by at most `η`, in the worst way at every point, in doubles and without any bound. */
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import type { Target } from '../../expression/target.js';
import { float64System } from '../../numeric/float64.js';
import { approxAxisWeights } from './approx-axis-weights.js';
import { approxCells, approxDomain, approxScalarFunction } from './approx-layer-picture.js';
import { approxFunctionPicture } from './approx-truncation-picture.js';
import type { Picture } from './picture.js';

export function approxWorstScoresPicture(
  target: Target,
  layer: MaxAffineLayer,
  eta: number,
  witness: readonly string[] | undefined,
): Picture | undefined {
  const [cells] = approxCells(layer.grid);
  const evaluateTarget = approxScalarFunction(target.expression);
  const evaluateValues = approxScalarFunction(layer.values);
  const values = Array.from({ length: cells!.count }, (_, k) =>
    evaluateValues(cells!.lower + (k + 0.5) * cells!.width),
  );
  const rising = values.map((_, k) => k).sort((a, b) => values[a]! - values[b]!);
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, float64System);
  const [domain] = approxDomain(target);
  return approxFunctionPicture(
    {
      variable: 'x',
      names: ['target f', 'worst scores within η'],
      domain: domain!,
      target: evaluateTarget,
      output: (x) => {
        const weights = approxAxisWeights(cells!, inverseTemperature, x);
        const f = evaluateTarget(x);
        const means = [rising, rising.toReversed()].flatMap((order) => favouredMeans(order, values, weights, eta));
        return means.reduce((worst, mean) => (Math.abs(mean - f) > Math.abs(worst - f) ? mean : worst));
      },
      cells: [cells!],
    },
    witness,
  );
}

/** Means in which the last 0, 1, … keys of an order are favoured by `e^{2η}`. */
function favouredMeans(
  order: readonly number[],
  values: readonly number[],
  weights: Float64Array,
  eta: number,
): readonly number[] {
  // What the others lose, the favoured need not gain: their factor may overflow.
  const left = Math.exp(-2 * eta);
  return order.map((_, favoured) => {
    let [sum, mass] = [0, 0];
    order.forEach((k, place) => {
      const weight = weights[k]! * (place < favoured ? left : 1);
      sum += weight * values[k]!;
      mass += weight;
    });
    return sum / mass;
  });
}
