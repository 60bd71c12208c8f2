/**
 * Moments of one axis's keys over an interval of queries, in a form that does not cancel.
 *
 * With `y = √R(c_J − u)`, `J` the key drawn by the softmax at `u`, the mean of a Hermite polynomial is 0 under a normal law,
 * and under the keys
 *
 *     E He_b(y) = (δ_b − τ_b)/(1 + δ_0 − τ_0),
 *     δ_b = 2 Σ_{j≥1} q̂^{j²} ω_j^b cos(2πjv + bπ/2),   ω_j = 2πj/√κ,   v the place of `u` between centres, in cells,
 *     τ_b = √(κ/2π) Σ He_b(y_k) e^{−y_k²/2}   over the lattice points `k` that are no keys:
 *
 * small numbers, known to almost all their digits. Plain moments follow: `E y^r = Σ_i h_{r,i} E He_{r−2i}(y)`.
 * *Proof.* Poisson summation of `He_b(y)e^{−y²/2}`, whose Fourier transform is `(−iω)^b √2π e^{−ω²/2}`.
 */
import { addDown, addUp } from '../numeric/directed.js';
import { expDown, expUp } from '../numeric/elementary/exp.js';
import { intervalSystem as system, type Interval } from '../numeric/interval.js';
import { hermiteCoefficient } from './hermite.js';
import { farMoment, latticeFloor, latticeNome, type LatticeAxis } from './lattice-moments.js';

/** An axis with its places: enclosures of the lower end of its domain and of its cell width. */
export interface PlacedAxis extends LatticeAxis {
  readonly lower: Interval;
  readonly width: Interval;
}

const ZERO = system.literal('0');
const ONE = system.literal('1');
const HALF = system.literal('0.5');
const integer = (value: number): Interval => system.fromNumber(value);

const MOST_WAVES = 64;
/** Waves are left out when they are this small a part of the first. */
const NEGLIGIBLE = 2 ** -70;
const VANISHING = 1e-290;
/** The keys that are missing are bounded once and for all where they matter this little beside the first wave. */
const NEGLIGIBLE_TAIL = 1e-5;
const NEGLIGIBLE_TERM = 1e-12;
const MOST_MISSING = 2000;

export class BoxMoments {
  readonly axis: PlacedAxis;
  /** After `enclose`, by `b` and `r` up to `order`: `E He_b(y)` (1 for `b = 0`), and `E y^r`. */
  readonly hermite: Interval[] = [];
  readonly plain: Interval[] = [];
  /** A lower bound of the sum of all weights over that of the normal law; not positive where nothing is known. */
  mass = 0;
  private readonly order: number;
  private readonly root: Interval;
  private readonly floor: Interval;
  private readonly twoPi: Interval;
  /** `2q̂^{j²} ω_j^b` at `[j − 1][b]`, and bounds of what is left out, by `b`. */
  private readonly waves: Interval[][] = [];
  private readonly omitted: number[];
  /** Bounds of `|τ_b|` everywhere, where they are small. */
  private readonly tails: readonly Interval[] | undefined;
  private readonly bumps: Bumps;
  private readonly halving: number;
  /** Terms of `τ` that matter little beside the first wave, by order. */
  private readonly floors: readonly number[];

  constructor(axis: PlacedAxis, order: number) {
    this.axis = axis;
    this.order = order;
    this.root = system.sqrt(axis.kappa);
    this.floor = latticeFloor(axis.kappa);
    this.twoPi = system.mul(integer(2), system.constant('PI'));
    this.omitted = this.makeWaves();
    this.tails = this.boundTails();
    this.bumps = new Bumps(order);
    this.halving = this.findHalving();
    this.floors = this.omitted.map((_, r) => Math.max(VANISHING, NEGLIGIBLE_TERM * (this.waves[0]?.[r]!.lo ?? 0)));
  }

