/**
 * The error of attention at a finite temperature over boxes, in a form that does not cancel.
 *
 * Values `V = Σ_{q<Q} (−Δ/(2R))^q f/q!` on a lattice, `y = √R(v_J − x)`, `c_β = ∂^β f/β!`, and `h_{b,i}` as in `hermite.ts`. Taylor's
 * formula for every `Δ^q f(v_J)` at `x`, to total degree `2K`, gives for every `x`, exactly,
 *
 *     A(x) − f(x) = Σ_{0<|β|<2K} R^{−|β|/2} c_β(x) [ Π_t E He_{β_t}(y_t) − Σ_{|η|≥Q} Π_t (−1)^{η_t} h_{β_t,η_t} E y_t^{β_t−2η_t} ]
 *                 + R^{−K} Σ_{|β|=2K} Σ_{|η|<Q} Π_t (−1)^{η_t} h_{β_t,η_t} E[ c_β(ξ_J) y^{β−2η} ],     2η ≤ β,
 *
 * with `ξ_J` between `x` and `v_J`. Means of Hermite polynomials vanish under a normal law: what is left of each bracket is the
 * error itself, so doubles enclose errors of any size to many digits. Keys beyond a reach have the last factors bounded by the largest
 * derivatives on the whole grid.
 *
 * Source: ours; the identity behind the F theorem (`constructions/gaussian-bound.ts`), here without suprema over the domain.
 */
import type { Expression } from '../expression/expression.js';
import { compositions } from '../expression/taylor/multi-indices.js';
import { TaylorEnclosure } from '../expression/taylor/taylor-enclosure.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import type { BoxError } from './box-error.js';
import { BoxMoments, type PlacedAxis } from './box-moments.js';
import { hermiteCoefficient } from './hermite.js';
import { farMoment } from './lattice-moments.js';
import { TopCoefficients } from './top-coefficients.js';

/** A layer of the Gaussian constructions as the error sees it. */
export interface GaussianProblem {
  /** `f`; one output per entry, in vec order. */
  readonly target: Expression;
  readonly axes: readonly PlacedAxis[];
  /** `R`. */
  readonly inverseTemperature: Interval;
  /** `Q`. */
  readonly terms: number;
  /** A box of doubles that contains the grid. */
  readonly grid: Float64Array;
  readonly shape: { readonly width: number; readonly tokens: number };
  /** Share of each other token that the mask lets through. */
  readonly leak: readonly [number, number];
}

const ZERO = system.literal('0');
const ONE = system.literal('1');
/** Keys that weigh less than `e^{−REACH}` of the mass are far. */
const REACH = 80;

/** `Π_t (−1)^{η_t} h_{β_t,η_t}` for one `η`, and `β − 2η`. */
interface Correction {
  readonly factor: Interval;
  readonly rest: readonly number[];
  readonly isEven: boolean;
}

interface Term {
  readonly place: number;
  readonly beta: readonly number[];
  readonly corrections: readonly Correction[];
}

const toInterval = (lo: number, hi: number): Interval => ({ lo, hi, defined: true });
const symmetric = (size: number): Interval => toInterval(-size, size);
const magnitude = ({ lo, hi }: Interval): number => Math.max(-lo, hi);

export class GaussianError implements BoxError {
  readonly dimension: number;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** After `enclose`: an upper bound of the remainder of Taylor's formula, in the worst output. */
  remainder = 0;
  private readonly problem: GaussianProblem;
  private readonly order: number;
  private readonly taylor: TaylorEnclosure;
  private readonly top: TopCoefficients;
  private readonly moments: readonly BoxMoments[];
  private readonly terms: readonly Term[];
  private readonly last: readonly Term[];
  /** `R^{−d/2}` by `d`. */
  private readonly scales: readonly Interval[];
  /** How far near keys are from a query, in units of `x`; moments of those beyond, axis by axis. */
  private readonly reach: readonly number[];
  private readonly far: readonly (readonly number[])[];
  private readonly part: Float64Array;
  private everywhere: Float64Array | undefined;

