/**
 * A sampled maximum is a lower bound of the error, and can be an arbitrarily bad one.
 *
 * Statement. (i) For every layer and target, the largest error found at any points is at most the certified upper end.
 * (ii) For every sample of points, every number of cells and every factor F there is a target whose sampled error is
 * less than 1/F of its sup error: a spike of height 1 that misses the samples and all centres (there A ≡ 0).
 * Certified: sampled errors are enclosed at the points, the sup error by branch and bound.
 * Source: ours. It is why reports show sampled and certified numbers apart.
 */
import fc from 'fast-check';
import Big from 'big.js';
import { certifySupNorm, errorAtPoint } from '../certify/index.js';
import { maxAffine } from '../constructions/max-affine.js';
import { axisValues, cellCentre } from '../approximation/grid.js';
import { intervalSystem } from '../numeric/interval.js';
import type { TargetDescription } from '../generators/description.js';
import { inverseTemperatureArbitrary } from '../generators/inverse-temperature.js';
import { realArbitrary } from '../generators/real.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxLayerPicture } from './pictures/approx-layer-picture.js';
import { approxLayerCasePicture } from './pictures/approx-case-pictures.js';
import { layerResult } from './support/decide-norm.js';
import {
  declaredTargets,
  describeLayerCase,
  isSubstantial,
  layerCases,
  layerOf,
  targetOf,
  type LayerCase,
} from './support/layer-case.js';
import { maxAffineText } from './support/literal-weights.js';

interface AnyTargetCase {
  readonly kind: 'any-target';
  readonly layer: LayerCase;
  /** Number of sample points, spread evenly over the domain's diagonal. */
  readonly samples: number;
}

interface SpikeCase {
  readonly kind: 'spike';
  readonly cells: number;
  /** κ = Rs². */
  readonly kappa: string;
  /** Points of [0, 1]. */
  readonly samples: readonly string[];
  readonly factor: string;
}

export type SampledCase = AnyTargetCase | SpikeCase;

/** Is the sampled maximum below the certified one, or (wrongly) above; and by how much is it said to be below? */
type Reading = 'lower-bound' | 'upper-bound' | 'within-a-factor';

/** A spike of height 1 in the widest gap that samples and centres leave in [0, 1], as a target by value. */
function spikeBetween(points: readonly Big[]): TargetDescription {
  const sorted = [new Big(0), ...points, new Big(1)].sort((a, b) => a.cmp(b));
  let from = sorted[0];
  let width = new Big(0);
  for (let i = 1; i < sorted.length; i++) {
    const gap = sorted[i].minus(sorted[i - 1]);
    if (gap.gt(width)) {
      width = gap;
      from = sorted[i - 1];
    }
  }
  const middle = from.plus(width.div(2));
  // max(0, 1 − L|x − middle|) with L·width/2 ≥ 2: the spike takes the middle half of the gap.
  const slope = new Big(4).div(width).plus('1e-10').round(0, Big.roundUp);
  const piece = (side: 1 | -1) => ({
    weights: [slope.times(side).toFixed()],
    constant: new Big(1).minus(slope.times(side).times(middle)).toFixed(),
  });
  return {
    family: 'piecewise-linear',
    groups: [[{ weights: ['0'], constant: '0' }], [piece(1), piece(-1)]],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: slope.toFixed() },
  };
}

function decideAnyTarget({ layer: input, samples }: AnyTargetCase, budget: Budget, reading: Reading): CaseResult {
  const target = targetOf(input.target);
  const layer = layerOf(target, input);
  const certified = certifySupNorm(layer, target, { boxes: budget.boxes, relative: 0.05 });
  const enclose = errorAtPoint(layer, target);
  const axes = target.domain.map((axis) => axisValues(intervalSystem, { axis, cells: samples }));
  let lower = 0;
  let upper = 0;
  for (let k = 0; k < samples; k++) {
    const point = axes.map((axis, t) => {
      const { lo, hi } = cellCentre(intervalSystem, axis, (k * (2 * t + 1)) % samples);
      return lo + (hi - lo) / 2;
    });
    const found = enclose(point);
    lower = Math.max(lower, found.lower);
    upper = Math.max(upper, found.upper);
  }
  const substantial = isSubstantial(target, layer);
  if (reading === 'upper-bound') {
    const refuted = certified.lower > upper;
    const verdict = refuted ? 'refuted' : certified.upper <= lower ? 'certified' : 'inconclusive';
    return layerResult(verdict, 'enclosure', certified, lower, { substantial });
  }
  const verdict = lower <= certified.upper ? 'certified' : 'refuted';
  return layerResult(verdict, 'enclosure', { lower, upper: lower }, certified.upper, { substantial });
}

function spikeOf(input: SpikeCase) {
  const samples = input.samples.map((x) => new Big(x));
  const centres = Array.from({ length: input.cells }, (_, k) => new Big(k).plus('0.5').div(input.cells));
  const target = targetOf(spikeBetween([...samples, ...centres]));
  const layer = maxAffine(target, { cells: input.cells, inverseTemperature: { kappa: input.kappa } });
  return { samples, target, layer };
}

