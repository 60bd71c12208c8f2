/**
 * One attention layer followed by a softmax approximates every continuous target uniformly.
 *
 * Statement. Attention passes each coordinate, scaled to [0, 1], by truncation with error e (claims truncated-single, -centred,
 * -multi); the softmax takes the max-affine scores of what comes out: for all x in U, P ≥ 1, R > 0,
 * `|Y(x) − f(x)| ≤ ω̂_f((Σ_t (s_t²/4 + μ_t/R))^{1/2}) + ω_f(e (Σ_t D_t²)^{1/2})`.
 * Proof. See `attention-softmax.ts`: the point that comes out may leave U; the clamp part of the moment lemma.
 * Certified: the error of the network over the domain by branch and bound.
 * Source: arXiv:2504.15956 (one attention layer and a softmax); constants reconstructed.
 */
import fc from 'fast-check';
import { AttentionSoftmaxError } from '../constructions/attention-softmax-error.js';
import { axisScale, attentionSoftmax, type AttentionSoftmax } from '../constructions/attention-softmax.js';
import { attentionSoftmaxRadii } from '../constructions/attention-softmax-bound.js';
import { truncationBound, truncationCells } from '../constructions/truncation.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Target } from '../expression/target.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxAttentionSoftmaxPicture } from './pictures/approx-case-pictures.js';
import { bounded } from './pictures/picture.js';
import { radiusOf, TRUE_SUP_VARIANT, type SupVariant } from './support/decide-max-affine-sup.js';
import { decideBoxError } from './support/decide-sup-norm.js';
import {
  declaredTargets,
  describeLayerCase,
  isSubstantial,
  layerCases,
  modulusAt,
  targetOf,
  type LayerCase,
} from './support/layer-case.js';
import { attentionSoftmaxText } from './support/literal-weights.js';
import { rateFromBoxErrors } from './support/rate-study.js';
import { gridParameters } from './support/free-parameters.js';

export interface AttentionSoftmaxCase extends LayerCase {
  readonly attention: {
    readonly kind: 'single' | 'multi';
    /** Cells of one head, or heads. */
    readonly size: number;
    readonly keys: 'left' | 'centred';
    readonly shiftInvariant: boolean;
    /** `ε_0`, from which β follows. */
    readonly remainder: string;
  };
}

interface Variant {
  readonly partition: Pick<SupVariant, 'cellDivisor' | 'temperatureTerm'> | 'none';
  /** How far attention moves the point: `e (Σ D²)^{1/2}`, or (wrongly) `e max D`, or nothing. */
  readonly moved: 'euclidean' | 'coordinate' | 'none';
}

const TRUE_VARIANT: Variant = { partition: TRUE_SUP_VARIANT, moved: 'euclidean' };

function networkOf(input: AttentionSoftmaxCase, target: Target): AttentionSoftmax {
  const { kind, size, keys, shiftInvariant, remainder } = input.attention;
  const inverseTemperature = { remainder };
  return attentionSoftmax(target, {
    truncation:
      kind === 'single'
        ? { kind, cells: size, keys, inverseTemperature }
        : { kind, heads: size, shiftInvariant, inverseTemperature },
    cells: [...input.cells],
    inverseTemperature: decimalConstant(input.inverseTemperature),
  });
}

function movedRadius(network: AttentionSoftmax, { moved }: Variant): Interval {
  if (moved === 'euclidean') return attentionSoftmaxRadii(system, network).truncation;
  if (moved === 'none') return system.literal('0');
  const lengths = network.axes.map((axis) => axisScale(system, axis).length);
  const longest = lengths.reduce((a, b) => system.max(a, b));
  return system.mul(truncationBound(system, network.truncation), longest);
}

function boundOf(input: AttentionSoftmaxCase, target: Target, network: AttentionSoftmax, variant: Variant): Interval {
  const { partition } = variant;
  const moved = modulusAt(input.target, target, movedRadius(network, variant));
  if (partition === 'none') return moved;
  const radius = radiusOf(
    network.layer,
    partition === TRUE_SUP_VARIANT ? TRUE_SUP_VARIANT : { ...TRUE_SUP_VARIANT, ...partition },
  );
  return system.add(modulusAt(input.target, target, radius), moved);
}

