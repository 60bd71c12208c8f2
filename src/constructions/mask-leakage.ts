/**
 * Mask leakage: how far a finite block mask moves the output of a max-affine layer.
 *
 * *Statement.* With `n` output tokens, mask `M ≥ 0` and column spread `σ = max_j max_{i,i'} |V_j[:,i] − V_j[:,i']|`
 * (largest entry), for every `x` and every `i`:
 *
 *     |Y_{:,i}(x) − A_{:,i}(x)| ≤ (n−1)e^{−M}/(1 + (n−1)e^{−M}) · σ.
 *
 * *Proof.* `Y_{:,i} − A_{:,i} = Σ_{i'≠i} π_{i'} (A_{:,i'} − A_{:,i})` with `Σ_{i'≠i} π_{i'}` the factor above, and
 * `|A_{:,i'} − A_{:,i}| = |Σ_j w_j (V_j[:,i'] − V_j[:,i])| ≤ σ` as the `w_j` are non-negative with sum 1.
 * *Sharp*: a constant target with columns 0, σ, …, σ attains it in column 1. Zero for one token, or equal columns.
 * The oscillation of `f` does not bound it: a constant `f` with unequal columns leaks.
 *
 * Reconstructed: arXiv:2504.19901 uses one-hot positions without a bound for a finite mask.
 */
import { tabulatedValue, type KeyValues } from '../attention/key-values.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import type { Expression } from '../expression/expression.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { keyBoxes } from './key-boxes.js';

/**
 * The bound `(n−1)e^{−M}/(1 + (n−1)e^{−M})·σ`, in the units of `σ`.
 *
 * `tokens = n ≥ 1`; `mask = M ≥ 0`; `spread = σ ≥ 0`. In enclosure systems its upper end is a rigorous upper bound when
 * the upper ends of the arguments are. `M` enters once: `1/(1 + e^M/(n−1))`, tight up to rounding.
 */
export function maskLeakageBound<T>(system: NumberSystem<T>, tokens: number, mask: T, spread: T): T {
  if (tokens === 1) return system.literal('0');
  const one = system.literal('1');
  const odds = system.div(system.exp(mask), system.fromNumber(tokens - 1));
  return system.mul(system.div(one, system.add(one, odds)), spread);
}

/**
 * A value whose upper end bounds the column spread `σ` of a layer's values over all keys, in an enclosure system; its
 * lower end is at most `σ`. Exactly 0 for one token and for columns that are the same expressions.
 *
 * Grids of few cells and tables are enumerated (then this is an enclosure of `σ`); larger grids are covered by boxes. Cost: at most
 * 4096 evaluations of the column differences. The result is undefined where a value is.
 */
export function columnSpread<T>(system: NumberSystem<T>, layer: MaxAffineLayer): T {
  let spread = system.literal('0');
  if (layer.averages !== undefined) return tabulatedSpread(system, layer, layer.averages);
  const differences = columnDifferences(layer);
  if (differences.outputs.length === 0) return spread;
  for (const box of keyBoxes(system, layer.grid)) {
    for (const value of evaluate(differences, system, box)) spread = system.max(spread, system.abs(value));
  }
  return spread;
}

function tabulatedSpread<T>(system: NumberSystem<T>, { shape, values }: MaxAffineLayer, table: KeyValues): T {
  const outputs = values.outputs.length;
  let spread = system.literal('0');
  for (let start = 0; 2 * start < table.ends.length; start += outputs) {
    for (const [r, other] of columnPairs(values, shape.width)) {
      const difference = system.sub(
        tabulatedValue(system, table, start + r),
        tabulatedValue(system, table, start + other),
      );
      spread = system.max(spread, system.abs(difference));
    }
  }
  return spread;
}

/** `maskLeakageBound` of a layer, with its own mask and column spread; `system` must be an enclosure system. */
export function layerMaskLeakage<T>(system: NumberSystem<T>, layer: MaxAffineLayer): T {
  const mask = evaluateConstant(layer.mask.expression, system);
  return maskLeakageBound(system, layer.shape.tokens, mask, columnSpread(system, layer));
}

/** Pairs of outputs in the same row and different columns that are not the same expression. */
function columnPairs({ outputs }: Expression, width: number): readonly (readonly [first: number, second: number])[] {
  const pairs: (readonly [number, number])[] = [];
  outputs.forEach((output, position) => {
    for (let other = position + width; other < outputs.length; other += width) {
      if (outputs[other] !== output) pairs.push([position, other]);
    }
  });
  return pairs;
}

/** One output `V[r,i] − V[r,i']` for each such pair. */
function columnDifferences({ values, shape, grid }: MaxAffineLayer): Expression {
  const builder = new ExpressionBuilder(values);
  const outputs = columnPairs(values, shape.width).map(([first, second]) =>
    builder.binary('sub', values.outputs[first]!, values.outputs[second]!),
  );
  return builder.finish(grid.axes.length, outputs);
}
