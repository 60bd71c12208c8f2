import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomExpression } from '../../properties/support/random-expression.js';
import { hessian, withGradient } from './differentiate.js';
import type { Expression, Node } from './expression.js';
import { parseTarget } from './parse/index.js';
import { MalformedTargetError, requireWellFormed, requireWellFormedTarget } from './require-well-formed.js';
import type { Target } from './target.js';

const input: Node = { op: 'input', index: 0, args: [] };
const node = (value: unknown): Node => value as Node;
const tape = (nodes: readonly Node[], outputs: readonly number[] = [nodes.length - 1]): Expression => ({
  inputs: 1,
  nodes,
  outputs,
});

describe('a tape', () => {
  it('that the program made is well formed, read back from JSON, for all expressions and their derivatives', () => {
    const expressions = randomExpression({ inputs: 2, outputs: 2, kinks: true, jumps: true, partial: true });
    fc.assert(
      fc.property(expressions, (f) => {
        for (const made of [f, withGradient(f), f.nodes.length < 12 ? hessian(f) : f]) {
          requireWellFormed(JSON.parse(JSON.stringify(made)) as Expression);
        }
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it.each<[string, Expression]>([
    ['an operation on itself', tape([input, node({ op: 'add', args: [0, 1] })])],
    ['an operation on a later one', tape([node({ op: 'neg', args: [1] }), input], [0])],
    ['a fraction of an operation', tape([input, input, node({ op: 'neg', args: [0.5] })])],
    ['an argument that is text', tape([input, node({ op: 'neg', args: ['0'] })])],
    ['too few arguments', tape([input, node({ op: 'add', args: [0] })])],
    ['too many arguments', tape([input, node({ op: 'neg', args: [0, 0] })])],
    ['an unknown operation', tape([input, node({ op: 'launch', args: [0] })])],
    ['an inherited operation', tape([input, node({ op: 'toString', args: [0] })])],
    ['an unknown constant', tape([node({ op: 'constant', name: 'abs', args: [] })])],
    ['an input that is not there', tape([node({ op: 'input', index: 1, args: [] })])],
    ['an input that is code', tape([node({ op: 'input', index: '0', args: [] })])],
    ['an exponent that is text', tape([input, node({ op: 'powInteger', exponent: '2', args: [0] })])],
    ['a literal that is a number', tape([node({ op: 'literal', text: 1, args: [] })])],
    ['a number for a truth value', tape([input, node({ op: 'not', args: [0] })])],
    ['a truth value for a number', tape([input, node({ op: 'less', args: [0, 0] }), node({ op: 'neg', args: [1] })])],
    ['an output that is a truth value', tape([input, node({ op: 'less', args: [0, 0] })])],
    ['an output that is not there', tape([input], [1])],
  ])('with %s is refused', (_, made) => {
    expect(() => requireWellFormed(made)).toThrow(MalformedTargetError);
  });
});

describe('a target', async () => {
  const source = `
    export const domain = [[0, 1], [0, Math.PI]];
    export const shape = { width: 1, tokens: 2 };
    export const modulus = { holder: [2, 0.5] };
    export function target(X: number[][]): number[][] { return [X[1], X[0]]; }`;
  const sound = await parseTarget(source);

  it('that was parsed is well formed, read back from JSON', () => {
    requireWellFormedTarget(JSON.parse(JSON.stringify(sound)) as Target);
  });

  const { domain, modulus } = sound;
  const huge = { ...domain[0]!.lower, expression: sound.expression };
  it.each<[string, Partial<Target>]>([
    ['fewer axes than inputs', { domain: domain.slice(1) }],
    ['an end that depends on an input', { domain: [{ ...domain[0]!, lower: huge }, domain[1]!] }],
    ['a modulus that depends on an input', { modulus: { ...modulus!, constant: huge } }],
    ['a shape of no tokens', { output: { width: 2, tokens: 0 } }],
    ['a shape of other tokens than inputs', { input: { kind: 'sequence', shape: { width: 1, tokens: 3 } } }],
    ['a shape of other tokens than outputs', { output: { width: 1, tokens: 3 } }],
  ])('with %s is refused', (_, change) => {
    expect(() => requireWellFormedTarget({ ...sound, ...change })).toThrow(MalformedTargetError);
  });
});
