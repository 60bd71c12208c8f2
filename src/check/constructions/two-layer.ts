/**
 * Two layers of truncated attention, `two-layer` and `two-layer-multi`.
 *
 * The expansion has `cells` pieces (one input) or degrees (several); the truncations follow (`derived-truncation.ts`). Where a
 * box costs too much, or there are more than three inputs, the upper end of the error is the sum of its certified parts.
 */
import { hasVerifiedModulus } from '../../approximation/declared-modulus.js';
import { interpolationBound, pointwiseBound, type BoundEnclosure } from '../../constructions/bound-enclosure.js';
import { bandsOf, describeTwoLayer, sizesOf } from '../../constructions/certificate-attention.js';
import { derivedTwoLayer } from '../../constructions/derived-networks.js';
import { reluCount } from '../../constructions/relu-expansion.js';
import { checkCount } from '../../constructions/truncated-range.js';
import { truncationSizes } from '../../constructions/truncation-weights.js';
import { truncationCells } from '../../constructions/truncation.js';
import { twoLayerBound } from '../../constructions/two-layer-bound.js';
import { TwoLayerError, twoLayerParts } from '../../constructions/two-layer-error.js';
import { firstLayout, secondLayout, type TwoLayer } from '../../constructions/two-layer.js';
import { addUp } from '../../numeric/directed.js';
import { intervalSystem as system } from '../../numeric/interval.js';
import { boundedBy, defaultBoxes, isSearched, KEYS_PER_COST, searchBoxError } from './box-error-search.js';
import type { Certifiable, ConstructionEntry, Question } from './certifiable.js';
import { networkCertificate } from './layer-certificate.js';
import { cellList, type ReportedParameters } from './parameters.js';

export const twoLayerEntry: ConstructionEntry<TwoLayer> = {
  needs: ['cells'],
  takes: ['keys'],
  acceptsSingularities: false,
  build: (target, { cells, keys = 'left' }) => derivedTwoLayer(target, cellList(cells!), { keys }),
  certifiable: (network, question) =>
    certifiable(network, question, {
      ...(network.first.kind === 'single' ? { keys: network.first.keys } : {}),
      truncationCells: [network.first, network.second].map(truncationCells),
    }),
};

export const twoLayerMultiEntry: ConstructionEntry<TwoLayer> = {
  needs: ['cells', 'heads'],
  takes: [],
  acceptsSingularities: false,
  build: (target, { cells, heads }) => {
    checkCount('cells', heads!, 1, 'heads', 'Give a positive integer.');
    return derivedTwoLayer(target, cellList(cells!), { heads: heads! });
  },
  certifiable: (network, question) =>
    certifiable(network, question, {
      heads: question.parameters.heads!,
      truncationCells: [network.first, network.second].map(truncationCells),
    }),
};

function certifiable(network: TwoLayer, question: Question, own: ReportedParameters): Certifiable {
  const { target, norm, parameters } = question;
  const error = new TwoLayerError(network, target);
  const cost = costOf(network);
  const cells = cellList(parameters.cells!);
  const perAxis = cells.length === 1 ? target.domain.map(() => cells[0]!) : cells;
  const searchable = { error, parts: perAxis };
  return {
    parameters: { cells: perAxis, ...own },
    keys: keysOf(network),
    boxes: defaultBoxes(cost),
    ...(isSearched(target, cost) ? { searchable } : {}),
    search: (limits) => {
      if (isSearched(target, cost)) return searchBoxError(searchable, target, norm, limits);
      const { expansion, throughSums, second } = twoLayerParts(network, error);
      const everywhere = { lo: 0, hi: addUp(addUp(expansion, throughSums), second), defined: true };
      return boundedBy(pointwiseBound(everywhere, target.domain, norm).hi);
    },
    bound: () => bound(network, question),
    ...(isSearched(target, cost)
      ? networkCertificate({ target, norm }, keysOf(network), error, () => description(network, error, perAxis))
      : {}),
  };
}

function description(network: TwoLayer, error: TwoLayerError, parts: readonly number[]) {
  const attention = describeTwoLayer(network);
  if (attention === undefined) return undefined;
  const truncations = [
    [network.first, error.first],
    [network.second, error.second],
  ] as const;
  return {
    attention,
    bands: (room: number) => bandsOf(truncations, room),
    parts,
    sizes: [attention, attention.second].flatMap(({ truncation }) => sizesOf(truncation)),
  };
}

function bound(network: TwoLayer, { target, norm }: Question): BoundEnclosure {
  const { lo, hi } = twoLayerBound(system, network);
  // The expansion's error contains a modulus: a declared one is known up to rounding.
  const modulus = hasVerifiedModulus(target) ? 'declared' : 'searched';
  return interpolationBound({ lower: lo, upper: hi, modulus }, target.domain, norm);
}

/** Columns of both layers, each counted once for every head that attends to it. */
function keysOf(network: TwoLayer): bigint {
  const sizes = [
    truncationSizes(network.first, firstLayout(network)),
    truncationSizes(network.second, secondLayout(network)),
  ];
  return sizes.reduce((sum, { heads, columns }) => sum + BigInt(heads) * BigInt(columns), 0n);
}

/** Every ReLU is truncated by itself: by all keys of several heads, or by those of one head that are near. */
function costOf({ expansion, first }: TwoLayer): number {
  const each = first.kind === 'single' ? 1 : Math.max(1, (first.heads * first.tokens) / KEYS_PER_COST);
  return reluCount(expansion) * each;
}
