/**
 * More cells alone do not help: at a fixed inverse temperature the error does not tend to 0.
 *
 * Statement. R > 0 fixed, f continuous and not constant on U: as P → ∞ the layer tends to the renormalised Gaussian
 * smoothing `∫ f(y) e^{−(R/2)‖x−y‖²} dy / ∫ e^{−(R/2)‖x−y‖²} dy` over U, which differs from f (at a maximum of f it is
 * smaller). Hence there are c > 0 and P₀ with `sup_U |A − f| ≥ c` for every P ≥ P₀ (equal on all axes).
 * Certified for all P ≥ P₀ at once: the domain is cut into bins; of P centres, a share between 1/B − 1/P₀ and 1/B + 1/P₀
 * lies in each of the B bins of an axis, so A(x*) lies between two weighted means over bins with interval weights.
 * Source: ours (the published theorem sends P and R to infinity together).
 */
import fc from 'fast-check';
import { axisValues, cellCentre } from '../approximation/grid.js';
import { boundWeightedMean } from '../certify/weighted-mean.js';
import { compileFloat64, compileInterval } from '../expression/compile/index.js';
import { maxAffine } from '../constructions/max-affine.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import { addDown, addUp, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { intervalSystem } from '../numeric/interval.js';
import type { TargetDescription } from '../generators/description.js';
import { realArbitrary } from '../generators/real.js';
import { targetArbitrary } from '../generators/target.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerPicture } from './pictures/approx-layer-picture.js';
import { layerResult } from './support/decide-norm.js';
import { isSurelyNotConstant, targetOf, type LayerCase } from './support/layer-case.js';
import { positive } from './support/free-parameters.js';

export interface FixedTemperatureCase {
  readonly target: LayerCase['target'];
  /** RD², D the longest axis: how narrow the kernel is compared with the domain. */
  readonly sharpness: string;
  /** P₀ in units of the number of bins per axis. */
  readonly cellsPerBin: number;
}

type Reading = 'stays-away' | 'tends-to-zero' | 'first-order-in-the-cells';

const SAMPLES = 33;
/** Of the layer in the picture: as many as can be told apart. */
const SHOWN_CELLS = 32;
const MOST_BINS = { 1: 8192, 2: 160 } as const;

interface Setting {
  readonly target: Target;
  readonly r: number;
  /** A point where the smoothing is seen to differ from f, and by how much, approximately. */
  readonly point: readonly number[];
  readonly difference: number;
}

/** Finds, without proof, where smoothing changes the target most. */
function approxWorstPoint(target: Target, r: number): { point: number[]; difference: number } {
  const axes = target.domain.map((axis) => axisValues(intervalSystem, { axis, cells: SAMPLES }));
  const total = SAMPLES ** axes.length;
  const evaluate = compileFloat64(target.expression);
  const out = new Float64Array(target.expression.outputs.length);
  const points = Array.from({ length: total }, (_, j) =>
    Float64Array.from(axes, (axis, t) =>
      intervalSystem.toNumber(cellCentre(intervalSystem, axis, Math.floor(j / SAMPLES ** t) % SAMPLES)),
    ),
  );
  const values = points.map((x) => {
    evaluate(x, out);
    return out[0];
  });
  let best = { point: [...points[0]], difference: 0 };
  points.forEach((x, i) => {
    let weight = 0;
    let mean = 0;
    points.forEach((y, j) => {
      const squared = y.reduce((sum, coordinate, t) => sum + (coordinate - x[t]) ** 2, 0);
      const w = Math.exp((-r / 2) * squared);
      weight += w;
      mean += w * values[j];
    });
    const difference = Math.abs(mean / weight - values[i]);
    if (difference > best.difference) best = { point: [...x], difference };
  });
  return best;
}

