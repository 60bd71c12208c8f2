import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointIn, randomBox, randomExpression, runs } from '../../properties/support/random-expression.js';
import { float64System } from '../numeric/float64.js';
import { ExpressionBuilder } from './builder.js';
import { evaluate } from './evaluate.js';
import { separate } from './separate.js';

const INPUTS = 3;

const cases = fc
  .tuple(randomExpression({ inputs: INPUTS, outputs: 2, kinks: true, jumps: true, partial: true }), randomBox(INPUTS))
  .chain(([f, box]) => fc.tuple(fc.constant(f), pointIn(box), fc.array(fc.nat(2), { minLength: 3, maxLength: 3 })));

describe('separate', () => {
  it('leaves the value as it is, bit for bit, for all groups of inputs', () => {
    fc.assert(
      fc.property(cases, ([f, point, groupOf]) => {
        const { parts, rest } = separate(f, groupOf);
        const x = Array.from(point);
        const ends = parts.flatMap((part, group) => {
          // Inputs of other groups are never read.
          const own = x.map((value, t) => (groupOf[t] === group ? value : NaN));
          return evaluate(part, float64System, own);
        });
        expect(evaluate(rest, float64System, ends)).toEqual(evaluate(f, float64System, x));
      }),
      { numRuns: runs(200), seed: 3 },
    );
  });

  it('leaves a sum of functions of one input nothing but the sum', () => {
    const b = new ExpressionBuilder();
    const [sine, cosine] = [b.unary('sin', b.input(0)), b.unary('cos', b.input(1))];
    const { parts, rest, origin } = separate(b.finish(2, [b.binary('add', sine, cosine)]), [0, 1]);
    expect(parts.map(({ nodes }) => nodes.map(({ op }) => op))).toEqual([
      ['input', 'sin'],
      ['input', 'cos'],
    ]);
    expect(rest.nodes.map(({ op }) => op)).toEqual(['input', 'input', 'add']);
    expect(origin).toEqual([0, 1]);
  });

  it('keeps conditions of one group in the rest, and what they compare in its part', () => {
    const b = new ExpressionBuilder();
    const condition = b.compare('less', b.unary('sin', b.input(0)), b.literal('0.5'));
    const chosen = b.select(condition, b.binary('mul', b.input(0), b.input(1)), b.input(1));
    const { parts, rest } = separate(b.finish(2, [chosen]), [0, 1]);
    expect(parts[0]!.outputs).toHaveLength(2);
    expect(rest.nodes.map(({ op }) => op)).toContain('less');
  });
});
