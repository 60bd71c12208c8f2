/**
 * One layer of truncated attention for a row of numbers: `(y_1, …, y_N)` to about `(Range_{[a,b]}(y_1), …)`.
 *
 * It is single-head (T1: `p` cells, `N = p⌈count/p⌉` columns carry the keys) or multi-head (T2: `H` heads whose keys are the
 * `n = max(3, count)` columns themselves, padded with columns of zeros). Networks of several layers are made of these; they
 * need of a layer its error `e`, which holds for every real `y`, an inverse temperature, and the output at a point.
 *
 *     single: e = Δ + (b − a)(p − 1)e^{−βΔ²}  (Δ/2 for centred keys),          Δ = (b − a)/p,
 *     multi:  e = Δ/2 + H(n − 1)·max(|a|, |b|, b − a)·e^{−βΔ²},                Δ = (b − a)/((n − 2)H)
 *
 * (b − a in place of the maximum in the shift-invariant variant).
 */
import { evaluateConstant } from '../expression/evaluate.js';
import { doubleConstant } from '../expression/real-constant.js';
import type { RealConstant } from '../expression/target.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import {
  truncatedMulti,
  truncatedMultiBound,
  truncatedMultiCells,
  truncatedMultiEvaluator,
  type TruncatedMulti,
} from './truncated-multi.js';
import { checkCount, checkRange, refusal, type TruncatedRange } from './truncated-range.js';
import { oneRowColumns } from './truncated-single-weights.js';
import {
  truncatedSingle,
  truncatedSingleBound,
  truncatedSingleEvaluator,
  type KeyPlacement,
  type TruncatedSingle,
} from './truncated-single.js';

export type Truncation =
  ({ readonly kind: 'single' } & TruncatedSingle) | ({ readonly kind: 'multi' } & TruncatedMulti);

/**
 * `β` itself, or the `ε_0` of the published statements, a positive decimal: then the terms of the error that decay with β
 * are together at most `ε_0/2` times `b − a` (single, and multi if shift-invariant) or `max(|a|, |b|, b − a)` (multi).
 */
export type TemperatureChoice = RealConstant | { readonly remainder: string };

export interface SingleChoice {
  readonly kind: 'single';
  /** `p ≥ 1`. */
  readonly cells: number;
  readonly keys: KeyPlacement;
  readonly inverseTemperature: TemperatureChoice;
}

export interface MultiChoice {
  readonly kind: 'multi';
  /** `H ≥ 1`. */
  readonly heads: number;
  readonly shiftInvariant: boolean;
  readonly inverseTemperature: TemperatureChoice;
}

/** What a layer is free to choose: the range and the number of columns come from its place in a network. */
export type TruncationChoice = SingleChoice | MultiChoice;

/** Temperatures are chosen at this many digits. */
const system = decimalIntervalSystem(60);

/**
 * The layer that truncates `count ≥ 0` numbers to `range`. Throws `ConstructionError`: `domain`, `cells` (or heads),
 * `inverse-temperature`, or `accuracy` for a remainder that is no positive decimal.
 */
export function truncationOf(choice: TruncationChoice, range: TruncatedRange, count: number): Truncation {
  checkRange(range);
  if (choice.kind === 'single') {
    const { cells, keys } = choice;
    checkCount('cells', cells, 1, 'cells', 'Give a positive integer.');
    const inverseTemperature = temperatureOf(choice.inverseTemperature, range, cells, 2 * (cells - 1));
    return { kind: 'single', ...truncatedSingle({ ...range, cells, keys, inverseTemperature }) };
  }
  const { heads, shiftInvariant } = choice;
  checkCount('cells', heads, 1, 'heads', 'Give a positive integer.');
  const tokens = Math.max(3, count);
  const competitors = 2 * heads * (tokens - 1);
  const inverseTemperature = temperatureOf(choice.inverseTemperature, range, (tokens - 2) * heads, competitors);
  return { kind: 'multi', ...truncatedMulti({ ...range, tokens, heads, shiftInvariant, inverseTemperature }) };
}

