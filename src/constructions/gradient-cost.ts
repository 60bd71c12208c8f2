/** What the gradient-descent layer costs, and what an auditor must see of it. */
import { axisValues, cellCentre } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import type { Construction, CostReport } from './construction.js';
import type { GradientLayer } from './gradient-layer.js';
import { lossDerivative } from './gradient-loss.js';
import { gradientSizes } from './gradient-weights.js';

/** One step as a construction: id, parameters, cost. */
export function describeGradientStep(layer: GradientLayer): Construction {
  return { id: 'gradient-step', parameters: parametersOf(layer), cost: gradientCost(layer) };
}

/** `T = steps` of them. The layers share their weights, which are counted once; each has one head. */
export function describeGradientDescent(layer: GradientLayer, steps: number): Construction {
  return {
    id: 'gradient-descent',
    parameters: { ...parametersOf(layer), steps: String(steps) },
    cost: gradientCost(layer),
  };
}

/**
 * The cost report of one layer. Counts are exact; largest weight and score are upper bounds rounded up, the score's over
 * all prompts whose residuals lie in `[−B, B]`.
 */
export function gradientCost(layer: GradientLayer): CostReport {
  const { prompt, rows, columns } = gradientSizes(layer);
  const n = BigInt(layer.examples);
  const [m, width, scored] = [BigInt(rows.total), BigInt(prompt.rows), BigInt(rows.weights)];
  const linear = 3n * (m * width + n * columns) + m * columns;
  const attention = m * (2n * scored + width) + columns * n;
  return {
    keys: columns,
    heads: 1,
    parameters: linear + attention,
    largestWeight: boundLargestWeight(layer),
    largestScore: boundLargestScore(layer),
    linearMaps: [
      { name: 'Linear', kind: 'sequence-wise', biasPerPosition: true },
      { name: 'W_O', kind: 'sequence-wise', biasPerPosition: false },
    ],
    scaleFolded: true,
  };
}

function parametersOf(layer: GradientLayer): Record<string, string> {
  const { loss, axis } = layer;
  return {
    loss: loss.kind === 'huber' ? `huber(${loss.threshold.text})` : loss.kind,
    examples: String(layer.examples),
    features: String(layer.features),
    residualBound: axis.axis.upper.text,
    cells: String(axis.cells),
    inverseTemperature: layer.inverseTemperature.text,
    mask: layer.mask.text,
    stepSize: layer.stepSize.text,
    ridge: layer.ridge.text,
  };
}

const value = ({ expression }: RealConstant): Interval => evaluateConstant(expression, system);

/** The 2 of `2L_k x_i` is always among the weights; `|L_k|` and `|ψ(L_k)|` are largest in an outermost cell. */
function boundLargestWeight(layer: GradientLayer): number {
  const axis = axisValues(system, layer.axis);
  const outermost = [0, axis.cells - 1].map((k) => cellCentre(system, axis, k));
  return magnitude([
    system.literal('2'),
    ...outermost,
    system.powInteger(outermost[1]!, 2),
    ...outermost.map((centre) => lossDerivative(system, layer.loss, centre)),
    value(layer.inverseTemperature),
    value(layer.mask),
    value(layer.ridge),
    system.div(value(layer.stepSize), system.fromNumber(layer.examples)),
  ]);
}

/** `max |β(2Lr − L²) + M·1[…]|`: linear in `r ∈ [−B, B]`, and at `r = B` growing with `L < B`. */
function boundLargestScore(layer: GradientLayer): number {
  const axis = axisValues(system, layer.axis);
  const last = cellCentre(system, axis, axis.cells - 1);
  const beta = value(layer.inverseTemperature);
  const doubled = system.add(axis.upper, axis.upper);
  const most = system.mul(beta, system.mul(last, system.sub(doubled, last)));
  const least = system.neg(system.mul(beta, system.mul(last, system.add(doubled, last))));
  return magnitude([least, system.add(most, value(layer.mask))]);
}

function magnitude(values: readonly Interval[]): number {
  return Math.max(...values.map((entry) => system.upper(system.abs(entry))));
}
