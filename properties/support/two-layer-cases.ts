/** Random small networks of two layers of truncated attention: plain JSON data, and the networks that they denote. */
import fc from 'fast-check';
import type { TruncationChoice } from '../../src/constructions/truncation.js';
import { sufficientRange } from '../../src/constructions/two-layer-range.js';
import { uncheckedTwoLayer, type OutputPlacement, type TwoLayer } from '../../src/constructions/two-layer.js';
import { decimalConstant, doubleConstant } from '../../src/expression/real-constant.js';
import { maskArbitrary } from '../../src/generators/index.js';
import { expansionOf, sumArbitrary, type SumConstraints, type SumDescription } from './ridge-cases.js';

export interface LayerDescription {
  /** Cells of a single head, or heads. */
  readonly size: number;
  readonly keys: 'left' | 'centred';
  readonly shiftInvariant: boolean;
  readonly beta: string;
}

export interface NetworkDescription {
  readonly sum: SumDescription;
  readonly kind: 'single' | 'multi';
  readonly first: LayerDescription;
  readonly second: LayerDescription;
  readonly placement: OutputPlacement['kind'];
  readonly mask: string;
  /** `B_2` in parts of what suffices. */
  readonly share: number;
}

export function choiceOf(
  kind: 'single' | 'multi',
  { size, keys, shiftInvariant, beta }: LayerDescription,
): TruncationChoice {
  const inverseTemperature = decimalConstant(beta);
  return kind === 'single'
    ? { kind, cells: size, keys, inverseTemperature }
    : { kind, heads: size, shiftInvariant, inverseTemperature };
}

export function networkOf({ sum, kind, first, second, placement, mask, share }: NetworkDescription): TwoLayer {
  const expansion = expansionOf(sum);
  const firstChoice = choiceOf(kind, first);
  return uncheckedTwoLayer({
    expansion,
    input: sum.input,
    output: sum.output,
    first: firstChoice,
    second: choiceOf(kind, second),
    placement: placement === 'mask' ? { kind: placement, mask: decimalConstant(mask) } : { kind: placement },
    range: doubleConstant(share * sufficientRange(expansion)),
  });
}

export interface NetworkConstraints extends SumConstraints {
  /** Most cells or heads of a layer. */
  readonly size?: number;
  readonly kinds?: readonly ('single' | 'multi')[];
  readonly betas?: readonly string[];
  /** May `B_2` be too small? No by default. */
  readonly short?: boolean;
}

export function networkArbitrary(constraints: NetworkConstraints): fc.Arbitrary<NetworkDescription> {
  const { size = 5, kinds = ['single', 'multi'], short = false } = constraints;
  const { betas = ['0.1', '3', '40', '700', '20000'] } = constraints;
  const layer: fc.Arbitrary<LayerDescription> = fc.record({
    size: fc.integer({ min: 1, max: size }),
    keys: fc.constantFrom('left' as const, 'centred' as const),
    shiftInvariant: fc.boolean(),
    beta: fc.constantFrom(...betas),
  });
  return fc.record({
    sum: sumArbitrary(constraints),
    kind: fc.constantFrom(...kinds),
    first: layer,
    second: layer,
    placement: fc.constantFrom('heads' as const, 'mask' as const, 'linear' as const),
    mask: maskArbitrary(),
    share: short ? fc.constantFrom(1, 0.5, 0.125) : fc.constant(1),
  });
}
