/** The values of all keys of a layer, with what the mask lets in from other tokens. */
import type { CertificateLayer, Tape } from '../certificate/certificate.js';
import type { AxisKeys } from './axis-keys.js';
import { textInterval } from './decimal.js';
import { exp } from './functions.js';
import { add, div, maxOf, minOf, mul, neg, sub, whole, type Interval } from './interval.js';
import { Rejection, type Deadline } from './rejection.js';
import { TapeRange, valueOf } from './tape.js';
import type { KeyValues } from './weighted-sums.js';

/** A layer, and the target whose values at the centres may be its own. */
export interface Layer {
  readonly target: Tape;
  readonly layer: CertificateLayer;
}

/** V_J of every key J in order, the last axis fastest. */
function* rawValues({ layer, target }: Layer, axes: readonly AxisKeys[], p: bigint, deadline: Deadline) {
  const { values } = layer;
  if (typeof values === 'object' && 'intervals' in values) {
    const entries = target.outputs.length;
    for (let i = 0; i < values.intervals.length; i += entries) {
      deadline.step();
      yield values.intervals
        .slice(i, i + entries)
        .map((value, r) => textInterval(value, `layer.values.intervals[${i + r}]`, p));
    }
    return;
  }
  const range = new TapeRange(values === 'target' ? target : values, p, deadline);
  const key = axes.map(() => 0);
  const centre = axes.map((axis) => axis.centre(0));
  for (;;) {
    deadline.step();
    yield range.over([...centre]);
    let t = axes.length - 1;
    while (t >= 0 && key[t] === axes[t]!.cells - 1) {
      key[t] = 0;
      centre[t] = axes[t]!.centre(0);
      t--;
    }
    if (t < 0) return;
    centre[t] = axes[t]!.centre(++key[t]!);
  }
}

/** The part π of every other column that leaks in, e^(−M)/(1 + (n − 1)e^(−M)). */
export function leak(mask: Interval, where: string, tokens: number, p: bigint): Interval {
  if (mask.lo < 0n) throw new Rejection(`${where} is not shown to be at least 0`);
  const others = BigInt(tokens - 1);
  const e = exp(neg(mask), p);
  return div(e, add(whole(1n, p), { lo: e.lo * others, hi: e.hi * others }), p);
}

export function keyValues(layer: Layer, axes: readonly AxisKeys[], p: bigint, deadline: Deadline): KeyValues {
  const { width, tokens } = layer.layer.shape;
  const entries = width * tokens;
  const part = leak(valueOf(layer.layer.mask, p, deadline), 'layer.mask', tokens, p);
  // What is kept of an entry, 1 − (n − 1)π; both are at least 0.
  const rest = sub(whole(1n, p), { lo: part.lo * BigInt(tokens - 1), hi: part.hi * BigInt(tokens - 1) });
  const [low, high]: [bigint[], bigint[]] = [[], []];
  const [least, greatest]: [bigint[], bigint[]] = [[], []];
  for (const raw of rawValues(layer, axes, p, deadline)) {
    // Sums are exact, so an entry can be taken out of its row's again.
    const rows = raw.slice(0, width);
    for (let r = width; r < entries; r++) rows[r % width] = add(rows[r % width]!, raw[r]!);
    for (let r = 0; r < entries; r++) {
      let value = raw[r]!;
      if (tokens > 1) {
        const row = rows[r % width]!;
        const others = { lo: row.lo - value.lo, hi: row.hi - value.hi };
        value = add(mul(rest, value, p), mul(part, others, p));
      }
      low.push(value.lo);
      high.push(value.hi);
      least[r] = minOf(least[r] ?? value.lo, value.lo);
      greatest[r] = maxOf(greatest[r] ?? value.hi, value.hi);
    }
  }
  return { entries, low, high, least, greatest };
}
