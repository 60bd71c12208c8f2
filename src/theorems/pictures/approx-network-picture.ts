/** Samples a network and its target: along a line in one input or in more than two, over a rectangle in two. */
import type { AttentionMap, CurvePicture, KeyGrid, MapAxis, MapPicture, Picture } from './picture.js';
import { sample } from './picture.js';

/** Equal cells of one coordinate. */
export interface PicturedCells {
  readonly lower: number;
  readonly width: number;
  readonly count: number;
}

/** A network and what it is to compute, in doubles. */
export interface PicturedNetwork {
  readonly names: readonly [target: string, output: string];
  /** Names of the coordinates. */
  readonly variables: readonly string[];
  readonly domain: readonly (readonly [lower: number, upper: number])[];
  readonly outputs: number;
  readonly target: (x: Float64Array, out: Float64Array) => void;
  /** Output minus target. */
  readonly difference: (x: Float64Array, out: Float64Array) => void;
  readonly cells?: readonly PicturedCells[];
  /** Weights of the keys of axis `t` for a query with coordinate `u`; those of a grid are their products. */
  readonly weights?: (t: number, u: number) => Float64Array;
}

const CURVE_SAMPLES = 241;
const MAP_SAMPLES = 40;
/** Cells of one axis beyond which only those around the point of interest are shown. */
const MOST_CELLS = { curve: 24, map: 24 };
/** Cells on either side of that point. */
const SHOWN_CELLS = { curve: 8, map: 6 };
const QUERIES = 96;
/** Keys of an attention map. */
const MOST_KEYS = 48;
const LEAST_WEIGHT = 0.005;
/** Samples on either side of a border show a step as a step. */
const BESIDE = 1e-6;

/** `witness` has the network's coordinates, if it is given. */
export function approxNetworkPicture(
  network: PicturedNetwork,
  witness: readonly string[] | undefined,
): Picture | undefined {
  const axes = network.domain.flatMap(([lower, upper], t) => (upper > lower ? [t] : []));
  if (axes.length === 0) return undefined;
  const given = witness?.length === network.domain.length ? witness.map(Number) : undefined;
  const [first, second] = axes;
  if (axes.length === 2) return mapOf(network, first!, second!, given);
  return curveOf(network, first!, given, axes.length > 1);
}

/** Values of one output on which everything else rests. */
interface Sampler {
  readonly target: (x: Float64Array) => number;
  readonly difference: (x: Float64Array) => number;
}

function samplerOf({ target, difference, outputs }: PicturedNetwork, output: number): Sampler {
  const out = new Float64Array(outputs);
  return {
    target: (x) => {
      target(x, out);
      return out[output]!;
    },
    difference: (x) => {
      difference(x, out);
      return out[output]!;
    },
  };
}

/** The point with the largest error of some output among points given, and that output. */
function worstOf({ difference, outputs }: PicturedNetwork, points: readonly Float64Array[]) {
  let [output, largest, point] = [0, -1, points[0]!];
  const out = new Float64Array(outputs);
  for (const x of points) {
    difference(x, out);
    out.forEach((value, r) => {
      if (!(Math.abs(value) > largest)) return;
      [output, largest, point] = [r, Math.abs(value), x];
    });
  }
  return { output, point };
}

function centreOf({ domain }: PicturedNetwork): Float64Array {
  return Float64Array.from(domain, ([lower, upper]) => lower + (upper - lower) / 2);
}

/** `point` with other values of some coordinates. */
function moved(point: Float64Array, ...changes: readonly (readonly [t: number, value: number])[]): Float64Array {
  const x = Float64Array.from(point);
  for (const [t, value] of changes) x[t] = value;
  return x;
}

/** The part of an axis that is shown. */
interface Window {
  readonly lower: number;
  readonly upper: number;
  /** Cells within it. */
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
}

