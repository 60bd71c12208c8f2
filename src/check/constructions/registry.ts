/** The constructions that approximate a target, by id. */
import type { MaxAffineLayer } from '../../attention/max-affine-layer.js';
import type { AttentionSoftmax } from '../../constructions/attention-softmax.js';
import type { GaussianLayer } from '../../constructions/gaussian.js';
import type { MaxAffineCrossLayer } from '../../constructions/max-affine-cross.js';
import type { TwoLayer } from '../../constructions/two-layer.js';
import { attentionSoftmaxEntry } from './attention-softmax.js';
import type { ConstructionEntry } from './certifiable.js';
import { gaussianEntry } from './gaussian.js';
import { maxAffineAverageEntry, maxAffineCrossEntry, maxAffineEntry } from './max-affine.js';
import {
  generalisedReluEntry,
  truncatedMultiEntry,
  truncatedSingleEntry,
  type MultiTruncation,
  type SingleTruncation,
} from './truncated.js';
import { twoLayerEntry, twoLayerMultiEntry } from './two-layer.js';

/** The exact description of the network that each construction makes. */
export interface Networks {
  readonly 'max-affine': MaxAffineLayer;
  readonly 'max-affine-average': MaxAffineLayer;
  readonly 'max-affine-cross': MaxAffineCrossLayer;
  readonly 'truncated-single': SingleTruncation;
  readonly 'truncated-multi': MultiTruncation;
  readonly 'generalised-relu': SingleTruncation;
  readonly 'two-layer': TwoLayer;
  readonly 'two-layer-multi': TwoLayer;
  readonly 'attention-softmax': AttentionSoftmax;
  readonly 'gaussian-2': GaussianLayer;
  readonly 'gaussian-4': GaussianLayer;
  readonly 'gaussian-6': GaussianLayer;
}

export type AvailableConstruction = keyof Networks;

export const constructionEntries: {
  readonly [Id in AvailableConstruction]: ConstructionEntry<Networks[Id]>;
} = {
  'max-affine': maxAffineEntry,
  'max-affine-average': maxAffineAverageEntry,
  'max-affine-cross': maxAffineCrossEntry,
  'truncated-single': truncatedSingleEntry,
  'truncated-multi': truncatedMultiEntry,
  'generalised-relu': generalisedReluEntry,
  'two-layer': twoLayerEntry,
  'two-layer-multi': twoLayerMultiEntry,
  'attention-softmax': attentionSoftmaxEntry,
  'gaussian-2': gaussianEntry(2),
  'gaussian-4': gaussianEntry(4),
  'gaussian-6': gaussianEntry(6),
};

export const constructionIds = Object.keys(constructionEntries) as readonly AvailableConstruction[];
