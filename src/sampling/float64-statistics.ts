/**
 * The statistics of errors in doubles: largest error, sums of powers, sizes.
 *
 * Powers are summed per binary octave of the error, as powers of numbers in [1, 2): neither overflows, and small errors are
 * not lost beside large ones. Sums are compensated (Neumaier 1974), so that what rounding leaves is of the order of the
 * square of the unit roundoff times the number of queries.
 */
import { LEAST_OCTAVE, octaveFraction, octaveIndex, OCTAVES } from './octave.js';
import { joinOutcomes, NOTHING, type TileOutcome } from './outcome.js';

/** Beyond, the library's power is as fast as products. */
const MOST_FACTORS = 16;

export type Float64Outcome = TileOutcome<number>;

export interface StatisticsOptions {
  /** `p` of the norm, absent for the supremum. */
  readonly power?: number;
  /** Count errors by their size. */
  readonly histogram: boolean;
}

export const EMPTY_FLOAT64: Float64Outcome = { ...NOTHING, octaves: new Map(), powers: new Map() };

export class Float64Statistics {
  private readonly power: number | undefined;
  private readonly histogram: boolean;
  private queries = 0;
  private undefinedQueries = 0;
  private firstUndefined: number | undefined;
  private largest = -1;
  private largestAt = -1;
  private exact = 0;
  private readonly counts = new Float64Array(OCTAVES);
  private readonly sums = new Float64Array(OCTAVES);
  private readonly rests = new Float64Array(OCTAVES);

  constructor({ power, histogram }: StatisticsOptions) {
    this.power = power;
    this.histogram = histogram;
  }

  /** `count` errors, of the queries from `first`; errors that are no finite number are counted apart. */
  add(errors: Float64Array, count: number, first: number): void {
    this.queries += count;
    this.findLargest(errors, count, first);
    if (this.histogram) this.countSizes(errors, count);
    if (this.power !== undefined) this.sumPowers(errors, count, this.power);
  }

  private findLargest(errors: Float64Array, count: number, first: number): void {
    let { largest, largestAt } = this;
    for (let i = 0; i < count; i++) {
      const error = errors[i]!;
      if (error <= largest) continue;
      if (error < Infinity) {
        largest = error;
        largestAt = first + i;
      } else {
        this.undefinedQueries++;
        this.firstUndefined ??= first + i;
      }
    }
    this.largest = largest;
    this.largestAt = largestAt;
  }

  private countSizes(errors: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const error = errors[i]!;
      if (error === 0) this.exact++;
      else if (error < Infinity) this.counts[octaveIndex(error)]!++;
    }
  }

  private sumPowers(errors: Float64Array, count: number, power: number): void {
    const { sums, rests } = this;
    const isWhole = Number.isInteger(power) && power <= MOST_FACTORS;
    for (let i = 0; i < count; i++) {
      const error = errors[i]!;
      if (!(error < Infinity)) continue;
      const octave = octaveIndex(error);
      // Subnormal errors are below every other's rounding.
      if (octave === 0) continue;
      const fraction = octaveFraction(error);
      const term = isWhole ? wholePower(fraction, power) : Math.pow(fraction, power);
      const sum = sums[octave]!;
      const total = sum + term;
      rests[octave]! += sum >= term ? sum - total + term : term - total + sum;
      sums[octave] = total;
    }
  }

  /** What was added since the last call. */
  take(): Float64Outcome {
    const { counts, sums, rests } = this;
    const octaves = new Map<number, number>();
    const powers = new Map<number, readonly [number, number]>();
    for (let i = 0; i < OCTAVES; i++) {
      if (counts[i]! > 0) octaves.set(i + LEAST_OCTAVE, counts[i]!);
      if (sums[i]! > 0) powers.set(i + LEAST_OCTAVE, [sums[i]!, rests[i]!]);
    }
    const outcome: Float64Outcome = {
      queries: this.queries,
      undefinedQueries: this.undefinedQueries,
      firstUndefined: this.firstUndefined,
      largest: this.largestAt < 0 ? undefined : { error: this.largest, query: this.largestAt },
      exact: this.exact,
      octaves,
      powers,
    };
    for (const array of [counts, sums, rests]) array.fill(0);
    this.queries = this.undefinedQueries = this.exact = 0;
    this.firstUndefined = undefined;
    this.largest = this.largestAt = -1;
    return outcome;
  }
}

/** The outcome of both; in this order, because sums are rounded. */
export function joinFloat64(a: Float64Outcome, b: Float64Outcome): Float64Outcome {
  const powers = new Map(a.powers);
  for (const [octave, [sum, rest]] of b.powers) {
    const [own, left] = powers.get(octave) ?? [0, 0];
    const total = own + sum;
    const lost = own >= sum ? own - total + sum : sum - total + own;
    powers.set(octave, [total, left + rest + lost]);
  }
  return { ...joinOutcomes(a, b, (x, y) => x > y), powers };
}

/** `(Σ e^p / N)^{1/p}` over the `N` queries that have an error; 0 when there are none. */
export function powerMeanFloat64({ queries, undefinedQueries, powers }: Float64Outcome, power: number): number {
  const octaves = [...powers.keys()].toSorted((a, b) => b - a);
  const top = octaves[0];
  if (top === undefined) return 0;
  // Smallest terms first.
  const sum = octaves.reduceRight((total, octave) => {
    const [own, rest] = powers.get(octave)!;
    return total + (own + rest) * Math.pow(2, (octave - top) * power);
  }, 0);
  return 2 ** top * Math.pow(sum / (queries - undefinedQueries), 1 / power);
}

function wholePower(x: number, power: number): number {
  let product = x;
  for (let i = 1; i < power; i++) product *= x;
  return product;
}
