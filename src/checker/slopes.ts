/**
 * Slopes of a tape over a box: intervals `G_i` such that for all points `x`, `x'` of the box
 *
 *     f(x') − f(x) = Σ g_i (x'_i − x_i)   with some g_i of G_i.
 *
 * By induction over the tape: such slopes of its arguments give those of a node, by the rules of differentiation with the
 * ranges over the box for what they multiply with; where it has a kink all slopes between both sides count, and where
 * nothing is known of a node, as at a jump or a pole of the derivative, there are none.
 */
import type { CertificateNode, Tape } from '../certificate/certificate.js';
import { cos, exp, log, pow, sin, tan, tanh } from './functions.js';
import { add, bounded, cbrt, div, hull, hypot, mul, neg, powInteger, sub, whole, type Interval } from './interval.js';
import { Rejection, type Deadline } from './rejection.js';
import { TapeRange, type Truth } from './tape.js';

/** By input; `undefined` where nothing is known. */
type Slopes = readonly Interval[] | undefined;

/** What the derivative of a function of one number lies in, over `x`, where the function is `y`. */
const DERIVATIVES: Readonly<Record<string, (x: Interval, y: Interval, p: bigint) => Interval>> = {
  neg: (_x, _y, p) => whole(-1n, p),
  abs: (x, _y, p) => whichSide(x, p),
  sqrt: (_x, y, p) => div(whole(1n, p), { lo: 2n * y.lo, hi: 2n * y.hi }, p),
  cbrt: (x, _y, p) => {
    const root = powInteger(cbrt(x, p), 2, p);
    return div(whole(1n, p), { lo: 3n * root.lo, hi: 3n * root.hi }, p);
  },
  exp: (_x, y) => y,
  expm1: (x, _y, p) => exp(x, p),
  log: (x, _y, p) => div(whole(1n, p), x, p),
  sin: (x, _y, p) => cos(x, p),
  cos: (x, _y, p) => neg(sin(x, p)),
  tan: (x, _y, p) => add(whole(1n, p), powInteger(tan(x, p), 2, p)),
  atan: (x, _y, p) => div(whole(1n, p), add(whole(1n, p), powInteger(x, 2, p)), p),
  tanh: (x, _y, p) => sub(whole(1n, p), powInteger(tanh(x, p), 2, p)),
};

/** The slopes of |x|. */
function whichSide(x: Interval, p: bigint): Interval {
  if (x.lo >= 0n) return whole(1n, p);
  return x.hi <= 0n ? whole(-1n, p) : { lo: -1n << p, hi: 1n << p };
}

/** Factors of the slopes of both arguments. */
type Factors = (x: Interval, y: Interval, value: Interval, p: bigint) => readonly [Interval, Interval];

const FACTORS: Readonly<Record<string, Factors>> = {
  add: (_x, _y, _value, p) => [whole(1n, p), whole(1n, p)],
  sub: (_x, _y, _value, p) => [whole(1n, p), whole(-1n, p)],
  mul: (x, y) => [y, x],
  // u'/v' − u/v = ((u' − u) − (u/v)(v' − v))/v'.
  div: (_x, y, value, p) => [div(whole(1n, p), y, p), neg(div(value, y, p))],
  // At the origin the slopes of a norm are at most 1.
  hypot: (x, y, _value, p) => {
    const norm = hypot(x, y);
    const unit = { lo: -1n << p, hi: 1n << p };
    return norm.lo > 0n ? [div(x, norm, p), div(y, norm, p)] : [unit, unit];
  },
  pow: (x, y, value, p) => [mul(y, pow(x, sub(y, whole(1n, p)), p), p), mul(value, log(x, p), p)],
};

export class TapeSlopes {
  private readonly tape: Tape;
  private readonly range: TapeRange;
  private readonly p: bigint;
  private readonly deadline: Deadline;

  constructor(tape: Tape, p: bigint, deadline: Deadline) {
    this.tape = tape;
    this.range = new TapeRange(tape, p, deadline);
    this.p = p;
    this.deadline = deadline;
  }

  /** The ranges of the outputs and their slopes. */
  over(inputs: readonly Interval[]): { readonly values: readonly Interval[]; readonly slopes: readonly Slopes[] } {
    const values = this.range.over(inputs);
    const slopes: Slopes[] = [];
    this.tape.nodes.forEach((node, i) => {
      this.deadline.step();
      slopes.push(this.range.isKnown(i) ? this.slopes(node, i, slopes) : undefined);
    });
    return { values, slopes: this.tape.outputs.map((output) => slopes[output]) };
  }

  private slopes(node: CertificateNode, self: number, known: readonly Slopes[]): Slopes {
    if (!this.range.depends(self)) return this.zeros();
    const own = node.args.map((arg) => known[arg]);
    try {
      return this.rule(node, self, own)?.map((slope) => bounded(slope, this.p));
    } catch (error) {
      if (error instanceof Rejection) return undefined;
      throw error;
    }
  }

  private zeros(): Interval[] {
    return Array.from({ length: this.tape.inputs }, () => whole(0n, this.p));
  }

  /** `Σ factor·slopes`. */
  private scaled(terms: readonly (readonly [Interval, Slopes])[]): Slopes {
    let sum = this.zeros();
    for (const [factor, slopes] of terms) {
      if (slopes === undefined) return undefined;
      sum = sum.map((slope, i) => add(slope, mul(factor, slopes[i]!, this.p)));
    }
    return sum;
  }

  private rule({ op, args, index, exponent }: CertificateNode, self: number, own: readonly Slopes[]): Slopes {
    const { p, range } = this;
    const [x, y] = args.map((arg) => range.known(arg) as Interval);
    const value = range.known(self) as Interval;
    if (op === 'input') return this.zeros().map((zero, i) => (i === index ? whole(1n, p) : zero));
    if (op === 'powInteger') return this.scaled([[this.powerSlope(x!, exponent!), own[0]]]);
    if (op === 'min' || op === 'max') return this.extremum(op === 'max', x!, y!, own);
    if (op === 'select') {
      const condition = range.known(args[0]!) as Truth;
      return condition === undefined ? undefined : own[condition ? 1 : 2];
    }
    // A step function is constant where it takes one value.
    if (op === 'floor' || op === 'sign') return value.lo === value.hi ? this.zeros() : undefined;
    if (Object.hasOwn(DERIVATIVES, op)) return this.scaled([[DERIVATIVES[op]!(x!, value, p), own[0]]]);
    if (op === 'pow' && !range.depends(args[1]!)) {
      return this.scaled([[mul(y!, pow(x!, sub(y!, whole(1n, p)), p), p), own[0]]]);
    }
    if (!Object.hasOwn(FACTORS, op)) return undefined;
    const [first, second] = FACTORS[op]!(x!, y!, value, p);
    return this.scaled([
      [first, own[0]],
      [second, own[1]],
    ]);
  }

  private powerSlope(x: Interval, n: number): Interval {
    if (n === 0) return whole(0n, this.p);
    return mul(whole(BigInt(n), this.p), powInteger(x, n - 1, this.p), this.p);
  }

  /** Of the argument that decides; where either may, any slope between both. */
  private extremum(isMax: boolean, x: Interval, y: Interval, [a, b]: readonly Slopes[]): Slopes {
    if (isMax ? x.lo >= y.hi : x.hi <= y.lo) return a;
    if (isMax ? y.lo >= x.hi : y.hi <= x.lo) return b;
    return a && b && a.map((slope, i) => hull(slope, b[i]!));
  }
}
