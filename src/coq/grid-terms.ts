/**
 * The ends, cuts and centres of the cells of one axis as Coq terms: rational numbers where the ends are rational,
 * otherwise formulas of the ends.
 */
import type { GridAxis } from '../approximation/grid.js';
import { rationalValues } from '../expression/fold-rational.js';
import { product, ratio, sum, type Rational } from '../expression/parse/rational.js';
import type { RealConstant } from '../expression/target.js';
import { rationalTerm } from './real-text.js';
import { inline, translate } from './translate.js';

export interface GridTerms {
  /** Cell `k` is `[cuts[k], cuts[k + 1]]`; the first and the last are the ends of the axis. */
  readonly cuts: readonly string[];
  readonly centres: readonly string[];
}

/** Throws a `TargetError` for an end that has no translation. */
export function gridTerms({ axis: { lower, upper }, cells }: GridAxis): GridTerms {
  const place = placeOf(lower, upper);
  return {
    cuts: Array.from({ length: cells + 1 }, (_, k) => place(k, cells)),
    centres: Array.from({ length: cells }, (_, k) => place(2 * k + 1, 2 * cells)),
  };
}

/** A real constant as a Coq term, in lowest terms where it is known to be rational. Throws a `TargetError`. */
export function constantTerm({ expression, text }: RealConstant): string {
  const value = rationalOf({ expression });
  return value === undefined ? inline(translate(expression, `the constant ${text}`)) : rationalTerm(value).text;
}

/** The term of `lower + (k/n)(upper − lower)`. */
function placeOf(lower: RealConstant, upper: RealConstant): (k: number, n: number) => string {
  const [lo, hi] = [constantTerm(lower), constantTerm(upper)];
  const [first, last] = [rationalOf(lower), rationalOf(upper)];
  return (k, n) => {
    if (k === 0) return lo;
    if (k === n) return hi;
    const exact = first === undefined || last === undefined ? undefined : between(first, last, k, n);
    return exact === undefined ? `(${lo} + (${k} / ${n}) * (${hi} - ${lo}))` : rationalTerm(exact).text;
  };
}

function between(lower: Rational, upper: Rational, k: number, n: number): Rational | undefined {
  const low = weighted(lower, n - k, n);
  const high = weighted(upper, k, n);
  return low === undefined || high === undefined ? undefined : sum(low, high);
}

function weighted(x: Rational, k: number, n: number): Rational | undefined {
  return product(x, ratio(BigInt(k), BigInt(n))!);
}

function rationalOf({ expression }: Pick<RealConstant, 'expression'>): Rational | undefined {
  return rationalValues(expression, [])[expression.outputs[0]!];
}
