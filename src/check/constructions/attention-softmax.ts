/**
 * Truncated attention of the coordinates, then a softmax over a partition: `attention-softmax`.
 *
 * One head whose cells follow from the partition (`derived-truncation.ts`), or several heads.
 */
import { cellCount } from '../../approximation/grid.js';
import { describeLayer } from '../../certify/describe.js';
import { attentionSoftmaxBound } from '../../constructions/attention-softmax-bound.js';
import { AttentionSoftmaxError } from '../../constructions/attention-softmax-error.js';
import { coordinateLayout, type AttentionSoftmax } from '../../constructions/attention-softmax.js';
import { bandsOf, describeCoordinates, sizesOf } from '../../constructions/certificate-attention.js';
import { interpolationBound } from '../../constructions/bound-enclosure.js';
import { derivedAttentionSoftmax } from '../../constructions/derived-networks.js';
import { checkCount, refusal } from '../../constructions/truncated-range.js';
import { truncationSizes } from '../../constructions/truncation-weights.js';
import type { Target } from '../../expression/target.js';
import { truncationCells } from '../../constructions/truncation.js';
import { boundedBy, defaultBoxes, isSearched, KEYS_PER_COST, searchBoxError } from './box-error-search.js';
import type { Certifiable, ConstructionEntry, Question } from './certifiable.js';
import { networkCertificate } from './layer-certificate.js';
import { isConstant, reportedLayer, requireSize, temperatureChoice } from './max-affine.js';
import { cellList, type ConstructionParameters } from './parameters.js';

export const attentionSoftmaxEntry: ConstructionEntry<AttentionSoftmax> = {
  needs: ['cells'],
  takes: ['inverseTemperature', 'kappa', 'keys', 'heads'],
  acceptsSingularities: false,
  build: (target, parameters) => {
    const cells = cellList(parameters.cells!);
    const inverseTemperature = temperatureChoice(parameters);
    const partition = { cells: cells.length === 1 ? cells[0]! : cells, inverseTemperature };
    return derivedAttentionSoftmax(target, partition, headsOf(parameters));
  },
  certifiable,
};

function headsOf({ keys, heads }: ConstructionParameters) {
  if (heads === undefined) return { keys: keys ?? 'left' } as const;
  if (keys !== undefined) {
    const required = 'left and centred are of one head; several share their keys';
    throw refusal('parameter', `${keys} keys of ${heads} heads`, required, 'Give one of --keys and --heads.');
  }
  checkCount('cells', heads, 1, 'heads', 'Give a positive integer.');
  return { heads } as const;
}

function certifiable(network: AttentionSoftmax, { target, norm, parameters }: Question): Certifiable {
  requireSize(network.layer);
  const { truncation, layer } = network;
  const { heads, columns } = truncationSizes(truncation, coordinateLayout(network));
  const keys = BigInt(heads) * BigInt(columns);
  const cost = truncation.kind === 'single' ? 1 : Math.max(1, Number(keys) / KEYS_PER_COST);
  const parts = layer.grid.axes.map(({ cells }) => Math.max(cells, truncationCells(truncation)));
  const searchable = isSearched(target, cost)
    ? { error: new AttentionSoftmaxError(network, target), parts }
    : undefined;
  const bound = () => interpolationBound(attentionSoftmaxBound(network, target), target.domain, norm);
  return {
    parameters: {
      ...reportedLayer(layer, parameters),
      ...(truncation.kind === 'single' ? { keys: truncation.keys } : { heads: truncation.heads }),
      truncationCells: [truncationCells(truncation)],
    },
    // The scores of the softmax count as keys, those of every head too.
    keys: keys + cellCount(layer.grid),
    boxes: defaultBoxes(cost),
    ...(isConstant(target) ? { tie: 'the target is constant, and weights sum to 1' } : {}),
    ...(searchable === undefined ? {} : { searchable }),
    search: (limits) =>
      searchable === undefined ? boundedBy(bound().upper) : searchBoxError(searchable, target, norm, limits),
    bound,
    ...(searchable === undefined
      ? {}
      : networkCertificate({ target, norm }, keys + cellCount(layer.grid), searchable.error, () =>
          description(network, target, searchable.error),
        )),
  };
}

function description(network: AttentionSoftmax, target: Target, error: AttentionSoftmaxError) {
  const attention = describeCoordinates(network);
  if (attention === undefined) return undefined;
  const { layer, truncation } = network;
  const steps = error.gridSteps;
  return {
    attention,
    layer: describeLayer(layer, target),
    reach: error.reach,
    bands: (room: number) => bandsOf([[truncation, error.truncation]], room),
    parts: layer.grid.axes.map(({ cells }) => cells),
    sizes: [...sizesOf(attention.truncation), Number(layer.inverseTemperature.text), ...steps.map((step) => 1 / step)],
  };
}
