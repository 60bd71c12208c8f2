/**
 * The error bounds that the kernels state, against 60 digits: sharper than containment, which rounding outward can
 * mask.
 *
 * After a call of `fUp`, `pair` holds `[high, low, error]` of its kernel. The oracle is decimal.js, whose results at 60
 * digits are off by at most a few units of the last, 10^−57 relatively: nothing beside the errors tested, above 10^−32.
 */
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { exactDecimal } from '../decimal-text.js';
import { nextDown, nextUp } from '../directed.js';
import { reduce, reduced } from './argument-reduction.js';
import { atanDown, atanUp } from './atan.js';
import { cbrtUp } from './cbrt.js';
import { cosDown, cosUp } from './cos.js';
import { EXP_DELTA, expDown, expPair, expUp } from './exp.js';
import { expm1Down, expm1Up } from './expm1.js';
import { hypotUp } from './hypot.js';
import { ACCURATE_LOG_DELTA, accurateLogPair, logDown, logUp } from './log.js';
import { pair } from './outward.js';
import { powerOfTwo } from './powers-of-two.js';
import { sinDown, sinUp } from './sin.js';
import { tanDown, tanUp } from './tan.js';
import { tanhDown, tanhUp } from './tanh.js';

const SAMPLES = process.env['SOFTPROOF_PROFILE'] === 'deep' ? 2_000 : 150;

const D = Decimal.clone({ precision: 60, minE: -9e15, maxE: 9e15 });

function exact(x: number): Decimal {
  return new D(exactDecimal(x));
}

