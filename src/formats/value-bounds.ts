/** What error bounds ask of the values of a layer: how they vary over the keys and the domain, and how large they are. */
import { encloseModulus, encloseOscillation } from '../approximation/modulus.js';
import { domainBoxes, type FunctionOnBox } from '../approximation/box.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { declaredModulusAt } from '../constructions/max-affine-bound.js';
import { encloseRange } from '../expression/range.js';
import type { Target } from '../expression/target.js';
import { subUp } from '../numeric/directed.js';
import type { ValueBounds } from './error-bound.js';

/** Bounds over the hull of the keys, which contains the target's domain. Throws a `RangeError` for a layer of cell averages. */
export function valueBounds(layer: MaxAffineLayer, target: Target): ValueBounds {
  if (layer.averages !== undefined) throw new RangeError('the values of the layer are known by enclosures only');
  const isTarget = layer.values === target.expression;
  const isPlain = isTarget && layer.grid.axes.every(({ axis }, t) => axis === target.domain[t]);
  const keys: FunctionOnBox = isPlain
    ? target
    : { expression: layer.values, domain: layer.grid.axes.map(({ axis }) => axis) };
  const { outputs } = encloseRange(layer.values, domainBoxes(keys).outer);
  const least = Math.min(...outputs.map(({ lower }) => lower));
  const greatest = Math.max(...outputs.map(({ upper }) => upper));
  const ofRanges = Math.max(...outputs.map(({ lower, upper }) => subUp(upper, lower)));
  const oscillation = Math.min(ofRanges, encloseOscillation(keys).upper);
  const modulus = (radius: number): number => {
    if (!(radius < Infinity)) return oscillation;
    const declared = isPlain ? declaredModulusAt(target, { lo: 0, hi: radius, defined: true })?.hi : undefined;
    return Math.min(oscillation, declared ?? Infinity, encloseModulus(keys, radius).upper);
  };
  return {
    oscillation,
    modulus,
    isTarget,
    spread: subUp(greatest, least),
    largest: Math.max(-least, greatest),
  };
}
