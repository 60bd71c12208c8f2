/**
 * The error of attention at a finite temperature (the F theorem): its right-hand side for all `P`, `κ`, `m`, `Q`, `K`.
 *
 * *Statement.* A layer of `P_t` cells and `m_t` ghost cells per side on axis `t`, values `V = Σ_{q<Q} (−Δ/(2R))^q f/q!`, `f` in
 * `C^{2K}` on the whole grid `U⁺`, `K ≥ Q ≥ 1`, `γ_r`, `e_r`, `ν_r` of every axis as in `certify/lattice-moments.ts` or certified
 * suprema in their place, `N_{α,q} = sup_{U⁺} |∂^α Δ^q f|`. Then for every `x` of the domain
 *
 *     |A(x) − f(x)| ≤ Σ_{N=Q}^{K−1} C(N−1, Q−1)/N! (2R)^{−N} N_{0,N}
 *         + Σ_{q<Q} (2R)^{−q}/q! [ Σ_{0<|α|<2(K−q)} N_{α,q}/α! R^{−|α|/2} (Π_t (γ_{α_t} + e_{t,α_t}) − Π_t γ_{α_t})
 *                                + Σ_{|α|=2(K−q)} N_{α,q}/α! R^{−|α|/2} Π_t ν_{t,α_t} ].
 *
 * *Proof idea.* Taylor's formula for `Δ^q f` at `x` to degree `2(K−q)`; the moments of the keys factor over the axes; were they
 * those of a normal law, the terms would sum to `f` and `Σ_{N≥Q} (−1)^{Q−1} C(N−1, Q−1)/N! (Δ/(2R))^N f`.
 *
 * The right-hand side used here is the least over a few `K`. Source: ours.
 */
import { domainBoxes } from '../approximation/box.js';
import { axisValues, type GridAxis } from '../approximation/grid.js';
import { DerivativeSuprema, type DerivativeSum } from '../certify/derivative-suprema.js';
import { gaussianMoment } from '../certify/hermite.js';
import { latticeMoments, type LatticeAxis, type MomentBounds } from '../certify/lattice-moments.js';
import { momentSuprema } from '../certify/moment-suprema.js';
import { compositions, multiIndexCount, MultiIndices } from '../expression/taylor/multi-indices.js';
import type { Target } from '../expression/target.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { ConstructionError } from './construction.js';
import { ghostAxis } from './gaussian-grid.js';

/** From this κ on moments are certified by search: the closed forms grow without need. */
export const SEARCHED_KAPPA = 12;
/** Most derivatives whose suprema are searched. */
const MOST_DERIVATIVES = 2000;

/** Ends are taken at 40 digits first: on a short axis far from 0 doubles would lose the width. */
const decimals = decimalIntervalSystem(40);

/** The parts of the theorem that do not depend on the temperature. */
export interface GaussianShape {
  /** `P_t`, one for each axis. */
  readonly cells: readonly number[];
  /** `m_t`. */
  readonly ghosts: readonly number[];
  /** `Q`. */
  readonly terms: number;
}

/** Factors of the parts of the right-hand side: 1, but in wrong versions. */
export interface BoundFactors {
  /** Of the error of an exact Gaussian mean, `Σ_{N=Q}^{K−1}`. */
  readonly bias: number;
  /** Of what the lattice and its ends add, `e_r`. */
  readonly saturation: number;
  /** Of the terms with `|α| = 2(K − q)`. */
  readonly remainder: number;
}

export const TRUE_FACTORS: BoundFactors = { bias: 1, saturation: 1, remainder: 1 };

export interface BoundOptions {
  /** Orders `K ≥ Q` that are tried; by default a few. */
  readonly orders?: readonly number[];
  /** Relative accuracy of the right-hand side that is sought; 0.002 by default. Its lower end is better than that. */
  readonly tolerance?: number;
  /** Boxes split at most to narrow its upper end. */
  readonly splits?: number;
  readonly factors?: BoundFactors;
}

/** Enclosure of the right-hand side; `order` is the `K` that gave it. */
export interface GaussianBound {
  readonly lower: number;
  readonly upper: number;
  readonly order: number;
}

/** Orders `K` that are tried in `g` inputs. */
function ordersOf(inputs: number, terms: number): number[] {
  const more = inputs === 1 ? 2 : inputs <= 3 ? 1 : 0;
  return Array.from({ length: more + 1 }, (_, i) => terms + i);
}

/** Relative accuracy of the right-hand side that is sought. */
const TOLERANCE = 0.002;

