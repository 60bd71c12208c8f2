/**
 * The search for a small layer of one construction whose error is certified to meet a tolerance.
 *
 * Cells of about the same width on every axis at first: their number is doubled, then bisected, by the theorem's bound where it
 * is cheap. Then the layer itself is enclosed, which allows fewer cells, first on all axes, then axis by axis (targets that vary
 * little along one deserve fewer there), and fewer ghosts. Work is counted, so that the answer does not depend on the machine.
 */
import type { ErrorNorm } from '../../approximation/error-norm.js';
import { axisValues } from '../../approximation/grid.js';
import { ConstructionError } from '../../constructions/construction.js';
import type { Target } from '../../expression/target.js';
import { decimalIntervalSystem } from '../../numeric/decimal-interval.js';
import type { ConstructionParameters } from '../constructions/parameters.js';
import { build, type Built, type Found, type LayerConstruction } from './candidate.js';

export interface LayerQuestion {
  readonly construction: LayerConstruction;
  readonly target: Target;
  readonly norm: ErrorNorm;
  /** Errors up to this are accepted. */
  readonly tolerance: number;
  /** Parameters besides cells and ghosts. */
  readonly fixed: ConstructionParameters;
  /** Order of the error in the cell width; guides guesses only. */
  readonly order: number;
  /** Does the bound say how many cells suffice, or is every layer to be enclosed? */
  readonly trustsBound: boolean;
  /** Most keys of a layer that is looked at, and the fewest found so far. */
  readonly mostKeys: bigint;
  readonly fewestKeys: bigint;
  /** Ends the search with what it has. */
  readonly stop: () => boolean;
  readonly onProgress: (construction: LayerConstruction, cells: readonly number[]) => void;
}

export type LayerSearchResult = { readonly found: Found } | { readonly reason: string };

/** Boxes of one enclosure (least, per key, most), enclosures of one search, and relative steps that are tried on one axis. */
const BOXES = { least: 4096, perKey: 8, most: 200_000 };
const ENCLOSURES = 24;
/** A layer with so many times the keys of the best so far is not looked at more closely. */
const HOPELESS = 2;
const SHRINKAGE = [0.6, 0.8, 0.94];
const FIRST_CELLS = 8;

const system = decimalIntervalSystem(40);

/** Finds a layer, or says why there is none. Throws what is no `ConstructionError`. */
export function searchLayer(question: LayerQuestion): LayerSearchResult {
  return new LayerDesign(question).run();
}

class LayerDesign {
  private readonly question: LayerQuestion;
  /** Lengths of the axes, relative to the longest. */
  private readonly shares: readonly number[];
  private enclosures = 0;
  private refusal: string | undefined;

  constructor(question: LayerQuestion) {
    this.question = question;
    const lengths = question.target.domain.map((axis) =>
      system.toNumber(
        system.sub(axisValues(system, { axis, cells: 1 }).upper, axisValues(system, { axis, cells: 1 }).lower),
      ),
    );
    const longest = Math.max(...lengths);
    this.shares = lengths.map((length) => (longest > 0 ? length / longest : 0));
  }

  run(): LayerSearchResult {
    const first = this.smallest();
    if (first === undefined) return { reason: this.refusal ?? 'no layer of it was found to meet the tolerance' };
    const steps = [this.withFewerCells, this.axisByAxis, this.withFewerGhosts];
    return { found: steps.reduce((found, step) => (this.isHopeless(found) ? found : step.call(this, found)), first) };
  }

  /** Cells of about the same width, `count` on the longest axis. */
  private cellsAt(count: number): number[] {
    return this.shares.map((share) => (share === 0 ? 1 : Math.max(1, Math.ceil(count * share - 1e-9))));
  }

  /** The smallest number of cells on the longest axis that was found to suffice. */
  private smallest(): Found | undefined {
    let [few, enough] = [0, FIRST_CELLS];
    let found: Found | undefined;
    for (; ; enough *= 2) {
      found = this.meets(this.cellsAt(enough));
      if (found !== undefined) break;
      few = enough;
      if (this.isOver() || this.isTooLarge(this.cellsAt(2 * enough))) return undefined;
    }
    while (enough - few > Math.max(1, enough / 64) && !this.isOver()) {
      const middle = Math.floor((few + enough) / 2);
      const better = this.meets(this.cellsAt(middle));
      if (better === undefined) few = middle;
      else [found, enough] = [better, middle];
    }
    return found;
  }

  private isTooLarge(cells: readonly number[]): boolean {
    const { target, mostKeys } = this.question;
    const keys = cells.reduce((product, count) => product * BigInt(count), BigInt(target.output.tokens));
    if (keys <= mostKeys) return false;
    this.refusal ??= `it would take more than ${mostKeys} keys`;
    return true;
  }

