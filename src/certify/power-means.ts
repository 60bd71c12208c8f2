/**
 * Means of `max_r |σE_r|^p` over boxes, enclosed: what is integrated for an L_p norm. `σ` is a power of two, 1 in what follows: it
 * brings errors near 1, so that large powers of small ones do not vanish.
 *
 * *Constant form.* The mean lies between the extreme values that the enclosure of `E` over the box allows.
 *
 * *Centred form.* Let `g = |E_r|^p` and let `M_t ± ρ_t` enclose its slopes. Then `g(x) ∈ g(c) + Σ_t (M_t ± ρ_t)(x_t − c_t)`
 * with `c` the middle, and as `x_t − c_t` has mean 0 and mean magnitude `w_t/4` (`w_t` the width), the mean of `g` lies
 * within `Σ_t ρ_t w_t/4` of `g(c)`: second order in the widths.
 */
import { addUp, divUp, mulDown, mulUp, sqrtUp, subDown, subUp } from '../numeric/directed.js';
import type { Interval } from '../numeric/interval.js';
import { mulLower, mulUpper, powLower, powUpper } from '../numeric/kernels.js';
import type { LpProblem } from './lp-norm.js';
import { axisToCut, widestAxis, type Integrand } from './tiling.js';

export class PowerMeans implements Integrand {
  readonly size = 1;
  private readonly problem: LpProblem;
  private readonly p: Interval;
  private readonly scale: number;
  private readonly box: Float64Array;
  private readonly centre: Float64Array;
  private readonly units: Float64Array;
  private readonly slopes: Float64Array;
  private readonly widths: Float64Array;
  private readonly spreads: Float64Array;
  /** Ends of `|E_r|^p` at the centre. */
  private readonly powers: Float64Array;
  private readonly rivals: number[] = [];
  /** Volume of a box in units → volume in `x`, from below; for turning integrals into means. */
  private readonly leastCell: number;

  /** `p` encloses an exact exponent of at least 1; `scale = σ`. */
  constructor(problem: LpProblem, p: Interval, scale = 1) {
    this.scale = scale;
    const { dimension, least } = problem.error;
    this.problem = problem;
    this.p = p;
    this.box = new Float64Array(2 * dimension);
    this.centre = new Float64Array(2 * dimension);
    this.units = new Float64Array(2 * dimension);
    this.slopes = new Float64Array(2 * dimension * least.length);
    this.widths = new Float64Array(dimension);
    this.spreads = new Float64Array(dimension);
    this.powers = new Float64Array(2 * least.length);
    this.leastCell = problem.frame.step.reduce((product, [least0]) => product * least0, 1) * (1 - 2 ** -48);
  }

  encloseMeans(units: Float64Array, ends: Float64Array): number {
    const { problem, box } = this;
    const { frame, error } = problem;
    frame.toDomain(units, box);
    const widest = widestAxis(units);
    ends[0] = 0;
    if (units[2 * widest + 1]! - units[2 * widest]! > 1) {
      const bound = problem.boundRegion?.(box) ?? Infinity;
      ends[1] = this.power(bound, 'up');
      return widest;
    }
    const bound = error.enclose(box);
    if (!(bound < Infinity)) {
      ends[1] = this.boundSingularMean(units);
      return widest;
    }
    const { output, least } = this.leader();
    ends[0] = this.power(least, 'down');
    ends[1] = this.power(bound, 'up');
    if (problem.encloseSlopes === undefined) return widest;
    problem.encloseSlopes(box, this.slopes);
    this.tighten(output, least, units, ends);
    return this.roughestAxis(output, units);
  }

  /** `(σx)^p`, rounded; ∞ for an unknown. */
  private power(x: number, direction: 'up' | 'down'): number {
    const { lo, hi } = this.p;
    if (x === Infinity) return Infinity;
    if (!(x > 0)) return 0;
    const y = direction === 'up' ? mulUp(x, this.scale) : mulDown(x, this.scale);
    return direction === 'up' ? powUpper(y, y, lo, hi) : powLower(y, y, lo, hi);
  }