/**
 * The least double β with `βΔ² ≥ max(1, ln(competitors/ε_0))`, up to rounding upward; 1 where `Δ = 0` or no key competes.
 *
 * `competitors` is `2(p − 1)` for one head, `2H(n − 1)` for several.
 */
function temperatureOf(
  choice: TemperatureChoice,
  range: TruncatedRange,
  cells: number,
  competitors: number,
): RealConstant {
  if ('expression' in choice) return choice;
  const remainder = parseRemainder(choice.remainder);
  const [a, b] = [range.lower, range.upper].map(({ expression }) => evaluateConstant(expression, system));
  const length = system.sub(b!, a!);
  const zero = system.literal('0');
  if (competitors === 0 || system.equal(length, zero) === true) return doubleConstant(1);
  const one = system.literal('1');
  const sharpness = system.max(one, system.log(system.div(system.fromNumber(competitors), remainder)));
  const step = system.div(length, system.fromNumber(cells));
  const beta = system.upper(system.div(sharpness, system.powInteger(step, 2)));
  if (beta > 0 && beta < Infinity) return doubleConstant(beta);
  throw refusal(
    'inverse-temperature',
    `the inverse temperature for the remainder ${choice.remainder} with ${cells} cells on [${range.lower.text}, ${range.upper.text}]`,
    'it lies outside the range of doubles',
    'Give the inverse temperature itself, or fewer cells.',
  );
}

function parseRemainder(text: string) {
  const isDecimal = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const value = isDecimal ? system.literal(text) : undefined;
  if (value !== undefined && system.less(system.literal('0'), value) === true) return value;
  const remedy = 'Write a positive decimal number such as 1e-6.';
  throw refusal('accuracy', `the remainder '${text}'`, 'it is not a positive decimal number', remedy);
}

/** Cells that the range is cut into: `p`, or `(n − 2)H`. */
export function truncationCells(truncation: Truncation): number {
  return truncation.kind === 'single' ? truncation.cells : truncatedMultiCells(truncation);
}

/** Heads of one layer: 1, or `H`. */
export function truncationHeads(truncation: Truncation): number {
  return truncation.kind === 'single' ? 1 : truncation.heads;
}

/** Columns that one block of `count` queries takes: keys and padding included. */
export function truncationColumns(truncation: Truncation, count: number): number {
  return truncation.kind === 'single' ? oneRowColumns(truncation.cells, Math.max(1, count)) : truncation.tokens;
}

/** `Δ`, the length of a cell. */
export function truncationStep<T>(numbers: NumberSystem<T>, truncation: Truncation): T {
  const [a, b] = [truncation.lower, truncation.upper].map(({ expression }) => evaluateConstant(expression, numbers));
  return numbers.div(numbers.sub(b!, a!), numbers.fromNumber(truncationCells(truncation)));
}

/** `e`: `|out(y) − Range(y)| ≤ e` for all real `y`. In enclosure systems an enclosure of the right-hand side. */
export function truncationBound<T>(numbers: NumberSystem<T>, truncation: Truncation): T {
  return truncation.kind === 'single'
    ? truncatedSingleBound(numbers, truncation)
    : truncatedMultiBound(numbers, truncation);
}

/** `out` as a function of one real number; in enclosure systems sharp for points. */
export function truncationEvaluator<T>(numbers: NumberSystem<T>, truncation: Truncation): (y: T) => T {
  return truncation.kind === 'single'
    ? truncatedSingleEvaluator(numbers, truncation)
    : truncatedMultiEvaluator(numbers, truncation);
}

/** Every parameter but the range, as text. */
export function describeTruncation(truncation: Truncation): Record<string, string> {
  const inverseTemperature = truncation.inverseTemperature.text;
  return truncation.kind === 'single'
    ? { cells: String(truncation.cells), keys: truncation.keys, inverseTemperature }
    : {
        heads: String(truncation.heads),
        tokens: String(truncation.tokens),
        shiftInvariant: String(truncation.shiftInvariant),
        inverseTemperature,
      };
}
