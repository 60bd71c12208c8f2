import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalConstant } from '../expression/real-constant.js';
import { realArbitrary } from '../generators/real.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { exactSystem } from '../numeric/exact.js';
import { lossDerivative, lossDerivativeLipschitz, lossDerivativeModulus, type GradientLoss } from './gradient-loss.js';

const system = decimalIntervalSystem(40);
const real = (text: string): DecimalInterval =>
  text.startsWith('-') ? system.neg(system.literal(text.slice(1))) : system.literal(text);
const losses: readonly GradientLoss[] = [
  { kind: 'squared' },
  { kind: 'huber', threshold: decimalConstant('0.7') },
  { kind: 'huber', threshold: decimalConstant('30') },
  { kind: 'logistic' },
];
const residual = realArbitrary({ min: '-8', max: '8', digits: 3 });

describe('the derivative of a loss', () => {
  it('does not decrease, and changes at most as its modulus and its Lipschitz constant say, for all residuals', () => {
    fc.assert(
      fc.property(fc.constantFrom(...losses), residual, residual, (loss, a, b) => {
        const change = system.sub(lossDerivative(system, loss, real(a)), lossDerivative(system, loss, real(b)));
        const distance = system.sub(real(a), real(b));
        expect(system.less(system.mul(change, distance), real('0'))).not.toBe(true);
        const length = system.abs(distance);
        for (const bound of [
          lossDerivativeModulus(system, loss, system.max(system.abs(real(a)), system.abs(real(b))), length),
          system.mul(lossDerivativeLipschitz(system, loss), length),
        ]) {
          expect(system.less(bound, system.abs(change))).not.toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('attains its modulus around 0, and beyond 2B the modulus stands still', () => {
    const distances = realArbitrary({ min: '0', max: '8', digits: 2 });
    fc.assert(
      fc.property(fc.constantFrom(...losses), distances, (loss, h) => {
        const half = system.div(real(h), real('2'));
        const attained = system.sub(lossDerivative(system, loss, half), lossDerivative(system, loss, system.neg(half)));
        for (const [bound, distance] of [
          [real('4'), real(h)],
          [half, real('100')],
        ] as const) {
          const modulus = lossDerivativeModulus(system, loss, bound, distance);
          expect(system.less(modulus, attained)).not.toBe(true);
          expect(system.less(attained, modulus)).not.toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is −½ at 0 for the logistic loss, and cut off at the threshold for the Huber loss', () => {
    const at = (loss: GradientLoss, r: string): number =>
      exactSystem.toNumber(lossDerivative(exactSystem, loss, exactSystem.literal(r)));
    expect(at({ kind: 'logistic' }, '0')).toBe(-0.5);
    expect(at(losses[1]!, '0.5')).toBe(0.5);
    expect(at(losses[1]!, '3')).toBe(0.7);
  });
});
