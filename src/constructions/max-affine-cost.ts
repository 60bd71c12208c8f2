/** What a max-affine layer costs, and what an auditor must see of it. */
import { axisValues, cellCentre } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { Interval } from '../numeric/interval.js';
import { intervalSystem as system } from '../numeric/interval.js';
import type { Construction, CostReport } from './construction.js';
import { keyBoxes } from './key-boxes.js';
import { maxAffineSizes } from './max-affine-weights.js';

/** The layer as a construction: id, parameters, cost. */
export function describeMaxAffine(layer: MaxAffineLayer): Construction {
  return {
    id: 'max-affine',
    parameters: {
      cells: layer.grid.axes.map(({ cells }) => cells).join(','),
      inverseTemperature: layer.inverseTemperature.text,
      mask: layer.mask.text,
    },
    cost: maxAffineCost(layer),
  };
}

/**
 * The cost report of a max-affine layer. Counts are exact; largest weight and score are upper bounds rounded up, the
 * score's over the whole box of the grid (attained at corners), the weight's from enclosures of the values at the keys.
 */
export function maxAffineCost(layer: MaxAffineLayer): CostReport {
  const { input, rows, columns } = maxAffineSizes(layer);
  const { width, tokens } = layer.shape;
  const [g, n, m] = [layer.grid.axes.length, BigInt(tokens), BigInt(rows.total)];
  const linear = BigInt(input.tokens) * (m * BigInt(input.width) + BigInt(input.tokens) * columns) + m * columns;
  const attention = m * (2n * (BigInt(g) + 1n + n) + BigInt(width)) + columns * n;
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

function boundLargestWeight(layer: MaxAffineLayer): number {
  const constants = [layer.inverseTemperature, layer.mask].map(({ expression }) =>
    evaluateConstant(expression, system),
  );
  const ends = layer.grid.axes.map((gridAxis) => {
    const axis = axisValues(system, gridAxis);
    return system.max(system.abs(cellCentre(system, axis, 0)), system.abs(cellCentre(system, axis, axis.cells - 1)));
  });
  const square = ends.reduce((sum, end) => system.add(sum, system.powInteger(end, 2)), system.literal('0'));
  // 1 is an entry of every P_τ.
  let largest = magnitude([...constants, ...ends, system.div(square, system.literal('2')), system.literal('1')]);
  if (layer.averages !== undefined)
    return layer.averages.ends.reduce((most, end) => Math.max(most, Math.abs(end)), largest);
  for (const box of keyBoxes(system, layer.grid)) {
    largest = Math.max(largest, magnitude(evaluate(layer.values, system, box)));
  }
  return largest;
}

/**
 * `max |R(vᵀx − ‖v‖²/2) + M·1[i = i']|`. Per axis `vx − v²/2` is linear in `x`, and at `x = lo` (`hi`) it falls (rises) in
 * `v` over the centres: its extremes over the axis are among four corners.
 */
function boundLargestScore(layer: MaxAffineLayer): number {
  const half = system.literal('0.5');
  let least = system.literal('0');
  let most = system.literal('0');
  for (const gridAxis of layer.grid.axes) {
    const axis = axisValues(system, gridAxis);
    const corners = [axis.lower, axis.upper].flatMap((x) =>
      [0, axis.cells - 1].map((cell) => {
        const v = cellCentre(system, axis, cell);
        return system.mul(v, system.sub(x, system.mul(half, v)));
      }),
    );
    least = system.add(
      least,
      corners.reduce((a, b) => system.min(a, b)),
    );
    most = system.add(
      most,
      corners.reduce((a, b) => system.max(a, b)),
    );
  }
  const inverseTemperature = evaluateConstant(layer.inverseTemperature.expression, system);
  const mask = evaluateConstant(layer.mask.expression, system);
  return magnitude([system.mul(inverseTemperature, least), system.add(system.mul(inverseTemperature, most), mask)]);
}

function magnitude(values: readonly Interval[]): number {
  return Math.max(...values.map((value) => system.upper(system.abs(value))));
}
