/**
 * The explicit choice of cells, inverse temperature and mask behind the max-affine L∞ theorem (M3).
 *
 * *Statement.* Let `ε, ε' > 0` and `τ > 0` with `ω̂_f(τ) ≤ ε`. With `P_t = max(1, ⌈D_t √(g/2)/τ⌉)`, `R ≥ 2g/τ²` and
 * `M ≥ max(0, ln((n−1)σ/ε'))` (0 if `n = 1` or `σ = 0`) the layer satisfies `sup_U |Y − f| ≤ ε + ε'`.
 * *Proof.* `s_t²/4 ≤ τ²/(2g)` and `μ_t/R ≤ τ²/(2g)`, so M2's radius is at most `τ`; and the mask leaks at most
 * `(n−1)e^{−M}σ ≤ ε'`. For an `L`-Lipschitz target, `τ = ε/L`.
 *
 * Every choice is rounded in the safe direction, up.
 * Source: arXiv:2504.19901 (existence, as stated); the choice is ours.
 */
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import type { DomainAxis, RealConstant } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';
import { MAX_CELLS } from './max-affine.js';

/** Exact numbers that determine the choice; enclosures must be rounded by the caller as noted. */
export interface EpsilonChoiceInput {
  readonly axes: readonly DomainAxis[];
  /** `n ≥ 1`: output tokens. */
  readonly tokens: number;
  /** `σ ≥ 0`: column spread; round up. */
  readonly spread: RealConstant;
  /** `τ > 0` with `ω̂_f(τ) ≤ ε`; round down. */
  readonly radius: RealConstant;
  /** `ε' > 0`: what the mask may leak; round down. Without effect for one token. */
  readonly leakage: RealConstant;
}

/** Fits `maxAffine`'s parameters. */
export interface EpsilonChoice {
  readonly cells: readonly number[];
  /** The least double that is certainly at least `2g/τ²`, or the next few above it. */
  readonly inverseTemperature: RealConstant;
  readonly mask: RealConstant;
}

/** Wide enough for quotients of doubles and literals that are integers to come out exactly. */
const system = decimalIntervalSystem(120);

/**
 * Numbers `P_t`, `R`, `M` that satisfy the theorem's hypotheses for certain.
 *
 * Throws `ConstructionError`: `accuracy` when `τ` or `ε'` is not certainly positive, or `σ` not certainly finite and
 * non-negative; `tokens` unless `n` is a positive integer; `cells` when an axis needs more than `MAX_CELLS`;
 * `inverse-temperature` when `2g/τ²` exceeds the doubles.
 */
export function maxAffineEpsilonChoice(input: EpsilonChoiceInput): EpsilonChoice {
  const radius = positive('radius τ', input.radius);
  const g = input.axes.length;
  const cells = input.axes.map((axis) => cellsFor(axis, g, radius));
  const inverseTemperature = system.upper(system.div(system.fromNumber(2 * g), system.powInteger(radius, 2)));
  if (!Number.isFinite(inverseTemperature)) {
    throw new ConstructionError({
      code: 'inverse-temperature',
      found: `the inverse temperature 2g/τ² for τ = ${input.radius.text}`,
      required: 'it exceeds the largest double',
      remedy: 'Ask for less accuracy, or rescale the domain.',
    });
  }
  return { cells, inverseTemperature: doubleConstant(inverseTemperature), mask: maskFor(input) };
}

/**
 * `⌈D√(g/2)/τ⌉`, at least 1. Ties are decided: `√(g/2)` is rational only if it is an integer, and then a quotient that is
 * an integer comes out exactly, if `D` and `τ` are decimals of some 60 digits. Where that fails: one more.
 */
function cellsFor({ lower, upper }: DomainAxis, g: number, radius: DecimalInterval): number {
  const length = system.sub(evaluateConstant(upper.expression, system), evaluateConstant(lower.expression, system));
  const half = system.div(system.fromNumber(g), system.literal('2'));
  const needed = system.div(system.mul(length, system.sqrt(half)), radius);
  const cells = Math.max(1, Math.ceil(system.upper(needed)));
  if (cells <= MAX_CELLS) return cells;
  throw new ConstructionError({
    code: 'cells',
    found: `the axis [${lower.text}, ${upper.text}] needs about ${cells} cells`,
    required: `at most ${MAX_CELLS} are possible`,
    remedy: 'Ask for less accuracy.',
  });
}

function maskFor({ tokens, spread, leakage }: EpsilonChoiceInput): RealConstant {
  if (!(Number.isInteger(tokens) && tokens >= 1)) {
    throw new ConstructionError({
      code: 'tokens',
      found: `${tokens} output tokens`,
      required: 'their number is a positive integer',
      remedy: 'Give the number of columns of the target.',
    });
  }
  const zero = system.literal('0');
  const sigma = evaluateConstant(spread.expression, system);
  if (!(system.isDefined(sigma) && system.lessOrEqual(zero, sigma) === true && Number.isFinite(system.upper(sigma)))) {
    throw refuseAccuracy('column spread σ', spread, 'non-negative and finite');
  }
  const allowed = positive("leakage ε'", leakage);
  if (tokens === 1 || system.equal(sigma, zero) === true) return decimalConstant('0');
  const odds = system.div(system.mul(system.fromNumber(tokens - 1), sigma), allowed);
  // At most 1: no mask is needed, and the logarithm's domain is not touched at σ = 0.
  if (system.lessOrEqual(odds, system.literal('1')) === true) return decimalConstant('0');
  return doubleConstant(Math.max(0, system.upper(system.log(odds))));
}

function positive(name: string, constant: RealConstant): DecimalInterval {
  const value = evaluateConstant(constant.expression, system);
  const isPositive = system.less(system.literal('0'), value) === true;
  if (system.isDefined(value) && isPositive && Number.isFinite(system.upper(value))) return value;
  throw refuseAccuracy(name, constant, 'positive and finite');
}

function refuseAccuracy(name: string, constant: RealConstant, required: string): ConstructionError {
  return new ConstructionError({
    code: 'accuracy',
    found: `the ${name} = ${constant.text}`,
    required: `it is not certainly ${required}`,
    remedy: `Give a number that is ${required}.`,
  });
}
