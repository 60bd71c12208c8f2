import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { AxisWindow } from './axis-window.js';

const system = decimalIntervalSystem(60);

interface Setting {
  readonly lower: string;
  readonly length: string;
  readonly cells: number;
  readonly r: number;
  /** Ends of the box as shares of the axis. */
  readonly from: number;
  readonly to: number;
  readonly mass: number;
}

const settings: fc.Arbitrary<Setting> = fc
  .record({
    lower: fc.constantFrom('0', '-1', '0.1', '100.3', '-0.0001'),
    length: fc.constantFrom('1', '0.3', '1000', '0.001', '7'),
    cells: fc.integer({ min: 1, max: 40 }),
    kappa: fc.double({ min: 1e-4, max: 300, noNaN: true }),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    // The last are wider than a window.
    width: fc.constantFrom(0, 1e-9, 0.01, 0.5, 3, 40),
    mass: fc.constantFrom(1e-2, 1e-6, 1e-15),
  })
  .map(({ kappa, width, from, ...rest }) => ({
    ...rest,
    r: (kappa * rest.cells ** 2) / Number(rest.length) ** 2,
    from,
    to: Math.min(1, from + width / rest.cells),
  }));

/** The exact value: a Decimal made from a double would take its shortest decimal text. */
const asDecimal = (x: number) => (x === Infinity ? Infinity : system.fromNumber(x).lo);
const signed = (text: string): DecimalInterval =>
  text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);
const upperEnd = ({ lower, length }: Setting): string => new Big(lower).plus(length).toFixed();

function build(setting: Setting): AxisWindow {
  const axis = { lower: decimalConstant(setting.lower), upper: decimalConstant(upperEnd(setting)) };
  const window = new AxisWindow({ axis, cells: setting.cells }, [setting.r, setting.r]);
  window.chooseReach(setting.mass, 100);
  return window;
}

/** exp(−(R/2)((u − c_k)² − (u − c_m)²)) in 60 digits. */
function ratio({ lower, length, r, cells }: Setting, u: number, k: number, m: number): DecimalInterval {
  const step = system.div(signed(length), system.fromNumber(cells));
  const distance = (key: number): DecimalInterval => {
    const centre = system.add(signed(lower), system.mul(system.fromNumber(key + 0.5), step));
    return system.powInteger(system.sub(system.fromNumber(u), centre), 2);
  };
  return system.exp(system.mul(system.fromNumber(-r / 2), system.sub(distance(k), distance(m))));
}

describe('AxisWindow', () => {
  it('for every axis and box, encloses each relative weight, and the tail is at least the weight left out', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const window = build(setting);
        const span = window.upper[0] - window.lower[1];
        const low = window.lower[1] + setting.from * span;
        const high = Math.max(low, window.lower[1] + setting.to * span);
        window.enclose(low, high);
        const m = window.reference;
        for (const u of [low, high, low + (high - low) / 3]) {
          let left = system.literal('0');
          for (let k = 0; k < setting.cells; k++) {
            const exact = ratio(setting, u, k, m);
            const i = k - window.first;
            if (i >= 0 && i < window.count) {
              expect(exact.hi.gte(asDecimal(window.low[i]))).toBe(true);
              expect(exact.lo.lte(asDecimal(window.high[i]))).toBe(true);
            } else left = system.add(left, exact);
          }
          expect(left.lo.lte(asDecimal(window.tail))).toBe(true);
        }
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('at a point, enclosures of weights are a few units in the last place wide', () => {
    const setting = { lower: '0', length: '1', cells: 16, r: 14147, from: 0.3, to: 0.3, mass: 1e-15 };
    const window = build(setting);
    window.enclose(0.3, 0.3);
    for (let i = 0; i < window.count; i++) {
      // Exponents are at most κ·3·4/2 = 332 in size, with relative errors of 2·2^-50 from Rs and 2^-50 from u − b, twice.
      expect(window.high[i] / window.low[i] - 1).toBeLessThan(2 * 332 * 3 * 2 ** -50);
    }
  });

  it('a one-point axis has one key of weight 1 and no tail', () => {
    const axis = { lower: decimalConstant('0.1'), upper: decimalConstant('0.1') };
    const window = new AxisWindow({ axis, cells: 9 }, [5, 5]);
    window.enclose(0.1, 0.1);
    expect([window.cells, window.count, window.low[0], window.high[0], window.tail]).toEqual([1, 1, 1, 1, 0]);
  });

  it('an exponent beyond the doubles leaves a positive tail or none that is finite, never 0', () => {
    for (const r of [1e300, 1e308, Number.MAX_VALUE]) {
      const axis = { lower: decimalConstant('0'), upper: decimalConstant('300') };
      const window = new AxisWindow({ axis, cells: 3 }, [r, r]);
      window.chooseReach(1, 1);
      for (const u of [50, 100, 150]) {
        window.enclose(u, u);
        if (window.count < 3) expect(window.tail).toBeGreaterThan(0);
        expect(window.low.slice(0, window.count).every((weight) => weight >= 0)).toBe(true);
        expect(window.high.slice(0, window.count).every((weight) => weight > 0)).toBe(true);
      }
    }
  });
});
