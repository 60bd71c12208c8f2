/**
 * How far a sum of ReLUs `S`, each truncated to [0, 1] as in the network, is from a target `f`, over boxes.
 *
 * Two enclosures are met: the natural one, `range of S − range of f`, and the mean-value form
 *
 *     S(x) − f(x) ∈ S(c) − f(c) + Σ_t (G_t − ∂_t f)·(x_t − c_t),   G_t = Σ_ridges (slopes touched)·direction_t,
 *
 * `∂_t f` the enclosure of the gradient over the box, whose meaning `differentiate.ts` states: it needs `c` in the domain,
 * and where `f` may jump it is the whole line, so that the natural form alone remains.
 */
import { domainBoxes, type DomainBoxes } from '../approximation/box.js';
import type { BoxError } from '../certify/box-error.js';
import { compileInterval } from '../expression/compile/index.js';
import { withGradient } from '../expression/differentiate.js';
import { normalise } from '../expression/normalise.js';
import { sharpen } from '../expression/sharpen.js';
import type { Target } from '../expression/target.js';
import { addDown, addUp, subDown, subUp } from '../numeric/directed.js';
import { mulLower, mulUpper } from '../numeric/kernels.js';
import type { RidgeExpansion } from './relu-expansion.js';
import { RidgeProfile, ridgeSystem } from './ridge-profile.js';

export class ExpansionError implements BoxError {
  readonly dimension: number;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** After `enclose`, per output: the range of `S` over the box. */
  readonly sumLeast: Float64Array;
  readonly sumGreatest: Float64Array;
  /** After `enclose`, each is located at the box. */
  readonly ridges: readonly RidgeProfile[];

  private readonly constantLow: Float64Array;
  private readonly constantHigh: Float64Array;
  /** Per output: `S(c)`. */
  private readonly centreLow: Float64Array;
  private readonly centreHigh: Float64Array;
  private readonly domain: DomainBoxes;
  private readonly value: (box: Float64Array, out: Float64Array) => void;
  private readonly joint: (box: Float64Array, out: Float64Array) => void;
  /** Values, then partial derivatives output by output; ends of each. */
  private readonly target: Float64Array;
  private readonly targetAtCentre: Float64Array;
  private readonly centre: Float64Array;
  /** Ends of `x_t − c_t`. */
  private readonly displacement: Float64Array;

  /** `expansion` and `target` have the same inputs and outputs. */
  constructor(expansion: RidgeExpansion, target: Pick<Target, 'expression' | 'domain'>) {
    const { expression } = target;
    const outputs = expression.outputs.length;
    this.dimension = expression.inputs;
    [this.least, this.greatest] = [new Float64Array(outputs), new Float64Array(outputs)];
    [this.sumLeast, this.sumGreatest] = [new Float64Array(outputs), new Float64Array(outputs)];
    const { constants, ridges } = expansion.numbers(ridgeSystem);
    this.ridges = ridges.map((ridge) => new RidgeProfile(ridge));
    this.constantLow = Float64Array.from(constants, (value) => ridgeSystem.lower(value));
    this.constantHigh = Float64Array.from(constants, (value) => ridgeSystem.upper(value));
    [this.centreLow, this.centreHigh] = [new Float64Array(outputs), new Float64Array(outputs)];
    this.domain = domainBoxes(target);
    this.value = compileInterval(sharpen(expression));
    this.joint = compileInterval(sharpen(withGradient(normalise(expression))));
    this.target = new Float64Array(2 * outputs * (1 + this.dimension));
    this.targetAtCentre = new Float64Array(2 * outputs);
    this.centre = new Float64Array(2 * this.dimension);
    this.displacement = new Float64Array(2 * this.dimension);
  }

  enclose(box: Float64Array): number {
    this.chooseCentre(box);
    this.joint(box, this.target);
    this.value(this.centre, this.targetAtCentre);
    this.sumAtCentre();
    for (const ridge of this.ridges) ridge.locate(box);
    let largest = 0;
    for (let r = 0; r < this.least.length; r++) {
      this.encloseOutput(r);
      const size = Math.max(-this.least[r]!, this.greatest[r]!);
      if (!(size <= largest)) largest = size;
    }
    return Number.isNaN(largest) ? Infinity : largest;
  }

