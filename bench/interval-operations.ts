/**
 * What an interval operation costs beside the same operation on plain doubles.
 *
 * Each operation runs over the same arguments in both systems: the engine's own function on doubles, and the two
 * kernels that compiled targets call for an interval (both ends). The fastest of several rounds counts: other work on
 * the machine only ever adds time. Run it compiled; a runner that rewrites imports into property look-ups measures
 * those.
 */
import { performance } from 'node:perf_hooks';
import * as kernels from '../src/numeric/kernels.js';

export interface OperationCost {
  readonly operation: string;
  readonly float64Nanoseconds: number;
  /** Both ends. */
  readonly intervalNanoseconds: number;
  readonly ratio: number;
}

/** Sums the operation over all pairs of arguments, so that nothing can be left out. */
type Loop = (xs: Float64Array, ys: Float64Array) => number;

const ARGUMENTS = 4096;
const REPETITIONS = 12;
const ROUNDS = 20;

/**
 * A loop compiled for one operation; a loop shared by all would call through a pointer, and measure that.
 * `expression` is text of this file, in `x`, `y` and the kernels' names.
 */
function compileLoop(expression: string): Loop {
  const used = Object.keys(kernels).filter((name) => expression.includes(`${name}(`));
  const body = `const { ${used.join(', ')} } = kernels;
    return (xs, ys) => {
      let sum = 0;
      for (let i = 0; i < xs.length; i++) {
        const x = xs[i], y = ys[i];
        sum += ${expression};
      }
      return sum;
    };`;
  return (new Function('kernels', body) as (from: typeof kernels) => Loop)(kernels);
}

/** Operation, float64 expression, and whether the kernels take a second interval. */
const OPERATIONS: readonly (readonly [string, string, boolean])[] = [
  ['add', 'x + y', true],
  ['sub', 'x - y', true],
  ['mul', 'x * y', true],
  ['div', 'x / y', true],
  ['min', 'Math.min(x, y)', true],
  ['hypot', 'Math.hypot(x, y)', true],
  ['pow', 'Math.pow(x, y)', true],
  ['sqrt', 'Math.sqrt(x)', false],
  ['cbrt', 'Math.cbrt(x)', false],
  ['exp', 'Math.exp(x)', false],
  ['expm1', 'Math.expm1(x)', false],
  ['log', 'Math.log(x)', false],
  ['sin', 'Math.sin(x)', false],
  ['cos', 'Math.cos(x)', false],
  ['tan', 'Math.tan(x)', false],
  ['atan', 'Math.atan(x)', false],
  ['tanh', 'Math.tanh(x)', false],
];

/** Nanoseconds per operation, the fastest round. */
function measure(loop: Loop, xs: Float64Array, ys: Float64Array): number {
  let fastest = Infinity;
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < REPETITIONS; i++) total += loop(xs, ys);
    fastest = Math.min(fastest, performance.now() - start);
  }
  if (Number.isNaN(total)) throw new Error('an operation was undefined at its arguments');
  return (fastest * 1e6) / (REPETITIONS * xs.length);
}

/** A fixed sequence of doubles in (0.01, 8): inside every natural domain, over all steps of every table. */
function argumentsFrom(seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: ARGUMENTS }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.01 + (state / 2 ** 32) * 7.99;
  });
}

/** Costs of every operation in both systems, nanoseconds and their ratio. Takes about a second. */
export function benchIntervalOperations(): OperationCost[] {
  const xs = argumentsFrom(1);
  const ys = argumentsFrom(2);
  return OPERATIONS.map(([operation, float64, isBinary]) => {
    const ends = isBinary ? 'x, x, y, y' : 'x, x';
    const float64Nanoseconds = measure(compileLoop(float64), xs, ys);
    const both = `${operation}Upper(${ends}) - ${operation}Lower(${ends})`;
    const intervalNanoseconds = measure(compileLoop(both), xs, ys);
    return { operation, float64Nanoseconds, intervalNanoseconds, ratio: intervalNanoseconds / float64Nanoseconds };
  });
}
