import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeAll,
  exact,
  rational,
  realExp,
  realOfRational,
  realRoot,
  roundToDouble,
  type Rational,
  type Real,
  type Shape,
} from '../../properties/support/format-oracle.js';
import type { Format } from './format.js';
import { binaryFormats, bfloat16, float16, float32, fp8e4m3, fp8e5m2 } from './formats.js';
import { float64 } from './float64.js';

interface Subject {
  readonly format: Format<number>;
  readonly shape: Shape;
  readonly overflow: number;
}

const subject = (format: Format<number>, digits: number, lastExponent: number): Subject => ({
  format,
  shape: { base: 2n, digits, lastExponent },
  overflow: format === fp8e4m3 ? format.largest : Infinity,
});

const subjects: readonly Subject[] = [
  subject(float64, 53, -1074),
  subject(float32, 24, -149),
  subject(float16, 11, -24),
  subject(bfloat16, 8, -133),
  subject(fp8e4m3, 4, -9),
  subject(fp8e5m2, 3, -16),
];

/** The oracle's answer, with the format's overflow. */
function rounded({ format, shape, overflow }: Subject, x: Real, negative: boolean): number {
  const size = roundToDouble(x, shape);
  const bounded = size > format.largest ? overflow : size;
  return negative ? -bounded : bounded;
}

const roundedRational = (s: Subject, x: Rational): number => rounded(s, realOfRational(x), x.n < 0n);

type Binary = 'add' | 'sub' | 'mul' | 'div';
const binaries: readonly Binary[] = ['add', 'sub', 'mul', 'div'];

function wrongBinary(s: Subject, op: Binary, x: number, y: number): string[] {
  const got = s.format[op](x, y);
  const wanted = roundedRational(s, exact[op](rational(x), rational(y)));
  return got === wanted ? [] : [`${s.format.name}: ${op}(${x}, ${y}) = ${got}, not ${wanted}`];
}

/** Finite numbers of a format near everything that matters: ends of ranges, powers of two and their neighbours. */
function numbersOf({ format, shape }: Subject): fc.Arbitrary<number> {
  const least = Math.log2(format.smallestNormal);
  const most = Math.floor(Math.log2(format.largest));
  const any = fc
    .tuple(
      fc.integer({ min: least - shape.digits, max: most }),
      fc.double({ min: 1, max: 2, noNaN: true }),
      fc.boolean(),
    )
    .map(([e, m, negative]) => (negative ? -1 : 1) * m * 2 ** e);
  const power = fc
    .tuple(fc.integer({ min: least - 2, max: most }), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([e, steps, negative]) => {
      let x = 2 ** e;
      for (let i = 0; i < Math.abs(steps); i++) x = format.neighbour(x, steps > 0 ? 1 : -1);
      return negative ? -x : x;
    });
  const end = fc.constantFrom(0, format.largest, format.smallestNormal, 2 * format.underflowError, 1, 3);
  const near = fc
    .tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: -3, max: 3 }))
    .map(([k, e]) => (1 + k / 64) * 2 ** e);
  return fc
    .oneof(any, power, end, near)
    .map((x) => format.fromNumber(x))
    .filter((x) => Number.isFinite(x));
}