function decideSoftmax(input: AttentionSoftmaxCase, budget: Budget, variant: Variant): CaseResult {
  const target = targetOf(input.target);
  const network = networkOf(input, target);
  const bound = boundOf(input, target, network, variant);
  const tie =
    variant === TRUE_VARIANT && bound.hi === 0
      ? 'the target is constant on the domain, and weights sum to 1'
      : undefined;
  const error = new AttentionSoftmaxError(network, target);
  const substantial = isSubstantial(target, network.layer) && truncationCells(network.truncation) > 1;
  return decideBoxError({ error, target, bound, tie, substantial }, budget);
}

const cases = (
  layers: fc.Arbitrary<LayerCase>,
  kinds: readonly ('single' | 'multi')[],
): fc.Arbitrary<AttentionSoftmaxCase> =>
  fc
    .record({
      layer: layers,
      kind: fc.constantFrom(...kinds),
      cells: fc.oneof(
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
        { weight: 3, arbitrary: fc.integer({ min: 7, max: 100 }) },
      ),
      heads: fc.integer({ min: 1, max: 8 }),
      keys: fc.constantFrom('left' as const, 'centred' as const),
      shiftInvariant: fc.boolean(),
      remainder: fc.constantFrom('0.1', '0.01', '0.001', '0.0001'),
    })
    .map(({ layer, kind, cells, heads, keys, shiftInvariant, remainder }) => ({
      ...layer,
      mask: '0',
      attention: { kind, size: kind === 'single' ? cells : heads, keys, shiftInvariant, remainder },
    }));

const linear = (size: number, cells: number, inverseTemperature: string): AttentionSoftmaxCase => ({
  target: {
    family: 'mcshane',
    lipschitz: '1',
    anchors: [{ point: ['0'], value: '0' }],
    domain: [['0', '1']],
    modulus: { kind: 'lipschitz', constant: '1' },
  },
  cells: [cells],
  inverseTemperature,
  mask: '0',
  attention: { kind: 'single', size, keys: 'left', shiftInvariant: false, remainder: '0.0001' },
});

/** A cone whose tip is in the corner that attention moves furthest away: both coordinates count. */
const corner: AttentionSoftmaxCase = {
  ...linear(4, 33, '0'),
  target: {
    family: 'mcshane',
    lipschitz: '1',
    anchors: [{ point: ['1', '1'], value: '0' }],
    domain: [
      ['0', '1'],
      ['0', '1'],
    ],
    modulus: { kind: 'lipschitz', constant: '1' },
  },
  cells: [33, 33],
  inverseTemperature: '1000000',
};

const line = (cells: number) => linear(10, cells, String(1000 * cells * cells));