  /** The output of the largest certain magnitude, and that magnitude. */
  private leader(): { readonly output: number; readonly least: number } {
    const { least, greatest } = this.problem.error;
    let [output, most] = [0, -1];
    for (let r = 0; r < least.length; r++) {
      const magnitude = Math.max(least[r]!, -greatest[r]!, 0);
      if (magnitude > most) [output, most] = [r, magnitude];
    }
    return { output, least: Math.max(most, 0) };
  }

  /** The axis that contributes most to the uncertainty of the mean: the widest of those whose slopes are unknown, if any. */
  private roughestAxis(leader: number, units: Float64Array): number {
    const { dimension } = this.problem.error;
    for (let t = 0; t < dimension; t++) {
      let spread = this.spreadOfSlopes(leader, t);
      for (const r of this.rivals) spread = Math.max(spread, this.spreadOfSlopes(r, t));
      this.spreads[t] = spread * this.widths[t]!;
    }
    return axisToCut(units, this.spreads);
  }

  private spreadOfSlopes(r: number, t: number): number {
    const at = 2 * (r * this.problem.error.dimension + t);
    return this.slopes[at + 1]! - this.slopes[at]!;
  }

  /**
   * Intersects the ends with the centred form. The mean of a maximum is at least the largest mean, and at most the mean of
   * the leading power plus those of the positive parts of its differences `y` to the rivals' powers. With `y` within
   * `Σ ρ_t|x_t − c_t|` of `d + Σ M_t(x_t − c_t)`, and `2z⁺ = z + |z|`, `E|z| ≤ (E z²)^{1/2}`, such a part has at most the mean
   * `(d + (d² + Σ M_t² w_t²/12)^{1/2})/2 + Σ ρ_t w_t/4`.
   */
  private tighten(leader: number, least: number, units: Float64Array, ends: Float64Array): void {
    const { error, frame } = this.problem;
    const { powers, rivals } = this;
    const dimension = units.length / 2;
    for (let t = 0; t < dimension; t++) this.widths[t] = frame.boundWidth(units, t);
    rivals.length = 0;
    for (let r = 0; r < error.least.length; r++) {
      if (r !== leader && Math.max(-error.least[r]!, error.greatest[r]!) > least) rivals.push(r);
    }
    this.slopesOfPower(leader);
    for (const r of rivals) this.slopesOfPower(r);
    for (let t = 0; t < dimension; t++) {
      this.units[2 * t] = this.units[2 * t + 1] = (units[2 * t]! + units[2 * t + 1]!) / 2;
    }
    frame.toDomain(this.units, this.centre);
    if (!(error.enclose(this.centre) < Infinity)) return;
    this.powerAtCentre(leader);
    const deviation = this.deviation(leader);
    let lower = subDown(powers[2 * leader]!, deviation);
    let upper = addUp(powers[2 * leader + 1]!, deviation);
    for (const r of rivals) {
      this.powerAtCentre(r);
      lower = Math.max(lower, subDown(powers[2 * r]!, this.deviation(r)));
      upper = addUp(upper, this.excess(r, leader));
    }
    if (lower > ends[0]!) ends[0] = lower;
    if (upper < ends[1]!) ends[1] = upper;
  }

  /** Turns the slopes of `E_r` in `slopes` into those of `|σE_r|^p`. */
  private slopesOfPower(r: number): void {
    const { slopes } = this;
    const { dimension, least, greatest } = this.problem.error;
    const [factorLow, factorHigh] = this.outerSlope(least[r]!, greatest[r]!);
    for (let at = 2 * r * dimension; at < 2 * (r + 1) * dimension; at += 2) {
      const [low, high] = [slopes[at]!, slopes[at + 1]!];
      slopes[at] = mulLower(factorLow, factorHigh, low, high);
      slopes[at + 1] = mulUpper(factorLow, factorHigh, low, high);
    }
  }

