/**
 * Power laws near a point: `|u| ≤ C r^{−a}` and `|u| ≥ c r^b` with `r = ‖x − c‖₂ ≤ ρ`, and how operations combine them.
 *
 * Factors and exponents are doubles; exponents are rounded up, and the factor pays for that with a power of `max(1, ρ)`:
 * `r^{−a} = r^{A−a} r^{−A} ≤ max(1, ρ)^{A−a} r^{−A}` for `A ≥ a`, and the reciprocal for lower laws.
 */
import { addDown, addUp, divDown, divUp, mulDown, mulUp, subDown, subUp } from '../numeric/directed.js';
import { powLower, powUpper } from '../numeric/kernels.js';

/** `|u| ≤ factor·r^{−exponent}`, `factor` finite. */
export interface UpperLaw {
  readonly factor: number;
  readonly exponent: number;
}

/** `|u| ≥ factor·r^exponent`, `factor > 0`. */
export interface LowerLaw {
  readonly factor: number;
  readonly exponent: number;
}

/** What is known of one quantity. */
export interface Laws {
  readonly upper: UpperLaw | undefined;
  readonly lower: LowerLaw | undefined;
}

export const UNKNOWN: Laws = { upper: undefined, lower: undefined };

/** `x^y` for doubles `x ≥ 0` and `y`, rounded; `0^0 = 1`. */
const powerUp = (x: number, y: number): number =>
  y === 0 ? 1 : x === 0 ? (y > 0 ? 0 : Infinity) : powUpper(x, x, y, y);
const powerDown = (x: number, y: number): number => (y === 0 ? 1 : x === 0 ? 0 : powLower(x, x, y, y));

export class GrowthLaws {
  private readonly radius: number;

  /** `radius ≥ ρ`, finite and positive. */
  constructor(radius: number) {
    this.radius = radius;
  }

  /** `factor·r^{−a}` for an exact `a` in [low, high]. */
  upper(factor: number, low: number, high: number): UpperLaw | undefined {
    const scaled = mulUp(factor, powerUp(Math.max(1, this.radius), subUp(high, low)));
    return scaled < Infinity && Math.abs(high) < Infinity ? { factor: scaled, exponent: high } : undefined;
  }

  /** `factor·r^b` for an exact `b` in [low, high]. */
  lower(factor: number, low: number, high: number): LowerLaw | undefined {
    const scaled = divDown(factor, powerUp(Math.max(1, this.radius), subUp(high, low)));
    return scaled > 0 && Math.abs(high) < Infinity ? { factor: scaled, exponent: high } : undefined;
  }

  product(x: Laws, y: Laws): Laws {
    return {
      upper:
        x.upper &&
        y.upper &&
        this.upper(
          mulUp(x.upper.factor, y.upper.factor),
          addDown(x.upper.exponent, y.upper.exponent),
          addUp(x.upper.exponent, y.upper.exponent),
        ),
      lower:
        x.lower &&
        y.lower &&
        this.lower(
          mulDown(x.lower.factor, y.lower.factor),
          addDown(x.lower.exponent, y.lower.exponent),
          addUp(x.lower.exponent, y.lower.exponent),
        ),
    };
  }

  /** `|u|^y` for an exact `y` in [low, high], all of one sign. */
  power({ upper, lower }: Laws, low: number, high: number): Laws {
    if (low >= 0) {
      return { upper: upper && this.raisedUpper(upper, low, high), lower: lower && this.raisedLower(lower, low, high) };
    }
    if (!(high < 0)) return UNKNOWN;
    // |u|^y = 1/|u|^{−y}: upper and lower laws change places.
    const inverse = this.power({ upper, lower }, -high, -low);
    return {
      upper: inverse.lower && {
        factor: divUp(1, inverse.lower.factor),
        exponent: inverse.lower.exponent,
      },
      lower:
        inverse.upper && inverse.upper.factor > 0
          ? { factor: divDown(1, inverse.upper.factor), exponent: inverse.upper.exponent }
          : undefined,
    };
  }

  private raisedUpper({ factor, exponent }: UpperLaw, low: number, high: number): UpperLaw | undefined {
    const ends = [mulDown(exponent, low), mulDown(exponent, high), mulUp(exponent, low), mulUp(exponent, high)];
    return this.upper(Math.max(powerUp(factor, low), powerUp(factor, high)), Math.min(...ends), Math.max(...ends));
  }

  private raisedLower({ factor, exponent }: LowerLaw, low: number, high: number): LowerLaw | undefined {
    const ends = [mulDown(exponent, low), mulDown(exponent, high), mulUp(exponent, low), mulUp(exponent, high)];
    return this.lower(Math.min(powerDown(factor, low), powerDown(factor, high)), Math.min(...ends), Math.max(...ends));
  }

  /** A law for `|u| + |v|`. */
  sum(x: UpperLaw | undefined, y: UpperLaw | undefined): UpperLaw | undefined {
    if (x === undefined || y === undefined) return undefined;
    const exponent = Math.max(x.exponent, y.exponent);
    return this.upper(addUp(this.towards(x, exponent), this.towards(y, exponent)), exponent, exponent);
  }

  /** A law for the larger of two magnitudes, and for everything below it. */
  largest(x: UpperLaw | undefined, y: UpperLaw | undefined): UpperLaw | undefined {
    if (x === undefined || y === undefined) return undefined;
    const exponent = Math.max(x.exponent, y.exponent);
    return this.upper(Math.max(this.towards(x, exponent), this.towards(y, exponent)), exponent, exponent);
  }

  /** A law for the smaller of two magnitudes, and for everything above it. */
  smallest(x: LowerLaw | undefined, y: LowerLaw | undefined): LowerLaw | undefined {
    if (x === undefined || y === undefined) return undefined;
    const exponent = Math.max(x.exponent, y.exponent);
    const scaled = ({ factor, exponent: b }: LowerLaw): number => divDown(factor, this.change(b, exponent));
    return this.lower(Math.min(scaled(x), scaled(y)), exponent, exponent);
  }

  /** `|ln u| ≤ (u^ε + u^{−ε})/(eε)` for `u > 0` that tends to 0 at the point; `exponent` is what it may grow like. */
  logarithm({ upper, lower }: Laws, exponent: number): UpperLaw | undefined {
    if (upper === undefined || lower === undefined || upper.exponent > 0 || !(lower.exponent > 0)) return undefined;
    const epsilon = Math.min(1, exponent / lower.exponent);
    if (!(epsilon > 0)) return undefined;
    const grown = this.power({ upper: undefined, lower }, -epsilon, -epsilon).upper;
    const most = mulUp(upper.factor, this.change(0, -upper.exponent));
    const total = this.sum(grown, { factor: powerUp(most, epsilon), exponent: 0 });
    // e is more than 2.7182818.
    return total && this.upper(divUp(total.factor, mulDown(2.7182818, epsilon)), total.exponent, total.exponent);
  }

  private towards({ factor, exponent }: UpperLaw, larger: number): number {
    return mulUp(factor, this.change(exponent, larger));
  }

  /** An upper bound of `r^{larger − smaller}`. */
  private change(smaller: number, larger: number): number {
    if (smaller === larger) return 1;
    return Math.max(powerUp(this.radius, subUp(larger, smaller)), powerUp(this.radius, subDown(larger, smaller)));
  }
}