function decideSpike(input: SpikeCase, budget: Budget, reading: Reading): CaseResult {
  const { samples, target, layer } = spikeOf(input);
  const enclose = errorAtPoint(layer, target);
  const sampled = Math.max(0, ...samples.map((x) => enclose([Number(x.toFixed())]).upper));
  const certified = certifySupNorm(layer, target, { boxes: budget.boxes, relative: 0.05 });
  const substantial = isSubstantial(target, layer);
  if (reading === 'within-a-factor') {
    const verdict =
      certified.lower > 2 * sampled ? 'refuted' : certified.upper <= 2 * sampled ? 'certified' : 'inconclusive';
    return layerResult(verdict, 'enclosure', certified, 2 * sampled, { substantial });
  }
  const scaled = intervalSystem.mul(intervalSystem.literal(input.factor), intervalSystem.fromNumber(sampled)).hi;
  const verdict = scaled < certified.lower ? 'certified' : 'inconclusive';
  return layerResult(verdict, 'enclosure', { lower: 0, upper: scaled }, certified.lower, { substantial });
}

function decideSampled(input: SampledCase, budget: Budget, reading: Reading): CaseResult {
  return input.kind === 'spike' ? decideSpike(input, budget, reading) : decideAnyTarget(input, budget, reading);
}

const anyTarget: fc.Arbitrary<SampledCase> = fc
  .tuple(
    fc.oneof(layerCases(declaredTargets(1, 1), 1, 64), layerCases(declaredTargets(1, 2), 2, 144)),
    fc.integer({ min: 1, max: 50 }),
  )
  .map(([layer, samples]) => ({ kind: 'any-target', layer, samples }));

const spike: fc.Arbitrary<SampledCase> = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 16, max: 64 })),
    inverseTemperatureArbitrary({ min: '0.001', max: '10000' }),
    fc.array(realArbitrary({ min: '0', max: '1', digits: 4 }), { minLength: 1, maxLength: 60 }),
    realArbitrary({ min: '1', max: '1000000', digits: 0 }),
  )
  .map(([cells, kappa, samples, factor]) => ({ kind: 'spike', cells, kappa, samples, factor }));

export const sampledIsLowerBound: Claim<SampledCase> = {
  id: 'sampled-is-lower-bound',
  title: 'A sampled maximum never exceeds the certified error, and may be below it by any factor',
  source: { paper: '—', item: 'N6' },
  provenance: 'ours',
  statement:
    '\\max_{i \\le N} |Y(x_i) - f(x_i)| \\le \\sup_U |Y - f|; \\quad \\forall N, P, F\\; \\forall x_1, \\dots, x_N\\; \\exists f: \\; F \\max_i |Y(x_i) - f(x_i)| < \\sup_U |Y - f|',
  constructions: ['max-affine'],
  hypotheses: ['any points x_i of U', 'any number of cells P and any factor F'],
  assumptions: ['Held means sampled: a claim that is only held may still be false.'],
  explanation: [
    'The first half is checked on random targets and layers: errors enclosed at sample points against the certified end.',
    'For the second half a spike is put into the widest gap between samples and centres: the layer is 0 everywhere, the sampled error 0, the sup error 1.',
  ],
  aboutLayer: true,
  edgeCases: [
    { kind: 'spike', cells: 16, kappa: '10', samples: ['0', '0.5', '1'], factor: '1000' },
    { kind: 'spike', cells: 1, kappa: '1', samples: ['0.25'], factor: '2' },
  ],
  arbitrary: fc.oneof({ weight: 2, arbitrary: anyTarget }, { weight: 1, arbitrary: spike }),
  decide: (input, budget) => decideSampled(input, budget, 'lower-bound'),
  describe: (input) =>
    input.kind === 'spike'
      ? `spike missed by ${input.samples.length} samples; ${input.cells} cells, Rs² = ${input.kappa}, F = ${input.factor}`
      : `${describeLayerCase(input.layer)}; ${input.samples} samples`,
  picture: (input) => {
    if (input.kind === 'any-target') return approxLayerCasePicture(input.layer, undefined);
    const { target, layer } = spikeOf(input);
    return approxLayerPicture(target, layer, undefined);
  },
  weights: (input) =>
    maxAffineText(input.kind === 'spike' ? spikeOf(input).layer : layerOf(targetOf(input.layer.target), input.layer)),
  mutants: [
    {
      id: 'sampled-as-upper-bound',
      description: 'reads the sampled maximum as an upper bound of the error',
      arbitrary: anyTarget,
      decide: (input, budget) => decideSampled(input, budget, 'upper-bound'),
    },
    {
      id: 'sampled-within-a-factor',
      description: 'takes it that a sample finds at least half of the error',
      arbitrary: spike,
      decide: (input, budget) => decideSampled(input, budget, 'within-a-factor'),
    },
  ],
};
