/** How a block mask of finite weight mixes the output tokens of a max-affine layer. */
import type { MatrixShape } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';

/**
 * `π_{i'} = e^{−M}/(1 + (n−1)e^{−M}) = 1/(e^M + n − 1)`: the weight that an output token gives to each other token.
 *
 * `n ≥ 1` tokens, mask `M ≥ 0` (dimensionless). `M` enters once, so an enclosure is tight up to rounding; an `e^M` beyond
 * the largest double gives an enclosure down to 0, not an error.
 */
export function leakWeight<T>(system: NumberSystem<T>, tokens: number, mask: T): T {
  return system.div(system.literal('1'), system.add(system.exp(mask), system.fromNumber(tokens - 1)));
}

/**
 * `Y_{:,i} = A_{:,i} + Σ_{i'≠i} π_{i'} (A_{:,i'} − A_{:,i})`, entries in vec order (column by column).
 *
 * Equal to `Σ_{i'} π_{i'} A_{:,i'}` because the `π` sum to 1; in this form equal columns do not leak at all, and what
 * does leak carries only the rounding errors of differences. One token: `A` itself. Cost: `width·n²` multiplications.
 */
export function mixTokens<T>(system: NumberSystem<T>, shape: MatrixShape, averages: readonly T[], mask: T): T[] {
  const { width, tokens } = shape;
  if (tokens === 1) return [...averages];
  const leak = leakWeight(system, tokens, mask);
  return averages.map((own, position) => {
    let mixed = own;
    for (let other = position % width; other < averages.length; other += width) {
      if (other !== position) mixed = system.add(mixed, system.mul(leak, system.sub(averages[other]!, own)));
    }
    return mixed;
  });
}
