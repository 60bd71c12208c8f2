/**
 * What a person sees of a case: samples of a target, of the network's output and of the error, in doubles.
 *
 * A picture is for the eye. It carries no bound, and no verdict looks at it.
 */
/** A sample, in six significant digits; null where the value is not finite. */
export type Sample = number | null;

/** The weights that queries give to keys: one row of samples for each query. */
export interface AttentionMap {
  /** Increasing. */
  readonly queries: readonly number[];
  /** Where the keys stand, in the units of the queries; increasing. */
  readonly keys: readonly number[];
  /** `weights[i][k]` of query `i` and key `k`, in three decimals. */
  readonly weights: readonly (readonly number[])[];
}

/** What pictures of networks have in common. */
interface NetworkPicture {
  /** What the target and the network's output are called, for example `target f` and `attention layer`. */
  readonly names: readonly [target: string, output: string];
  /** Which part is shown, or where the other coordinates stand; in words. */
  readonly note?: string;
  /** Present where the bound of the case is one of this error, at every point. */
  readonly isBounded?: true;
}

/** Along one coordinate. */
export interface CurvePicture extends NetworkPicture {
  readonly kind: 'curve';
  /** The coordinate, for example `x₁`. */
  readonly variable: string;
  /** Increasing. */
  readonly x: readonly number[];
  readonly target: readonly Sample[];
  readonly output: readonly Sample[];
  /** Magnitude of the difference. */
  readonly error: readonly Sample[];
  /** What the difference is, where it is no error. */
  readonly difference?: 'margin';
  /** Borders of cells. */
  readonly cuts: readonly number[];
  /** Where the error is attained. */
  readonly at?: number;
  readonly attention?: AttentionMap;
}

/** One side of a map. */
export interface MapAxis {
  readonly variable: string;
  readonly lower: number;
  readonly upper: number;
  /** Samples lie in the middles of as many equal parts. */
  readonly samples: number;
  /** Borders of cells. */
  readonly cuts: readonly number[];
}

/** The keys that one query attends to: cells of a grid. */
export interface KeyGrid {
  /** Of the cells; their borders are one more. */
  readonly borders: readonly [readonly number[], readonly number[]];
  /** Weights, the first coordinate running fastest. */
  readonly weights: readonly number[];
}

/** Over a rectangle; samples with the first coordinate running fastest. */
export interface MapPicture extends NetworkPicture {
  readonly kind: 'map';
  readonly axes: readonly [MapAxis, MapAxis];
  readonly target: readonly Sample[];
  readonly output: readonly Sample[];
  readonly error: readonly Sample[];
  readonly at?: readonly [number, number];
  readonly attention?: KeyGrid;
}

/** Softmax weights beside what the statement puts in their place, in order of the scores, largest first. */
export interface WeightsPicture {
  readonly kind: 'weights';
  /** What the two rows are called, for example `softmax` and `indicator`. */
  readonly names: readonly [limit: string, weights: string];
  /** Of the largest scores. */
  readonly weights: readonly Sample[];
  readonly limit: readonly Sample[];
  readonly note?: string;
}

export type Picture = CurvePicture | MapPicture | WeightsPicture;

export function sample(value: number): Sample {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}

/** The picture of a claim whose bound holds for the error at every point. */
export function bounded(picture: Picture | undefined): Picture | undefined {
  return picture === undefined || picture.kind === 'weights' ? picture : { ...picture, isBounded: true };
}
