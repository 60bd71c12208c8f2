/** Ranges of tapes against the project's own evaluation of random expressions, branches and undefined operations included. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../properties/support/random-expression.js';
import type { Tape } from '../certificate/certificate.js';
import { evaluate } from '../expression/evaluate.js';
import { normalise } from '../expression/normalise.js';
import { decimalIntervalSystem } from '../numeric/decimal-interval.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import type { Interval } from './interval.js';
import { Deadline, Rejection } from './rejection.js';
import { TapeRange } from './tape.js';

const P = 96n;
const system = decimalIntervalSystem(120);
const Exact = Decimal.clone({ precision: 2000, defaults: true });
const deadline = new Deadline(Infinity);

/** A double in units of 2^−P, rounded `down` or up. */
function units(value: number, direction: 'down' | 'up'): bigint {
  const scaled = new Exact(exactDecimal(value)).mul(new Exact(2).pow(Number(P)));
  return BigInt((direction === 'down' ? scaled.floor() : scaled.ceil()).toFixed());
}

function inputsOf(box: Float64Array): Interval[] {
  return Array.from({ length: box.length / 2 }, (_, i) => ({
    lo: units(box[2 * i]!, 'down'),
    hi: units(box[2 * i + 1]!, 'up'),
  }));
}

function attempt(range: TapeRange, inputs: readonly Interval[]): Interval[] | undefined {
  try {
    return range.over(inputs);
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
}

/** Numbers of at most 42 digits after the point: the oracle and the checker have them exactly. */
const shorten = (numbers: Float64Array): Float64Array => numbers.map((x) => Math.round(x * 2 ** 42) / 2 ** 42);
const shortBox = randomBox(2).map(shorten);

describe('the range of a random tape over a box', () => {
  it('contains its value at every point, where it is defined', () => {
    const options = { inputs: 2, outputs: 2, kinks: true, jumps: true, partial: true };
    const cases = shortBox.chain((box) =>
      fc.tuple(fc.constant(box), pointIn(box).map(shorten), randomExpression(options)),
    );
    let accepted = 0;
    fc.assert(
      fc.property(cases, ([box, point, expression]) => {
        const mine = attempt(new TapeRange(expression as Tape, P, deadline), inputsOf(box));
        if (mine === undefined) return;
        accepted++;
        // Normalised, because a number times itself is a square here.
        const values = evaluate(normalise(expression), system, [...point].map(system.fromNumber));
        values.forEach((value, r) => {
          expect(value.defined).toBe(true);
          const scale = new Exact(2).pow(Number(P));
          expect(new Exact(mine[r]!.lo.toString()).lte(new Exact(value.hi).mul(scale))).toBe(true);
          expect(new Exact(mine[r]!.hi.toString()).gte(new Exact(value.lo).mul(scale))).toBe(true);
        });
      }),
      { numRuns: runs(2000) },
    );
    expect(accepted).toBeGreaterThan(runs(2000) / 3);
  });

  it('of a square is at least 0, however it is written', () => {
    const nodes = [
      { op: 'input', index: 0, args: [] },
      { op: 'mul', args: [0, 0] },
    ];
    const square = new TapeRange({ inputs: 1, nodes, outputs: [1] }, P, deadline);
    expect(square.over([{ lo: -1n << P, hi: 2n << P }])).toEqual([{ lo: 0n, hi: 4n << P }]);
  });

  it('is the same whatever was known before', () => {
    const options = { inputs: 2, kinks: true, jumps: true };
    fc.assert(
      fc.property(randomExpression(options), randomBox(2), randomBox(2), (expression, first, second) => {
        const range = new TapeRange(expression as Tape, P, deadline);
        const [[a, b], [c]] = [inputsOf(first), inputsOf(second)];
        for (const inputs of [
          [a!, b!],
          [c!, b!],
          [a!, b!],
          [a!, c!],
        ]) {
          expect(attempt(range, inputs)).toEqual(attempt(new TapeRange(expression as Tape, P, deadline), inputs));
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('a branch', () => {
  const x = { op: 'input', index: 0, args: [] };
  const zero = { op: 'literal', text: '0', args: [] };
  const root = { op: 'sqrt', args: [0] };
  const one = 1n << P;
  const over = (nodes: Tape['nodes'], lo: bigint, hi: bigint) =>
    attempt(new TapeRange({ inputs: 1, nodes, outputs: [nodes.length - 1] }, P, deadline), [{ lo, hi }]);

  it('need not be defined where it is not taken, and must be where that is undecided', () => {
    const nodes = [x, zero, root, { op: 'less', args: [0, 1] }, { op: 'select', args: [3, 1, 2] }];
    expect(over(nodes, -one, -1n)).toEqual([{ lo: 0n, hi: 0n }]);
    expect(over(nodes, one, one)).toEqual([{ lo: one, hi: one }]);
    expect(over(nodes, 0n, one)).toEqual([{ lo: 0n, hi: one }]);
    expect(over(nodes, -1n, one)).toBeUndefined();
  });

  it('of a condition is not entered where the first argument decides', () => {
    // x < 0 or √x > 0, and x > 0 and 0 < √x.
    const either = [x, zero, root, { op: 'less', args: [0, 1] }, { op: 'less', args: [1, 2] }];
    const or = [...either, { op: 'or', args: [3, 4] }, { op: 'select', args: [5, 0, 1] }];
    expect(over(or, -one, -one)).toEqual([{ lo: -one, hi: -one }]);
    expect(over(or, -one, one)).toBeUndefined();
    const and = [
      ...either,
      { op: 'less', args: [1, 0] },
      { op: 'and', args: [5, 4] },
      { op: 'select', args: [6, 0, 1] },
    ];
    expect(over(and, -one, -one)).toEqual([{ lo: 0n, hi: 0n }]);
    expect(over(and, one, one)).toEqual([{ lo: one, hi: one }]);
    expect(over(and, -one, one)).toBeUndefined();
  });
});
