import { describe, expect, it } from 'vitest';
import { axisBands } from '../attention/axis-band.js';
import { float64Layer, streamedLayer } from '../attention/float64-layer.js';
import { evaluateProduct } from '../attention/product.js';
import { maxAffine } from '../constructions/max-affine.js';
import { evaluateLiteral } from '../constructions/max-affine-weights.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluate } from '../expression/evaluate.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { decimalSystem } from '../numeric/decimal.js';
import { float64System } from '../numeric/float64.js';
import { longSampler, systemSampler } from './long-samplers.js';
import { float64Sampler, streamedSampler } from './float64-samplers.js';
import { QueryCoordinates, queryCount, type Queries } from './queries.js';
import { collectorFor, type SampleOutcome, type SampleProblem } from './sample-run.js';
import type { LongProblem, Float64Problem, Sampler, StreamedProblem } from './sample-problem.js';

/** `sin(3xy) + x, cos(x − y)` on [0, 1] × [−1, 1]. */
function target(): Target {
  const b = new ExpressionBuilder();
  const [x, y] = [b.input(0), b.input(1)];
  const wave = b.unary('sin', b.binary('mul', b.binary('mul', b.literal('3'), x), y));
  const axis = (lower: string, upper: string) => ({ lower: decimalConstant(lower), upper: decimalConstant(upper) });
  return {
    name: 'waves',
    domain: [axis('0', '1'), axis('-1', '1')],
    input: { kind: 'scalars' },
    output: { width: 2, tokens: 1 },
    expression: b.finish(2, [b.binary('add', wave, x), b.unary('cos', b.binary('sub', x, y))]),
    ghost: true,
    singularities: [],
  };
}

const f = target();
const layer = maxAffine(f, { cells: [5, 7], inverseTemperature: { kappa: '3' } });
const grid: Queries = { kind: 'grid', counts: [23, 29], placement: 'ends' };
const scattered: Queries = { kind: 'scattered', count: 500, seed: 4 };

function problemOf(
  queries: Queries,
  kind: 'float64' | 'decimal' | 'mpfr',
  reach?: number,
): Float64Problem | LongProblem {
  const negligible = kind === 'float64' ? 1e-18 : 1e-33;
  const found = axisBands(layer, negligible);
  const bands = reach === undefined ? found : found.map((band) => ({ ...band, reach, kept: 2 * reach + 1 }));
  const question = { target: f, queries, power: '2', histogram: true };
  if (kind !== 'float64')
    return { ...question, kind: 'long', arithmetic: { kind, digits: 30 }, layer, bands, negligible };
  return { ...question, kind, layer: float64Layer(layer, bands) };
}

function samplerOf(problem: Float64Problem | LongProblem, block?: number): Sampler<number> | Sampler<string> {
  if (problem.kind === 'long') return longSampler(problem);
  return float64Sampler(problem, block === undefined ? {} : { block });
}

function outcomeOf(
  problem: Float64Problem | LongProblem | StreamedProblem,
  sampler = samplerOf(problem as Float64Problem | LongProblem),
  order?: (tiles: number[]) => number[],
): SampleOutcome {
  const collector = collectorFor(problem);
  const tiles = Array.from({ length: sampler.tiles }, (_, i) => i);
  for (const tile of order?.(tiles) ?? tiles) collector.add(tile, sampler.sample(tile));
  return collector.finish();
}

/** Every error in 40 digits, from all keys. */
function denseErrors(queries: Queries): number[] {
  const oracle = decimalIntervalSystem(40);
  // The queries as doubles, which is where the sample in doubles is taken.
  const coordinates = new QueryCoordinates(float64System, f.domain, queries);
  return Array.from({ length: queryCount(queries) }, (_, i) => {
    const x = coordinates.point(i).map(oracle.fromNumber);
    const values = evaluate(f.expression, oracle, x);
    const errors = evaluateProduct(oracle, layer, x, { negligible: 0 }).map((y, r) =>
      oracle.upper(oracle.abs(oracle.sub(y, values[r]!))),
    );
    return Math.max(...errors);
  });
}

/** Roundings of a double sum of 35 keys with values of at most 2 and exponents of at most 60. */
const FLOAT64 = 1e-12;