  private isHopeless(found: Found): boolean {
    return Number(keysOf(found)) > HOPELESS * Number(this.question.fewestKeys);
  }

  private isOver(): boolean {
    return this.question.stop();
  }

  /** The layer, if it meets the tolerance by the bound, or, where that is not to be relied on, by enclosing it. */
  private meets(cells: readonly number[], more: ConstructionParameters = {}): Found | undefined {
    return this.question.trustsBound ? this.meetsByBound(cells) : this.meetsBySearch(cells, more);
  }

  private built(cells: readonly number[], more: ConstructionParameters): Built | undefined {
    const { construction, target, norm, fixed, stop, onProgress } = this.question;
    onProgress(construction, cells);
    try {
      return build(construction, target, norm, { ...fixed, ...more, cells }, { stop });
    } catch (error) {
      if (!(error instanceof ConstructionError)) throw error;
      this.refusal = error.message;
      return undefined;
    }
  }

  private meetsByBound(cells: readonly number[]): Found | undefined {
    const { tolerance, stop } = this.question;
    const built = this.built(cells, {});
    if (built === undefined) return undefined;
    const { upper } = built.certifiable.bound({ stop });
    return upper <= tolerance ? { built, upper, decidedBy: 'bound' } : undefined;
  }

  private meetsBySearch(cells: readonly number[], more: ConstructionParameters): Found | undefined {
    if (this.enclosures >= ENCLOSURES || this.isOver()) return undefined;
    this.enclosures++;
    const { tolerance, stop } = this.question;
    const built = this.built(cells, more);
    if (built === undefined) return undefined;
    const { upper } = built.certifiable.search({ goal: tolerance, boxes: boxesFor(built), stop });
    return upper <= tolerance ? { built, upper, decidedBy: 'search' } : undefined;
  }

  /** As many fewer cells on all axes as the error of the layer itself allows. */
  private withFewerCells(first: Found): Found {
    const { tolerance, order, stop, trustsBound } = this.question;
    if (!trustsBound) return first;
    const longest = Math.max(...cellsOf(first));
    const { upper } = first.built.certifiable.search({ relative: 0.1, boxes: boxesFor(first.built), stop });
    if (!(upper < tolerance)) return first;
    let best = first;
    let guess = Math.max(1, Math.ceil(longest * (upper / tolerance) ** (1 / order)));
    // From the guess on upward until a layer is accurate enough, then downward while they are.
    let found: Found | undefined;
    while (guess < longest && (found = this.meetsBySearch(this.cellsAt(guess), {})) === undefined && !this.isOver()) {
      guess += Math.max(1, Math.round(longest / 64));
    }
    if (found === undefined) return first;
    best = found;
    while (guess > 1 && (found = this.meetsBySearch(this.cellsAt(--guess), {})) !== undefined) best = found;
    return best;
  }

  /** Fewer cells on single axes. */
  private axisByAxis(first: Found): Found {
    let best = first;
    if (this.shares.filter((share) => share > 0).length < 2) return best;
    for (let t = 0; t < this.shares.length; t++) {
      for (const factor of SHRINKAGE) {
        for (;;) {
          const cells = cellsOf(best);
          const fewer = Math.ceil(cells[t]! * factor);
          if (fewer >= cells[t]! || fewer < 1) break;
          const found = this.meetsBySearch(cells.with(t, fewer), {});
          if (found === undefined || keysOf(found) >= keysOf(best)) break;
          best = found;
        }
      }
    }
    return best;
  }

  /** Fewer ghosts at the same temperature, a cell per side at a time. */
  private withFewerGhosts(first: Found): Found {
    let best = first;
    for (let t = 0; t < this.shares.length; t++) {
      for (;;) {
        const { ghosts, inverseTemperature } = best.built.certifiable.parameters;
        if (ghosts === undefined || inverseTemperature === undefined) return best;
        const perAxis = ghosts.length === 1 ? this.shares.map(() => ghosts[0]!) : ghosts;
        if (perAxis[t]! < 1) break;
        const more = { ghosts: perAxis.with(t, perAxis[t]! - 1), inverseTemperature };
        const found = this.meetsBySearch(cellsOf(best), more);
        if (found === undefined) break;
        best = found;
      }
    }
    return best;
  }
}

function boxesFor({ certifiable: { keys } }: Built): number {
  return Math.min(BOXES.most, Math.max(BOXES.least, BOXES.perKey * Number(keys)));
}

/** Cells per axis, ghosts not counted. */
function cellsOf({ built }: Found): readonly number[] {
  return built.certifiable.parameters.cells!;
}

function keysOf({ built }: Found): bigint {
  return built.certifiable.keys;
}