  /** `|E_r|^p` at the centre, which `error` enclosed last. */
  private powerAtCentre(r: number): void {
    const { least, greatest } = this.problem.error;
    this.powers[2 * r] = this.power(Math.max(least[r]!, -greatest[r]!), 'down');
    this.powers[2 * r + 1] = this.power(Math.max(-least[r]!, greatest[r]!), 'up');
  }

  /** `Σ ρ_t w_t/4`, how far the mean of `|E_r|^p` may be from its value at the centre; ∞ where slopes are unknown. */
  private deviation(r: number): number {
    const { dimension } = this.problem.error;
    let sum = 0;
    for (let t = 0; t < dimension; t++) {
      const at = 2 * (r * dimension + t);
      sum = addUp(sum, mulUp(subUp(this.slopes[at + 1]!, this.slopes[at]!) / 8, this.widths[t]!));
    }
    return Number.isNaN(sum) ? Infinity : sum;
  }

  /** An upper bound of the mean of the positive part of `|E_r|^p − |E_leader|^p`. */
  private excess(r: number, leader: number): number {
    const { dimension } = this.problem.error;
    const { slopes, powers, widths } = this;
    let [reach, deviation, variance] = [0, 0, 0];
    for (let t = 0; t < dimension; t++) {
      const [own, other] = [2 * (r * dimension + t), 2 * (leader * dimension + t)];
      const low = subDown(slopes[own]!, slopes[other + 1]!);
      const high = subUp(slopes[own + 1]!, slopes[other]!);
      const change = mulUp(Math.max(-low, high), widths[t]!);
      reach = addUp(reach, change / 2);
      deviation = addUp(deviation, mulUp(subUp(high, low) / 8, widths[t]!));
      variance = addUp(variance, divUp(mulUp(change, change), 12));
    }
    const difference = subUp(powers[2 * r + 1]!, powers[2 * leader]!);
    if (addUp(difference, reach) <= 0) return 0;
    const size = sqrtUp(addUp(mulUp(difference, difference), variance));
    const bound = addUp(addUp(difference, size) / 2, deviation);
    return Number.isNaN(bound) ? Infinity : bound;
  }

  /** Encloses the slopes of `|σe|^p` between any two points of [low, high]: `pσ·sgn(e)·|σe|^{p−1}` rises with `e`. */
  private outerSlope(low: number, high: number): readonly [number, number] {
    const { scale } = this;
    const { lo, hi } = this.p;
    if (lo === 1 && hi === 1) {
      // Of an error that is 0 in all of the box the slope of the magnitude may be anything between.
      if (low >= 0 && high <= 0) return [-scale, scale];
      return [low >= 0 ? scale : -scale, high <= 0 ? -scale : scale];
    }
    const [less, more] = [Math.max(0, subDown(lo, 1)), subUp(hi, 1)];
    const up = (e: number): number => {
      const y = mulUp(e, scale);
      return mulUp(mulUp(hi, scale), powUpper(y, y, less, more));
    };
    const down = (e: number): number => {
      const y = mulDown(e, scale);
      return Math.max(0, mulDown(mulDown(lo, scale), powLower(y, y, less, more)));
    };
    return [low > 0 ? down(low) : low < 0 ? -up(-low) : 0, high > 0 ? up(high) : high < 0 ? -down(-high) : 0];
  }

  private boundSingularMean(units: Float64Array): number {
    const { lo, hi } = this.p;
    const part = this.problem.boundSingularPart?.(this.box, this.p) ?? Infinity;
    const bound = mulUp(part, powUpper(this.scale, this.scale, lo, hi));
    let volume = this.leastCell;
    for (let t = 0; 2 * t < units.length; t++) volume *= units[2 * t + 1]! - units[2 * t]!;
    const mean = (bound / (volume * (1 - 2 ** -48))) * (1 + 2 ** -48);
    return Number.isNaN(mean) ? Infinity : mean;
  }
}
