/**
 * How far the moments of one axis's keys are from those of a normal law.
 *
 * Centres at distance `s`, `m` of them beyond either end of the domain, `κ = Rs²`, `J` the key drawn by the softmax at `u`
 * of the domain. In units of `R^{−1/2}` the moments `E(c_J − u)^r` are those of the standard normal law, `γ_r`, but for
 *
 *     ê_r = (2/θ) Σ_{j≥1} q̂^{j²} (He⁺_r(2πj/√κ) + γ_r),     q̂ = e^{−2π²/κ},   θ = max(1 − 2q̂, √(2κ/π) e^{−κ/8}),
 *     t_r = (2/θ) √(κ/2π) κ^{r/2} Σ_{i≥0} (m+½+i)^r e^{−κ(m+½+i)²/2}        (if κ(m+½)² ≥ r; else unknown),
 *     e_r = ê_r + (t_0(γ_r + ê_r) + t_r)/(1 − t_0)   (if t_0 < 1; else unknown),   e_0 = 0,
 *
 * `He⁺` the Hermite polynomial with absolute coefficients: `|R^{r/2} E(c_J − u)^r − γ_r| ≤ e_r` for every `u` of the domain and
 * every number of cells; absolute moments are at most `ν_r = γ_r + e_r` (even `r`), `√(ν_{r−1} ν_{r+1})` (odd).
 *
 * *Proof.* Poisson summation turns the sums over all integers into the series in `q̂`; their denominator
 * `1 + 2Σ q̂^{j²} cos 2πjv` is least at `v = ½`, where it is at least `1 − 2q̂` (an alternating series) and at least the two nearest
 * terms of the other sum. Leaving out the keys beyond the grid takes at most `t_r` from the numerator and `t_0` from the denominator.
 */
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { gaussianMoment, hermiteCoefficient } from './hermite.js';

export interface LatticeAxis {
  /** `P ≥ 1`. */
  readonly cells: number;
  /** `m ≥ 0`. */
  readonly ghosts: number;
  /** Enclosure of κ, positive. */
  readonly kappa: Interval;
}

/** By `r = 0, 1, …`: enclosures of the numbers `e_r` and `ν_r`; infinite where nothing is known. */
export interface MomentBounds {
  readonly deviation: readonly Interval[];
  readonly absolute: readonly Interval[];
}

export const UNKNOWN: Interval = { lo: Infinity, hi: Infinity, defined: true };
const ZERO = system.literal('0');
const ONE = system.literal('1');

const MOST_TERMS = 400;
/** A series ends where its terms are this small a part of its sum, or this small. */
const NEGLIGIBLE = 2 ** -60;
const VANISHING = 1e-290;

const integer = (value: number): Interval => system.fromNumber(value);
const sum = (terms: readonly Interval[]): Interval => terms.reduce((total, term) => system.add(total, term), ZERO);

/** `q̂ = e^{−2π²/κ}`. */
export function latticeNome(kappa: Interval): Interval {
  const square = system.mul(integer(2), system.powInteger(system.constant('PI'), 2));
  return system.exp(system.neg(system.div(square, kappa)));
}

/** `θ`, a lower bound of the denominator. */
export function latticeFloor(kappa: Interval): Interval {
  const waves = system.sub(ONE, system.mul(integer(2), latticeNome(kappa)));
  const factor = system.sqrt(system.div(system.mul(integer(2), kappa), system.constant('PI')));
  return system.max(waves, system.mul(factor, system.exp(system.neg(system.div(kappa, integer(8))))));
}

/** `He⁺_r(z) = Σ_i h_{r,i} z^{r−2i}` for `z ≥ 0`. */
export function absoluteHermite(r: number, z: Interval): Interval {
  const terms = Array.from({ length: Math.floor(r / 2) + 1 }, (_, i) =>
    system.mul(integer(hermiteCoefficient(r, i)), system.powInteger(z, r - 2 * i)),
  );
  return sum(terms);
}

/**
 * A series of positive terms from its terms and an upper bound of the ratio of each to the one before it, which does not
 * grow: what is left out is at most the first omitted term over one minus its successor's ratio.
 */
