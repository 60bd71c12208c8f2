/** The bound of one step of in-context gradient descent, true or with one thing wrong. */
import { axisValues } from '../../approximation/grid.js';
import {
  featureNorms,
  gradientStepBound,
  largestDerivative,
  leakedShare,
  residualModulus,
} from '../../constructions/gradient-bound.js';
import type { GradientLayer, GradientPrompt } from '../../constructions/gradient-layer.js';
import { evaluateConstant } from '../../expression/evaluate.js';
import type { NumberSystem } from '../../numeric/number-system.js';

export interface StepVariant {
  /** `Δ²/cellDivisor` in place of `Δ²/4`; `none` drops it. */
  readonly cellDivisor: string;
  /** `1/(temperatureDivisor·β)` in place of `1/(2β)`; `none` drops it. */
  readonly temperatureDivisor: string;
  /** Is `λ` that of residuals which are all 0, `(n−1)p e^{−M}`? */
  readonly maskIgnoresResiduals: boolean;
  /** `η/(n + extraCount)` in place of `η/n`. */
  readonly extraCount: number;
}

export const TRUE_STEP: StepVariant = {
  cellDivisor: '4',
  temperatureDivisor: '2',
  maskIgnoresResiduals: false,
  extraCount: 0,
};

export function stepBoundOf<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
  variant: StepVariant,
): T {
  if (variant === TRUE_STEP) return gradientStepBound(system, layer, prompt);
  const { width, cells } = axisValues(system, layer.axis);
  const beta = evaluateConstant(layer.inverseTemperature.expression, system);
  const one = system.literal('1');
  let square = system.literal('0');
  if (variant.cellDivisor !== 'none') {
    square = system.div(system.powInteger(width, 2), system.literal(variant.cellDivisor));
  }
  if (variant.temperatureDivisor !== 'none' && cells > 1) {
    square = system.add(square, system.div(one, system.mul(system.literal(variant.temperatureDivisor), beta)));
  }
  const norms = featureNorms(system, prompt);
  const sum = norms.reduce((total, length) => system.add(total, length));
  const longest = norms.reduce((most, length) => system.max(most, length));
  const averaging = system.mul(sum, residualModulus(system, layer, system.sqrt(square)));
  const share = variant.maskIgnoresResiduals ? shareAtZero(system, layer) : leakedShare(system, layer);
  const leaked = system.mul(share, system.mul(longest, largestDerivative(system, layer)));
  const eta = evaluateConstant(layer.stepSize.expression, system);
  return system.mul(
    eta,
    system.add(
      system.div(averaging, system.fromNumber(layer.examples + variant.extraCount)),
      system.add(leaked, leaked),
    ),
  );
}

/** `min(1, (n−1)p e^{−M})`. */
function shareAtZero<T>(system: NumberSystem<T>, { examples, axis, mask }: GradientLayer): T {
  const odds = system.exp(system.neg(evaluateConstant(mask.expression, system)));
  return system.min(system.literal('1'), system.mul(system.fromNumber((examples - 1) * axis.cells), odds));
}
