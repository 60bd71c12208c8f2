/**
 * Truncations of which the user of a network leaves cells and temperature open.
 *
 * *Temperature.* β is the least for which the terms of the truncation's error that decay with it are together at most Δ/1000:
 * the error `e` is then at most 1.001Δ (left keys) or 0.501Δ (centred keys, several heads).
 *
 * *Cells.* One head of `p` cells on a range of length `ℓ` costs its network `c·e`, with `c` the factor by which the network
 * passes the error on. `p = ⌈1.001cℓ/s⌉` (0.501 with centred keys), and at least 16, make that at most a share `s`:
 *
 *     two-layer:          c·ℓ = Σ|α| and 2B_2,   s = ε_1/2 each: the bound is at most twice the expansion's error;
 *     attention-softmax:  c·ℓ = (Σ D_i²)^{1/2},  s = τ/2: attention moves a point by half the radius of the partition.
 *
 * Where nothing may be added, as to the expansion of a constant, a truncation has 1024 cells.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { refusal, type TruncatedRange } from './truncated-range.js';
import type { KeyPlacement } from './truncated-single.js';
import type { MultiChoice, SingleChoice } from './truncation.js';

/** Fewest and most cells that are derived. */
const LEAST_CELLS = 16;
const MOST_CELLS = 2 ** 20;
/** Cells of a truncation that may cost nothing, or no more than rounding, in units of the scale. */
const CELLS_FOR_NOTHING = 1024;
const NOTHING = 2 ** -40;
/** Most keys of all heads of one layer together: every one takes part in every enclosure. */
export const MOST_HEAD_KEYS = 2 ** 16;
/** Δ/1000, in units of Δ. */
const REMAINDER = 1e-3;

const system = decimalIntervalSystem(40);

/** Cells of one head with `length = c·ℓ ≥ 0` and the share `share ≥ 0` of outputs of size `scale`; a choice, not a bound. */
export function derivedCells(length: number, share: number, scale: number, keys: KeyPlacement): number {
  if (length === 0) return LEAST_CELLS;
  if (!(share > NOTHING * scale)) return CELLS_FOR_NOTHING;
  const cells = Math.ceil((((keys === 'left' ? 1 : 0.5) + REMAINDER) * length) / share);
  return Math.min(MOST_CELLS, Math.max(LEAST_CELLS, cells));
}

/** One head whose temperature follows from its cells. */
export function singleChoice(cells: number, keys: KeyPlacement): SingleChoice {
  return { kind: 'single', cells, keys, inverseTemperature: { remainder: exactDecimal((2 * REMAINDER) / cells) } };
}

/**
 * `heads` heads as published, of `tokens` keys each on a range, whose temperature follows. Throws `ConstructionError`
 * `too-large` for more keys than can be enclosed.
 */
export function multiChoice(heads: number, tokens: number, range: TruncatedRange): MultiChoice {
  if (heads * tokens > MOST_HEAD_KEYS) {
    throw refusal(
      'too-large',
      `${heads} heads of ${tokens} keys each, ${heads * tokens} in all`,
      `at most ${MOST_HEAD_KEYS} keys of all heads of a layer are possible, as every enclosure takes them all`,
      'Use fewer heads, fewer tokens, or a construction of single heads.',
    );
  }
  const cells = Math.max(1, (tokens - 2) * heads);
  const remainder = (2 * REMAINDER * shareOfScale(range)) / cells;
  return {
    kind: 'multi',
    heads,
    shiftInvariant: false,
    inverseTemperature: { remainder: exactDecimal(remainder > 0 ? remainder : 1) },
  };
}

/** About `(b − a)/max(|a|, |b|, b − a)`: what the decaying terms of several heads are measured in. */
function shareOfScale({ lower, upper }: TruncatedRange): number {
  const [a, b] = [lower, upper].map(({ expression }) => evaluateConstant(expression, system));
  const length = system.sub(b!, a!);
  const scale = system.max(length, system.max(system.abs(a!), system.abs(b!)));
  return system.toNumber(scale) > 0 ? system.toNumber(system.div(length, scale)) : 0;
}