function series(term: (j: number) => Interval, ratioAfter: (j: number) => Interval): Interval {
  let total = ZERO;
  for (let j = 0; j < MOST_TERMS; j++) {
    const next = term(j);
    const ratio = ratioAfter(j);
    if (ratio.hi <= 0.5 && next.hi <= Math.max(NEGLIGIBLE * total.hi, VANISHING)) {
      const rest = system.div(next, system.sub(ONE, ratio));
      return system.add(total, system.hull(ZERO, rest));
    }
    total = system.add(total, next);
  }
  return { lo: total.lo, hi: Infinity, defined: true };
}

/** `ê_r`, for all lattice points. */
function waveDeviation(r: number, kappa: Interval): Interval {
  const nome = latticeNome(kappa);
  const gamma = integer(gaussianMoment(r));
  const step = system.div(system.mul(integer(2), system.constant('PI')), system.sqrt(kappa));
  const value = series(
    (i) => {
      const j = i + 1;
      const wave = system.add(absoluteHermite(r, system.mul(integer(j), step)), gamma);
      return system.mul(system.powInteger(nome, j * j), wave);
    },
    (i) => {
      const growth = system.powInteger(system.add(ONE, system.div(ONE, integer(i + 1))), r);
      return system.mul(system.powInteger(nome, 2 * i + 3), growth);
    },
  );
  return system.mul(system.div(integer(2), latticeFloor(kappa)), value);
}

/** `t_r`: what the keys from `distance ≥ 0` cells on, on either side, may have of the absolute moment. */
export function farMoment(r: number, kappa: Interval, distance: number): Interval {
  if (!(system.mul(kappa, system.powInteger(integer(distance), 2)).lo >= r)) return UNKNOWN;
  const weight = (y: number): Interval => {
    const exponent = system.div(system.mul(kappa, system.powInteger(integer(y), 2)), integer(2));
    return system.mul(system.powInteger(integer(y), r), system.exp(system.neg(exponent)));
  };
  const value = series(
    (i) => weight(distance + i),
    (i) => {
      const y = distance + i;
      const growth = system.powInteger(system.add(ONE, system.div(ONE, integer(y))), r);
      return system.mul(growth, system.exp(system.neg(system.mul(kappa, integer(y + 0.5)))));
    },
  );
  const root = system.sqrt(kappa);
  const scale = system.div(system.powInteger(root, r + 1), system.sqrt(system.mul(integer(2), system.constant('PI'))));
  return system.mul(system.mul(system.div(integer(2), latticeFloor(kappa)), scale), value);
}

/** `ν_r` from those of even order; the last one, where `ν_{r+1}` is missing, from `e_{r+1}` by itself. */
export function absoluteMoments(even: (r: number) => Interval, order: number): Interval[] {
  return Array.from({ length: order + 1 }, (_, r) =>
    r % 2 === 0 ? even(r) : system.sqrt(system.mul(even(r - 1), even(r + 1))),
  );
}

/** `e_r` and `ν_r`, `r ≤ order`, of the statement above. */
export function latticeMoments({ ghosts, kappa }: LatticeAxis, order: number): MomentBounds {
  const t0 = farMoment(0, kappa, ghosts + 0.5);
  const kept = system.sub(ONE, t0);
  const deviationOf = (r: number): Interval => {
    if (r === 0) return ZERO;
    const far = farMoment(r, kappa, ghosts + 0.5);
    if (!(kept.lo > 0) || far === UNKNOWN) return UNKNOWN;
    const wave = waveDeviation(r, kappa);
    const lost = system.add(system.mul(t0, system.add(integer(gaussianMoment(r)), wave)), far);
    return system.add(wave, system.div(lost, kept));
  };
  const deviation = Array.from({ length: order + 2 }, (_, r) => deviationOf(r));
  const even = (r: number): Interval =>
    deviation[r]! === UNKNOWN ? UNKNOWN : system.add(integer(gaussianMoment(r)), deviation[r]!);
  return { deviation: deviation.slice(0, order + 1), absolute: absoluteMoments(even, order) };
}
