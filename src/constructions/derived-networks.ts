/**
 * Networks of several layers whose truncations follow from the expansion or the partition, by `derived-truncation.ts`.
 */
import { boundDiameter, domainBoxes } from '../approximation/box.js';
import { doubleConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { intervalSystem as system } from '../numeric/interval.js';
import { attentionSoftmax, type AttentionSoftmax, type AttentionSoftmaxParameters } from './attention-softmax.js';
import { derivedCells, multiChoice, singleChoice } from './derived-truncation.js';
import { selfAttentionInput } from './input-shape.js';
import { maxAffine } from './max-affine.js';
import { momentRadius } from './moment-bound.js';
import { coefficientSums, reluCount, type RidgeExpansion } from './relu-expansion.js';
import { targetExpansion } from './target-expansion.js';
import type { KeyPlacement } from './truncated-single.js';
import type { TruncationChoice } from './truncation.js';
import { boundExpansion, sufficientRange } from './two-layer-range.js';
import { firstRange, uncheckedTwoLayer, type TwoLayer } from './two-layer.js';

/** One head whose cells follow, or several. */
export type HeadChoice = { readonly keys: KeyPlacement } | { readonly heads: number };

/**
 * Two layers of truncated attention for a target, with an expansion of `cells` pieces or degrees and a `B_2` that suffices,
 * bounded ridge by ridge; every row of the output has heads of its own. Throws `ConstructionError` as `targetExpansion`,
 * and `input` for a target of key and query tokens.
 */
export function derivedTwoLayer(target: Target, cells: readonly number[], choice: HeadChoice): TwoLayer {
  const id = 'heads' in choice ? 'two-layer-multi' : 'two-layer';
  const input = selfAttentionInput(target, id);
  const expansion = targetExpansion(target, cells);
  const chosen = layerChoices(expansion, target.output.tokens, choice);
  const range = sufficientRange(expansion);
  return uncheckedTwoLayer({
    expansion,
    input,
    output: target.output,
    first: chosen.first,
    second: chosen.second(range),
    placement: { kind: 'heads' },
    range: doubleConstant(range),
  });
}

interface LayerChoices {
  readonly first: TruncationChoice;
  readonly second: (range: number) => TruncationChoice;
}

function layerChoices(expansion: RidgeExpansion, tokens: number, choice: HeadChoice): LayerChoices {
  if ('heads' in choice) {
    const { heads } = choice;
    const of = (count: number, range: number): TruncationChoice => {
      const ends = { lower: doubleConstant(-range), upper: doubleConstant(range) };
      return multiChoice(heads, Math.max(3, count), ends);
    };
    return {
      first: multiChoice(heads, Math.max(3, reluCount(expansion)), firstRange),
      second: (range) => of(tokens, range),
    };
  }
  const { keys } = choice;
  const share = system.upper(expansion.error(system)) / 2;
  const scale = Math.max(...boundExpansion(expansion));
  const sums = coefficientSums(system, expansion.numbers(system)).map((sum) => system.upper(sum));
  return {
    first: singleChoice(derivedCells(Math.max(...sums), share, scale, keys), keys),
    second: (range) => singleChoice(derivedCells(2 * range, share, scale, keys), keys),
  };
}

/**
 * Attention that passes the coordinates of a target's inputs, then a softmax over the cells of a grid. Throws
 * `ConstructionError` as `attentionSoftmax`, and `input` for a target of key and query tokens.
 */
export function derivedAttentionSoftmax(
  target: Target,
  parameters: Pick<AttentionSoftmaxParameters, 'cells' | 'inverseTemperature'>,
  choice: HeadChoice,
): AttentionSoftmax {
  selfAttentionInput(target, 'attention-softmax');
  if ('heads' in choice) {
    const tokens = Math.max(3, target.domain.length);
    return attentionSoftmax(target, { ...parameters, truncation: multiChoice(choice.heads, tokens, firstRange) });
  }
  const partition = system.upper(momentRadius(system, maxAffine(target, parameters)));
  const diameter = boundDiameter(domainBoxes(target));
  const cells = derivedCells(diameter, partition / 2, diameter, choice.keys);
  return attentionSoftmax(target, { ...parameters, truncation: singleChoice(cells, choice.keys) });
}
