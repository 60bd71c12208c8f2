import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactSystem as system } from './exact.js';
import { NumericError } from './number-system.js';

const number = (text: string) => system.literal(text);
const text = (value: ReturnType<typeof number>) => system.toText(value);

function isRefused(compute: () => unknown): boolean {
  try {
    compute();
    return false;
  } catch (error) {
    return error instanceof NumericError && error.code === 'not-exact';
  }
}

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -30, max: 30 }))
  .map(([m, tens]) => ({ m, tens, value: number(`${m}e${tens}`) }));

describe('the exact system', () => {
  it('for all decimals, sums and products agree with integer arithmetic', () => {
    fc.assert(
      fc.property(decimals, decimals, (x, y) => {
        const low = Math.min(x.tens, y.tens);
        const sum = x.m * 10n ** BigInt(x.tens - low) + y.m * 10n ** BigInt(y.tens - low);
        expect(system.equal(system.add(x.value, y.value), number(`${sum}e${low}`))).toBe(true);
        expect(system.equal(system.mul(x.value, y.value), number(`${x.m * y.m}e${x.tens + y.tens}`))).toBe(true);
        expect(system.equal(system.sub(system.add(x.value, y.value), y.value), x.value)).toBe(true);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('for all decimals, divides a product by a factor, and by any 2^i 5^j, and refuses 1/3', () => {
    fc.assert(
      fc.property(decimals, decimals, fc.nat(20), fc.nat(20), (x, y, i, j) => {
        if (y.m !== 0n) expect(system.equal(system.div(system.mul(x.value, y.value), y.value), x.value)).toBe(true);
        const divisor = number(`${-(2n ** BigInt(i)) * 5n ** BigInt(j)}`);
        expect(system.equal(system.mul(system.div(x.value, divisor), divisor), x.value)).toBe(true);
      }),
      { numRuns: 300, seed: 2 },
    );
    expect(isRefused(() => system.div(number('1'), number('3')))).toBe(true);
    expect(isRefused(() => system.div(number('1'), number('0')))).toBe(true);
    expect(text(system.div(number('-21'), number('-8.4')))).toBe('2.5');
    expect(text(system.div(number('0'), number('7')))).toBe('0');
  });

  it('for all decimals, roots of squares and cubes are exact, and those of neighbours are refused', () => {
    fc.assert(
      fc.property(decimals, ({ value, m }) => {
        const square = system.mul(value, value);
        expect(system.equal(system.sqrt(square), system.abs(value))).toBe(true);
        expect(system.equal(system.cbrt(system.mul(square, value)), value)).toBe(true);
        expect(
          system.equal(
            system.hypot(system.mul(value, number('3')), system.mul(value, number('-4'))),
            system.abs(system.mul(value, number('5'))),
          ),
        ).toBe(true);
        if (m !== 0n) expect(isRefused(() => system.sqrt(number(`${m * m + 1n}`)))).toBe(true);
      }),
      { numRuns: 300, seed: 3 },
    );
    expect(isRefused(() => system.sqrt(number('-4')))).toBe(true);
    expect(isRefused(() => system.sqrt(number('0.4')))).toBe(true);
    expect(isRefused(() => system.cbrt(number('0.08')))).toBe(true);
  });

  it('for all decimals, floor is the largest integer below', () => {
    fc.assert(
      fc.property(decimals, ({ value, m, tens }) => {
        const unit = 10n ** BigInt(Math.abs(tens));
        const expected = tens >= 0 ? m * unit : (m - (((m % unit) + unit) % unit)) / unit;
        expect(system.equal(system.floor(value), number(`${expected}`))).toBe(true);
      }),
      { numRuns: 300, seed: 4 },
    );
    expect(text(system.floor(number('-1e-1000000')))).toBe('-1');
    expect(text(system.floor(number('-5e1000000')))).toBe('-5e+1000000');
  });

  it('has integer and half-integer powers', () => {
    expect(text(system.powInteger(number('-1.5'), 3))).toBe('-3.375');
    expect(text(system.powInteger(number('2'), -2))).toBe('0.25');
    expect(text(system.powInteger(number('0'), 0))).toBe('1');
    expect(text(system.powInteger(number('-1'), Number.MAX_SAFE_INTEGER))).toBe('-1');
    expect(text(system.powInteger(number('-10'), 1001))).toBe('-1e+1001');
    expect(text(system.pow(number('2.25'), number('1.5')))).toBe('3.375');
    expect(text(system.pow(number('0'), number('0.3')))).toBe('0');
    expect(text(system.pow(number('1'), number('0.3')))).toBe('1');
    expect(text(system.pow(number('7'), number('0')))).toBe('1');
    expect(isRefused(() => system.pow(number('0'), number('0')))).toBe(true);
    expect(isRefused(() => system.pow(number('-1'), number('2')))).toBe(true);
    expect(isRefused(() => system.pow(number('2'), number('0.3')))).toBe(true);
    expect(isRefused(() => system.powInteger(number('3'), -1))).toBe(true);
    expect(isRefused(() => system.powInteger(number('3'), 1e6))).toBe(true);
    expect(() => system.powInteger(number('3'), 0.5)).toThrow(RangeError);
  });

  it('knows the functions at their decimal points only', () => {
    expect(text(system.exp(number('0')))).toBe('1');
    expect(text(system.cos(number('-0')))).toBe('1');
    expect(text(system.log(number('1.0')))).toBe('0');
    for (const f of ['expm1', 'sin', 'tan', 'atan', 'tanh'] as const) expect(text(system[f](number('0')))).toBe('0');
    for (const f of ['exp', 'expm1', 'log', 'sin', 'cos', 'tan', 'atan', 'tanh'] as const) {
      expect(isRefused(() => system[f](number('2')))).toBe(true);
    }
    expect(isRefused(() => system.constant('PI'))).toBe(true);
  });

  it('takes doubles exactly and gives doubles on either side', () => {
    expect(text(system.fromNumber(0.1))).toBe('0.1000000000000000055511151231257827021181583404541015625');
    expect(isRefused(() => system.fromNumber(NaN))).toBe(true);
    expect(isRefused(() => system.fromNumber(Infinity))).toBe(true);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const value = system.fromNumber(x);
        expect([system.lower(value), system.upper(value), system.toNumber(value)]).toEqual([x + 0, x + 0, x + 0]);
      }),
      { numRuns: 300, seed: 5 },
    );
    expect([system.lower(number('0.1')), system.upper(number('0.1'))]).toEqual([0.09999999999999999, 0.1]);
    expect([system.lower(number('1e999')), system.upper(number('1e999'))]).toEqual([Number.MAX_VALUE, Infinity]);
    expect([system.lower(number('-1e-999')), system.upper(number('-1e-999'))]).toEqual([-5e-324, 0]);
  });

  it('refuses what is too long rather than to work on it for hours', () => {
    expect(isRefused(() => system.add(number('1e100000'), number('1')))).toBe(true);
    expect(isRefused(() => number('1e2000000000000'))).toBe(true);
    expect(text(system.add(number('1e100000'), number('0')))).toBe('1e+100000');
    expect(text(system.mul(number('1e100000'), number('3')))).toBe('3e+100000');
    expect(isRefused(() => system.div(number('1'), system.powInteger(number('2'), 30_000)))).toBe(true);
  });

  it('compares, has extrema and signs, and hulls of equal values', () => {
    const [one, two] = [number('1'), number('2')];
    expect([system.less(one, two), system.lessOrEqual(two, one), system.equal(one, number('1.0'))]).toEqual([
      true,
      false,
      true,
    ]);
    expect([system.min(one, two), system.max(one, two)]).toEqual([one, two]);
    expect(['-3', '0', '4'].map((t) => text(system.sign(number(t))))).toEqual(['-1', '0', '1']);
    expect(['-3', '0', '4'].map((t) => text(system.neg(number(t))))).toEqual(['3', '0', '-4']);
    expect(system.hull(one, number('1.0'))).toBe(one);
    expect(() => system.hull(one, two)).toThrow(NumericError);
  });
});
