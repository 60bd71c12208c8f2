/**
 * Tapes and targets that were read back from plain data, and may say anything: a tape that is not one would lead an
 * evaluator in circles. Values that are no numbers come out of the number systems and compilers as errors of their own.
 */
import type { Expression, Node } from './expression.js';
import { isNumericOperation, operators } from './operators/index.js';
import { isTruth } from './rewrite.js';
import type { MatrixShape, RealConstant, Target } from './target.js';

/** A tape or target that is not one. */
export class MalformedTargetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedTargetError';
  }
}

type Kind = 'number' | 'truth';

const constants: readonly unknown[] = ['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'];

/** Throws a `MalformedTargetError` unless every node is an operation on earlier nodes of the right kind. */
export function requireWellFormed({ inputs, nodes, outputs }: Expression): void {
  nodes.forEach((node, i) => {
    const needed = argumentKinds(node, inputs);
    const fits = needed?.length === node.args.length && node.args.every((arg, k) => isNode(arg, i, needed[k]!));
    require(fits, `operation ${i} of a tape is not one that softproof knows, on earlier ones`);
  });
  for (const output of outputs) {
    require(isNode(output, nodes.length, 'number'), `${String(output)} is no operation of the tape with a number`);
  }

  function isNode(index: unknown, end: number, kind: Kind): boolean {
    return isWhole(index) && index < end && isTruth(nodes[index]!) === (kind === 'truth');
  }
}

/** What an operation takes; undefined if it is none. */
function argumentKinds(node: Node, inputs: number): readonly Kind[] | undefined {
  if (isNumericOperation(node)) {
    if (node.op === 'powInteger' && !Number.isSafeInteger(node.exponent)) return undefined;
    return Array.from({ length: operators[node.op].arity }, () => 'number');
  }
  switch (node.op) {
    case 'literal':
      return typeof node.text === 'string' ? [] : undefined;
    case 'constant':
      return constants.includes(node.name) ? [] : undefined;
    case 'input':
      return isWhole(node.index) && node.index < inputs ? [] : undefined;
    case 'less':
    case 'lessOrEqual':
    case 'equal':
      return ['number', 'number'];
    case 'and':
    case 'or':
      return ['truth', 'truth'];
    case 'not':
    case 'switchSlope':
      return ['truth'];
    case 'select':
      return ['truth', 'number', 'number'];
    default:
      return undefined;
  }
}

/** The same for a target, its domain and what it declares. */
export function requireWellFormedTarget(target: Target): void {
  const { domain, input, output, expression, modulus, singularities } = target;
  const shapes = input.kind === 'scalars' ? [] : input.kind === 'sequence' ? [input.shape] : [input.key, input.query];
  for (const shape of [output, ...shapes]) require(isShape(shape), 'a shape has no positive whole width and tokens');
  const tokens = shapes.reduce((sum, { width, tokens: columns }) => sum + width * columns, 0);
  require(shapes.length === 0 || tokens === domain.length, 'the domain is not that of the shape of the input');
  require(expression.inputs === domain.length, 'the domain has not as many axes as the target has inputs');
  require(expression.outputs.length === output.width * output.tokens, 'the outputs are not those of the shape');
  requireWellFormed(expression);
  const declared = modulus === undefined ? [] : [modulus.constant, modulus.exponent];
  const ends = domain.flatMap(({ lower, upper }) => [lower, upper]);
  const singular = singularities.flatMap(({ point, exponent }) => [...point, exponent]);
  for (const constant of [...ends, ...declared, ...singular]) requireConstant(constant);
}

function requireConstant({ text, expression }: RealConstant): void {
  require(typeof text === 'string' && expression.inputs === 0 && expression.outputs.length === 1, 'a constant is none');
  requireWellFormed(expression);
}

function isShape({ width, tokens }: MatrixShape): boolean {
  return isWhole(width) && width > 0 && isWhole(tokens) && tokens > 0;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw new MalformedTargetError(otherwise);
}
