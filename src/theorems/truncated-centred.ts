/**
 * Keys in the middle of their cells: truncated linear attention twice as good, at no cost.
 *
 * Statement. `p` keys `L_k = a + (k + ½)Δ`, `Δ = (b − a)/p`, k = 0 … p − 1, values `L_k`, scores `β(2L_k y − L_k²)`:
 * `|out(y) − min(b, max(a, y))| ≤ Δ/2 + (b − a)(p − 1)e^{−βΔ²}` for all y ∈ R, all β > 0.
 * Proof. As for the published keys (claim truncated-single), but every point of [a, b], the ends included, is within Δ/2
 * of a key. Equality is approached at y = a and y = b as β → ∞.
 * Certified: the error over the whole real line, by enclosures over intervals of queries, rays included.
 * Source: ours, after arXiv:2504.15956, Theorem 3.4.
 */
import { truncatedSingle, type TruncatedSingle } from '../constructions/truncated-single.js';
import { decimalConstant } from '../expression/real-constant.js';
import type { Budget, CaseResult, Claim } from './claim.js';
import { approxTruncationPicture } from './pictures/approx-truncation-picture.js';
import { bounded } from './pictures/picture.js';
import { decideTruncatedSingle, type SingleBound } from './support/decide-truncated-single.js';
import { describeRange, rangeOf, truncatedSingleCases, type TruncatedSingleCase } from './support/truncated-case.js';
import { truncatedSingleText } from './support/literal-weights.js';
import { rateFromCases } from './support/rate-study.js';
import { count, temperature } from './support/free-parameters.js';

/** In units of Δ, and b − a = pΔ. */
const trueBound = (cells: number): SingleBound => ({ base: [1, 2], mass: cells * (cells - 1), decay: 1 });

function constructionOf(input: TruncatedSingleCase): TruncatedSingle {
  const { cells, beta } = input;
  return truncatedSingle({ ...rangeOf(input), cells, inverseTemperature: decimalConstant(beta), keys: 'centred' });
}

function decide(input: TruncatedSingleCase, budget: Budget, bound: SingleBound): CaseResult {
  return decideTruncatedSingle(constructionOf(input), bound, budget);
}

export const truncatedCentred: Claim<TruncatedSingleCase> = {
  id: 'truncated-centred',
  title: 'Keys in the middle of their cells halve the error of a truncated linear function, for every y and β',
  source: { paper: 'arXiv:2504.15956', item: 'Theorem 3.4 (keys moved)' },
  provenance: 'ours',
  statement:
    '\\bigl| \\mathrm{out}(y) - \\min(b, \\max(a, y)) \\bigr| \\le \\frac{\\Delta}{2} + (b-a)(p-1)e^{-\\beta\\Delta^2}, \\quad L_k = a + (k + \\tfrac12)\\Delta, \\quad \\forall y \\in \\mathbb{R}, \\beta > 0',
  published: '\\max(|a|, |b|)\\,\\varepsilon_0 + \\frac{b-a}{p} \\text{ for } \\beta \\text{ large enough}',
  constructions: ['truncated-single'],
  hypotheses: ['a ≤ b', 'p ≥ 1 keys', 'β > 0', 'Range is truncation to [a, b]'],
  assumptions: [
    'The map before attention is sequence-wise: it makes p⌈n/p⌉ columns of n tokens, so that every key occurs equally often.',
    'A bias per position carries the keys; tokens may have their own w_i and t_i.',
    'One head, p⌈n/p⌉ keys, 4 rows: 2d + 8 columns’ worth of weights beside the biases; scores grow as β·max(|a|, |b|)·|y|.',
    'All outputs land in one row; a row per token takes np keys and a mask M, and adds (n−1)e^{−M}/(1+(n−1)e^{−M})·max(|a|, |b|).',
    'β is chosen after p: for a given error it grows as p² ln p/(b − a)². No order of limits: the bound holds for every pair.',
    'A factor 1/√d_k in the scores is folded into β.',
  ],
  explanation: [
    'Published form, with keys at the left ends of their cells: max(|a|, |b|)·ε₀ + (b − a)/p. Here (b − a)/2p takes the place of (b − a)/p.',
    'In units of Δ the error depends on p and κ = βΔ² alone, and is antisymmetric about the middle of the range.',
    'At y = a and y = b both sides are Δ/2 plus a term that vanishes exponentially: there the terms are compared without the common Δ/2, at growing precision.',
  ],
  aboutLayer: true,
  edgeCases: [
    { a: '0', b: '1', cells: 1, beta: '1' },
    { a: '0.1', b: '0.1', cells: 7, beta: '3' },
    { a: '0', b: '1', cells: 2, beta: '4' },
    { a: '-1', b: '1', cells: 16, beta: '640' },
    { a: '0', b: '1', cells: 20, beta: '400000000' },
    { a: '1000', b: '1000.3', cells: 33, beta: '0.001' },
    { a: '-3', b: '0', cells: 64, beta: '1000' },
  ],
  arbitrary: truncatedSingleCases,
  free: [temperature('beta', 'β'), count('cells', 'p')],
  decide: (input, budget) => decide(input, budget, trueBound(input.cells)),
  describe: (input) => `${input.cells} keys; ${describeRange(input)}`,
  picture: (input, witness) => bounded(approxTruncationPicture({ kind: 'single', ...constructionOf(input) }, witness)),
  weights: (input) => truncatedSingleText(constructionOf(input)),
  rate: rateFromCases(
    { family: '[0, 1] with N centred keys, β = 30N²', predicted: -1, sizes: [8, 16, 32, 64, 128] },
    (size) => ({ a: '0', b: '1', cells: size, beta: String(30 * size * size) }),
    (input, budget) => decide(input, budget, trueBound(input.cells)),
  ),
  mutants: [
    {
      id: 'mass-of-other-keys-dropped',
      description: 'drops (b − a)(p − 1)e^{−βΔ²}, as if the nearest key had all the weight',
      decide: (input, budget) => decide(input, budget, { ...trueBound(input.cells), mass: 0 }),
    },
    {
      id: 'quarter-of-a-step',
      description: 'Δ/4 in place of Δ/2',
      decide: (input, budget) => decide(input, budget, { ...trueBound(input.cells), base: [1, 4] }),
    },
    {
      id: 'one-cell-too-many',
      description: '(b − a)/(2(p + 1)), as if p keys made p + 1 cells',
      decide: (input, budget) =>
        decide(input, budget, { ...trueBound(input.cells), base: [input.cells, 2 * input.cells + 2] }),
    },
    {
      id: 'next-key-two-steps-away',
      description: 'decay e^{−4βΔ²}, as if the competitors were two steps from y',
      decide: (input, budget) => decide(input, budget, { ...trueBound(input.cells), decay: 4 }),
    },
  ],
};