export const attentionSoftmaxSup: Claim<AttentionSoftmaxCase> = {
  id: 'attention-softmax-sup',
  title: 'One attention layer and a softmax are within ω̂(√(Σ s²/4 + μ/R)) + ω(e·√ΣD²) of the target, everywhere',
  source: { paper: 'arXiv:2504.15956', item: 'sequence-to-sequence universality, one attention layer and a softmax' },
  provenance: 'reconstructed',
  statement:
    '\\sup_{x \\in U} |Y(x) - f(x)| \\le \\hat\\omega_f\\Bigl(\\bigl(\\textstyle\\sum_t (s_t^2/4 + \\mu_t/R)\\bigr)^{1/2}\\Bigr) + \\omega_f\\Bigl(e \\bigl(\\textstyle\\sum_t D_t^2\\bigr)^{1/2}\\Bigr), \\quad |\\mathrm{out}(y) - \\mathrm{Range}_{[0,1]}(y)| \\le e\\ \\forall y',
  published:
    '\\forall f \\text{ continuous},\\ \\varepsilon > 0\\ \\exists\\, \\text{weights}: \\ \\lVert Y - f \\rVert_\\infty \\le \\varepsilon',
  constructions: ['attention-softmax'],
  hypotheses: [
    'f continuous on a box U with sides D_t',
    'P_t ≥ 1 cells per axis, R > 0',
    'e: the error of truncated-single, truncated-centred or truncated-multi on [0, 1]',
  ],
  assumptions: [
    'The map before attention is sequence-wise: it writes every coordinate, scaled to [0, 1], into a column of one row.',
    'A bias per position carries the keys of attention.',
    'The map before the softmax is a full-tensor map: its column of scores is linear in all coordinates, with G = ΠP_t rows.',
    'The softmax acts on a column of G numbers without keys or values of its own; a last linear map reads f(v_j).',
    'G grows as the product of the cells over all inputs; the score grows as R·‖v‖².',
    'What attention returns may lie outside U, for several heads: the bound covers it.',
    'A factor 1/√d_k in the scores of attention is folded into β.',
  ],
  explanation: [
    'Published: existence for every ε. Ours: both errors written out, for every P, R and every size of the attention layer.',
    'The published form has √g·max_t D_t·e in the second term; (Σ D_t²)^{1/2} e is at most that.',
    'Over a box of inputs the coordinates that attention returns are enclosed first; then the weights of the keys there.',
  ],
  aboutLayer: true,
  edgeCases: [
    line(101),
    { ...line(101), attention: { ...line(101).attention, keys: 'centred' } },
    linear(1, 1, '1'),
    linear(64, 16, '14147'),
    corner,
    { ...linear(4, 16, '14147'), attention: { ...line(1).attention, kind: 'multi', size: 6 } },
    {
      ...linear(4, 16, '14147'),
      target: { family: 'constant', value: '0.1', domain: [['0', '1']], modulus: { kind: 'lipschitz', constant: '0' } },
    },
  ],
  arbitrary: fc.oneof(
    { weight: 5, arbitrary: cases(layerCases(declaredTargets(1, 1), 1, 128), ['single', 'single', 'multi']) },
    { weight: 2, arbitrary: cases(layerCases(declaredTargets(2, 2), 2, 144), ['single']) },
  ),
  free: gridParameters(),
  casesFor: (target) => {
    if (target.singularities.length > 0 || target.input.kind === 'cross' || target.domain.length > 2) return [];
    const cells = target.domain.map(() => (target.domain.length === 1 ? 32 : 12));
    return [{ ...linear(64, 1, '1000'), target: { family: 'given', target }, cells }];
  },
  decide: (input, budget) => decideSoftmax(input, budget, TRUE_VARIANT),
  describe: (input) =>
    `${describeLayerCase(input)}; attention with ${input.attention.size} ${input.attention.kind === 'single' ? `${input.attention.keys} keys` : 'heads'}, ε₀ = ${input.attention.remainder}`,
  picture: (input, witness) => {
    const target = targetOf(input.target);
    return bounded(approxAttentionSoftmaxPicture(target, networkOf(input, target), witness));
  },
  weights: (input) => attentionSoftmaxText(networkOf(input, targetOf(input.target))),
  rate: rateFromBoxErrors(
    { family: '‖x‖ on [0, 1], N cells, N keys at the left, R = 1000N²', predicted: -1, sizes: [8, 16, 32, 64] },
    (size) => {
      const input = linear(size, size, String(1000 * size * size));
      const target = targetOf(input.target);
      const network = networkOf(input, target);
      const bound = boundOf(input, target, network, TRUE_VARIANT);
      return { target, error: new AttentionSoftmaxError(network, target), bound };
    },
  ),
  mutants: [
    {
      id: 'attention-for-free',
      description: 'drops ω_f(e (Σ D²)^{1/2}), as if attention passed every coordinate unchanged',
      decide: (input, budget) => decideSoftmax(input, budget, { ...TRUE_VARIANT, moved: 'none' }),
    },
    {
      id: 'largest-coordinate',
      description: 'e max D in place of e (Σ D²)^{1/2}, as if one coordinate were wrong at a time',
      decide: (input, budget) => decideSoftmax(input, budget, { ...TRUE_VARIANT, moved: 'coordinate' }),
    },
    {
      id: 'cells-for-free',
      description: 'drops the term of the partition, as if centres were everywhere',
      decide: (input, budget) => decideSoftmax(input, budget, { ...TRUE_VARIANT, partition: 'none' }),
    },
    {
      id: 'quarter-of-the-cell-term',
      description: 's²/16 in place of s²/4',
      decide: (input, budget) =>
        decideSoftmax(input, budget, { ...TRUE_VARIANT, partition: { cellDivisor: '16', temperatureTerm: true } }),
    },
  ],
};