function windowOf({ domain, cells }: PicturedNetwork, t: number, around: number, kind: 'curve' | 'map'): Window {
  const [lower, upper] = domain[t]!;
  const axis = cells?.[t];
  if (axis === undefined) return { lower, upper, from: 0, to: 0, isWhole: true };
  const { count, width } = axis;
  if (count <= MOST_CELLS[kind]) return { lower, upper, from: 0, to: count, isWhole: true };
  const shown = SHOWN_CELLS[kind];
  const cell = Math.min(count - 1, Math.max(0, Math.floor((around - axis.lower) / width)));
  const from = Math.min(count - 2 * shown, Math.max(0, cell - shown));
  const to = from + 2 * shown;
  // The first and the last cell shown reach to the end of the domain, which need not be that of the grid.
  const left = from === 0 ? lower : axis.lower + from * width;
  const right = to === count ? upper : axis.lower + to * width;
  return { lower: left, upper: right, from, to, isWhole: false };
}

/** Borders strictly inside the window. */
function cutsIn({ cells }: PicturedNetwork, t: number, { lower, upper, from, to }: Window): number[] {
  const axis = cells?.[t];
  if (axis === undefined) return [];
  const borders = Array.from({ length: to - from + 1 }, (_, i) => axis.lower + (from + i) * axis.width);
  // Those at the ends may be off by a rounding error.
  const end = axis.width / 1000;
  return borders.filter((cut) => cut > lower + end && cut < upper - end).map(short);
}

function windowNote(windows: readonly Window[], names: readonly string[]): string | undefined {
  const parts = windows.flatMap(({ isWhole, lower, upper }, i) =>
    isWhole ? [] : [`${names[i]!} from ${inWords(lower)} to ${inWords(upper)} only, around the largest error`],
  );
  return parts.length === 0 ? undefined : parts.join('; ');
}

function even(lower: number, upper: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? upper : lower + ((upper - lower) * i) / (count - 1),
  );
}

function inWords(x: number): string {
  return String(Number(x.toPrecision(5)));
}

/** Few digits are enough for the eye, but neighbours must stay apart. */
function short(x: number): number {
  return Number(x.toPrecision(12));
}

function curveOf(network: PicturedNetwork, t: number, given: number[] | undefined, isLine: boolean): CurvePicture {
  const base = given === undefined ? centreOf(network) : Float64Array.from(given);
  const [lower, upper] = network.domain[t]!;
  const start =
    given === undefined
      ? worstOf(
          network,
          even(lower, upper, 2 * CURVE_SAMPLES).map((u) => moved(base, [t, u])),
        )
      : worstOf(network, [base]);
  const at = start.point[t]!;
  const window = windowOf(network, t, at, 'curve');
  const cuts = cutsIn(network, t, window);
  const beside = (window.upper - window.lower) * BESIDE;
  const points = [
    ...even(window.lower, window.upper, CURVE_SAMPLES),
    ...cuts.flatMap((cut) => [cut - beside, cut + beside]),
    ...(at >= window.lower && at <= window.upper ? [at] : []),
  ];
  const inside = points.filter((u) => u >= window.lower && u <= window.upper);
  const x = [...new Set(inside.map(short))].sort((a, b) => a - b);
  const { target, difference } = samplerOf(network, start.output);
  const values = x.map((u) => {
    const place = moved(base, [t, u]);
    return [target(place), difference(place)] as const;
  });
  const rest = network.variables.flatMap((name, i) => (i === t ? [] : [`${name} = ${inWords(base[i]!)}`]));
  const notes = [
    isLine ? `along ${network.variables[t]!}, where ${rest.join(', ')}` : undefined,
    windowNote([window], [network.variables[t]!]),
    network.outputs > 1 ? `output ${start.output + 1} of ${network.outputs}` : undefined,
  ].filter((note) => note !== undefined);
  const attention = attentionOf(network, t, window);
  return {
    kind: 'curve',
    names: network.names,
    variable: network.variables[t]!,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    x,
    target: values.map(([f]) => sample(f)),
    output: values.map(([f, e]) => sample(f + e)),
    error: values.map(([, e]) => sample(Math.abs(e))),
    cuts,
    ...(at >= window.lower && at <= window.upper ? { at: short(at) } : {}),
    ...(attention === undefined ? {} : { attention }),
  };
}

