/** The statistics of errors in any number system; sums carry the system's own rounding. */
import type { NumberSystem } from '../numeric/number-system.js';
import { LEAST_OCTAVE, octaveIndex } from './octave.js';
import { joinOutcomes, NOTHING, type TileOutcome } from './outcome.js';

/** Numbers are the text of the system. */
export type TextOutcome = TileOutcome<string>;

export const EMPTY_TEXT: TextOutcome = { ...NOTHING, octaves: new Map(), powers: undefined };

export class Statistics<T> {
  private readonly system: NumberSystem<T>;
  private readonly raise: ((error: T) => T) | undefined;
  private readonly histogram: boolean;
  private queries = 0;
  private undefinedQueries = 0;
  private firstUndefined: number | undefined;
  private largest: { error: T; query: number } | undefined;
  private exact = 0;
  private octaves = new Map<number, number>();
  private sum: T | undefined;

  /** `power`: the text of `p` of the norm, absent for the supremum; `histogram`: count errors by their size. */
  constructor(system: NumberSystem<T>, options: { readonly power?: string; readonly histogram: boolean }) {
    this.system = system;
    this.raise = options.power === undefined ? undefined : powerFunction(system, options.power);
    this.histogram = options.histogram;
  }

  add(error: T, query: number): void {
    const { system } = this;
    this.queries++;
    if (!system.isDefined(error) || !(system.toNumber(error) < Infinity)) {
      this.undefinedQueries++;
      this.firstUndefined ??= query;
      return;
    }
    if (this.largest === undefined || system.less(this.largest.error, error) === true) this.largest = { error, query };
    if (this.histogram) {
      const isZero = system.equal(error, system.literal('0')) === true;
      if (isZero) this.exact++;
      else {
        const octave = octaveIndex(system.toNumber(error)) + LEAST_OCTAVE;
        this.octaves.set(octave, (this.octaves.get(octave) ?? 0) + 1);
      }
    }
    if (this.raise !== undefined) {
      const term = this.raise(error);
      this.sum = this.sum === undefined ? term : system.add(this.sum, term);
    }
  }

  /** What was added since the last call. */
  take(): TextOutcome {
    const { system, largest, sum } = this;
    const outcome: TextOutcome = {
      queries: this.queries,
      undefinedQueries: this.undefinedQueries,
      firstUndefined: this.firstUndefined,
      largest: largest === undefined ? undefined : { error: system.toText(largest.error), query: largest.query },
      exact: this.exact,
      octaves: this.octaves,
      powers: sum === undefined ? undefined : system.toText(sum),
    };
    this.queries = this.undefinedQueries = this.exact = 0;
    this.firstUndefined = this.largest = this.sum = undefined;
    this.octaves = new Map();
    return outcome;
  }
}

/** The outcome of both; in this order, because sums are rounded. */
export function joinTexts<T>(system: NumberSystem<T>, a: TextOutcome, b: TextOutcome): TextOutcome {
  const isLarger = (x: string, y: string): boolean => system.less(system.literal(y), system.literal(x)) === true;
  const powers =
    a.powers === undefined || b.powers === undefined
      ? (a.powers ?? b.powers)
      : system.toText(system.add(system.literal(a.powers), system.literal(b.powers)));
  return { ...joinOutcomes(a, b, isLarger), powers };
}

/** `(Σ e^p / N)^{1/p}` over the `N` queries that have an error; 0 when there are none. */
export function powerMean<T>(
  system: NumberSystem<T>,
  { queries, undefinedQueries, powers }: TextOutcome,
  power: string,
): T {
  if (powers === undefined) return system.literal('0');
  const mean = system.div(system.literal(powers), system.fromNumber(queries - undefinedQueries));
  return system.pow(mean, system.div(system.literal('1'), system.literal(power)));
}

function powerFunction<T>(system: NumberSystem<T>, power: string): (error: T) => T {
  const exponent = Number(power);
  // Whole powers are products: cheaper than a logarithm.
  if (Number.isSafeInteger(exponent)) return (error) => system.powInteger(error, exponent);
  const real = system.literal(power);
  return (error) => system.pow(error, real);
}
