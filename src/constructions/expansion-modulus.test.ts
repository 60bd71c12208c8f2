import { expect, it } from 'vitest';
import { oracle } from '../../properties/support/expansion-oracle.js';
import { decimalConstant } from '../expression/real-constant.js';
import { exactSystem } from '../numeric/exact.js';
import { intervalSystem } from '../numeric/interval.js';
import { powerModulus } from './expansion-modulus.js';

const declared = (constant: string, exponent: string) =>
  powerModulus({ constant: decimalConstant(constant), exponent: decimalConstant(exponent) });

it('the declared modulus is C·r for α = 1, and C·r^α else, for every r ≥ 0', () => {
  const linear = declared('0.3', '1');
  expect(exactSystem.toText(linear(exactSystem, exactSystem.literal('0.1')))).toBe('0.03');
  expect(exactSystem.toText(linear(exactSystem, exactSystem.literal('0')))).toBe('0');
  // One product: as tight as an interval can be.
  expect(linear(intervalSystem, intervalSystem.literal('0.1'))).toEqual(
    intervalSystem.mul(intervalSystem.literal('0.3'), intervalSystem.literal('0.1')),
  );
  const rooted = declared('3', '0.5');
  expect(exactSystem.toText(rooted(exactSystem, exactSystem.literal('0.25')))).toBe('1.5');
  expect(oracle.toNumber(rooted(oracle, oracle.literal('0')))).toBe(0);
});
