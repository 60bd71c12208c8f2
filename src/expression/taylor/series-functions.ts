/**
 * Taylor coefficients of functions of a series, by the recurrences that follow from differential equations.
 *
 * With `D = Σ_t x_t ∂_t`, which multiplies the coefficient of `x^α` by `|α|`, a function `w = φ(u)` satisfies
 * `D w = φ'(u) D u`; comparing coefficients gives those of `w` by degree. Leading coefficients come from the enclosures of
 * the functions themselves. Where a function is not smooth, or not defined, on a whole box, nothing is known.
 *
 * Source: Griewank and Walther, Evaluating Derivatives (2008), chapter 13; with total degrees for several variables.
 */
import * as kernels from '../../numeric/kernels.js';
import { BY_DEGREE, type Series, type SeriesAlgebra, type Weighting } from './interval-series.js';

type Ends = readonly [lower: number, upper: number];

const head = (x: Series): Ends => [x.lo[0]!, x.hi[0]!];
const isFinite = ([lower, upper]: Ends): boolean => lower > -Infinity && upper < Infinity;
/** Is 0 certainly not in it? */
const avoidsZero = ([lower, upper]: Ends): boolean => lower > 0 || upper < 0;

const WITHOUT_FIRST: Weighting = { slope: 0, offset: 1, withoutFirst: true, withoutLast: false };
const BY_DEGREE_INSIDE: Weighting = { ...BY_DEGREE, withoutLast: true };

export class SeriesFunctions {
  private readonly algebra: SeriesAlgebra;
  private readonly make: () => Series;

  constructor(algebra: SeriesAlgebra, make: () => Series) {
    this.algebra = algebra;
    this.make = make;
  }

  /** `w` with the leading coefficient given and the others by `compute`; constants stay constants. */
  private solve(out: Series, isConstant: boolean, first: Ends, compute: (k: number) => void): void {
    const { algebra } = this;
    if (!isFinite(first)) {
      algebra.unknown(out);
      return;
    }
    algebra.fill(out, isConstant ? 0 : algebra.indices.order, (k) => {
      if (k === 0) [algebra.low, algebra.high] = first;
      else compute(k);
    });
  }

  private degreeOf(k: number): number {
    return this.algebra.indices.degree[k]!;
  }

  /** The last sum over `|k|`. */
  private byDegree(k: number): void {
    const degree = this.degreeOf(k);
    if (degree > 1) this.algebra.divideLast(degree, degree);
  }

  /** `e^u`, or (`first` given) `e^u − 1`: `|k| w_k = Σ |j| u_j e_{k−j}`. */
  exp(out: Series, u: Series): void {
    const [lower, upper] = head(u);
    this.solve(out, u.degree === 0, [kernels.expLower(lower, upper), kernels.expUpper(lower, upper)], (k) => {
      this.algebra.sum(k, u, out, BY_DEGREE);
      this.byDegree(k);
    });
  }

  expm1(out: Series, u: Series): void {
    const [lower, upper] = head(u);
    this.exp(out, u);
    if (!isFinite(head(out))) return;
    out.lo[0] = kernels.expm1Lower(lower, upper);
    out.hi[0] = kernels.expm1Upper(lower, upper);
  }

  /** `u D w = D u`. */
  log(out: Series, u: Series): void {
    const first = head(u);
    if (!(first[0] > 0)) {
      this.algebra.unknown(out);
      return;
    }
    this.solve(out, u.degree === 0, [kernels.logLower(...first), kernels.logUpper(...first)], (k) => {
      this.quotientStep(k, u, out, u);
    });
  }

  /** From `z D w = D u`: the coefficient `k` of `w`, `(u_k − Σ_{0<j<k} |j| w_j z_{k−j}/|k|)/z_0`. */
  private quotientStep(k: number, u: Series, w: Series, z: Series): void {
    const { algebra } = this;
    algebra.sum(k, w, z, BY_DEGREE_INSIDE);
    this.byDegree(k);
    algebra.negateLast();
    algebra.addToLast(u.lo[k]!, u.hi[k]!);
    algebra.divideLast(...head(z));
  }

  /** `sin u` and `cos u` together. */
  sinCos(sine: Series, cosine: Series, u: Series): void {
    const { algebra } = this;
    const [lower, upper] = head(u);
    if (!isFinite([lower, upper])) {
      algebra.unknown(sine);
      algebra.unknown(cosine);
      return;
    }
    const degree = u.degree === 0 ? 0 : algebra.indices.order;
    algebra.constant(sine, kernels.sinLower(lower, upper), kernels.sinUpper(lower, upper));
    algebra.constant(cosine, kernels.cosLower(lower, upper), kernels.cosUpper(lower, upper));
    sine.degree = cosine.degree = degree;
    for (let k = 1; k < algebra.indices.start[degree + 1]!; k++) {
      algebra.sum(k, u, cosine, BY_DEGREE);
      this.byDegree(k);
      [sine.lo[k], sine.hi[k]] = [algebra.low, algebra.high];
      algebra.sum(k, u, sine, BY_DEGREE);
      this.byDegree(k);
      [cosine.lo[k], cosine.hi[k]] = [0 - algebra.high, 0 - algebra.low];
    }
  }

