/**
 * The right-hand side of the theorem of two layers:
 *
 *     ε_1 + max_r Σ_m |α_m^r|·e_1 + e_2 + mask,
 *     mask = σ·(d'−1)e^{−M}/(1 + (d'−1)e^{−M}) for placement (b), σ = 2B_2 (one head), min(2HB_2, 2(B_2 + e_2)) (H heads).
 *
 * *The mask's term.* The scores of a block's keys for a query differ from those of its own block by `−M` only, so every head
 * mixes the blocks with the same shares `π`, whatever the query: output `(r, c)` is `Σ_{r'} π_{r'} out(z_{r'c})` with `out` the
 * sum over heads. It is off by at most the sum of the other shares times `max |out(z) − out(z')|`: with one head `out` is a
 * mean of keys in [−B_2, B_2]; of `H` heads each has values that differ by at most `2B_2`, and together they are within
 * `e_2` of [−B_2, B_2].
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { maskLeakageBound } from './mask-leakage.js';
import { coefficientSums } from './relu-expansion.js';
import { truncationBound } from './truncation.js';
import type { TwoLayer } from './two-layer.js';

/** The bound; in enclosure systems an enclosure of the right-hand side. */
export function twoLayerBound<T>(system: NumberSystem<T>, network: TwoLayer): T {
  const { expansion, first, second } = network;
  const zero = system.literal('0');
  const most = coefficientSums(system, expansion.numbers(system)).reduce((a, b) => system.max(a, b), zero);
  const sums = system.mul(most, truncationBound(system, first));
  const layers = system.add(sums, truncationBound(system, second));
  return system.add(system.add(expansion.error(system), layers), outputMaskBound(system, network));
}

/** The mask's share; exactly 0 without a mask, or for one row. */
export function outputMaskBound<T>(system: NumberSystem<T>, { output, placement, second }: TwoLayer): T {
  if (placement.kind !== 'mask') return system.literal('0');
  const two = system.literal('2');
  const range = evaluateConstant(second.upper.expression, system);
  const apart = system.mul(two, range);
  const spread =
    second.kind === 'single'
      ? apart
      : system.min(
          system.mul(system.fromNumber(second.heads), apart),
          system.add(apart, system.mul(two, truncationBound(system, second))),
        );
  return maskLeakageBound(system, output.width, evaluateConstant(placement.mask.expression, system), spread);
}