interface Quantity {
  readonly alpha: readonly number[];
  readonly q: number;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const productOf = (values: readonly number[]): number => values.reduce((product, value) => product * value, 1);
const integer = (value: number): Interval => system.fromNumber(value);
const ONE = system.literal('1');
const ZERO = system.literal('0');

/** `∂^α Δ^q = Σ_{|η|=q} q!/η! ∂^{α+2η}`, in terms of Taylor coefficients. */
function derivativeSum({ alpha, q }: Quantity, indices: MultiIndices): DerivativeSum {
  const exponents = compositions(alpha.length, q);
  const orders = exponents.map((eta) => alpha.map((exponent, t) => exponent + 2 * eta[t]!));
  return {
    places: orders.map((order) => indices.place(order)),
    factors: exponents.map(
      (eta, i) => (factorial(q) / productOf(eta.map(factorial))) * productOf(orders[i]!.map(factorial)),
    ),
  };
}

/** The right-hand side for one target and one grid, at any temperature. Cost: suprema once, then moments per temperature. */
export class GaussianBoundProblem {
  private shape: GaussianShape;
  private readonly orders: readonly number[];
  private readonly quantities: readonly Quantity[];
  private readonly places = new Map<string, number>();
  private readonly suprema: DerivativeSuprema;
  private readonly widths: readonly DecimalInterval[];
  private readonly tolerance: number;
  private readonly factors: BoundFactors;

  /** Throws a `ConstructionError` `too-large` for too many derivatives; nothing is asked of the target here. */
  constructor(target: Target, shape: GaussianShape, options: BoundOptions = {}) {
    this.shape = shape;
    const inputs = target.domain.length;
    this.orders = options.orders ?? ordersOf(inputs, shape.terms);
    this.tolerance = options.tolerance ?? TOLERANCE;
    this.factors = options.factors ?? TRUE_FACTORS;
    const most = 2 * this.orders.at(-1)!;
    if (multiIndexCount(inputs, most) > MOST_DERIVATIVES) {
      throw new ConstructionError({
        code: 'too-large',
        found: `a bound from ${multiIndexCount(inputs, most)} derivatives of order up to ${most} in ${inputs} inputs`,
        required: `at most ${MOST_DERIVATIVES} are searched`,
        remedy: 'Use a construction of lower order, or the construction max-affine.',
      });
    }
    const indices = MultiIndices.of(inputs, most);
    this.quantities = quantitiesOf(inputs, shape.terms, this.orders);
    this.quantities.forEach((quantity, i) => this.places.set(nameOf(quantity), i));
    const axes: readonly GridAxis[] = target.domain.map((axis, t) =>
      ghostAxis(axis, shape.cells[t]!, shape.ghosts[t]!),
    );
    this.suprema = new DerivativeSuprema(
      target.expression,
      most,
      this.quantities.map((quantity) => derivativeSum(quantity, indices)),
      domainBoxes({ ...target, domain: axes.map(({ axis }) => axis) }),
      options.splits,
    );
    this.widths = target.domain.map((axis, t) => axisValues(decimals, { axis, cells: shape.cells[t]! }).width);
  }

  /** Encloses the right-hand side for `R`; `refine` spends work on narrowing it. */
  at(inverseTemperature: DecimalInterval, refine = true): GaussianBound {
    const R = toInterval(inverseTemperature);
    const axes = this.latticeAxes(inverseTemperature);
    const moments = axes.map((axis) => momentsOf(axis, 2 * this.orders.at(-1)!));
    const weights = this.orders.map((order) => this.weights(order, R, moments));
    if (refine) {
      const lightest = this.best(weights);
      this.suprema.refine(
        Float64Array.from(weights[lightest]!, ({ hi }) => (hi < Infinity ? hi : 0)),
        this.tolerance,
      );
    }
    const best = this.best(weights);
    const bounds = weights.map((list) => this.total(list));
    return {
      lower: Math.min(...bounds.map(({ lo }) => lo)),
      upper: Math.min(...bounds.map(({ hi }) => hi)),
      order: this.orders[best]!,
    };
  }

  /** The same with other numbers of ghost cells, not more: the suprema stay those over the larger grid. */
  withGhosts(ghosts: readonly number[]): GaussianBoundProblem {
    const other = Object.create(this) as GaussianBoundProblem;
    other.shape = { ...this.shape, ghosts };
    return other;
  }

  /** κ of every axis, and its cells. */
  latticeAxes(inverseTemperature: DecimalInterval): LatticeAxis[] {
    return this.widths.map((width, t) => ({
      cells: this.shape.cells[t]!,
      ghosts: this.shape.ghosts[t]!,
      kappa: toInterval(decimals.mul(inverseTemperature, decimals.mul(width, width))),
    }));
  }

