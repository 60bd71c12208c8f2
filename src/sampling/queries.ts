/**
 * At which points of the domain an error is sampled, and their coordinates in any number system.
 *
 * Query `i` of a grid has the flat index with the last axis running fastest.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import type { DomainAxis } from '../expression/target.js';
import { intervalSystem } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { randomFraction } from './random-fraction.js';
import { SamplingError } from './sampling-error.js';

/** `N_t` equally spaced queries on each axis: from end to end, or in the middles of `N_t` equal parts. */
export interface GridQueries {
  readonly kind: 'grid';
  /** One number for each axis. */
  readonly counts: readonly number[];
  readonly placement: 'ends' | 'middles';
}

/** Independent and uniform on the domain. */
export interface ScatteredQueries {
  readonly kind: 'scattered';
  readonly count: number;
  readonly seed: number;
}

/** Given one by one, in decimal text. */
export interface ListedQueries {
  readonly kind: 'list';
  readonly points: readonly (readonly string[])[];
}

export type Queries = GridQueries | ScatteredQueries | ListedQueries;

/** Most queries of one sample: their numbers stay exact with room to spare. */
export const MAX_QUERIES = 2 ** 48;

export function queryCount(queries: Queries): number {
  switch (queries.kind) {
    case 'grid':
      return queries.counts.reduce((product, count) => product * count, 1);
    case 'scattered':
      return queries.count;
    case 'list':
      return queries.points.length;
  }
}

/** Throws a `SamplingError` for numbers of queries that cannot be taken, and for points outside the domain. */
export function checkQueries(queries: Queries, domain: readonly DomainAxis[]): void {
  const axes = domain.length;
  const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1;
  if (queries.kind === 'grid') {
    if (queries.counts.length !== axes) {
      throw new SamplingError({
        code: 'queries',
        found: `${queries.counts.length} numbers of queries`,
        required: `the domain has ${axes} ${axes === 1 ? 'axis' : 'axes'}`,
        remedy: 'Give one number of queries for all axes, or one for each.',
      });
    }
    const wrong = queries.counts.find((count) => !isCount(count));
    if (wrong !== undefined) throw wrongCount(wrong);
  } else if (queries.kind === 'scattered' && !isCount(queries.count)) throw wrongCount(queries.count);
  else if (queries.kind === 'list') queries.points.forEach((point) => checkPoint(point, domain));
  const count = queryCount(queries);
  if (count === 0) throw wrongCount(0);
  if (count <= MAX_QUERIES) return;
  throw new SamplingError({
    code: 'queries',
    found: `${count} queries`,
    required: `a sample has at most ${MAX_QUERIES}`,
    remedy: 'Use fewer queries per axis, or scattered ones.',
  });
}

function checkPoint(point: readonly string[], domain: readonly DomainAxis[]): void {
  const where = `the query (${point.join(', ')})`;
  if (point.length !== domain.length) {
    throw new SamplingError({
      code: 'queries',
      found: where,
      required: `the domain has ${domain.length} ${domain.length === 1 ? 'axis' : 'axes'}`,
      remedy: 'Give one coordinate for each axis.',
    });
  }
  domain.forEach(({ lower, upper }, t) => {
    const u = coordinate(intervalSystem, point[t]!);
    const isBelow = intervalSystem.less(u, evaluateConstant(lower.expression, intervalSystem)) === true;
    if (!isBelow && intervalSystem.less(evaluateConstant(upper.expression, intervalSystem), u) !== true) return;
    throw new SamplingError({
      code: 'queries',
      found: `${where}, which lies outside the domain`,
      required: `coordinate ${t} is in [${lower.text}, ${upper.text}]`,
      remedy: 'Leave it out: the error is that on the domain.',
    });
  });
}

function wrongCount(count: number): SamplingError {
  return new SamplingError({
    code: 'queries',
    found: `${count} queries`,
    required: 'their number is a positive integer',
    remedy: 'Give a whole number of at least 1.',
  });
}

/** The coordinates of queries in a number system. */
export class QueryCoordinates<T> {
  private readonly system: NumberSystem<T>;
  private readonly queries: Queries;
  private readonly axes: readonly { readonly lower: T; readonly upper: T; readonly length: T }[];

  constructor(system: NumberSystem<T>, domain: readonly DomainAxis[], queries: Queries) {
    this.system = system;
    this.queries = queries;
    this.axes = domain.map((axis) => {
      const lower = evaluateConstant(axis.lower.expression, system);
      const upper = evaluateConstant(axis.upper.expression, system);
      return { lower, upper, length: system.sub(upper, lower) };
    });
  }

  /** Coordinate `t` of the queries of a grid whose index on that axis is `i`. */
  onAxis(t: number, i: number): T {
    const { system, queries } = this;
    if (queries.kind !== 'grid') throw new TypeError('only the queries of a grid have indices on an axis');
    const count = queries.counts[t]!;
    if (queries.placement === 'middles' || count === 1) {
      return this.at(t, system.div(system.fromNumber(i + 0.5), system.fromNumber(count)));
    }
    if (i === count - 1) return this.axes[t]!.upper;
    return this.at(t, system.div(system.fromNumber(i), system.fromNumber(count - 1)));
  }

  /** All coordinates of query `index`. */
  point(index: number): T[] {
    const { system, queries, axes } = this;
    if (queries.kind === 'list') return queries.points[index]!.map((text) => coordinate(system, text));
    if (queries.kind === 'grid') return unflatten(index, queries.counts).map((i, t) => this.onAxis(t, i));
    return axes.map((_, t) => this.at(t, system.fromNumber(randomFraction(queries.seed, index * axes.length + t))));
  }

  private at(t: number, fraction: T): T {
    const { lower, upper, length } = this.axes[t]!;
    // Rounding must not carry a query beyond the end.
    return this.system.min(upper, this.system.add(lower, this.system.mul(length, fraction)));
  }
}

/** A coordinate from decimal text. Throws a `SamplingError`. */
function coordinate<T>(system: NumberSystem<T>, text: string): T {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw new SamplingError({
      code: 'queries',
      found: `the coordinate '${text}'`,
      required: 'it is not a decimal number',
      remedy: 'Write decimal numbers such as 2 or 0.5.',
    });
  }
  if (text.startsWith('-')) return system.neg(system.literal(text.slice(1)));
  return system.literal(text.startsWith('+') ? text.slice(1) : text);
}

/** The index on each axis of the flat index `flat`; the last axis runs fastest. */
export function unflatten(flat: number, counts: readonly number[]): number[] {
  const indices = new Array<number>(counts.length);
  let rest = flat;
  for (let t = counts.length - 1; t >= 0; t--) {
    indices[t] = rest % counts[t]!;
    rest = Math.floor(rest / counts[t]!);
  }
  return indices;
}
