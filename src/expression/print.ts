/**
 * Expressions and targets as text.
 *
 * The text of an expression has the operations of its tape in their order, so that reading it again computes the same
 * numbers in every number system. What is shared and long is named once, so that the text is never much longer than
 * the tape.
 */
import type { Expression, Node, NodeIndex } from './expression.js';
import type { RealConstant, Target } from './target.js';

/** `code` is a target file's language; `plain` drops `Math.`. */
export type PrintStyle = 'plain' | 'code';

/** Binding strength of an operator, as in ECMAScript; `atom` needs no parentheses anywhere. */
const level = { select: 1, or: 2, and: 3, compare: 4, add: 5, mul: 6, prefix: 7, power: 8, atom: 9 };

interface Text {
  readonly text: string;
  readonly level: number;
  /** Nested operations. */
  readonly depth: number;
}

/** A shared operation is named when its text is longer than this. */
const SHORT = 16;
/** Anything longer or deeper is named even when it is used once: readers, people too, have limits. */
const LONG = 400;
const DEEP = 30;

interface Layout {
  readonly definitions: readonly { readonly name: string; readonly text: string }[];
  readonly outputs: readonly string[];
}

interface Names {
  readonly input: (index: number) => string;
  readonly fresh: () => string;
}

function within(operand: Text, minimum: number): string {
  return operand.level >= minimum ? operand.text : `(${operand.text})`;
}

const infix: Readonly<Partial<Record<Node['op'], readonly [symbol: string, level: number]>>> = {
  add: ['+', level.add],
  sub: ['-', level.add],
  mul: ['*', level.mul],
  div: ['/', level.mul],
  and: ['&&', level.and],
  or: ['||', level.or],
};

const comparisons: Readonly<Partial<Record<Node['op'], string>>> = { less: '<', lessOrEqual: '<=', equal: '===' };

/** The text of one operation and its level, from those of its arguments. */
function compose(node: Node, args: readonly Text[], names: Names, style: PrintStyle): readonly [string, number] {
  const prefix = style === 'code' ? 'Math.' : '';
  const [x, y, z] = args as readonly [Text, Text, Text];
  switch (node.op) {
    case 'literal':
      return [node.text, level.atom];
    case 'constant':
      return [prefix + node.name, level.atom];
    case 'input':
      return [names.input(node.index), level.atom];
    case 'neg':
      return [`-${within(x, level.atom)}`, level.prefix];
    case 'not':
      return [`!${within(x, level.atom)}`, level.prefix];
    case 'powInteger':
      return [`${within(x, level.atom)} ** ${node.exponent}`, level.power];
    case 'select':
      return [`${within(x, level.or)} ? ${within(y, level.or)} : ${within(z, level.select)}`, level.select];
  }
  const comparison = comparisons[node.op];
  if (comparison) return [`${within(x, level.add)} ${comparison} ${within(y, level.add)}`, level.compare];
  const [symbol, own] = infix[node.op] ?? [];
  // The right operand of the same level keeps its parentheses: floating-point addition is not associative.
  if (symbol && own) return [`${within(x, own)} ${symbol} ${within(y, own + 1)}`, own];
  return [`${prefix}${node.op}(${args.map(({ text }) => text).join(', ')})`, level.atom];
}

function layOut({ nodes, outputs }: Expression, names: Names, style: PrintStyle): Layout {
  const uses = new Uint32Array(nodes.length);
  for (const output of outputs) uses[output]!++;
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (uses[i]! > 0) for (const arg of nodes[i]!.args) uses[arg]!++;
  }
  const definitions: { name: string; text: string }[] = [];
  const texts = new Map<NodeIndex, Text>();
  nodes.forEach((node, i) => {
    if (uses[i] === 0) return;
    const args = node.args.map((arg) => texts.get(arg)!);
    const [text, own] = compose(node, args, names, style);
    const depth = 1 + Math.max(0, ...args.map((arg) => arg.depth));
    const isNamed =
      node.args.length > 0 && ((uses[i]! > 1 && text.length > SHORT) || text.length > LONG || depth > DEEP);
    if (!isNamed) {
      texts.set(i, { text, level: own, depth });
      return;
    }
    const name = names.fresh();
    definitions.push({ name, text });
    texts.set(i, { text: name, level: level.atom, depth: 0 });
  });
  return { definitions, outputs: outputs.map((output) => texts.get(output)!.text) };
}

/** Names `t1`, `t2`, … that are no input's. */
function freshNames(prefix: string, taken: readonly string[]): () => string {
  let stem = prefix;
  while (taken.some((name) => name.startsWith(stem))) stem += '_';
  let count = 0;
  return () => `${stem}${++count}`;
}

/**
 * An expression in infix notation, a list in brackets when it has several outputs; long shared parts are named after
 * `where`. Inputs without a name in `inputNames` are called `x0`, `x1`, ….
 */
