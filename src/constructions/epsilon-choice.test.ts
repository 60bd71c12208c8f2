import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionBuilder } from '../expression/builder.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { decimalConstant, doubleConstant } from '../expression/real-constant.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { ConstructionError } from './construction.js';
import { maxAffineEpsilonChoice, type EpsilonChoiceInput } from './epsilon-choice.js';
import { maskLeakageBound } from './mask-leakage.js';
import { momentRadius } from './moment-bound.js';

const oracle = decimalIntervalSystem(200);

function inputOf(
  lengths: readonly string[],
  rest: { tau: string; n?: number; sigma?: string; leakage?: string },
): EpsilonChoiceInput {
  return {
    axes: lengths.map((length) => ({ lower: decimalConstant('0'), upper: decimalConstant(length) })),
    tokens: rest.n ?? 1,
    spread: decimalConstant(rest.sigma ?? '0'),
    radius: decimalConstant(rest.tau),
    leakage: decimalConstant(rest.leakage ?? '1'),
  };
}

const chosen = (input: EpsilonChoiceInput): [readonly number[], string, string] => {
  const { cells, inverseTemperature, mask } = maxAffineEpsilonChoice(input);
  return [cells, inverseTemperature.text, mask.text];
};

describe('the explicit choice for an accuracy', () => {
  it('takes the least cells, decided exactly at ties', () => {
    // D√(g/2)/τ: 1·1/0.1 = 10 for g = 2; 2·2/0.1 = 40 for g = 8, a point needs one cell.
    expect(chosen(inputOf(['1', '3'], { tau: '0.1' }))[0]).toEqual([10, 30]);
    const eight = inputOf(['2', '0', '2.0000000001', '1.9999999999', '0', '0', '0', '0'], { tau: '0.1' });
    expect(chosen(eight)[0]).toEqual([40, 1, 41, 40, 1, 1, 1, 1]);
  });

  it('takes R = 2g/τ² exactly where that is a double', () => {
    expect(chosen(inputOf(['1'], { tau: '0.5' }))[1]).toBe('8');
    expect(chosen(inputOf(['1', '1', '1'], { tau: '2' }))[1]).toBe('1.5');
  });

  it('satisfies the hypotheses of the theorem, and is not wasteful, for every input', () => {
    const cases = fc.record({
      lengths: fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 4 }),
      tau: fc.double({ min: 1e-4, max: 10, noNaN: true }),
      n: fc.integer({ min: 1, max: 9 }),
      sigma: fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true })),
      leakage: fc.double({ min: 1e-12, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ lengths, tau, n, sigma, leakage }) => {
        const input: EpsilonChoiceInput = {
          ...inputOf(
            lengths.map((length) => String(length / 1000)),
            { tau: '1', n },
          ),
          radius: doubleConstant(tau),
          spread: doubleConstant(sigma),
          leakage: doubleConstant(leakage),
        };
        const { cells, inverseTemperature, mask } = maxAffineEpsilonChoice(input);
        const [g, radius] = [oracle.fromNumber(lengths.length), oracle.fromNumber(tau)];
        cells.forEach((count, t) => {
          const needed = oracle.div(
            oracle.mul(oracle.literal(String(lengths[t]! / 1000)), oracle.sqrt(oracle.div(g, oracle.literal('2')))),
            radius,
          );
          expect(oracle.less(oracle.fromNumber(count), needed)).not.toBe(true);
          if (count > 1) expect(oracle.less(needed, oracle.fromNumber(count - 1))).not.toBe(true);
        });
        const R = evaluateConstant(inverseTemperature.expression, oracle);
        const least = oracle.div(oracle.mul(oracle.literal('2'), g), oracle.powInteger(radius, 2));
        expect(oracle.less(R, least)).not.toBe(true);
        // At most two doubles above the least: 2^-51 of it.
        expect(oracle.upper(oracle.div(R, least))).toBeLessThanOrEqual(1 + 2 ** -51);
        const M = evaluateConstant(mask.expression, oracle);
        expect(oracle.lessOrEqual(oracle.literal('0'), M)).toBe(true);
        const leaked = maskLeakageBound(oracle, n, M, oracle.fromNumber(sigma));
        expect(oracle.less(oracle.fromNumber(leakage), leaked)).not.toBe(true);
        // The theorem's conclusion: M2's radius is at most τ.
        const layer = {
          grid: { axes: input.axes.map((axis, t) => ({ axis, cells: cells[t]! })) },
          inverseTemperature,
          mask,
          shape: { width: 1, tokens: n },
          values: new ExpressionBuilder().finish(lengths.length, []),
        };
        expect(oracle.less(radius, momentRadius(oracle, layer))).not.toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("takes M just above ln((n−1)σ/ε'), and 0 where no mask is needed", () => {
    // ln(2·50/1e-3) = 5 ln 10 = 11.512925464970228…
    const M = Number(chosen(inputOf(['1'], { tau: '1', n: 3, sigma: '50', leakage: '0.001' }))[2]);
    expect(M).toBeGreaterThanOrEqual(11.512925464970228);
    expect(M).toBeLessThan(11.512925464970234);
    expect(chosen(inputOf(['1'], { tau: '1', n: 1, sigma: '50', leakage: '0.001' }))[2]).toBe('0');
    expect(chosen(inputOf(['1'], { tau: '1', n: 3, sigma: '0', leakage: '0.001' }))[2]).toBe('0');
    expect(chosen(inputOf(['1'], { tau: '1', n: 3, sigma: '0.5', leakage: '1' }))[2]).toBe('0');
  });

  it('is refused where the accuracy asks for nothing, or for too much', () => {
    const codeOf = (input: EpsilonChoiceInput): string => {
      try {
        maxAffineEpsilonChoice(input);
      } catch (error) {
        if (error instanceof ConstructionError) return error.problem.code;
      }
      return 'accepted';
    };
    expect(codeOf(inputOf(['1'], { tau: '0' }))).toBe('accuracy');
    expect(codeOf(inputOf(['1'], { tau: '-1' }))).toBe('accuracy');
    expect(codeOf(inputOf(['1'], { tau: '1', n: 2, leakage: '0' }))).toBe('accuracy');
    expect(codeOf(inputOf(['1'], { tau: '1', n: 2, sigma: '-1' }))).toBe('accuracy');
    expect(codeOf(inputOf(['1'], { tau: '1', n: 0 }))).toBe('tokens');
    expect(codeOf(inputOf(['1'], { tau: '1e-10' }))).toBe('cells');
    expect(codeOf(inputOf(['0'], { tau: '1e-200' }))).toBe('inverse-temperature');
  });
});
