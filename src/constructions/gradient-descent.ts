/**
 * `T` steps of gradient descent: the same layer `Prompt + Attn(Linear(Prompt))` applied `T` times, and plain descent.
 *
 * A step changes the rows of `w` alone, in every column alike, so its output is a prompt again.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import type { GradientLayer, GradientPrompt } from './gradient-layer.js';
import { descend, exactGradient, layerGradient } from './gradient-step.js';

/**
 * The iterates `w_0, …, w_T` of the layer repeated `T = steps ≥ 0` times, `w_0` being the prompt's own; enclosed as
 * `layerGradient` is.
 */
export function layerIterates<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
  steps: number,
): readonly (readonly T[])[] {
  return iterate(system, layer, prompt, steps, layerGradient(system, layer));
}

/** The iterates `w_0, …, w_T` of gradient descent itself. */
export function exactIterates<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
  steps: number,
): readonly (readonly T[])[] {
  return iterate(system, layer, prompt, steps, (at) => exactGradient(system, layer, at));
}

function iterate<T>(
  system: NumberSystem<T>,
  layer: GradientLayer,
  prompt: GradientPrompt<T>,
  steps: number,
  gradient: (prompt: GradientPrompt<T>) => readonly T[],
): readonly (readonly T[])[] {
  const iterates = [prompt.weights];
  for (let t = 0; t < steps; t++) {
    const weights = iterates[t]!;
    iterates.push(descend(system, layer, weights, gradient({ ...prompt, weights })));
  }
  return iterates;
}
