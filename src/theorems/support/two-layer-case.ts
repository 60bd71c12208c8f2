/** Cases of claims about two layers of truncated attention: a target, an expansion, the sizes of both layers. */
import Big from 'big.js';
import fc from 'fast-check';
import type { OutputPlacement, TwoLayer } from '../../constructions/two-layer.js';
import { reluCount } from '../../constructions/relu-expansion.js';
import { secondLayout, uncheckedTwoLayer } from '../../constructions/two-layer.js';
import { truncationColumns, truncationHeads, type TruncationChoice } from '../../constructions/truncation.js';
import { decimalConstant } from '../../expression/real-constant.js';
import type { RealConstant, Target } from '../../expression/target.js';
import { maskArbitrary } from '../../generators/mask.js';
import { realArbitrary } from '../../generators/real.js';
import { targetArbitrary } from '../../generators/target.js';
import { isSurelyNotConstant } from './layer-case.js';
import {
  expansionFor,
  inputShapeOf,
  networkTargetOf,
  rangeFor,
  type KnotsDescription,
  type NetworkTarget,
} from './network-target.js';

/** Both layers have one head each, or both have several. */
export type LayerKind = 'single' | 'multi';

export interface NetworkSizes {
  /** Pieces of the interpolants, or degree of the kernel; without effect for given knots. */
  readonly fineness: number;
  /** Cells (one head) or heads (several) of the layers. */
  readonly sizes: readonly [first: number, second: number];
  /** `ε_0` of both layers, from which their β follows. */
  readonly remainder: string;
  /** Of a single head. */
  readonly keys: 'left' | 'centred';
  /** Of several heads. */
  readonly shiftInvariant: boolean;
  readonly placement: OutputPlacement['kind'];
  /** M; without effect unless the placement is `mask` and the output has several rows. */
  readonly mask: string;
  /** `B_2` over `sup |f|`: at least 1. */
  readonly room: string;
}

export interface TwoLayerCase extends NetworkSizes {
  readonly target: NetworkTarget;
}

export interface Network {
  readonly target: Target;
  readonly network: TwoLayer;
  /** As in `CaseResult`. */
  readonly substantial: boolean;
}

/** The network of a case; `shortfall` below 1 makes `B_2` so much smaller. */
export function networkOf(input: TwoLayerCase, kind: LayerKind, shortfall = '1'): Network {
  const target = networkTargetOf(input.target);
  const range = rangeFor(input.target, target, new Big(input.room).times(shortfall).toFixed());
  const expansion = expansionFor(input.target, target, input.fineness);
  return networkFor({ target, expansion, range }, input, kind);
}

export function networkFor(
  { target, expansion, range }: { target: Target; expansion: TwoLayer['expansion']; range: RealConstant },
  input: NetworkSizes,
  kind: LayerKind,
): Network {
  const { sizes, placement, mask, room } = input;
  // A stored case may come from anywhere.
  if (new Big(room).lt(1)) throw new RangeError(`B₂ is ${room} times what the theorem asks for`);
  const network = uncheckedTwoLayer({
    expansion,
    input: inputShapeOf(target),
    output: target.output,
    first: choiceOf(input, kind, sizes[0]),
    second: choiceOf(input, kind, sizes[1]),
    placement: placement === 'mask' ? { kind: placement, mask: decimalConstant(mask) } : { kind: placement },
    range,
  });
  return { target, network, substantial: keyCount(network) >= 16 && isSurelyNotConstant(target) };
}

/** Keys of all heads of both layers. */
function keyCount({ expansion, first, second, output, placement }: TwoLayer): number {
  const heads = truncationHeads(second) * (placement.kind === 'heads' ? output.width : 1);
  return (
    truncationHeads(first) * truncationColumns(first, reluCount(expansion)) +
    heads * truncationColumns(second, secondLayout({ output, placement }).count)
  );
}

function choiceOf({ remainder, keys, shiftInvariant }: NetworkSizes, kind: LayerKind, size: number): TruncationChoice {
  const inverseTemperature = { remainder };
  return kind === 'single'
    ? { kind, cells: size, keys, inverseTemperature }
    : { kind, heads: size, shiftInvariant, inverseTemperature };
}

