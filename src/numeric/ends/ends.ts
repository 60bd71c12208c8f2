/**
 * Numbers that serve as ends of intervals: what the intervals of every precision are built on, whoever computes them.
 *
 * Infinite operands are the ends of unbounded intervals: `0 · ∞ = 0`, and `∞ − ∞` never occurs (a lower end is never +∞, an
 * upper end never −∞). Of functions an infinite argument stands for the limit there, and so does `log 0`.
 */

/** Two ends around an exact value, lower first. */
export interface Bounds<E> {
  readonly lo: E;
  readonly hi: E;
}

type Directed<E> = (x: E, y: E) => E;
type AtPoint<E> = (x: E) => Bounds<E>;

export interface Ends<E> {
  readonly zero: E;
  readonly one: E;
  readonly infinity: E;
  readonly minusInfinity: E;
  /** Both ends of the empty set. */
  readonly nan: E;

  readonly isNaN: (x: E) => boolean;
  /** −1, 0 or 1; zeros have no sign here, and NaN has 0. */
  readonly signOf: (x: E) => number;
  /** False with NaN. */
  readonly lessThan: (x: E, y: E) => boolean;
  readonly atMost: (x: E, y: E) => boolean;
  readonly equal: (x: E, y: E) => boolean;
  readonly neg: (x: E) => E;
  readonly floor: (x: E) => E;

  readonly addDown: Directed<E>;
  readonly addUp: Directed<E>;
  readonly subDown: Directed<E>;
  readonly subUp: Directed<E>;
  readonly mulDown: Directed<E>;
  readonly mulUp: Directed<E>;
  /** Of a divisor that is not 0. */
  readonly divDown: Directed<E>;
  readonly divUp: Directed<E>;

  readonly exp: AtPoint<E>;
  readonly expm1: AtPoint<E>;
  readonly atan: AtPoint<E>;
  readonly tanh: AtPoint<E>;
  readonly cbrt: AtPoint<E>;
  /** Domain: `x ≥ 0`. */
  readonly log: AtPoint<E>;
  readonly sqrt: AtPoint<E>;
  /** Of finite `x`; nothing better than the range where the argument is too large to be reduced. */
  readonly sin: AtPoint<E>;
  readonly cos: AtPoint<E>;
  readonly tan: AtPoint<E>;
  /** The integer `q` with `q π/2 ≤ x < (q + 1) π/2`; undefined for infinite `x` and where it is too large. */
  readonly quadrantOf: (x: E) => bigint | undefined;
  /** Domain: `x, y ≥ 0`. */
  readonly hypot: (x: E, y: E) => Bounds<E>;
  /** `x^n` for `x ≥ 0` and a safe integer, with `0^n = ∞` for `n < 0` and `x^0 = 1`. */
  readonly powInteger: (x: E, n: number) => Bounds<E>;
  /** `x^y` for `x ≥ 0` and finite or infinite `y`, as the exponential of the limit of `y ln x`, `0 · ∞ = 0`. */
  readonly pow: (x: E, y: E) => Bounds<E>;
}