function attentionOf(
  { cells, weights }: PicturedNetwork,
  t: number,
  { lower, upper, from, to }: Window,
): AttentionMap | undefined {
  const axis = cells?.[t];
  if (axis === undefined || weights === undefined) return undefined;
  const queries = even(lower, upper, QUERIES + 1)
    .slice(1)
    .map((u) => u - (upper - lower) / (2 * QUERIES));
  const rows = queries.map((u) => weights(t, u));
  // Earlier layers may have moved the queries: the keys that matter need not be those beneath.
  const isSeen = (k: number): boolean => rows.some((row) => row[k]! >= LEAST_WEIGHT);
  const seen = Array.from({ length: axis.count }, (_, k) => k).filter(isSeen);
  const first = Math.min(from, seen[0] ?? from);
  const last = Math.min(Math.max(to, (seen.at(-1) ?? 0) + 1), first + MOST_KEYS);
  const shown =
    last > (seen.at(-1) ?? 0) ? [first, last] : [seen[0]!, Math.min(seen.at(-1)! + 1, seen[0]! + MOST_KEYS)];
  const [least, most] = shown as [number, number];
  return {
    queries: queries.map(short),
    keys: Array.from({ length: most - least }, (_, k) => short(axis.lower + (least + k + 0.5) * axis.width)),
    weights: rows.map((row) => [...row.subarray(least, most)].map(weightSample)),
  };
}

function weightSample(weight: number): number {
  return Number.isFinite(weight) ? Number(weight.toFixed(3)) : 0;
}

function mapOf(network: PicturedNetwork, s: number, t: number, given: number[] | undefined): MapPicture {
  const base = given === undefined ? centreOf(network) : Float64Array.from(given);
  const [x, y] = [s, t].map((axis) => middles(...network.domain[axis]!)) as [number[], number[]];
  const all = y.flatMap((v) => x.map((u) => moved(base, [s, u], [t, v])));
  const { output, point } = worstOf(network, given === undefined ? all : [base]);
  const windows = [s, t].map((axis) => windowOf(network, axis, point[axis]!, 'map')) as [Window, Window];
  const { target, difference } = samplerOf(network, output);
  const places = middles(windows[1].lower, windows[1].upper).flatMap((v) =>
    middles(windows[0].lower, windows[0].upper).map((u) => moved(base, [s, u], [t, v])),
  );
  const values = places.map((place) => [target(place), difference(place)] as const);
  const names = [network.variables[s]!, network.variables[t]!];
  const notes = [
    windowNote(windows, names),
    network.outputs > 1 ? `output ${output + 1} of ${network.outputs}` : undefined,
  ].filter((note) => note !== undefined);
  const axes = [s, t].map((axis, i) => axisOf(network, axis, windows[i]!)) as [MapAxis, MapAxis];
  const attention = keyGridOf(network, [s, t], windows, point);
  return {
    kind: 'map',
    names: network.names,
    axes,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    target: values.map(([f]) => sample(f)),
    output: values.map(([f, e]) => sample(f + e)),
    error: values.map(([, e]) => sample(Math.abs(e))),
    at: [short(point[s]!), short(point[t]!)],
    ...(attention === undefined ? {} : { attention }),
  };
}

function axisOf(network: PicturedNetwork, t: number, window: Window): MapAxis {
  return {
    variable: network.variables[t]!,
    lower: short(window.lower),
    upper: short(window.upper),
    samples: MAP_SAMPLES,
    cuts: cutsIn(network, t, window),
  };
}

function middles(lower: number, upper: number): number[] {
  return Array.from({ length: MAP_SAMPLES }, (_, i) => lower + ((upper - lower) * (i + 0.5)) / MAP_SAMPLES);
}

function keyGridOf(
  { cells, weights }: PicturedNetwork,
  axes: readonly [number, number],
  windows: readonly [Window, Window],
  point: Float64Array,
): KeyGrid | undefined {
  if (cells === undefined || weights === undefined) return undefined;
  const [first, second] = axes.map((t, i) => weights(t, point[t]!).subarray(windows[i]!.from, windows[i]!.to));
  const borders = axes.map((t, i) => {
    const { from, to } = windows[i]!;
    const { lower, width } = cells[t]!;
    return Array.from({ length: to - from + 1 }, (_, k) => short(lower + (from + k) * width));
  }) as [number[], number[]];
  return { borders, weights: [...second!].flatMap((v) => [...first!].map((u) => weightSample(u * v))) };
}