  /**
   * `K > Q`: Taylor's formula goes to degree `2K`; its last coefficients are known on so many `tiles` per axis. Throws a
   * `RangeError` for too many derivatives.
   */
  constructor(problem: GaussianProblem, order: number, tiles?: number) {
    const { target, axes, terms, grid } = problem;
    this.problem = problem;
    this.order = order;
    this.dimension = axes.length;
    this.least = new Float64Array(target.outputs.length);
    this.greatest = new Float64Array(target.outputs.length);
    this.part = new Float64Array(grid.length);
    this.taylor = new TaylorEnclosure(target, 2 * order - 1);
    this.top = new TopCoefficients(target, 2 * order, grid, tiles);
    this.moments = axes.map((axis) => new BoxMoments(axis, 2 * order));
    const { indices } = this.taylor;
    const isHigh = (eta: number): boolean => eta >= terms;
    this.terms = Array.from({ length: indices.count - 1 }, (_, i) => termOf(i + 1, indices.at(i + 1), isHigh));
    this.last = compositions(axes.length, 2 * order).map((beta, i) => termOf(i, beta, (eta) => !isHigh(eta)));
    const root = system.sqrt(problem.inverseTemperature);
    this.scales = Array.from({ length: 2 * order + 1 }, (_, d) => system.div(ONE, system.powInteger(root, d)));
    const cells = axes.map(({ kappa }) => Math.sqrt((2 * REACH) / kappa.lo));
    this.reach = axes.map(({ width }, t) => cells[t]! * width.hi);
    this.far = axes.map(({ kappa, cells: inside, ghosts }, t) => {
      const hasAll = cells[t]! >= inside + 2 * ghosts;
      return Array.from({ length: 2 * order + 1 }, (_, r) => (hasAll ? 0 : farMoment(r, kappa, cells[t]!).hi));
    });
  }

  enclose(box: Float64Array): number {
    if (!this.moments.every((moments, t) => moments.enclose(box[2 * t]!, box[2 * t + 1]!))) return this.unknown();
    this.taylor.enclose(box);
    this.encloseTop(box);
    this.remainder = 0;
    const errors = this.problem.target.outputs.map((_, r) => this.errorOf(r));
    const mixed = this.mix(errors);
    let largest = 0;
    mixed.forEach((error, r) => {
      this.least[r] = error.lo;
      this.greatest[r] = error.hi;
      largest = Math.max(largest, magnitude(error));
    });
    return Number.isNaN(largest) ? this.unknown() : largest;
  }

  private unknown(): number {
    this.least.fill(-Infinity);
    this.greatest.fill(Infinity);
    return Infinity;
  }

  /** Highest coefficients near the box; and everywhere, where there are keys beyond. */
  private encloseTop(box: Float64Array): void {
    const { part, reach, problem, top } = this;
    if (this.everywhere === undefined && this.far.some((moments) => moments[0]! > 0)) {
      top.enclose(problem.grid);
      this.everywhere = Float64Array.from(top.hull);
    }
    for (let t = 0; t < reach.length; t++) {
      part[2 * t] = Math.max(problem.grid[2 * t]!, box[2 * t]! - reach[t]!);
      part[2 * t + 1] = Math.min(problem.grid[2 * t + 1]!, box[2 * t + 1]! + reach[t]!);
    }
    top.enclose(part);
  }

  private errorOf(r: number): Interval {
    const { lo, hi } = this.taylor.coefficients(r);
    let total = ZERO;
    for (const { place, beta, corrections } of this.terms) {
      const coefficient = toInterval(lo[place]!, hi[place]!);
      if (coefficient.lo === 0 && coefficient.hi === 0) continue;
      let bracket = ONE;
      for (let t = 0; t < beta.length; t++) bracket = system.mul(bracket, this.moments[t]!.hermite[beta[t]!]!);
      for (const { factor, rest } of corrections) {
        bracket = system.sub(bracket, system.mul(factor, this.plainProduct(rest)));
      }
      const scale = this.scales[this.taylor.indices.degree[place]!]!;
      total = system.add(total, system.mul(scale, system.mul(coefficient, bracket)));
    }
    const rest = this.remainderOf(r);
    this.remainder = Math.max(this.remainder, magnitude(rest));
    return system.add(total, rest);
  }

