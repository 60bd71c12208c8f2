/**
 * What is worth finding out once per target for its modulus of continuity: Lipschitz constant, oscillation, and pairs
 * of points with large differences at every scale.
 */
import { boundDiameter, domainBoxes, type DomainBoxes, type FunctionOnBox } from './box.js';
import { encloseLipschitz, type LipschitzEnclosure } from './lipschitz.js';
import { encloseOscillation, type Enclosure } from './oscillation.js';
import type { PairDifference } from './pair-difference.js';
import { PairSearch } from './pair-search.js';

export interface ModulusOptions {
  /** How many boxes the Lipschitz constant and the oscillation may each take. */
  readonly boxes?: number;
  /** Relative tolerance of both. */
  readonly tolerance?: number;
}

/** Pairs are sought at distances `diameter·4^−k`, `k` below this. */
const SCALES = 14;

export class ModulusKnowledge {
  readonly boxes: DomainBoxes;
  private readonly target: FunctionOnBox;
  private readonly options: ModulusOptions;
  private foundLipschitz: LipschitzEnclosure | undefined;
  private foundOscillation: Enclosure | undefined;
  private foundSearch: PairSearch | undefined;
  private foundPairs: readonly PairDifference[] | undefined;

  constructor(target: FunctionOnBox, options: ModulusOptions) {
    this.target = target;
    this.options = options;
    this.boxes = domainBoxes(target);
  }

  get lipschitz(): LipschitzEnclosure {
    this.foundLipschitz ??= encloseLipschitz(this.target, this.options);
    return this.foundLipschitz;
  }

  get oscillation(): Enclosure {
    this.foundOscillation ??= encloseOscillation(this.target, this.options);
    return this.foundOscillation;
  }

  get search(): PairSearch {
    const { witness } = this.lipschitz;
    this.foundSearch ??= new PairSearch(this.target, this.boxes, witness === undefined ? [] : [witness]);
    return this.foundSearch;
  }

  /** An upper bound of the largest distance in the domain. */
  get diameter(): number {
    return boundDiameter(this.boxes);
  }

  /** Rigorous differences at every scale, largest first. */
  get pairs(): readonly PairDifference[] {
    this.foundPairs ??= this.findPairs();
    return this.foundPairs;
  }

  private findPairs(): readonly PairDifference[] {
    const scales = Array.from({ length: SCALES }, (_, k) => this.diameter * 4 ** -k);
    const found = scales.map((radius) => this.search.best(radius, (difference) => difference));
    const steepest = this.lipschitz.witness;
    return steepest === undefined ? found : [...found, this.search.differences(steepest.p, steepest.q)];
  }
}

const known = new WeakMap<FunctionOnBox, Map<string, ModulusKnowledge>>();

/** What is known about a target (the object itself is the key), with these options. */
export function knowledgeOf(target: FunctionOnBox, options: ModulusOptions = {}): ModulusKnowledge {
  const ofTarget = known.get(target) ?? new Map<string, ModulusKnowledge>();
  known.set(target, ofTarget);
  const key = `${options.boxes} ${options.tolerance}`;
  const knowledge = ofTarget.get(key) ?? new ModulusKnowledge(target, options);
  ofTarget.set(key, knowledge);
  return knowledge;
}
