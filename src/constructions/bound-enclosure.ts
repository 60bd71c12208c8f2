/** The right-hand side of a theorem about the error of one network, known from both sides, in the norm that was asked for. */
import type { ErrorNorm } from '../approximation/error-norm.js';
import type { DomainAxis } from '../expression/target.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { gridVolume, root } from './average-bound.js';
import type { MaxAffineBound } from './max-affine-bound.js';

export interface BoundEnclosure {
  /** At most the right-hand side: an error that is not above this is certified. */
  readonly lower: number;
  /** At least the right-hand side: an error above this refutes the theorem. */
  readonly upper: number;
  /**
   * What keeps the ends apart: rounding; a modulus of continuity of which the lower end rests on differences that were
   * found and the upper end on derivatives; an enclosure of a distance between functions; or enclosures of suprema of
   * derivatives.
   */
  readonly apart: 'rounding' | 'modulus' | 'distance' | 'derivatives';
}

/** `‖1‖` over a domain: 1 for the supremum, `|U|^{1/p}` in L_p, in the units of `x` to the power g/p. */
export function normOfOne(domain: readonly DomainAxis[], { exponent }: ErrorNorm): Interval {
  if (exponent === undefined) return system.literal('1');
  const axes = domain.map((axis) => ({ axis, cells: 1 }));
  return root(gridVolume(system, { grid: { axes } }), exponent);
}

/** What a bound that holds at every point of a domain gives in a norm. */
export function pointwiseBound(bound: Interval, domain: readonly DomainAxis[], norm: ErrorNorm): Interval {
  return system.mul(bound, normOfOne(domain, norm));
}

/** The same for the bounds of constructions that interpolate their target. */
export function interpolationBound(
  bound: MaxAffineBound,
  domain: readonly DomainAxis[],
  norm: ErrorNorm,
): BoundEnclosure {
  const { lower, upper, modulus } = bound;
  const { lo, hi } = pointwiseBound({ lo: lower, hi: upper, defined: true }, domain, norm);
  return { lower: lo, upper: hi, apart: modulus === 'declared' ? 'rounding' : 'modulus' };
}
