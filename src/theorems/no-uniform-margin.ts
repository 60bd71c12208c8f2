/**
 * No positive margin holds on the whole of a connected domain with two cells.
 *
 * Statement. On a connected domain with two non-empty cells, `inf_x δ(x) = 0`, δ the margin of the max-affine partition;
 * on a product grid it is 0 in the middle between any two neighbouring centres. So claims under a margin speak of a
 * subset, whose share of the volume is at most `Π_t (1 − 2δ(P_t−1)/(P_t s_t²))` for δ ≤ s_t²/2.
 * Proof. The margin is continuous and changes its leader somewhere; there two affine functions tie for the maximum.
 * Certified exactly: all scores at the middle of two centres in exact decimal arithmetic.
 * Source: ours (arXiv:2504.19901 assumes a margin).
 */
import fc from 'fast-check';
import Big from 'big.js';
import { realArbitrary } from '../generators/real.js';
import type { CaseResult, Claim } from './claim.js';
import { approxMarginPicture } from './pictures/approx-margin-picture.js';

/** A grid by lower ends and cell widths, so that all centres are exact decimals; and a border of two cells. */
export interface MarginCase {
  readonly axes: readonly { readonly lower: string; readonly width: string; readonly cells: number }[];
  /** Axis with at least two cells, reduced modulo their number; and the cell below the border. */
  readonly axis: number;
  readonly cell: number;
  /** Where the point lies between the two centres: ½ is the border itself. */
  readonly position: string;
}

const MAX_KEYS = 4096;

/** The margin of the partition at the case's point, exactly. Undefined if the grid has one cell. */
function marginAt({ axes, axis, cell, position }: MarginCase): { margin: Big; point: Big[]; axis: number } | undefined {
  const split = axes.map((_, t) => t).filter((t) => axes[t].cells > 1);
  if (split.length === 0) return undefined;
  const along = split[axis % split.length];
  const centres = axes.map(({ lower, width, cells }) =>
    Array.from({ length: cells }, (_, k) => new Big(lower).plus(new Big(width).times(k + 0.5))),
  );
  const point = centres.map((of, t) =>
    t === along ? of[cell % (of.length - 1)].plus(new Big(axes[t].width).times(position)) : of[0],
  );
  // Score of key (k_1, …, k_g): Σ_t (c x − c²/2); its parts per axis add up, so the two best come from the parts.
  let best = new Big(0);
  let loss: Big | undefined;
  centres.forEach((of, t) => {
    const parts = of.map((c) => c.times(point[t]).minus(c.times(c).times('0.5'))).sort((a, b) => b.cmp(a));
    best = best.plus(parts[0]);
    if (parts.length > 1) {
      const gap = parts[0].minus(parts[1]);
      if (loss === undefined || gap.lt(loss)) loss = gap;
    }
  });
  return { margin: loss!, point, axis: along };
}

function result(observed: Big, bound: Big, holds: boolean, witness: readonly Big[], substantial: boolean): CaseResult {
  const value = observed.toFixed();
  return {
    verdict: holds ? 'certified' : 'refuted',
    method: 'exact',
    observed: { lower: value, upper: value },
    bound: bound.toFixed(),
    ratio: bound.eq(0) ? 0 : Number(observed.div(bound).toFixed(6)),
    substantial,
    witness: witness.map((x) => x.toFixed()),
  };
}

/** True statement: at the border the margin is 0. */
function decideBorder(input: MarginCase): CaseResult {
  const found = marginAt({ ...input, position: '0.5' });
  if (found === undefined) {
    return { ...result(new Big(0), new Big(0), true, [], false), note: 'one cell: there is no second key' };
  }
  return result(found.margin, new Big(0), found.margin.eq(0), found.point, keys(input) >= 16);
}

/** Wrong statement: the margin is at least `share·s²` at every point. */
function decideUniform(input: MarginCase, share: string): CaseResult {
  const found = marginAt(input);
  if (found === undefined) return { ...result(new Big(0), new Big(0), true, [], false), note: 'one cell' };
  const width = new Big(input.axes[found.axis].width);
  const claimed = width.times(width).times(share);
  return result(claimed, found.margin, found.margin.gte(claimed), found.point, keys(input) >= 16);
}

function keys({ axes }: MarginCase): number {
  return axes.reduce((product, { cells }) => product * cells, 1);
}

const axisArbitrary = fc.record({
  lower: realArbitrary({ min: '-10', max: '10' }),
  width: realArbitrary({ min: '0.001', max: '5' }),
  cells: fc.integer({ min: 1, max: 12 }),
});

const positions = (min: string, max: string): fc.Arbitrary<MarginCase> =>
  fc
    .record({
      axes: fc.array(axisArbitrary, { minLength: 1, maxLength: 4 }),
      axis: fc.nat({ max: 3 }),
      cell: fc.nat({ max: 11 }),
      position: realArbitrary({ min, max, digits: 4 }),
    })
    .filter((input) => keys(input) <= MAX_KEYS);

export const noUniformMargin: Claim<MarginCase> = {
  id: 'no-uniform-margin',
  title: 'On a connected domain with two cells the margin of the partition has infimum 0',
  source: { paper: '—', item: 'N2' },
  provenance: 'ours',
  statement:
    '\\inf_{x \\in U} \\bigl( \\text{largest} - \\text{second largest of } v_j^\\top x - \\tfrac12 \\lVert v_j \\rVert^2 \\bigr) = 0',
  constructions: ['max-affine'],
  hypotheses: ['U connected', 'at least two non-empty cells'],
  assumptions: ['Claims under a margin δ > 0 speak of the subset where it holds; its share of the volume is reported.'],
  explanation: [
    'In the middle between two neighbouring centres their affine functions tie for the maximum: shown in exact arithmetic.',
    'Hence “R ≥ ln((N−1)/ε)/δ for all x” cannot be met by any finite R; claim max-affine-sup does without a margin.',
  ],
  aboutLayer: false,
  edgeCases: [
    { axes: [{ lower: '0', width: '0.5', cells: 2 }], axis: 0, cell: 0, position: '0.5' },
    { axes: [{ lower: '0', width: '1', cells: 1 }], axis: 0, cell: 0, position: '0.5' },
    {
      axes: [
        { lower: '-1', width: '0.25', cells: 8 },
        { lower: '0', width: '0.1', cells: 10 },
      ],
      axis: 1,
      cell: 4,
      position: '0.5',
    },
  ],
  arbitrary: positions('0.5', '0.5'),
  decide: (input) => decideBorder(input),
  describe: ({ axes, axis, cell, position }) =>
    `grid ${axes.map(({ lower, width, cells }) => `${cells} cells of width ${width} from ${lower}`).join(' × ')}; ${position} of the way from cell ${cell} to the next on axis ${axis}`,
  picture: (input) => {
    const found = marginAt({ ...input, position: '0.5' });
    return found === undefined ? undefined : approxMarginPicture(input.axes, found.axis, found.point[found.axis]!);
  },
  mutants: [
    {
      id: 'hundredth-everywhere',
      description: 'a margin of s²/100 at every point',
      arbitrary: positions('0', '1'),
      decide: (input) => decideUniform(input, '0.01'),
    },
    {
      id: 'centre-value-everywhere',
      description: 'the margin s²/2 of a centre at every point of its cell',
      arbitrary: positions('0', '0.4999'),
      decide: (input) => decideUniform(input, '0.5'),
    },
  ],
};
