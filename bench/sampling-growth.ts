/**
 * How the time of a sample on a product grid grows, against its cost model (docs/performance.md).
 *
 * Each row compares a larger problem with a smaller one, and names the ratio of their multiplications; times follow as far
 * as multiplications are what they are made of. Times are those of the processor, on one thread, and of every problem the
 * least of several runs counts.
 */
import { axisBands } from '../src/attention/axis-band.js';
import { maxAffine } from '../src/constructions/max-affine.js';
import { parseTarget } from '../src/expression/parse/index.js';
import type { Target } from '../src/expression/target.js';
import { loadArithmetic, type Arithmetic } from '../src/sampling/arithmetic.js';
import type { Absence, BenchRow } from './bench.js';
import { fastest, sampleAll, sum } from './sampling.js';

interface Problem {
  readonly target: Target;
  readonly cells: number;
  readonly queries: number;
  readonly kappa: string;
  readonly arithmetic: Arithmetic;
}

/** `Σ_{t<g} N_1⋯N_t b_t P_{t+1}⋯P_g + N_1⋯N_g b_g`: rows, then queries. */
function multiplications({ target, cells, queries, kappa, arithmetic }: Problem): number {
  const layer = maxAffine(target, { cells, inverseTemperature: { kappa } });
  const g = target.domain.length;
  const negligible = arithmetic.kind === 'float64' ? 1e-18 : Number(`1e-${arithmetic.digits + 3}`);
  const { kept } = axisBands(layer, negligible)[0]!;
  let count = queries ** g * kept;
  for (let t = 1; t < g; t++) count += queries ** t * kept * cells ** (g - t);
  return count;
}

function seconds({ target, cells, queries, kappa, arithmetic }: Problem, runs: number): number {
  const layer = maxAffine(target, { cells, inverseTemperature: { kappa } });
  const counts = target.domain.map(() => queries);
  return fastest(runs, () => sampleAll(target, layer, { kind: 'grid', counts, placement: 'ends' }, arithmetic));
}

export async function benchSamplingGrowth(): Promise<readonly (BenchRow | Absence)[]> {
  const plane = await parseTarget(sum);
  const space = await parseTarget(`
    export const domain = [[0, 1], [0, 1], [0, 1]];
    export function target(x: number, y: number, z: number): number {
      return Math.sin(3 * x) + Math.cos(2 * y) + Math.exp(-z);
    }`);
  const float64: Problem = {
    target: plane,
    cells: 64,
    queries: 2000,
    kappa: '55',
    arithmetic: { kind: 'float64' },
  };
  const decimal: Problem = { ...float64, cells: 16, queries: 64, arithmetic: { kind: 'decimal', digits: 50 } };
  const grown = (what: string, large: Problem, small: Problem): BenchRow => {
    const runs = large.arithmetic.kind === 'float64' ? 9 : 4;
    const model = multiplications(large) / multiplications(small);
    const times = [seconds(large, runs), seconds(small, runs)] as const;
    return { name: `${what}; model ${model.toPrecision(3)}`, ratio: times[0] / times[1], seconds: times };
  };
  const digits = (count: number): Problem => ({ ...decimal, arithmetic: { kind: 'decimal', digits: count } });
  const byMpfr = (count: number): Problem => ({ ...decimal, arithmetic: { kind: 'mpfr', digits: count } });
  const hasMpfr = await loadArithmetic({ kind: 'mpfr', digits: 50 }).then(
    () => true,
    () => false,
  );
  return [
    grown('float64, g = 2, P = 64: N = 4000 / N = 2000', { ...float64, queries: 4000 }, float64),
    grown('float64, g = 2, P = 64: N = 8000 / N = 4000', { ...float64, queries: 8000 }, { ...float64, queries: 4000 }),
    grown('float64, g = 2, N = 2000: P = 256 / P = 64', { ...float64, cells: 256 }, float64),
    grown('float64, g = 2, N = 2000: P = 1024 / P = 64', { ...float64, cells: 1024 }, float64),
    grown('float64, g = 2, N = 2000, P = 64: κ = 2 / κ = 55', { ...float64, kappa: '2' }, float64),
    grown(
      'float64, g = 2, N = 2000, P = 64: κ = 0.5 / κ = 2',
      { ...float64, kappa: '0.5' },
      { ...float64, kappa: '2' },
    ),
    grown(
      'float64, 16 million queries, P = 64: g = 3, N = 252 / g = 2, N = 4000',
      { ...float64, target: space, queries: 252 },
      { ...float64, queries: 4000 },
    ),
    grown('decimal, 50 digits, g = 2, P = 16: N = 128 / N = 64', { ...decimal, queries: 128 }, decimal),
    grown('decimal, g = 2, P = 16, N = 64: 100 digits / 50 digits', digits(100), digits(50)),
    grown('decimal, g = 2, P = 16, N = 64: 200 digits / 100 digits', digits(200), digits(100)),
    ...(hasMpfr
      ? [
          grown('decimal / mpfr, 50 digits, g = 2, P = 16, N = 64', decimal, byMpfr(50)),
          grown('mpfr, g = 2, P = 16, N = 64: 100 digits / 50 digits', byMpfr(100), byMpfr(50)),
          grown('mpfr, g = 2, P = 16, N = 64: 200 digits / 100 digits', byMpfr(200), byMpfr(100)),
          grown('mpfr, 50 digits, g = 2, P = 16: N = 128 / N = 64', { ...byMpfr(50), queries: 128 }, byMpfr(50)),
        ]
      : [{ name: 'mpfr', absent: 'needs the optional package gmp-wasm (npm install gmp-wasm@1.3.2)' }]),
  ];
}