describe.each([
  ['a grid', grid],
  ['scattered queries', scattered],
] as const)('a sample of %s', (_name, queries) => {
  const dense = denseErrors(queries);
  const largest = Math.max(...dense);
  const mean = Math.sqrt(dense.reduce((sum, error) => sum + error * error, 0) / dense.length);

  it.each(['float64', 'decimal'] as const)('in %s finds the query that all keys in 40 digits find', (kind) => {
    const outcome = outcomeOf(problemOf(queries, kind));
    expect(outcome.queries).toBe(dense.length);
    expect(dense[outcome.largest!.query]).toBeGreaterThanOrEqual(largest - FLOAT64);
    expect(Math.abs(Number(outcome.largest!.error) - largest)).toBeLessThan(FLOAT64);
    expect(Math.abs(Number(outcome.powerMean) - mean)).toBeLessThan(FLOAT64);
  });

  it('is, bit for bit, the same for every size of block and every order of tiles', () => {
    const problem = problemOf(queries, 'float64');
    const whole = outcomeOf(problem);
    for (const block of [1, 7, 29, 1000]) expect(outcomeOf(problem, samplerOf(problem, block))).toEqual(whole);
    expect(outcomeOf(problem, samplerOf(problem), (tiles) => tiles.toReversed())).toEqual(whole);
  });

  it('without a table of values has the same error, and in every order of tiles', () => {
    const { layer: own, ...question } = problemOf(queries, 'float64') as Float64Problem;
    const streamed: StreamedProblem = {
      ...question,
      kind: 'streamed',
      layer: streamedLayer(layer, axisBands(layer, 1e-18)),
    };
    const kept = outcomeOf({ ...question, kind: 'float64', layer: own });
    const found = outcomeOf(streamed, streamedSampler(streamed));
    expect(found.largest!.query).toBe(kept.largest!.query);
    expect(Math.abs(Number(found.largest!.error) - Number(kept.largest!.error))).toBeLessThan(FLOAT64);
    expect(Math.abs(Number(found.powerMean) - Number(kept.powerMean))).toBeLessThan(FLOAT64);
    expect(outcomeOf(streamed, streamedSampler(streamed), (tiles) => tiles.toReversed())).toEqual(found);
  });

  it('would be found out if its band were too narrow', () => {
    const narrow = outcomeOf(problemOf(queries, 'float64', 1));
    expect(Math.abs(Number(narrow.largest!.error) - largest)).toBeGreaterThan(100 * FLOAT64);
  });
});

describe('a sample of a grid', () => {
  it('sees the layer that its weight matrices make', () => {
    const few: Queries = { kind: 'grid', counts: [3, 2], placement: 'ends' };
    const coordinates = new QueryCoordinates(float64System, f.domain, few);
    const errors = Array.from({ length: 6 }, (_, i) => {
      const x = coordinates.point(i);
      const values = evaluate(f.expression, float64System, x);
      return Math.max(...evaluateLiteral(float64System, layer, x).map((y, r) => Math.abs(y - values[r]!)));
    });
    const { largest } = outcomeOf(problemOf(few, 'float64'));
    expect(Math.abs(Number(largest!.error) - Math.max(...errors))).toBeLessThan(FLOAT64);
  });

  it('in any number system is that in compiled doubles, when the system is that of doubles', () => {
    const problem = problemOf(grid, 'float64');
    const bands = axisBands(layer, 1e-18);
    const generic = systemSampler(float64System, { ...problem, layer, bands, negligible: 1e-18 });
    const collector = collectorFor({
      ...problemOf(grid, 'decimal'),
      arithmetic: { kind: 'decimal', digits: 40 },
    } as SampleProblem);
    for (let i = 0; i < generic.tiles; i++) collector.add(i, generic.sample(i));
    const { largest, octaves } = collector.finish();
    const compiled = outcomeOf(problem);
    expect(largest).toEqual(compiled.largest);
    expect(octaves).toEqual(compiled.octaves);
  });

  it('of 30 digits has more of them right than doubles have', () => {
    const few: Queries = { kind: 'list', points: [['0.3', '-0.4']] };
    const oracle = decimalIntervalSystem(40);
    const x = [oracle.literal('0.3'), oracle.neg(oracle.literal('0.4'))];
    const values = evaluate(f.expression, oracle, x);
    const errors = evaluateProduct(oracle, layer, x, { negligible: 0 }).map((y, r) =>
      oracle.abs(oracle.sub(y, values[r]!)),
    );
    const truth = errors.reduce((a, b) => oracle.max(a, b));
    const found = outcomeOf(problemOf(few, 'decimal')).largest!.error;
    const system = decimalSystem(40);
    const difference = oracle.abs(oracle.sub(truth, oracle.literal(found)));
    expect(oracle.upper(difference)).toBeLessThan(1e-27);
    expect(system.literal(found).precision()).toBeGreaterThan(20);
  });
});