describe('formats of one byte', () => {
  const tables = [
    { s: subjects[4]!, all: decodeAll(4, 3, 'finite') },
    { s: subjects[5]!, all: decodeAll(5, 2, 'ieee') },
  ];

  it.each(tables)('$s.format.name keeps each of its numbers, and no double between two of them', ({ s, all }) => {
    const finite = all.filter(Number.isFinite);
    expect(finite.map((x) => s.format.fromNumber(x))).toEqual(finite);
    expect(Math.max(...finite)).toBe(s.format.largest);
    const positive = [...new Set(finite.filter((x) => x > 0))].sort((a, b) => a - b);
    expect(positive[0]).toBe(2 * s.format.underflowError);
    for (let i = 1; i < positive.length; i++) {
      const [a, b] = [positive[i - 1]!, positive[i]!];
      expect(s.format.neighbour(a, 1)).toBe(b);
      expect(s.format.neighbour(b, -1)).toBe(a);
      expect(s.format.fromNumber((a + b) / 2)).toBe(i % 2 === 0 ? a : b);
    }
  });

  it.each(tables)('$s.format.name: + − × ÷ of all pairs, √ and exp of all numbers', ({ s, all }) => {
    const finite = all.filter(Number.isFinite);
    const wrong: string[] = [];
    for (const x of finite) {
      for (const y of finite) {
        for (const op of binaries) if (op !== 'div' || y !== 0) wrong.push(...wrongBinary(s, op, x, y));
      }
    }
    for (const x of finite) {
      if (x >= 0 && s.format.sqrt(x) !== rounded(s, realRoot(rational(x)), false)) wrong.push(`sqrt ${x}`);
      // Far out the result is 0 or beyond the range.
      if (Math.abs(x) < 100 && s.format.exp(x) !== rounded(s, realExp(rational(x)), false)) wrong.push(`exp ${x}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('formats of two bytes', () => {
  it.each([
    { s: subjects[2]!, all: decodeAll(5, 10, 'ieee') },
    { s: subjects[3]!, all: decodeAll(8, 7, 'ieee') },
  ])('$s.format.name: rounding, √ and exp of all numbers', ({ s, all }) => {
    const wrong: string[] = [];
    for (const x of all) {
      if (!Number.isFinite(x)) continue;
      if (s.format.fromNumber(x) !== x) wrong.push(`not kept: ${x}`);
      if (x >= 0 && s.format.sqrt(x) !== rounded(s, realRoot(rational(x)), false)) wrong.push(`sqrt ${x}`);
      if (Math.abs(x) < 100 && s.format.exp(x) !== rounded(s, realExp(rational(x)), false)) wrong.push(`exp ${x}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(subjects.map((s) => [s.format.name, s] as const))('%s', (_, s) => {
  const numbers = numbersOf(s);
  const { format } = s;

  it('for all numbers, + − × ÷ √ and fused multiply-add are the exact results, rounded once', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (x, y, z) => {
        const [a, b, c] = [rational(x), rational(y), rational(z)];
        for (const op of binaries) if (op !== 'div' || y !== 0) expect(wrongBinary(s, op, x, y)).toEqual([]);
        expect(Math.abs(format.sqrt(Math.abs(x)))).toBe(rounded(s, realRoot(rational(Math.abs(x))), false));
        expect(format.fma(x, y, z) + 0).toBe(roundedRational(s, exact.add(exact.mul(a, b), c)) + 0);
      }),
      { seed: 7, numRuns: 1500 },
    );
  });

  it('a fused multiply-add whose product nearly cancels, or is nearly a tie, is rounded once', () => {
    const close = fc.tuple(numbers, numbers, fc.constantFrom(-1, 0, 1), numbers);
    fc.assert(
      fc.property(close, ([x, y, step, tiny]) => {
        const product = format.mul(x, y);
        if (!Number.isFinite(product)) return;
        for (const z of [-product, step === 0 ? tiny : -format.neighbour(product, step as 1 | -1)]) {
          const wanted = roundedRational(s, exact.add(exact.mul(rational(x), rational(y)), rational(z)));
          expect(format.fma(x, y, z) + 0).toBe(wanted + 0);
        }
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  it('for all numbers, exp is the exact result, rounded once', () => {
    const moderate = fc.oneof(
      numbers.filter((x) => Math.abs(x) < 800),
      fc.double({ min: -760, max: 715, noNaN: true }),
    );
    fc.assert(
      fc.property(moderate, (raw) => {
        const x = format.fromNumber(raw);
        if (Math.abs(x) > 2000) return;
        expect(format.exp(x)).toBe(rounded(s, realExp(rational(x)), false));
      }),
      { seed: 9, numRuns: 400 },
    );
  });

  it('for all numbers, half the sum of their squares is rounded once', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 4 }), (xs) => {
        const sum = xs.map(rational).reduce((total, x) => exact.add(total, exact.mul(x, x)), { n: 0n, d: 1n });
        expect(format.halfSquaredNorm(xs)).toBe(roundedRational(s, { n: sum.n, d: 2n * sum.d }));
      }),
      { seed: 10, numRuns: 500 },
    );
  });

  it('an enclosed real number goes to the nearest one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (n, d) => {
        const x = format.fromReal((system) => system.div(system.literal(String(n)), system.literal(String(d))));
        expect(x).toBe(roundedRational(s, { n: BigInt(n), d: BigInt(d) }));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('unit roundoff, smallest and largest number are what arithmetic shows', () => {
    const { unitRoundoff: u, smallestNormal, underflowError, largest } = format;
    expect(format.add(1, u)).toBe(1);
    expect(format.add(1, 3 * u)).toBe(1 + 4 * u);
    expect(format.fromNumber(smallestNormal)).toBe(smallestNormal);
    if (format !== float64) expect(format.fromNumber(underflowError)).toBe(0);
    expect(format.fromNumber(-2 * underflowError)).toBe(-2 * underflowError);
    expect(format.fromNumber(largest)).toBe(largest);
    expect(format.mul(largest, 2)).toBe(s.overflow);
    expect(format.mul(largest, -2)).toBe(-s.overflow);
    expect(format.sub(largest, -largest)).toBe(s.overflow);
    expect(format.add(NaN, 1)).toBeNaN();
    expect(format.sqrt(-1)).toBeNaN();
    expect(Object.is(format.mul(-0, 1), -0)).toBe(true);
    expect(format.exp(-Infinity)).toBe(0);
    expect(format.exp(NaN)).toBeNaN();
  });
});

it('the list of formats begins with the widest', () => {
  expect(binaryFormats.map(({ unitRoundoff }) => unitRoundoff)).toEqual(
    [...binaryFormats.map(({ unitRoundoff }) => unitRoundoff)].sort((a, b) => a - b),
  );
  expect(binaryFormats).toContain(float32);
  expect(binaryFormats).toContain(float16);
});
