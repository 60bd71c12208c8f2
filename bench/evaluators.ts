/**
 * The two evaluators of one definition, and the number systems under the faster one.
 *
 * The literal evaluator stores the weight matrices and sums `G = Π P_t` keys with `G` exponentials; the product
 * evaluator needs `Σ P_t` exponentials and drops keys of negligible weight. Layers interpolate `sin 3x` and
 * `sin 3x + cos 2y` on the unit cube at `R = 4 ln(10⁶)/s²`.
 */
import { productEvaluatorFloat64 } from '../src/attention/product-float64.js';
import { evaluateProduct, productEvaluator } from '../src/attention/product.js';
import { evaluateLiteral } from '../src/constructions/max-affine-weights.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { ExpressionBuilder } from '../src/expression/builder.js';
import { doubleConstant } from '../src/expression/real-constant.js';
import type { Target } from '../src/expression/target.js';
import { decimalSystem } from '../src/numeric/decimal.js';
import { float64System } from '../src/numeric/float64.js';
import { intervalSystem } from '../src/numeric/interval.js';
import type { NumberSystem } from '../src/numeric/number-system.js';
import { compare, type BenchRow } from './bench.js';

/** `sin 3x_0 + cos 2x_1 + cos 2x_2 + …` on `[0, 1]^dimension`. */
function wave(dimension: number): Target {
  const b = new ExpressionBuilder();
  let sum = b.unary('sin', b.binary('mul', b.literal('3'), b.input(0)));
  for (let t = 1; t < dimension; t++) {
    sum = b.binary('add', sum, b.unary('cos', b.binary('mul', b.literal('2'), b.input(t))));
  }
  return {
    name: `wave-${dimension}`,
    domain: Array.from({ length: dimension }, () => ({ lower: doubleConstant(0), upper: doubleConstant(1) })),
    input: { kind: 'scalars' },
    output: { width: 1, tokens: 1 },
    expression: b.finish(dimension, [sum]),
    ghost: true,
    singularities: [],
  };
}

function layerOf(dimension: number, cells: number): ReturnType<typeof maxAffine> {
  return maxAffine(wave(dimension), { cells, inverseTemperature: 'auto' });
}

/** Points that meet every cell boundary and centre sooner or later: multiples of the golden ratio, modulo 1. */
function walk<T>(system: NumberSystem<T>, dimension: number, points: number): () => readonly T[] {
  const path = Array.from({ length: points }, (_, i) =>
    Array.from({ length: dimension }, (_unused, t) => system.fromNumber(((i + 1) * 0.6180339887498949 * (t + 1)) % 1)),
  );
  let next = 0;
  return () => path[next++ % points]!;
}

function size(dimension: number, cells: number): string {
  return `${cells ** dimension} keys in ${dimension} ${dimension === 1 ? 'input' : 'inputs'}`;
}

/** Both set the layer up and evaluate one point. */
function literalOverProduct<T>(system: NumberSystem<T>, dimension: number, cells: number): BenchRow {
  const layer = layerOf(dimension, cells);
  const x = walk(system, dimension, 64);
  return compare(
    `literal / product, ${system.name}, ${size(dimension, cells)}`,
    () => evaluateLiteral(system, layer, x()),
    () => evaluateProduct(system, layer, x()),
  );
}

/** Both keep the values at keys they have met. */
function overFloat64<T>(system: NumberSystem<T>, dimension: number, cells: number): BenchRow {
  const layer = layerOf(dimension, cells);
  const slow = productEvaluator(system, layer);
  const fast = productEvaluatorFloat64(layer);
  const x = walk(system, dimension, 64);
  const y = walk(float64System, dimension, 64);
  const point = new Float64Array(dimension);
  const out = new Float64Array(1);
  return compare(
    `product ${system.name} / product float64, ${size(dimension, cells)}`,
    () => slow(x()),
    () => {
      point.set(y());
      fast(point, out);
    },
  );
}

export function benchEvaluators(): BenchRow[] {
  return [
    literalOverProduct(float64System, 1, 32),
    literalOverProduct(float64System, 2, 16),
    literalOverProduct(decimalSystem(50), 1, 32),
    literalOverProduct(decimalSystem(50), 2, 8),
    overFloat64(intervalSystem, 2, 16),
    overFloat64(decimalSystem(50), 1, 32),
    overFloat64(decimalSystem(50), 2, 16),
  ];
}
