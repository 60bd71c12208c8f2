/** Slopes of tapes: differences of values are among them, whatever the expression; and they are what is known by hand. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../properties/support/random-expression.js';
import type { CertificateNode, Tape } from '../certificate/certificate.js';
import { evaluate } from '../expression/evaluate.js';
import { normalise } from '../expression/normalise.js';
import { decimalIntervalSystem, type DecimalInterval } from '../numeric/decimal-interval.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { decimal } from './decimal.js';
import type { Interval } from './interval.js';
import { Deadline, Rejection } from './rejection.js';
import { TapeSlopes } from './slopes.js';

const P = 96n;
const system = decimalIntervalSystem(120);
const Exact = Decimal.clone({ precision: 2000, defaults: true });
const deadline = new Deadline(Infinity);

const units = (x: number): bigint => BigInt(Math.round(x * 2 ** 42)) << (P - 42n);
const shorten = (numbers: Float64Array): Float64Array => numbers.map((x) => Math.round(x * 2 ** 42) / 2 ** 42);
const double = (x: bigint): number => Number(x) / 2 ** Number(P);

function over(tape: Tape, box: readonly Interval[]) {
  try {
    return new TapeSlopes(tape, P, deadline).over(box);
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

describe('the slopes of a random tape over a box', () => {
  it('contain those between any two of its points', () => {
    const options = { inputs: 2, outputs: 1, kinks: true, jumps: true, partial: true };
    const cases = randomBox(2)
      .map(shorten)
      .chain((box) =>
        fc.tuple(fc.constant(box), pointIn(box).map(shorten), pointIn(box).map(shorten), randomExpression(options)),
      );
    let known = 0;
    fc.assert(
      fc.property(cases, ([box, from, to, expression]) => {
        const sides = [0, 1].map((t) => ({ lo: units(box[2 * t]!), hi: units(box[2 * t + 1]!) }));
        const slopes = over(expression as Tape, sides)?.slopes[0];
        if (slopes === undefined) return;
        known++;
        const value = (x: Float64Array): DecimalInterval =>
          evaluate(normalise(expression), system, [...x].map(system.fromNumber))[0]!;
        const rise = system.sub(value(to), value(from));
        let [low, high] = [new Exact(0), new Exact(0)];
        slopes.forEach(({ lo, hi }, t) => {
          const run = new Exact(exactDecimal(to[t]!)).minus(exactDecimal(from[t]!));
          const ends = [lo, hi].map((end) => new Exact(end.toString()).mul(run));
          low = low.plus(Exact.min(...ends));
          high = high.plus(Exact.max(...ends));
        });
        const scale = new Exact(2).pow(Number(P));
        expect(low.lte(new Exact(rise.hi).mul(scale))).toBe(true);
        expect(high.gte(new Exact(rise.lo).mul(scale))).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
    expect(known).toBeGreaterThan(runs(2000) / 4);
  });
});

const x: CertificateNode = { op: 'input', index: 0, args: [] };
const y: CertificateNode = { op: 'input', index: 1, args: [] };
const number = (text: string): CertificateNode => ({ op: 'literal', text, args: [] });

/** Slopes by x, and by y where there is one, over [x, x'] × [1, 2], as doubles. */
function slopesOf(
  nodes: readonly CertificateNode[],
  from: string,
  to: string,
): (readonly [number, number])[] | undefined {
  const tape = { inputs: 2, nodes: [x, y, ...nodes], outputs: [nodes.length + 1] };
  const side = (lower: string, upper: string): Interval => ({ lo: decimal(lower, P).lo, hi: decimal(upper, P).hi });
  return over(tape, [side(from, to), side('1', '2')])!.slopes[0]?.map(({ lo, hi }) => [double(lo), double(hi)]);
}