/** Ends of A(x*) − f(x*) for every P ≥ P₀, with `bins` bins per axis. */
function encloseDifference(
  { target, r, point }: Setting,
  bins: number,
  leastCells: number,
): { low: number; high: number } {
  const axes = target.domain.map((axis) => axisValues(intervalSystem, { axis, cells: bins }));
  const dimension = axes.length;
  const shareLow = Math.max(0, subDown(1, bins / leastCells) * (1 - 2 ** -50));
  const shareHigh = addUp(1, bins / leastCells) * (1 + 2 ** -50);
  const ends = axes.map((axis) => {
    const edges = Array.from({ length: bins + 1 }, (_, b) =>
      intervalSystem.add(axis.lower, intervalSystem.mul(intervalSystem.fromNumber(b), axis.width)),
    );
    return edges.slice(0, -1).map((edge, b) => [edge.lo, edges[b + 1].hi] as const);
  });
  const weights = ends.map((of, t) =>
    of.map(([low, high]) => {
      const near = Math.max(0, subDown(low, point[t]), subDown(point[t], high));
      const far = Math.max(subUp(high, point[t]), subUp(point[t], low));
      const up = expUp(-mulDown(r / 2, mulDown(near, near)));
      const down = expDown(-mulUp(r / 2, mulUp(far, far)));
      return [mulDown(down, shareLow), mulUp(up, shareHigh)] as const;
    }),
  );
  const count = ends.reduce((product, of) => product * of.length, 1);
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const above = new Float64Array(count);
  const below = new Float64Array(count);
  const evaluate = compileInterval(target.expression);
  const out = new Float64Array(2 * target.expression.outputs.length);
  const box = new Float64Array(2 * dimension);
  point.forEach((x, t) => {
    box[2 * t] = box[2 * t + 1] = x;
  });
  evaluate(box, out);
  const [atLow, atHigh] = [out[0], out[1]];
  let mass = 0;
  for (let j = 0; j < count; j++) {
    let l = 1;
    let h = 1;
    let rest = j;
    for (let t = 0; t < dimension; t++) {
      const b = rest % bins;
      rest = Math.floor(rest / bins);
      box[2 * t] = ends[t][b][0];
      box[2 * t + 1] = ends[t][b][1];
      l = mulDown(l, weights[t][b][0]);
      h = mulUp(h, weights[t][b][1]);
    }
    evaluate(box, out);
    low[j] = l;
    high[j] = h;
    above[j] = subUp(out[1], atLow);
    below[j] = subUp(atHigh, out[0]);
    mass = addDown(mass, l);
  }
  if (!(mass > 0)) return { low: -Infinity, high: Infinity };
  // The bound of weighted means needs total weight at least 1: scale by a power of two, exactly.
  const scale = 2 ** Math.max(0, Math.ceil(-Math.log2(mass)) + 1);
  for (let j = 0; j < count; j++) {
    low[j] *= scale;
    high[j] *= scale;
  }
  return {
    low: -boundWeightedMean(count, low, high, below, 0, 0, 1),
    high: boundWeightedMean(count, low, high, above, 0, 0, 1),
  };
}

/** R, from RD². */
function temperatureOf(target: Target, sharpness: string): number {
  const lengths = target.domain.map(({ lower, upper }) => Number(upper.text) - Number(lower.text));
  return Number(sharpness) / Math.max(...lengths) ** 2;
}

function decideFixed(input: FixedTemperatureCase, _budget: Budget, reading: Reading): CaseResult {
  const target = targetOf(input.target);
  const r = temperatureOf(target, input.sharpness);
  const { point, difference } = approxWorstPoint(target, r);
  const setting: Setting = { target, r, point, difference };
  // c: half of what the smoothing changes there, or what the wrong reading allows.
  const allowed =
    reading === 'first-order-in-the-cells' ? difference / 8 : reading === 'tends-to-zero' ? difference / 100 : 0;
  const claimed = difference / 2;
  const most = target.domain.length === 1 ? MOST_BINS[1] : MOST_BINS[2];
  const substantial = isSurelyNotConstant(target);
  const witness = point.map((x) => x.toString());
  let bins = 16;
  for (;;) {
    const { low, high } = encloseDifference(setting, bins, bins * input.cellsPerBin);
    const least = Math.max(low, -high, 0);
    const greatest = Math.max(high, -low);
    if (reading !== 'stays-away' && least > allowed) {
      return layerResult('refuted', 'enclosure', { lower: least, upper: greatest }, allowed, { substantial, witness });
    }
    if (reading === 'stays-away' && claimed > 0 && least >= claimed) {
      return layerResult('certified', 'enclosure', { lower: claimed, upper: claimed }, least, { substantial, witness });
    }
    if (2 * bins > most) {
      return layerResult('inconclusive', 'enclosure', { lower: 0, upper: greatest }, least, {
        substantial,
        note: `${bins} bins per axis do not separate the smoothing from the target`,
      });
    }
    bins *= 2;
  }
}