export function describeNetwork(input: Omit<TwoLayerCase, 'target'>, name: string, inputs: number): string {
  const { fineness, sizes, remainder, placement, mask } = input;
  return `${name} target of ${inputs} inputs; fineness ${fineness}, layers of size ${sizes.join(' and ')}, ε₀ = ${remainder}, placement ${placement}${placement === 'mask' ? ` with M = ${mask}` : ''}`;
}

export function describeTwoLayerCase(input: TwoLayerCase): string {
  const { target } = input;
  const name = target.family === 'given' ? target.target.name : target.family;
  const inputs =
    target.family === 'given' ? target.target.domain.length : target.family === 'knots' ? 1 : target.domain.length;
  return describeNetwork(input, name, inputs);
}

/** Continuous piecewise-linear functions of one variable on [0, 1], some of them convex. */
export const knotsArbitrary: fc.Arbitrary<KnotsDescription> = fc
  .tuple(fc.array(realArbitrary({ min: '-4', max: '4', digits: 1 }), { minLength: 2, maxLength: 9 }), fc.boolean())
  .map(([rises, isConvex]) => {
    const steps = rises.map((rise) => new Big(rise));
    if (isConvex) steps.sort((a, b) => a.cmp(b));
    let value = new Big(0);
    const values = ['0', ...steps.map((step) => (value = value.plus(step)).toFixed())];
    const last = values.length - 1;
    return { family: 'knots', knots: values.map((_, i) => new Big(i).div(8).toFixed()).slice(0, last + 1), values };
  });

/** Sizes of layers: from one cell up to as many as matter. */
export function sizesArbitrary(kind: LayerKind): fc.Arbitrary<Omit<NetworkSizes, 'fineness'>> {
  const size =
    kind === 'single'
      ? fc.oneof({ weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.integer({ min: 7, max: 64 }))
      : fc.integer({ min: 1, max: 6 });
  return fc.record({
    sizes: fc.tuple(size, size),
    remainder: fc.constantFrom('0.1', '0.01', '0.001', '0.0001'),
    keys: fc.constantFrom('left' as const, 'centred' as const),
    shiftInvariant: fc.boolean(),
    placement: fc.constantFrom('heads' as const, 'mask' as const, 'linear' as const),
    mask: maskArbitrary(),
    room: fc.oneof({ weight: 2, arbitrary: fc.constant('1') }, realArbitrary({ min: '1', max: '2', digits: 1 })),
  });
}

/** Targets of one input, or of a few, with expansions of few ReLUs. */
export function twoLayerCases(kind: LayerKind): fc.Arbitrary<TwoLayerCase> {
  const lipschitz = ['mcshane', 'piecewise-linear', 'ridge', 'constant'] as const;
  const most = kind === 'single' ? 24 : 8;
  const of = (target: fc.Arbitrary<NetworkTarget>, fineness: fc.Arbitrary<number>): fc.Arbitrary<TwoLayerCase> =>
    fc.tuple(target, fineness, sizesArbitrary(kind)).map(([description, fine, sizes]) => ({
      target: description,
      fineness: fine,
      ...sizes,
    }));
  const one = { min: 1, max: 1 };
  const two = { min: 2, max: 2 };
  return fc.oneof(
    { weight: 3, arbitrary: of(knotsArbitrary, fc.constant(1)) },
    {
      weight: 4,
      arbitrary: of(
        targetArbitrary({ inputs: one, sequence: false, onePointAxes: true, families: lipschitz }),
        fc.integer({ min: 1, max: most }),
      ),
    },
    // At a single point that is no double the value of a root is not known well enough.
    {
      weight: 1,
      arbitrary: of(
        targetArbitrary({ inputs: one, sequence: false, families: ['hoelder'] }),
        fc.integer({ min: 1, max: most }),
      ),
    },
    {
      weight: 1,
      arbitrary: of(
        targetArbitrary({ inputs: two, sequence: false, families: ['ridge'] }),
        fc.integer({ min: 1, max: 4 }),
      ),
    },
    {
      weight: 1,
      arbitrary: of(
        targetArbitrary({ inputs: two, sequence: true, families: ['constant', 'mcshane', 'ridge'] }),
        fc.integer({ min: 1, max: 2 }),
      ),
    },
  );
}