describe('by hand', () => {
  it.each<[string, CertificateNode[], string, string, number[]]>([
    ['x + y', [{ op: 'add', args: [0, 1] }], '0', '1', [1, 1, 1, 1]],
    ['x − y', [{ op: 'sub', args: [0, 1] }], '0', '1', [1, 1, -1, -1]],
    ['xy', [{ op: 'mul', args: [0, 1] }], '-1', '3', [1, 2, -1, 3]],
    ['x/y', [{ op: 'div', args: [0, 1] }], '2', '4', [0.5, 1, -4, -0.5]],
    ['−x', [{ op: 'neg', args: [0] }], '0', '1', [-1, -1, 0, 0]],
    ['|x|', [{ op: 'abs', args: [0] }], '-1', '3', [-1, 1, 0, 0]],
    ['|x| on one side', [{ op: 'abs', args: [0] }], '-3', '0', [-1, -1, 0, 0]],
    ['√x', [{ op: 'sqrt', args: [0] }], '1', '4', [0.25, 0.5, 0, 0]],
    ['∛x', [{ op: 'cbrt', args: [0] }], '1', '8', [1 / 12, 1 / 3, 0, 0]],
    ['e^x', [{ op: 'exp', args: [0] }], '0', '1', [1, Math.E, 0, 0]],
    ['e^x − 1', [{ op: 'expm1', args: [0] }], '0', '1', [1, Math.E, 0, 0]],
    ['log x', [{ op: 'log', args: [0] }], '1', '4', [0.25, 1, 0, 0]],
    ['sin x', [{ op: 'sin', args: [0] }], '-1', '1', [Math.cos(1), 1, 0, 0]],
    ['cos x', [{ op: 'cos', args: [0] }], '0', '1', [-Math.sin(1), 0, 0, 0]],
    ['tan x', [{ op: 'tan', args: [0] }], '0', '1', [1, 1 + Math.tan(1) ** 2, 0, 0]],
    ['atan x', [{ op: 'atan', args: [0] }], '-1', '3', [0.1, 1, 0, 0]],
    ['tanh x', [{ op: 'tanh', args: [0] }], '0', '1', [1 - Math.tanh(1) ** 2, 1, 0, 0]],
    ['x^3', [{ op: 'powInteger', exponent: 3, args: [0] }], '-1', '2', [0, 12, 0, 0]],
    ['x^−1', [{ op: 'powInteger', exponent: -1, args: [0] }], '1', '2', [-1, -0.25, 0, 0]],
    ['x^0', [{ op: 'powInteger', exponent: 0, args: [0] }], '0', '2', [0, 0, 0, 0]],
    ['x^1.5', [number('1.5'), { op: 'pow', args: [0, 2] }], '0', '4', [0, 3, 0, 0]],
    ['x^y', [{ op: 'pow', args: [0, 1] }], '1', '1', [1, 2, 0, 0]],
    ['the norm of (x, y)', [{ op: 'hypot', args: [0, 1] }], '0', '0', [0, 0, 1 / 2, 2]],
    ['the norm of (x, 0)', [number('0'), { op: 'hypot', args: [0, 2] }], '-1', '1', [-1, 1, 0, 0]],
    ['the least of x and y', [{ op: 'min', args: [0, 1] }], '0', '1.5', [0, 1, 0, 1]],
    ['the greatest of x and y', [{ op: 'max', args: [0, 1] }], '0', '1', [0, 0, 1, 1]],
    ['the least of y and x', [{ op: 'min', args: [1, 0] }], '0', '1', [1, 1, 0, 0]],
    ['⌊x⌋ between integers', [{ op: 'floor', args: [0] }], '0.1', '0.9', [0, 0, 0, 0]],
    ['sign x on one side', [{ op: 'sign', args: [0] }], '0.1', '0.9', [0, 0, 0, 0]],
    [
      'a branch that is taken',
      [
        { op: 'less', args: [0, 1] },
        { op: 'select', args: [2, 0, 1] },
      ],
      '0',
      '0.5',
      [1, 1, 0, 0],
    ],
    [
      'the other branch',
      [
        { op: 'less', args: [1, 0] },
        { op: 'select', args: [2, 0, 1] },
      ],
      '0',
      '0.5',
      [0, 0, 1, 1],
    ],
    ['a constant', [{ op: 'constant', name: 'PI', args: [] }], '0', '1', [0, 0, 0, 0]],
  ])('those of %s are known', (_, nodes, from, to, expected) => {
    const slopes = slopesOf(nodes, from, to)!.flat();
    slopes.forEach((end, i) => expect(Math.abs(end - expected[i]!), slopes.join()).toBeLessThan(1e-14));
  });

  it.each<[string, CertificateNode[]]>([
    ['⌊x⌋ at an integer', [{ op: 'floor', args: [0] }]],
    ['sign x at 0', [{ op: 'sign', args: [0] }]],
    ['∛x at 0', [{ op: 'cbrt', args: [0] }]],
    [
      '√|x| at 0',
      [
        { op: 'abs', args: [0] },
        { op: 'sqrt', args: [2] },
      ],
    ],
    ['a branch that is open', [number('0'), { op: 'less', args: [0, 2] }, { op: 'select', args: [3, 0, 1] }]],
    [
      'a sum with such a number',
      [
        { op: 'floor', args: [0] },
        { op: 'add', args: [2, 1] },
      ],
    ],
    [
      'the least of such a number and x',
      [
        { op: 'floor', args: [0] },
        { op: 'min', args: [2, 0] },
      ],
    ],
  ])('nothing is known of %s', (_, nodes) => {
    expect(slopesOf(nodes, '-1', '1')).toBeUndefined();
  });
});
