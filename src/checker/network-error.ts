/**
 * The error `Y − f` of a network of one or two layers of truncated attention over a box.
 *
 * With `S_r` the sum `z_r` where clamps stand for truncations, `S − f` is enclosed twice, by the slopes of both functions and by
 * those of `S` alone. Then `z = S + errors`, and of a second layer `T(z) − f = (z − f) − (z − clamp(z)) + error(z)`.
 */
import type { Certificate } from '../certificate/certificate.js';
import { textInterval } from './decimal.js';
import { add, maxOf, minOf, mul, sub, type Interval } from './interval.js';
import { leak } from './key-values.js';
import type { Deadline } from './rejection.js';
import { TapeSlopes } from './slopes.js';
import { meanValue, Sums, type Box } from './sums.js';
import { TapeRange } from './tape.js';
import { Truncation } from './truncation.js';

const MASK = 'attention.second.mask';

export class NetworkError {
  private readonly sums: Sums;
  private readonly second: Truncation | undefined;
  private readonly target: TapeSlopes;
  private readonly atCentre: TapeRange;
  /** Rows of a column, and what each lets in of every other. */
  private readonly rows: number;
  private readonly leak: Interval;
  private readonly p: bigint;

  constructor({ target, attention, proof }: Certificate, p: bigint, deadline: Deadline) {
    const { truncation, second } = attention!;
    const [first, last] = proof.bands!;
    this.sums = new Sums(attention!, new Truncation(truncation, first!, p, deadline), p, deadline);
    this.second = second && new Truncation(second.truncation, last!, p, deadline);
    this.rows = second?.rows ?? 1;
    this.leak = second ? leak(textInterval(second.mask, MASK, p), MASK, this.rows, p) : { lo: 0n, hi: 0n };
    this.target = new TapeSlopes(target, p, deadline);
    this.atCentre = new TapeRange(target, p, deadline);
    this.p = p;
  }

  /** `Y_r − f_r` for every entry. */
  over(box: Box): Interval[] {
    const { p, second } = this;
    const f = this.target.over(box.x);
    const atCentre = this.atCentre.over(box.centre);
    const outputs: Interval[] = [];
    const errors = this.sums.over(box).map((sum, r) => {
      const clamps = meanValue(box, sum.atCentre, sum.slopes, p);
      let error = sub(clamps, f.values[r]!);
      const slopes = f.slopes[r]?.map((slope, t) => sub(sum.slopes[t]!, slope));
      if (slopes) {
        const other = meanValue(box, sub(sum.atCentre, atCentre[r]!), slopes, p);
        error = { lo: maxOf(error.lo, other.lo), hi: minOf(error.hi, other.hi) };
      }
      error = add(error, sum.errors);
      if (!second) return error;
      const z = add(clamps, sum.errors);
      const own = second.error(z);
      outputs.push(add(second.clamp(z), own));
      return add(sub(error, second.beyond(z)), own);
    });
    return this.rows === 1 ? errors : errors.map((error, r) => add(error, this.mixed(outputs, r)));
  }

  /** `π Σ (out_{r'} − out_r)` over the other rows of the column. */
  private mixed(outputs: readonly Interval[], r: number): Interval {
    const start = r - (r % this.rows);
    const others = outputs.slice(start, start + this.rows);
    const differences = others.map((other, i) => (start + i === r ? { lo: 0n, hi: 0n } : sub(other, outputs[r]!)));
    return mul(this.leak, differences.reduce(add), this.p);
  }
}
