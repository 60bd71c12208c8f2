/** Measures how tight a claim is on batches of cases, on every thread there is, each case once. */
import type { Budget, CaseResult, Claim } from '../../theorems/claim.js';
import type { TaskPool } from '../task-pool.js';

/** A case that was measured. */
export interface Measured {
  /** The stored case. */
  readonly text: string;
  readonly result: CaseResult;
}

/** Ends a search early: its time is over, somebody asked it to stop, or a case is refuted. */
export class SearchOver extends Error {
  constructor() {
    super('the search is over');
    this.name = 'SearchOver';
  }
}

export interface MeasurerOptions {
  readonly claim: Claim;
  readonly pool: TaskPool;
  readonly budget: Budget;
  /** Does a result say how tight the claim is? */
  readonly shows: (result: CaseResult) => boolean;
  readonly stop: () => boolean;
  readonly onProgress: (measured: number, best: Measured | undefined) => void;
}

/** Cases of a task: a thread is not to be idle for long while others finish. */
const CHUNK = 8;

export class Measurer {
  /** Cases decided so far, and how many of them the claim did not take. */
  measured = 0;
  refused = 0;
  /** The tightest case so far. */
  best: Measured | undefined;
  /** A refuted case ends every search. */
  refuted: Measured | undefined;
  private readonly options: MeasurerOptions;
  private readonly known = new Map<string, Measured | undefined>();
  private limit = 0;

  constructor(options: MeasurerOptions) {
    this.options = options;
  }

  /** Cases that may still be decided. */
  get left(): number {
    return Math.max(0, this.limit - this.measured);
  }

  allow(cases: number): void {
    this.limit = this.measured + Math.ceil(cases);
  }

  /**
   * The measurements of these cases in their order; undefined where the claim does not take a case, the case shows nothing, or no
   * more cases may be decided. Throws `SearchOver` when somebody asked to stop, or a case is refuted.
   */
  async measure(texts: readonly string[]): Promise<readonly (Measured | undefined)[]> {
    const { budget, shows, onProgress } = this.options;
    const fresh = [...new Set(texts)].filter((text) => !this.known.has(text)).slice(0, this.left);
    const results = await this.decide(fresh, budget);
    // In the order of the cases, so that it does not matter which thread was faster.
    results.forEach((result, i) => {
      const one = result === undefined ? undefined : { text: fresh[i]!, result };
      this.known.set(fresh[i]!, one !== undefined && shows(one.result) ? one : undefined);
      if (one?.result.verdict === 'refuted') this.refuted ??= one;
      else if (one !== undefined && shows(one.result) && isTighter(one, this.best)) this.best = one;
    });
    onProgress(this.measured, this.best);
    if (this.refuted !== undefined) throw new SearchOver();
    return texts.map((text) => this.known.get(text));
  }

  /** The results of cases in their order; undefined where the claim does not take a case. Throws `SearchOver` when asked to stop. */
  async decide(texts: readonly string[], budget: Budget): Promise<readonly (CaseResult | undefined)[]> {
    const { claim, pool, stop } = this.options;
    const found = new Map<string, CaseResult | string>();
    const queue = chunks(texts, CHUNK);
    const lane = async (): Promise<void> => {
      for (let part = queue.shift(); part !== undefined && !stop(); part = queue.shift()) {
        const { results } = await pool.run({ kind: 'measure', claim: claim.id, texts: part, budget });
        for (const [i, result] of results.entries()) found.set(part[i]!, result);
        this.measured += results.length;
      }
    };
    if (texts.length > 0) await Promise.all(Array.from({ length: pool.lanes }, lane));
    if (stop()) throw new SearchOver();
    return texts.map((text) => {
      const result = found.get(text);
      if (typeof result !== 'string') return result;
      this.refused += 1;
      return undefined;
    });
  }
}

/**
 * Does a case say how tight its claim is? A statement about layers is to be tried on a target that is not constant, with keys, and
 * not where both sides are the same by definition.
 */
export function showsTightness({ aboutLayer }: Claim): (result: CaseResult) => boolean {
  return (result) => {
    const isTelling = !aboutLayer || (result.substantial && result.method !== 'exact');
    return isTelling && isKnown(result);
  };
}

/**
 * Is there a ratio? Not where the left-hand side is only bounded from above, in more than three inputs; and sides that are equal as
 * far as anybody can see, and not ordered, are no case of the statement.
 */
export function isKnown({ ratio, verdict, method }: CaseResult): boolean {
  if (method === 'bound' && ratio === 0) return false;
  return Number.isFinite(ratio) && ratio >= 0 && !(verdict !== 'certified' && ratio >= ATTAINED);
}

/** Enclosures do not tell ratios apart that are this close to 1: a search that is there is over. */
export const ATTAINED = 1 - 1e-12;

export function isTighter(a: Measured, b: Measured | undefined): boolean {
  return b === undefined || a.result.ratio > b.result.ratio;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
