/**
 * How fast errors are certified: boxes per second, against evaluating the layer at as many points in float64.
 *
 * Both solve `sin(6xy + 1)cos(5x − 3y)` on the unit square, which has no product structure, at `R = 4 ln(10⁶)/s²`. A
 * ratio of 3 says that enclosing a box costs as much as three float64 evaluations of the layer.
 */
import { productEvaluatorFloat64 } from '../src/attention/product-float64.js';
import { certifyPartition } from '../src/check/certify-partition.js';
import { certifySupNorm } from '../src/certify/index.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { ExpressionBuilder } from '../src/expression/builder.js';
import { doubleConstant } from '../src/expression/real-constant.js';
import type { Target } from '../src/expression/target.js';
import { compare, type BenchRow } from './bench.js';

function twisted(): Target {
  const b = new ExpressionBuilder();
  const [x, y] = [b.input(0), b.input(1)];
  const times = (factor: string, of: number): number => b.binary('mul', b.literal(factor), of);
  const inner = b.binary('add', b.binary('mul', times('6', x), y), b.literal('1'));
  const value = b.binary('mul', b.unary('sin', inner), b.unary('cos', b.binary('sub', times('5', x), times('3', y))));
  const axis = { lower: doubleConstant(0), upper: doubleConstant(1) };
  return {
    name: 'twisted',
    domain: [axis, axis],
    input: { kind: 'scalars' },
    output: { width: 1, tokens: 1 },
    expression: b.finish(2, [value]),
    ghost: true,
    singularities: [],
  };
}

function certifying(cells: number, relative: number): BenchRow {
  const target = twisted();
  const layer = maxAffine(target, { cells, inverseTemperature: 'auto' });
  const { boxes, solverSeconds } = certifySupNorm(layer, target, { relative });
  const evaluate = productEvaluatorFloat64(layer);
  const point = new Float64Array(2);
  const out = new Float64Array(1);
  const perSecond = Math.round(boxes / solverSeconds);
  return compare(
    `certify P = ${cells} to ${relative} / float64 at ${boxes} points (first run: ${perSecond} boxes per second)`,
    () => certifySupNorm(layer, target, { relative }),
    () => {
      for (let i = 0; i < boxes; i++) {
        point[0] = (i * 0.6180339887498949) % 1;
        point[1] = (i * 0.7548776662466927) % 1;
        evaluate(point, out);
      }
    },
  );
}

/** Keys of a grid told one by one, against the grid itself: what knowing the product structure is worth. */
function withoutStructure(cells: number, relative: number): BenchRow {
  const target = twisted();
  const layer = maxAffine(target, { cells, inverseTemperature: { kappa: '55' } });
  const keys = Float64Array.from(
    { length: 2 * cells ** 2 },
    (_, i) => ((i % 2 === 0 ? Math.floor(i / 2 / cells) : (i >> 1) % cells) + 0.5) / cells,
  );
  const partition = { inputs: 2, outputs: 1, keys, inverseTemperature: 55 * cells ** 2 };
  const [own, grid] = [certifyPartition(partition, target, { relative }), certifySupNorm(layer, target, { relative })];
  return compare(
    `certify P = ${cells} to ${relative}: as a partition (${own.report.boxes} boxes) / as a grid (${grid.boxes} boxes)`,
    () => certifyPartition(partition, target, { relative }),
    () => certifySupNorm(layer, target, { relative }),
  );
}

export function benchCertifier(): readonly BenchRow[] {
  return [certifying(16, 0.01), certifying(32, 0.01), certifying(64, 0.05), withoutStructure(32, 0.05)];
}
