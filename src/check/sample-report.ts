/** The document `softproof/sample@1`. Numbers are decimal text; doubles in as many digits as tell them apart. */
import type { AdapterReport } from '../gpu/adapter-report.js';
import type { Verdict } from '../theorems/claim.js';
import type { ReportedParameters } from './constructions/parameters.js';

export interface SampleReport {
  readonly schema: 'softproof/sample@1';
  /** The version of softproof that computed it. */
  readonly version: string;
  /** Name of the target. */
  readonly target: string;
  /** Null for a layer that no construction made. */
  readonly construction: string | null;
  readonly parameters: ReportedParameters | null;
  readonly keys: string;
  readonly norm: string;
  /** `float64`, or `decimal-` or `mpfr-` and the number of digits. */
  readonly arithmetic: string;
  readonly queries: ReportedQueries;
  /** The norm of the error over the queries, computed in the arithmetic and without a bound; null when no query has an error. */
  readonly error: string | null;
  /** The largest error, and where; null when no query has an error. */
  readonly largest: { readonly error: string; readonly at: readonly string[] } | null;
  /** Rigorous, rounded down: the error of the layer at the worst query, and so a lower bound of the sup norm; null in L_p. */
  readonly lower: string | null;
  /** Queries at which the error was no finite number, and the first of them. */
  readonly undefined: { readonly queries: number; readonly first: readonly string[] } | null;
  /** Rigorous, rounded up: the share of the softmax's mass that was left out, and what that adds to the error at most. */
  readonly dropped: { readonly mass: string; readonly error: string };
  readonly device: ReportedDevice;
  readonly histogram: ReportedHistogram | null;
  /** Of theory, rounded down; null where there is none. */
  readonly bound: string | null;
  /** Never `certified`: a sample cannot be. */
  readonly verdict: Exclude<Verdict, 'certified'> | null;
  /** Of sampling alone. */
  readonly samplingSeconds: number;
  readonly seconds: number;
}

export interface ReportedQueries {
  readonly kind: 'grid' | 'scattered' | 'list';
  /** Of a grid: queries on each axis, from end to end of it or in the middles of equal parts. */
  readonly counts?: readonly number[];
  readonly placement?: 'ends' | 'middles';
  /** Of scattered queries. */
  readonly seed?: number;
  readonly asked: number;
  /** Less than `asked` when the sample was ended early. */
  readonly taken: number;
}

/** Who looked at every query. The largest error itself is always the CPU's. */
export interface ReportedDevice {
  readonly kind: 'cpu' | 'gpu';
  /** The graphics adapter that was used, or found and left out; null where none was looked for or found. */
  readonly adapter: AdapterReport | null;
  /** Why the CPU did what a GPU was asked for; null where nothing is to be explained. */
  readonly reason: string | null;
  /** Of a GPU, rounded up: how far an output that it computed is from the exact one at most, whatever the query. */
  readonly bound: string | null;
  /** Queries that the CPU evaluated. */
  readonly evaluated: number;
  /** Of a GPU: at all other queries the error is at most this, as far as the target's doubles are right. */
  readonly others: string | null;
}

export interface ReportedHistogram {
  /** Queries whose error is 0 in the arithmetic. */
  readonly zero: number;
  /** Errors `e` with `from ≤ e < to`, where `to` is twice `from`; only bins that are not empty, smallest first. */
  readonly bins: readonly { readonly from: string; readonly to: string; readonly queries: number }[];
}