/** Only targets that are surely not constant: the statement supposes it. */
const cases = (targets: fc.Arbitrary<TargetDescription>): fc.Arbitrary<FixedTemperatureCase> =>
  fc.record({
    target: targets.filter((description) => isSurelyNotConstant(targetOf(description))),
    sharpness: realArbitrary({ min: '0.1', max: '50', digits: 1 }),
    cellsPerBin: fc.integer({ min: 64, max: 1000 }),
  });

const slope: FixedTemperatureCase = {
  target: {
    family: 'mcshane',
    lipschitz: '1',
    anchors: [{ point: ['0'], value: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: '1' },
  },
  sharpness: '10',
  cellsPerBin: 100,
};

export const noFixedTemperature: Claim<FixedTemperatureCase> = {
  id: 'no-fixed-temperature',
  title: 'At a fixed inverse temperature the error stays away from 0, however many cells',
  source: { paper: '—', item: 'N1' },
  provenance: 'ours',
  statement:
    '\\forall R > 0,\\; f \\text{ not constant}: \\; \\exists c > 0, P_0 \\; \\forall P \\ge P_0: \\; \\sup_U |A_{P,R} - f| \\ge c',
  constructions: ['max-affine'],
  hypotheses: ['f continuous and not constant on a box U', 'R > 0 fixed', 'the same number P of cells on every axis'],
  assumptions: [
    'P → ∞ and R → ∞ at any relative speed suffice for convergence (claim max-affine-sup); R fixed does not.',
    'The limit is the Gaussian smoothing renormalised on U, the Nadaraya–Watson estimator with bandwidth 1/√R.',
  ],
  explanation: [
    'All P ≥ P₀ are enclosed at once: bins of the domain hold nearly equal shares of the centres, whatever P.',
    'c is half of the difference seen between the smoothing and f at the worst of the points tried.',
  ],
  aboutLayer: true,
  edgeCases: [slope, { ...slope, sharpness: '0.1' }, { ...slope, sharpness: '50' }],
  arbitrary: fc.oneof(
    {
      weight: 4,
      arbitrary: cases(
        targetArbitrary({ inputs: { min: 1, max: 1 }, sequence: false, families: ['mcshane', 'hoelder', 'ridge'] }),
      ),
    },
    {
      weight: 1,
      arbitrary: cases(targetArbitrary({ inputs: { min: 2, max: 2 }, sequence: false, families: ['mcshane'] })),
    },
  ),
  free: [positive('sharpness', 'RD²', { least: 0.01, most: 10_000 })],
  decide: (input, budget) => decideFixed(input, budget, 'stays-away'),
  describe: ({ target, sharpness, cellsPerBin }) =>
    `${target.family} target; RD² = ${sharpness}; all P ≥ ${cellsPerBin} per bin`,
  picture: ({ target: description, sharpness }, witness) => {
    const target = targetOf(description);
    const inverseTemperature = decimalConstant(String(temperatureOf(target, sharpness)));
    return approxLayerPicture(target, maxAffine(target, { cells: SHOWN_CELLS, inverseTemperature }), witness);
  },
  mutants: [
    {
      id: 'tends-to-zero',
      description: 'for P ≥ P₀ the error is at most a hundredth of what it is',
      decide: (input, budget) => decideFixed(input, budget, 'tends-to-zero'),
    },
    {
      id: 'first-order-in-the-cells',
      description: 'eight times the cells leave an eighth of the error, at the same R',
      decide: (input, budget) => decideFixed(input, budget, 'first-order-in-the-cells'),
    },
  ],
};
