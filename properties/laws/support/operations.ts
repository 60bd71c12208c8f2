/** Every operation of a number system, with its natural domain and its symmetry. */
import type { Decimal } from 'decimal.js';
import type { NumberSystem } from '../../../src/numeric/number-system.js';

export interface Operation {
  readonly name: string;
  readonly arity: 1 | 2;
  apply<T>(system: NumberSystem<T>, x: T, y: T): T;
  /** Is the exact argument in the natural domain? */
  isInside(x: Decimal, y: Decimal): boolean;
  readonly symmetry?: 'odd' | 'even';
  /** Are results at decimals often decimals? Of the other functions only those at 0 and 1 are. */
  readonly isAlgebraic: boolean;
  /** The results that matter lie within these magnitudes of the argument. */
  readonly scale?: 'exponent' | 'angle';
}

type UnaryName =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'sqrt'
  | 'cbrt'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'atan'
  | 'tanh';

type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'hypot' | 'pow';

type Traits = Partial<Pick<Operation, 'isInside' | 'symmetry' | 'scale'>>;

const TRANSCENDENTAL = ['exp', 'expm1', 'log', 'sin', 'cos', 'tan', 'atan', 'tanh', 'pow'];

const everywhere = (): boolean => true;
const isNegative = (x: Decimal): boolean => x.lt(0);

function unary(name: UnaryName, traits: Traits = {}): Operation {
  const isAlgebraic = !TRANSCENDENTAL.includes(name);
  return { name, arity: 1, apply: (system, x) => system[name](x), isInside: everywhere, isAlgebraic, ...traits };
}

function binary(name: BinaryName, isInside: Operation['isInside'] = everywhere): Operation {
  const isAlgebraic = !TRANSCENDENTAL.includes(name);
  return { name, arity: 2, apply: (system, x, y) => system[name](x, y), isInside, isAlgebraic };
}

function integerPower(n: number): Operation {
  return {
    name: `powInteger(·, ${n})`,
    arity: 1,
    apply: (system, x) => system.powInteger(x, n),
    isInside: (x) => n >= 0 || !x.isZero(),
    symmetry: n % 2 === 0 ? 'even' : 'odd',
    isAlgebraic: true,
  };
}

export const OPERATIONS: readonly Operation[] = [
  unary('neg', { symmetry: 'odd' }),
  unary('abs', { symmetry: 'even' }),
  unary('sign', { symmetry: 'odd' }),
  unary('floor'),
  unary('sqrt', { isInside: (x) => !isNegative(x) }),
  unary('cbrt', { symmetry: 'odd' }),
  unary('exp', { scale: 'exponent' }),
  unary('expm1', { scale: 'exponent' }),
  unary('log', { isInside: (x) => x.gt(0) }),
  unary('sin', { symmetry: 'odd', scale: 'angle' }),
  unary('cos', { symmetry: 'even', scale: 'angle' }),
  // A finite decimal is never an odd multiple of π/2.
  unary('tan', { symmetry: 'odd', scale: 'angle' }),
  unary('atan', { symmetry: 'odd' }),
  unary('tanh', { symmetry: 'odd', scale: 'exponent' }),
  binary('add'),
  binary('sub'),
  binary('mul'),
  binary('div', (_, y) => !y.isZero()),
  binary('min'),
  binary('max'),
  binary('hypot'),
  binary('pow', (x, y) => x.gt(0) || (x.isZero() && y.gt(0))),
  ...[-7, -3, -2, -1, 0, 1, 2, 3, 10, 101].map(integerPower),
];