  private makeWaves(): number[] {
    const { kappa } = this.axis;
    const nome = latticeNome(kappa);
    const step = system.div(this.twoPi, this.root);
    for (let j = 1; j <= MOST_WAVES; j++) {
      const amplitude = system.mul(integer(2), system.powInteger(nome, j * j));
      const row = Array.from({ length: this.order + 1 }, (_, b) =>
        system.mul(amplitude, system.powInteger(system.mul(integer(j), step), b)),
      );
      const growth = system.mul(system.powInteger(nome, 2 * j + 1), system.powInteger(integer(1 + 1 / j), this.order));
      const isSmall = row.every(({ hi }, b) => j > 1 && hi <= NEGLIGIBLE * this.waves[0]![b]!.hi);
      if (isSmall && growth.hi <= 0.5) return row.map(({ hi }) => 2 * hi);
      this.waves.push(row);
    }
    return Array.from({ length: this.order + 1 }, () => Infinity);
  }

  /** Bounds of `τ_b` by those of the absolute moments of the missing keys. */
  private boundTails(): Interval[] | undefined {
    const { kappa, ghosts } = this.axis;
    const far = Array.from({ length: this.order + 1 }, (_, r) => farMoment(r, kappa, ghosts + 0.5));
    const tails = far.map((_, b) => {
      const { hi } = this.hermiteSum(b, (i) => far[b - 2 * i]!, 1);
      return { lo: b === 0 ? 0 : -hi, hi, defined: true };
    });
    const first = this.waves[0];
    const isSmall = first !== undefined && tails.every(({ hi }, b) => hi <= NEGLIGIBLE_TAIL * first[b]!.lo);
    return isSmall ? tails : undefined;
  }

  /** `Σ_i sign^i h_{b,i} of(i)`. */
  private hermiteSum(b: number, of: (i: number) => Interval, sign: 1 | -1): Interval {
    let total = ZERO;
    for (let i = 0; 2 * i <= b; i++) {
      const value = of(i);
      const term = i === 0 ? value : system.mul(integer((i % 2 === 0 ? 1 : sign) * hermiteCoefficient(b, i)), value);
      total = i === 0 ? term : system.add(total, term);
    }
    return total;
  }

  /** Over the queries of [from, to], doubles of the domain. Returns false where nothing is known. */
  enclose(from: number, to: number): boolean {
    const { order, hermite, plain } = this;
    const offset = system.sub({ lo: from, hi: to, defined: true }, this.axis.lower);
    const place = system.div(offset, this.axis.width);
    const waves = this.wavesAt(system.sub(place, HALF));
    const tails = this.tails ?? this.tailsAt(place);
    const { lo, hi } = system.add(ONE, waves[0]!);
    const mass = system.sub({ lo: Math.max(lo, this.floor.lo), hi, defined: true }, tails[0]!);
    this.mass = mass.lo;
    if (!(mass.lo > 0) || !(mass.hi < Infinity)) return false;
    hermite[0] = ONE;
    for (let b = 1; b <= order; b++) hermite[b] = system.div(system.sub(waves[b]!, tails[b]!), mass);
    for (let r = 0; r <= order; r++) {
      const moment = this.hermiteSum(r, (i) => hermite[r - 2 * i]!, 1);
      plain[r] = r % 2 === 0 ? system.max(moment, ZERO) : moment;
    }
    return true;
  }

  /** `δ_b` at a place, in cells from any centre. */
  private wavesAt(place: Interval): Interval[] {
    const { order, omitted } = this;
    const shift = Math.round(system.toNumber(place));
    const near = system.sub(place, integer(shift));
    const sums = omitted.map((bound) => ({ lo: -bound, hi: bound, defined: true }) as Interval);
    this.waves.forEach((row, i) => {
      const angle = system.mul(system.mul(integer(i + 1), this.twoPi), near);
      const [cosine, sine] = [system.cos(angle), system.sin(angle)];
      const turned = [cosine, system.neg(sine), system.neg(cosine), sine];
      for (let b = 0; b <= order; b++) {
        sums[b] = system.add(sums[b]!, system.mul(row[b]!, turned[b % 4]!));
      }
    });
    return sums;
  }

