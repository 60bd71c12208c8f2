/** What error bounds ask of the values of a layer: how they vary over the keys and the domain, and how large they are. */
import { encloseModulus, encloseOscillation } from '../approximation/modulus.js';
import { domainBoxes, type FunctionOnBox } from '../approximation/box.js';
import { tabulatedRange } from '../attention/key-values.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { declaredModulusAt } from '../constructions/max-affine-bound.js';
import { encloseRange } from '../expression/range.js';
import type { Target } from '../expression/target.js';
import { subUp } from '../numeric/directed.js';
import type { ValueBounds } from './error-bound.js';

/** Bounds over the hull of the keys, which contains the target's domain. */
export function valueBounds(layer: MaxAffineLayer, target: Target): ValueBounds {
  const { averages, shape } = layer;
  if (averages !== undefined) {
    const outputs = shape.width * shape.tokens;
    return ofRanges(Array.from({ length: outputs }, (_, r) => tabulatedRange(averages, outputs, r)));
  }
  const isTarget = layer.values === target.expression;
  const isPlain = isTarget && layer.grid.axes.every(({ axis }, t) => axis === target.domain[t]);
  const keys: FunctionOnBox = isPlain
    ? target
    : { expression: layer.values, domain: layer.grid.axes.map(({ axis }) => axis) };
  const { outputs } = encloseRange(layer.values, domainBoxes(keys).outer);
  const bounds = ofRanges(outputs.map(({ lower, upper }) => [lower, upper]));
  const oscillation = Math.min(bounds.oscillation, encloseOscillation(keys).upper);
  const modulus = (radius: number): number => {
    if (!(radius < Infinity)) return oscillation;
    const declared = isPlain ? declaredModulusAt(target, { lo: 0, hi: radius, defined: true })?.hi : undefined;
    return Math.min(oscillation, declared ?? Infinity, encloseModulus(keys, radius).upper);
  };
  return { ...bounds, oscillation, modulus, isTarget };
}

function ofRanges(ranges: readonly (readonly [number, number])[]): ValueBounds {
  const least = Math.min(...ranges.map(([low]) => low));
  const greatest = Math.max(...ranges.map(([, high]) => high));
  return {
    isTarget: false,
    oscillation: Math.max(...ranges.map(([low, high]) => subUp(high, low))),
    spread: subUp(greatest, least),
    largest: Math.max(-least, greatest),
  };
}
