/** Examiners of networks and layers, made anew from data by threads that share the search for an error. */
import { domainBoxes } from '../../approximation/box.js';
import { SUP_NORM } from '../../approximation/error-norm.js';
import type { BoxExaminer } from '../../certify/box-examiner.js';
import { ErrorExaminer } from '../../certify/error-examiner.js';
import { LayerExaminer } from '../../certify/layer-examiner.js';
import type { Target } from '../../expression/target.js';
import { shareAmongThreads } from '../box-threads.js';
import type { Certifiable, LayerSearch, SearchThreads } from './certifiable.js';
import type { ConstructionParameters } from './parameters.js';
import { constructionEntries, type AvailableConstruction } from './registry.js';

/** What a network follows from: data that can be cloned. */
export interface NetworkSearch {
  readonly id: AvailableConstruction;
  readonly target: Target;
  readonly parameters: ConstructionParameters;
}

type Argument =
  | { readonly kind: 'network'; readonly search: NetworkSearch }
  | { readonly kind: 'layer'; readonly search: LayerSearch };

export function searchThreads(workers: number, network: NetworkSearch): SearchThreads {
  const share = (argument: Argument) => shareAmongThreads(workers, { module: import.meta.url, argument });
  return {
    network: share({ kind: 'network', search: network }),
    layer: (search) => share({ kind: 'layer', search }),
  };
}

/** For the threads of `box-threads.ts`. */
export function openExaminer(argument: Argument): BoxExaminer {
  if (argument.kind === 'layer') {
    const { layer, target, accuracy } = argument.search;
    return new LayerExaminer(layer, target, accuracy);
  }
  const { id, target } = argument.search;
  const { searchable } = certifiableAgain(argument.search);
  if (searchable === undefined) throw new Error(`the error of ${id} is not searched over boxes`);
  return new ErrorExaminer(searchable.error, domainBoxes(target), searchable.parts);
}

function certifiableAgain<Id extends AvailableConstruction>({
  id,
  target,
  parameters,
}: NetworkSearch & { readonly id: Id }): Certifiable {
  const entry = constructionEntries[id];
  return entry.certifiable(entry.build(target, parameters, {}), { target, norm: SUP_NORM, parameters });
}