  /** `τ_b` at a place, in cells from the lower end of the domain. */
  private tailsAt(place: Interval): Interval[] {
    const { ghosts, cells, kappa } = this.axis;
    const half = integer(ghosts + 0.5);
    const left = this.missing(system.add(place, half));
    const right = this.missing(system.add(system.sub(integer(cells), place), half));
    // On the left `y` is negative.
    const moments = left.map((moment, r) =>
      r % 2 === 0 ? system.add(right[r]!, moment) : system.sub(right[r]!, moment),
    );
    const scale = system.sqrt(system.div(kappa, this.twoPi));
    return moments.map((_, b) =>
      system.mul(
        scale,
        this.hermiteSum(b, (i) => moments[b - 2 * i]!, -1),
      ),
    );
  }

  /** By `r`: encloses `Σ_{i≥0} (√κ(a + i))^r e^{−κ(a+i)²/2}` for a distance `a > 0`, in cells. */
  private missing(distance: Interval): Interval[] {
    const { order, bumps } = this;
    const [low, high] = [new Float64Array(order + 1), new Float64Array(order + 1)];
    for (let i = 0; i < MOST_MISSING; i++) {
      const y = system.mul(this.root, system.max(system.add(distance, integer(i)), ZERO));
      bumps.over(y);
      const isLast = y.lo >= this.halving && bumps.greatest.every((value, r) => value <= this.floors[r]!);
      for (let r = 0; r <= order; r++) {
        // From here on every term is at most half of the one before.
        high[r] = addUp(high[r]!, isLast ? 2 * bumps.greatest[r]! : bumps.greatest[r]!);
        if (!isLast) low[r] = addDown(low[r]!, bumps.least[r]!);
      }
      if (isLast) return Array.from(low, (lo, r) => ({ lo, hi: high[r]!, defined: true }));
    }
    return Array.from(low, (lo) => ({ lo, hi: Infinity, defined: true }));
  }

  /** A place from which on `y^r e^{−y²/2}` at least halves from each point to the next, for all `r` up to the order. */
  private findHalving(): number {
    for (let y = 0.5; y < 2 ** 20; y *= 1.125) {
      const step = system.div(this.root, point(y));
      const decay = system.exp(system.neg(system.mul(this.root, point(y))));
      if (system.mul(system.powInteger(system.add(ONE, step), this.order), decay).hi <= 0.5) return y;
    }
    return Infinity;
  }
}

const point = (value: number): Interval => ({ lo: value, hi: value, defined: true });

/** Covers the roundings of a few dozen products. */
const SLACK = 2 ** -44;

/** Enclosures of `y^r e^{−y²/2}` for all `r` up to an order: it rises to `y = √r`, and falls from there. */
class Bumps {
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** `(r/e)^{r/2}`, rounded up. */
  private readonly peaks: readonly number[];

  constructor(order: number) {
    this.least = new Float64Array(order + 1);
    this.greatest = new Float64Array(order + 1);
    this.peaks = Array.from({ length: order + 1 }, (_, r) =>
      r === 0 ? 1 : system.exp(system.mul(integer(r / 2), system.sub(system.log(integer(r)), ONE))).hi,
    );
  }

  /** Over an interval of `y ≥ 0`. */
  over({ lo, hi }: Interval): void {
    const { least, greatest, peaks } = this;
    const at = (y: number): number => (-y * y) / 2;
    const [first, last] = [at(lo), at(hi)];
    const up = [expUp(first * (1 - SLACK)), expUp(last * (1 - SLACK))] as const;
    const down = [expDown(first * (1 + SLACK)), expDown(last * (1 + SLACK))] as const;
    let [a, b] = [1, 1];
    for (let r = 0; r < least.length; r++) {
      least[r] = Math.min(a * down[0], b * down[1]) * (1 - SLACK);
      const ends = Math.max(a * up[0], b * up[1]) * (1 + SLACK) + VANISHING;
      const hasPeak = lo * lo <= r * (1 + SLACK) && hi * hi * (1 + SLACK) >= r;
      greatest[r] = hasPeak ? Math.max(ends, peaks[r]!) : ends;
      a *= lo;
      b *= hi;
    }
  }
}
