/** What a network of two layers of truncated attention costs, and what an auditor must see of it. */
import { intervalSystem as system } from '../numeric/interval.js';
import type { Construction, CostReport, LinearMapReport } from './construction.js';
import { reluTerms } from './relu-expansion.js';
import {
  affineRowParameters,
  attentionParameters,
  boundTruncationScore,
  boundTruncationWeight,
  magnitude,
} from './truncation-cost.js';
import { truncationSizes } from './truncation-weights.js';
import { describeTruncation } from './truncation.js';
import { boundSums } from './two-layer-range.js';
import { firstLayout, secondLayout, type TwoLayer } from './two-layer.js';

/** The network as a construction: id, parameters, cost. */
export function describeTwoLayer(network: TwoLayer): Construction {
  const { first, second, placement } = network;
  return {
    id: first.kind === 'single' ? 'two-layer' : 'two-layer-multi',
    parameters: {
      relus: String(firstLayout(network).count),
      ...prefixed('first', describeTruncation(first)),
      ...prefixed('second', describeTruncation(second)),
      range: second.upper.text,
      placement: placement.kind,
      ...(placement.kind === 'mask' ? { mask: placement.mask.text } : {}),
    },
    cost: twoLayerCost(network),
  };
}

function prefixed(prefix: string, parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, text]) => [`${prefix}.${name}`, text]));
}

/**
 * The cost report. Counts are exact: keys and heads of both layers together, every matrix as stored densely. The largest
 * weight and score are upper bounds rounded up; the score's is over all inputs for which ReLU arguments lie in [−1, 1].
 */
export function twoLayerCost(network: TwoLayer): CostReport {
  const { first, second, input, output } = network;
  const layouts = [firstLayout(network), secondLayout(network)] as const;
  const sizes = [truncationSizes(first, layouts[0]), truncationSizes(second, layouts[1])] as const;
  const [rows, tokens] = [BigInt(output.width), BigInt(output.tokens)];
  const last = network.placement.kind === 'linear' ? rows * (rows + rows * tokens * tokens) + rows * tokens : 0n;
  const most = boundSums(network.expansion, first);
  return {
    keys: BigInt(sizes[0].columns) + BigInt(sizes[1].columns),
    heads: sizes[0].heads + sizes[1].heads,
    parameters:
      affineRowParameters(first, layouts[0], input.width, input.tokens) +
      attentionParameters(first, layouts[0]) +
      affineRowParameters(second, layouts[1], 1, layouts[0].count) +
      attentionParameters(second, layouts[1]) +
      last,
    largestWeight: Math.max(
      boundTruncationWeight(first, layouts[0]),
      boundTruncationWeight(second, layouts[1]),
      largestCoefficient(network),
    ),
    largestScore: Math.max(boundTruncationScore(first, layouts[0], 1), boundTruncationScore(second, layouts[1], most)),
    linearMaps: linearMaps(
      network,
      sizes.map(({ columns }, i) => (columns === layouts[i]!.count ? 'token-wise' : 'sequence-wise')),
    ),
    scaleFolded: true,
  };
}

/** Every map between attention layers reads all entries with weights of their own; `W_O` may drop or add columns. */
function linearMaps({ placement }: TwoLayer, outputs: readonly LinearMapReport['kind'][]): LinearMapReport[] {
  return [
    { name: 'Linear_1', kind: 'full-tensor', biasPerPosition: true },
    { name: 'W_O of Attn_1', kind: outputs[0]!, biasPerPosition: false },
    { name: 'Linear_2', kind: 'full-tensor', biasPerPosition: true },
    { name: 'W_O of Attn_2', kind: outputs[1]!, biasPerPosition: false },
    ...(placement.kind === 'linear'
      ? [{ name: 'Linear_3', kind: 'sequence-wise', biasPerPosition: false } as const]
      : []),
  ];
}

/** The numbers of the expansion that are entries of the two linear maps. */
function largestCoefficient({ expansion }: TwoLayer): number {
  const numbers = expansion.numbers(system);
  const terms = reluTerms(system, numbers).flatMap(({ weights, offset, coefficients }) => [
    ...weights,
    offset,
    ...coefficients,
  ]);
  return magnitude([system.literal('1'), ...numbers.constants, ...terms]);
}
