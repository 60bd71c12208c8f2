/** Layers of cross-attention for cases of claims. */
import { maxAffineCross, type MaxAffineCrossLayer } from '../../constructions/max-affine-cross.js';
import { decimalConstant } from '../../expression/real-constant.js';
import type { Target } from '../../expression/target.js';
import type { LayerCase } from './layer-case.js';

/** The layer of a case; its target has key and query tokens. */
export function crossLayer(
  target: Target,
  { cells, inverseTemperature, mask }: Omit<LayerCase, 'target'>,
): MaxAffineCrossLayer {
  return maxAffineCross(target, {
    cells,
    inverseTemperature: decimalConstant(inverseTemperature),
    mask: decimalConstant(mask),
  });
}

/** One cell on every axis of the key tokens, as if the target depended on the queries alone. */
export function withoutKeyCells({ input }: Target, cells: readonly number[]): readonly number[] {
  const keys = input.kind === 'cross' ? input.key.width * input.key.tokens : 0;
  return cells.map((count, t) => (t < keys ? 1 : count));
}