export function printExpression(
  expression: Expression,
  inputNames: readonly string[],
  style: PrintStyle = 'plain',
): string {
  const input = (index: number): string => inputNames[index] ?? `x${index}`;
  const { definitions, outputs } = layOut(expression, { input, fresh: freshNames('t', inputNames) }, style);
  const value = outputs.length === 1 ? outputs[0]! : `[${outputs.join(', ')}]`;
  if (definitions.length === 0) return value;
  return `${value}\n  where ${definitions.map(({ name, text }) => `${name} = ${text}`).join('\n        ')}`;
}

/** How a target's function names its parameters, its inputs and their types. */
interface Signature {
  readonly shape: string | undefined;
  readonly parameters: string;
  readonly inputs: readonly string[];
}

function tokenNames(parameter: string, { width, tokens }: Target['output']): string[] {
  return Array.from({ length: width * tokens }, (_, i) => `${parameter}[${Math.floor(i / width)}][${i % width}]`);
}

function signature({ domain, input, output }: Target): Signature {
  const matrix = ({ width, tokens }: Target['output']): string => `{ width: ${width}, tokens: ${tokens} }`;
  if (input.kind === 'cross') {
    return {
      shape: `{ query: ${matrix(input.query)}, key: ${matrix(input.key)} }`,
      parameters: 'XK: number[][], XQ: number[][]',
      inputs: [...tokenNames('XK', input.key), ...tokenNames('XQ', input.query)],
    };
  }
  // Scalar inputs cannot give several tokens in the file's language; one token of all inputs can.
  if (input.kind === 'sequence' || output.tokens > 1) {
    const shape = input.kind === 'sequence' ? input.shape : { width: domain.length, tokens: 1 };
    return { shape: matrix(shape), parameters: 'X: number[][]', inputs: tokenNames('X', shape) };
  }
  const letters = ['x', 'y', 'z'];
  const inputs = domain.map((_, i) => (domain.length <= letters.length ? letters[i]! : `x${i + 1}`));
  return { shape: undefined, parameters: inputs.map((name) => `${name}: number`).join(', '), inputs };
}

/** The value that the function returns: a number, a list, or a list of tokens. */
function returnedText({ output: { width, tokens } }: Target, outputs: readonly string[], isMatrix: boolean): string {
  if (!isMatrix) return outputs.length === 1 ? outputs[0]! : `[${outputs.join(', ')}]`;
  const rows = Array.from({ length: tokens }, (_, i) => `[${outputs.slice(i * width, (i + 1) * width).join(', ')}]`);
  return `[${rows.join(', ')}]`;
}

/**
 * A complete target file. Reading it gives a target with the same domain and the same value at every input, in every
 * number system: in float64 bit for bit. `pow` with a whole exponent is read again as an integer power, and derivative
 * operators cannot be read; no target that was read from a file has either.
 */
export function printTarget(target: Target): string {
  const fresh = freshNames('c', []);
  const constants: string[] = [];
  const real = ({ expression }: RealConstant): string => {
    const { definitions, outputs } = layOut(expression, { input: (i) => `x${i}`, fresh }, 'code');
    constants.push(...definitions.map(({ name, text }) => `const ${name} = ${text};`));
    return outputs[0]!;
  };
  const lines: string[] = [];
  const axes = target.domain.map(({ lower, upper }) => `  [${real(lower)}, ${real(upper)}],`);
  lines.push('export const domain = [', ...axes, '];');

  const { shape, parameters, inputs } = signature(target);
  if (shape !== undefined) lines.push(`export const shape = ${shape};`);
  if (target.modulus) {
    const [constant, exponent] = [real(target.modulus.constant), real(target.modulus.exponent)];
    const text = exponent === '1' ? `{ lipschitz: ${constant} }` : `{ holder: [${constant}, ${exponent}] }`;
    lines.push(`export const modulus = ${text};`);
  }
  if (target.ghost) lines.push('export const ghost = true;');
  if (target.singularities.length > 0) {
    const entries = target.singularities.map(
      ({ point, exponent }) => `  { point: [${point.map(real).join(', ')}], exponent: ${real(exponent)} },`,
    );
    lines.push('export const singularities = [', ...entries, '];');
  }

  const names = { input: (index: number) => inputs[index]!, fresh: freshNames('t', inputs) };
  const { definitions, outputs } = layOut(target.expression, names, 'code');
  const type = shape !== undefined ? 'number[][]' : outputs.length === 1 ? 'number' : 'number[]';
  const body = definitions.map(({ name, text }) => `  const ${name} = ${text};`);
  const value = returnedText(target, outputs, shape !== undefined);
  const code = [`export function target(${parameters}): ${type} {`, ...body, `  return ${value};`, '}'];
  return [...constants, ...lines, '', ...code, ''].join('\n');
}
