/** Random small networks of attention followed by a softmax: plain JSON data, and the networks that they denote. */
import fc from 'fast-check';
import { attentionSoftmax, type AttentionSoftmax } from '../../src/constructions/attention-softmax.js';
import type { Target } from '../../src/expression/target.js';
import {
  buildTarget,
  cellsArbitrary,
  pointOf,
  targetArbitrary,
  type AnyTargetConstraints,
  type TargetDescription,
} from '../../src/generators/index.js';
import { choiceOf, type LayerDescription } from './two-layer-cases.js';

export interface SoftmaxDescription {
  readonly target: TargetDescription;
  readonly kind: 'single' | 'multi';
  readonly attention: LayerDescription;
  readonly cells: readonly number[];
  readonly kappa: string;
  readonly point: readonly string[];
}

export function softmaxTarget({ target }: SoftmaxDescription): Target {
  return buildTarget(target);
}

export function softmaxNetworkOf(description: SoftmaxDescription): AttentionSoftmax {
  const { kind, attention, cells, kappa } = description;
  return attentionSoftmax(softmaxTarget(description), {
    truncation: choiceOf(kind, attention),
    cells,
    inverseTemperature: { kappa },
  });
}

export interface SoftmaxConstraints {
  readonly targets: AnyTargetConstraints;
  /** Most cells of the grid. */
  readonly cells: number;
  readonly kinds?: readonly ('single' | 'multi')[];
}

export function softmaxArbitrary(constraints: SoftmaxConstraints): fc.Arbitrary<SoftmaxDescription> {
  const { targets, cells, kinds = ['single', 'multi'] } = constraints;
  return targetArbitrary(targets).chain((target) =>
    cellsArbitrary({ axes: target.domain.length, perAxis: 6, product: cells }).chain((perAxis) =>
      fc.record({
        target: fc.constant(target),
        kind: fc.constantFrom(...kinds),
        attention: fc.record({
          size: fc.integer({ min: 1, max: 6 }),
          keys: fc.constantFrom('left' as const, 'centred' as const),
          shiftInvariant: fc.boolean(),
          beta: fc.constantFrom('0.1', '3', '40', '700', '20000'),
        }),
        cells: fc.constant(perAxis),
        kappa: fc.constantFrom('0.01', '1', '8', '55', '3000'),
        point: pointOf(target.domain, perAxis),
      }),
    ),
  );
}