  private best(weights: readonly (readonly Interval[])[]): number {
    const uppers = weights.map((list) => this.total(list).hi);
    return uppers.reduce((best, upper, i) => (upper < uppers[best]! ? i : best), 0);
  }

  private total(weights: readonly Interval[]): Interval {
    return weights.reduce((total, weight, i) => {
      if (weight.lo === 0 && weight.hi === 0) return total;
      const supremum = { lo: this.suprema.lower[i]!, hi: this.suprema.upper[i]!, defined: true };
      return system.add(total, system.mul(weight, supremum));
    }, ZERO);
  }

  /** The factors of all suprema for one `K`. */
  private weights(K: number, R: Interval, moments: readonly MomentBounds[]): Interval[] {
    const { bias, saturation, remainder } = this.factors;
    const { terms: Q } = this.shape;
    const weights = this.quantities.map(() => ZERO);
    const add = (quantity: Quantity, weight: Interval): void => {
      const i = this.places.get(nameOf(quantity))!;
      weights[i] = system.add(weights[i]!, weight);
    };
    const twice = system.mul(integer(2), R);
    const origin = moments.map(() => 0);
    for (let N = Q; N < K; N++) {
      const count = factorial(N - 1) / factorial(Q - 1) / factorial(N - Q);
      const divisor = system.mul(integer(factorial(N)), system.powInteger(twice, N));
      add({ alpha: origin, q: N }, system.mul(integer(bias), system.div(integer(Math.round(count)), divisor)));
    }
    const root = system.sqrt(R);
    for (let q = 0; q < Q; q++) {
      const divisor = system.mul(integer(factorial(q)), system.powInteger(twice, q));
      for (let degree = 1; degree <= 2 * (K - q); degree++) {
        for (const alpha of compositions(moments.length, degree)) {
          const isLast = degree === 2 * (K - q);
          const moment = isLast ? absoluteProduct(alpha, moments) : deviationProduct(alpha, moments);
          const factor = integer(isLast ? remainder : saturation);
          const scale = system.mul(integer(productOf(alpha.map(factorial))), system.powInteger(root, degree));
          add({ alpha, q }, system.mul(factor, system.div(system.div(moment, scale), divisor)));
        }
      }
    }
    return weights;
  }
}

const nameOf = ({ alpha, q }: Quantity): string => `${alpha.join()};${q}`;

function quantitiesOf(inputs: number, terms: number, orders: readonly number[]): Quantity[] {
  const found = new Map<string, Quantity>();
  const add = (quantity: Quantity): void => {
    found.set(nameOf(quantity), quantity);
  };
  for (const K of orders) {
    for (let N = terms; N < K; N++) add({ alpha: Array.from({ length: inputs }, () => 0), q: N });
    for (let q = 0; q < terms; q++) {
      for (let degree = 1; degree <= 2 * (K - q); degree++) {
        for (const alpha of compositions(inputs, degree)) add({ alpha, q });
      }
    }
  }
  return [...found.values()];
}

/** The closed forms; certified suprema from `SEARCHED_KAPPA` on, and where the closed forms say nothing. */
function momentsOf(axis: LatticeAxis, order: number): MomentBounds {
  if (axis.kappa.lo >= SEARCHED_KAPPA) return momentSuprema(axis, order);
  const closed = latticeMoments(axis, order);
  const isKnown = closed.absolute.every(({ hi }) => hi < Infinity);
  return isKnown ? closed : momentSuprema(axis, order);
}

/** `Π ν_{t,α_t}`. */
function absoluteProduct(alpha: readonly number[], moments: readonly MomentBounds[]): Interval {
  return alpha.reduce((product, exponent, t) => system.mul(product, moments[t]!.absolute[exponent]!), ONE);
}

/** `Π (γ_{α_t} + e_{t,α_t}) − Π γ_{α_t}`, without cancellation. */
function deviationProduct(alpha: readonly number[], moments: readonly MomentBounds[]): Interval {
  let [difference, product] = [ZERO, ONE];
  alpha.forEach((exponent, t) => {
    const gamma = integer(gaussianMoment(exponent));
    const deviation = moments[t]!.deviation[exponent]!;
    difference = system.add(system.mul(difference, system.add(gamma, deviation)), system.mul(product, deviation));
    product = system.mul(product, gamma);
  });
  return difference;
}

function toInterval(value: DecimalInterval): Interval {
  return { lo: decimals.lower(value), hi: decimals.upper(value), defined: true };
}