  /** `u/v`. */
  divide(out: Series, u: Series, v: Series): void {
    const { algebra } = this;
    const [first, divisor] = [head(u), head(v)];
    if (!avoidsZero(divisor)) {
      algebra.unknown(out);
      return;
    }
    const degree = v.degree === 0 ? u.degree : algebra.indices.order;
    algebra.fill(out, degree, (k) => {
      if (k === 0) {
        algebra.low = kernels.divLower(...first, ...divisor);
        algebra.high = kernels.divUpper(...first, ...divisor);
        return;
      }
      algebra.sum(k, v, out, WITHOUT_FIRST);
      algebra.negateLast();
      algebra.addToLast(u.lo[k]!, u.hi[k]!);
      algebra.divideLast(...divisor);
    });
  }

  /**
   * `u^p` for the exponent `p = numerator/denominator`, doubles, where 0 is certainly not a value of `u`; `first` encloses
   * its values: `q u_0 |k| w_k = Σ_{j≠0} (p|j| − q|k − j|) u_j w_{k−j}`.
   */
  power(out: Series, u: Series, numerator: number, denominator: number, first: Ends): void {
    const { algebra } = this;
    const base = head(u);
    if (!avoidsZero(base)) {
      algebra.unknown(out);
      return;
    }
    this.solve(out, u.degree === 0, first, (k) => {
      const degree = this.degreeOf(k);
      algebra.sum(k, u, out, {
        slope: numerator + denominator,
        offset: -denominator * degree,
        withoutFirst: true,
        withoutLast: false,
      });
      algebra.divideLast(denominator * degree, denominator * degree);
      algebra.divideLast(...base);
    });
  }

  /** `u^n` for an integer. */
  powInteger(out: Series, u: Series, n: number): void {
    const base = head(u);
    const first: Ends = [kernels.powIntegerLower(...base, n), kernels.powIntegerUpper(...base, n)];
    if (n === 0) this.algebra.constant(out, 1, 1);
    else if (n < 0 || (n > 3 && avoidsZero(base))) this.power(out, u, n, 1, first);
    else {
      this.powerByProducts(out, u, n);
      out.lo[0] = first[0];
      out.hi[0] = first[1];
    }
  }

  private powerByProducts(out: Series, u: Series, n: number): void {
    if (n === 1) {
      this.algebra.copy(out, u);
      return;
    }
    const half = this.make();
    this.powerByProducts(half, u, Math.floor(n / 2));
    if (n % 2 === 0) {
      this.algebra.multiply(out, half, half);
      return;
    }
    const square = this.make();
    this.algebra.multiply(square, half, half);
    this.algebra.multiply(out, square, u);
  }

  /** `tanh u` (`sign` −1) or `tan u` (`sign` 1): `D w = z D u`, `z = 1 + sign·w²`. */
  tangent(out: Series, u: Series, sign: 1 | -1): void {
    const { algebra } = this;
    const base = head(u);
    const first: Ends =
      sign === 1
        ? [kernels.tanLower(...base), kernels.tanUpper(...base)]
        : [kernels.tanhLower(...base), kernels.tanhUpper(...base)];
    const derivative = this.make();
    derivative.degree = algebra.indices.order;
    const updateDerivative = (k: number): void => {
      // `|k| z_k = 2·sign·Σ |j| w_j w_{k−j}`; of the leading coefficient the square keeps its sign.
      if (k === 0) {
        const square = [kernels.powIntegerLower(...first, 2), kernels.powIntegerUpper(...first, 2)] as const;
        derivative.lo[0] = sign === 1 ? kernels.addDown(1, square[0]) : kernels.subDown(1, square[1]);
        derivative.hi[0] = sign === 1 ? kernels.addUp(1, square[1]) : kernels.subUp(1, square[0]);
        return;
      }
      algebra.sum(k, out, out, { ...BY_DEGREE, slope: 2 * sign });
      this.byDegree(k);
      [derivative.lo[k], derivative.hi[k]] = [algebra.low, algebra.high];
    };
    if (!isFinite(first)) {
      algebra.unknown(out);
      return;
    }
    algebra.constant(out, ...first);
    if (u.degree === 0) return;
    out.degree = algebra.indices.order;
    updateDerivative(0);
    for (let k = 1; k < algebra.indices.count; k++) {
      algebra.sum(k, u, derivative, BY_DEGREE);
      this.byDegree(k);
      [out.lo[k], out.hi[k]] = [algebra.low, algebra.high];
      updateDerivative(k);
    }
  }

  /** `atan u`: `(1 + u²) D w = D u`. */
  atan(out: Series, u: Series): void {
    const { algebra } = this;
    const first = head(u);
    const z = this.make();
    algebra.multiply(z, u, u);
    z.lo[0] = kernels.addDown(1, kernels.powIntegerLower(...first, 2));
    z.hi[0] = kernels.addUp(1, kernels.powIntegerUpper(...first, 2));
    this.solve(out, u.degree === 0, [kernels.atanLower(...first), kernels.atanUpper(...first)], (k) => {
      this.quotientStep(k, u, out, z);
    });
  }

  /** `√(u² + v²)` where it is certainly positive. */
  hypot(out: Series, u: Series, v: Series): void {
    const { algebra } = this;
    const [a, b, sum] = [this.make(), this.make(), this.make()];
    algebra.multiply(a, u, u);
    algebra.multiply(b, v, v);
    algebra.add(sum, a, b, 1);
    const [x, y] = [head(u), head(v)];
    const first: Ends = [kernels.hypotLower(...x, ...y), kernels.hypotUpper(...x, ...y)];
    sum.lo[0] = kernels.powIntegerLower(...first, 2);
    sum.hi[0] = kernels.powIntegerUpper(...first, 2);
    this.power(out, sum, 1, 2, first);
  }
}