  private remainderOf(r: number): Interval {
    const { top, everywhere } = this;
    let total = ZERO;
    for (const { place, corrections } of this.last) {
      const at = 2 * (r * top.count + place);
      const near = toInterval(top.hull[at]!, top.hull[at + 1]!);
      const farSize = everywhere === undefined ? 0 : Math.max(-everywhere[at]!, everywhere[at + 1]!);
      if (magnitude(near) === 0 && farSize === 0) continue;
      for (const { factor, rest, isEven } of corrections) {
        const mean = isEven
          ? system.mul(near, this.plainProduct(rest))
          : symmetric(system.mul(toInterval(0, magnitude(near)), this.absoluteProduct(rest)).hi);
        const far = symmetric(system.mul(toInterval(0, magnitude(near) + farSize), this.farProduct(rest)).hi);
        total = system.add(total, system.mul(factor, far.hi === 0 ? mean : system.add(mean, far)));
      }
    }
    return system.mul(this.scales[2 * this.order]!, total);
  }

  /** `Π E y_t^{r_t}`. */
  private plainProduct(exponents: readonly number[]): Interval {
    let product = ONE;
    for (let t = 0; t < exponents.length; t++) {
      if (exponents[t] !== 0) product = system.mul(product, this.moments[t]!.plain[exponents[t]!]!);
    }
    return product;
  }

  /** At least `E|y|^r` on an axis: by Schwarz's inequality for odd `r`. */
  private absolute(t: number, r: number): Interval {
    const { plain } = this.moments[t]!;
    if (r % 2 === 0) return plain[r]!;
    return system.sqrt(system.mul(plain[r - 1]!, plain[r + 1]!));
  }

  private absoluteProduct(exponents: readonly number[]): Interval {
    return exponents.reduce((product, r, t) => system.mul(product, this.absolute(t, r)), ONE);
  }

  /** Bounds `E|y^α|` over keys that are far on some axis. */
  private farProduct(exponents: readonly number[]): Interval {
    let total = ZERO;
    exponents.forEach((r, t) => {
      const beyond = this.far[t]![r]!;
      if (beyond === 0) return;
      let product = system.div(toInterval(0, beyond), toInterval(this.moments[t]!.mass, this.moments[t]!.mass));
      exponents.forEach((other, axis) => {
        if (axis !== t) product = system.mul(product, this.absolute(axis, other));
      });
      total = system.add(total, product);
    });
    return toInterval(0, total.hi);
  }

  /** What the mask makes of the errors of several tokens: `Y_i − f_i = E_i + π Σ_{i'} ((E_{i'} + f_{i'}) − (E_i + f_i))`. */
  private mix(errors: readonly Interval[]): readonly Interval[] {
    const { shape, leak, target } = this.problem;
    if (shape.tokens === 1) return errors;
    const values = target.outputs.map((_, r) => {
      const { lo, hi } = this.taylor.coefficients(r);
      return toInterval(lo[0]!, hi[0]!);
    });
    return errors.map((error, r) => {
      let total = error;
      for (let other = r % shape.width; other < errors.length; other += shape.width) {
        // The same node of the expression is the same function.
        if (target.outputs[other] === target.outputs[r]) continue;
        const difference = system.add(system.sub(errors[other]!, error), system.sub(values[other]!, values[r]!));
        total = system.add(total, system.mul(toInterval(leak[0], leak[1]), difference));
      }
      return total;
    });
  }
}

/** The corrections `η` with `2η ≤ β` whose `|η|` is asked for. */
function termOf(place: number, beta: readonly number[], isWanted: (eta: number) => boolean): Term {
  const all = beta.reduce<number[][]>(
    (lists, exponent) =>
      lists.flatMap((list) => Array.from({ length: Math.floor(exponent / 2) + 1 }, (_, eta) => [...list, eta])),
    [[]],
  );
  const corrections = all
    .filter((eta) => isWanted(eta.reduce((total, entry) => total + entry, 0)))
    .map((eta) => {
      const rest = beta.map((exponent, t) => exponent - 2 * eta[t]!);
      const factor = eta.reduce(
        (product, entry, t) =>
          system.mul(product, system.fromNumber((entry % 2 === 0 ? 1 : -1) * hermiteCoefficient(beta[t]!, entry))),
        ONE,
      );
      return { factor, rest, isEven: rest.every((exponent) => exponent % 2 === 0) };
    });
  return { place, beta, corrections };
}
