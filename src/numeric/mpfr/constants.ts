/** Named constants at the precision of some registers. */
import type { ConstantName } from '../number-system.js';
import { DOWN, NEAREST, UP, type Rounding } from './library.js';
import type { MpfrNumber } from './number.js';
import type { Registers } from './registers.js';

const OPPOSITE: Readonly<Record<Rounding, Rounding>> = { [DOWN]: UP, [UP]: DOWN, [NEAREST]: NEAREST };

/** Rounded in the direction asked for; to nearest within a unit in the last place. */
export function constantOf(registers: Registers, name: ConstantName, rounding: Rounding): MpfrNumber {
  const number = (value: number): MpfrNumber => registers.fromNumber(value, rounding);
  const inverse = (value: MpfrNumber): MpfrNumber => registers.binary('div', number(1), value, rounding);
  switch (name) {
    case 'PI':
      return registers.constant('pi', rounding);
    case 'E':
      return registers.unary('exp', number(1), rounding);
    case 'LN2':
      return registers.constant('log2', rounding);
    case 'LN10':
      return registers.unary('log', number(10), rounding);
    case 'LOG2E':
      return inverse(registers.constant('log2', OPPOSITE[rounding]));
    case 'LOG10E':
      return inverse(registers.unary('log', number(10), OPPOSITE[rounding]));
    case 'SQRT2':
      return registers.unary('sqrt', number(2), rounding);
    case 'SQRT1_2':
      return registers.unary('sqrt', number(0.5), rounding);
  }
}