/** A fixed sequence of doubles uniform in [0, 1) (a linear congruential generator modulo 2^32). */
function* uniform(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** `count` doubles in [from, to], half of them pushed toward 0 by up to 2^−16 of their size. */
function samples(from: number, to: number, count = SAMPLES): number[] {
  const draw = uniform(20264);
  return Array.from({ length: count }, (_, i) => {
    const x = from + draw.next().value! * (to - from);
    return i % 2 === 0 ? x : Math.max(x * 2 ** (-16 * draw.next().value!), from);
  });
}

/** `|exact − (high + low)| / bound`; 0 when both are. */
function share(value: Decimal, bound: Decimal.Value): number {
  const error = value.minus(exact(pair[0]!)).minus(exact(pair[1]!)).abs();
  return error.isZero() ? 0 : error.div(bound).toNumber();
}

interface Kernel {
  readonly name: string;
  readonly arguments: readonly number[];
  readonly value: (x: Decimal) => Decimal;
  /** Runs the kernel; the pair and its bound are then in `pair`. */
  readonly run: (x: number) => void;
}

const KERNELS: readonly Kernel[] = [
  {
    name: 'exp',
    arguments: samples(-30, 30),
    value: (x) => x.exp(),
    run: (x) => {
      const scale = powerOfTwo(expPair(x, 0));
      pair[0] = pair[0]! * scale;
      pair[1] = pair[1]! * scale;
      pair[2] = EXP_DELTA * (pair[0] + pair[1]);
    },
  },
  { name: 'expm1', arguments: samples(-3, 3), value: (x) => x.exp().minus(1), run: expm1Up },
  { name: 'log', arguments: [...samples(0.001, 3), ...samples(0.98, 1.02)], value: (x) => x.ln(), run: logUp },
  {
    name: 'accurate log',
    arguments: [...samples(0.001, 3), ...samples(0.98, 1.02), ...samples(1e100, 1e300)],
    value: (x) => x.ln(),
    run: (x) => {
      accurateLogPair(x);
      pair[2] = ACCURATE_LOG_DELTA * Math.abs(pair[0]!);
    },
  },
  { name: 'sin', arguments: samples(-0.785, 0.785), value: (x) => x.sin(), run: sinUp },
  { name: 'cos', arguments: samples(-0.785, 0.785), value: (x) => x.cos(), run: cosUp },
  { name: 'tan', arguments: samples(-0.785, 0.785), value: (x) => x.tan(), run: tanUp },
  { name: 'atan', arguments: [...samples(0.001, 2), ...samples(1, 300)], value: (x) => x.atan(), run: atanUp },
  { name: 'tanh', arguments: samples(0.001, 19), value: (x) => x.tanh(), run: tanhUp },
  { name: 'cbrt', arguments: samples(0.001, 30), value: (x) => x.cbrt(), run: cbrtUp },
  {
    name: 'hypot with 0.7',
    arguments: samples(0.001, 30),
    value: (x) => x.pow(2).plus(exact(0.7).pow(2)).sqrt(),
    run: (x) => hypotUp(x, 0.7),
  },
];

describe('kernels', () => {
  it.each(KERNELS)('for every sampled argument, the pair of $name is within its stated error', (kernel) => {
    const shares = kernel.arguments
      .filter((x) => Math.abs(x) > 2 ** -20)
      .map((x) => {
        kernel.run(x);
        const bound = exact(pair[2]!);
        return share(kernel.value(exact(x)), bound);
      });
    expect(shares.length).toBeGreaterThan(SAMPLES / 2);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });

  it('for arguments up to 2^1023 and next to multiples of π/2, the reduced argument is within 2^−68 of itself', () => {
    const Wide = Decimal.clone({ precision: 420, minE: -9e15, maxE: 9e15 });
    const halfPi = Wide.acos(0);
    const hard = [
      Math.PI / 2,
      Math.PI,
      355,
      5419351,
      80143857,
      6381956970095103 * 2 ** 797,
      2 ** 1023,
      1e22,
      2 ** 20,
      nextUp(2 ** 20),
    ];
    const draw = uniform(20265);
    const random = Array.from({ length: 200 }, () => 2 ** (draw.next().value! * 60));
    const multiples = Array.from({ length: 200 }, (_, n) => ((n + 1) * Math.PI) / 2);
    for (const x of [...hard, ...random, ...multiples]) {
      const n = reduce(x);
      const value = new Wide(exactDecimal(x));
      const pairValue = new Wide(exactDecimal(reduced[0]!)).plus(exactDecimal(reduced[1]!));
      const multiple = value.minus(pairValue).div(halfPi).round();
      const remainder = value.minus(multiple.times(halfPi));
      expect(
        pairValue
          .minus(remainder)
          .abs()
          .lte(remainder.abs().times(2 ** -68)),
      ).toBe(true);
      expect(remainder.abs().lte(0.7853981644)).toBe(true);
      expect(multiple.mod(8).toNumber()).toBe(n);
    }
  });

  it('across every breakpoint of the tables, bounds of neighbouring doubles never go the wrong way', () => {
    const LN2 = Math.LN2;
    const list = (count: number, f: (j: number) => number): number[] => Array.from({ length: count }, (_, j) => f(j));
    const cases: [string, (x: number) => number, (x: number) => number, number[]][] = [
      ['exp', expDown, expUp, list(300, (j) => ((j - 150 + 0.5) * LN2) / 128)],
      ['expm1', expm1Down, expm1Up, [0.125, -0.125]],
      ['log', logDown, logUp, list(200, (j) => 0.5 + j / 128)],
      ['sin', sinDown, sinUp, [0.125, ...list(100, (j) => (j + 0.5) / 128)]],
      ['minus cos', (x) => -cosUp(x), (x) => -cosDown(x), list(100, (j) => (j + 0.5) / 128)],
      ['tan', tanDown, tanUp, [0.125, ...list(100, (j) => (j + 0.5) / 128)]],
      [
        'atan',
        atanDown,
        atanUp,
        [0.125, 1, ...list(128, (j) => (j + 0.5) / 128), ...list(127, (j) => 128 / (j + 0.5))],
      ],
      ['tanh', tanhDown, tanhUp, [0.0625, 20, ...list(100, (j) => ((j + 0.5) * LN2) / 256)]],
    ];
    const falling: [string, number][] = [];
    for (const [name, down, up, points] of cases) {
      for (const point of points) {
        let x = point;
        for (let i = 0; i < 20; i++) x = nextDown(x);
        for (let i = 0; i < 40; i++) {
          const next = nextUp(x);
          if (down(next) < down(x) || up(next) < up(x)) falling.push([name, x]);
          x = next;
        }
      }
    }
    expect(falling).toEqual([]);
  });
});