  /**
   * The middle of the box, a point that is surely in the domain. On an axis where it may not be (at an end of the domain
   * that is no double, or where no double is inside), some unknown point of the box and the domain, enclosed by the side.
   */
  private chooseCentre(box: Float64Array): void {
    const { centre, displacement } = this;
    const { inner, fixed } = this.domain;
    for (let i = 0; i < centre.length; i += 2) {
      const [lo, hi] = [box[i]!, box[i + 1]!];
      const middle = Math.min(hi, Math.max(lo, lo / 2 + hi / 2));
      const isInside = !fixed[i / 2] && inner[i]! <= middle && middle <= inner[i + 1]!;
      centre[i] = isInside ? middle : lo;
      centre[i + 1] = isInside ? middle : hi;
      displacement[i] = subDown(lo, centre[i + 1]!);
      displacement[i + 1] = subUp(hi, centre[i]!);
    }
  }

  private sumAtCentre(): void {
    const { centreLow, centreHigh } = this;
    centreLow.set(this.constantLow);
    centreHigh.set(this.constantHigh);
    for (const ridge of this.ridges) {
      ridge.locate(this.centre);
      for (let r = 0; r < centreLow.length; r++) {
        ridge.range(r);
        centreLow[r] = addDown(centreLow[r]!, ridge.least);
        centreHigh[r] = addUp(centreHigh[r]!, ridge.most);
      }
    }
  }

  private encloseOutput(r: number): void {
    const { target, targetAtCentre, displacement, dimension } = this;
    const outputs = this.least.length;
    let [low, high] = [this.constantLow[r]!, this.constantHigh[r]!];
    for (const ridge of this.ridges) {
      ridge.range(r);
      low = addDown(low, ridge.least);
      high = addUp(high, ridge.most);
      ridge.slopes(r);
    }
    let least = subDown(low, target[2 * r + 1]!);
    let greatest = subUp(high, target[2 * r]!);
    // Mean-value forms of the sum and of the difference.
    let [centreLow, centreHigh] = [this.centreLow[r]!, this.centreHigh[r]!];
    let differenceLow = subDown(centreLow, targetAtCentre[2 * r + 1]!);
    let differenceHigh = subUp(centreHigh, targetAtCentre[2 * r]!);
    for (let t = 0; t < dimension; t++) {
      const [from, to] = [displacement[2 * t]!, displacement[2 * t + 1]!];
      if (from === 0 && to === 0) continue;
      let slopeLow = 0;
      let slopeHigh = 0;
      for (const { least: s, most: S, direction } of this.ridges) {
        const [w, W] = [direction.low[t]!, direction.high[t]!];
        slopeLow = addDown(slopeLow, mulLower(s, S, w, W));
        slopeHigh = addUp(slopeHigh, mulUpper(s, S, w, W));
      }
      centreLow = addDown(centreLow, mulLower(slopeLow, slopeHigh, from, to));
      centreHigh = addUp(centreHigh, mulUpper(slopeLow, slopeHigh, from, to));
      const at = 2 * (outputs + r * dimension + t);
      const [g, G] = [subDown(slopeLow, target[at + 1]!), subUp(slopeHigh, target[at]!)];
      differenceLow = addDown(differenceLow, mulLower(g, G, from, to));
      differenceHigh = addUp(differenceHigh, mulUpper(g, G, from, to));
    }
    this.sumLeast[r] = Math.max(low, centreLow);
    this.sumGreatest[r] = Math.min(high, centreHigh);
    // Comparisons with NaN are false: an empty or unknown slope never tightens anything.
    if (differenceLow > least) least = differenceLow;
    if (differenceHigh < greatest) greatest = differenceHigh;
    this.least[r] = least;
    this.greatest[r] = greatest;
  }
}
