/**
 * From the tape of an expression to a Coq term over the real numbers of Coq's standard library.
 *
 * Coq's functions are total: `1 / 0`, `sqrt (-1)` and `ln 0` have values there. At every point where the expression is
 * defined, the term has the expression's value; a theorem about the term is one about the expression on a domain on which
 * the expression is defined.
 *
 * Minimum and maximum are written by absolute values, hyperbolic tangents by exponentials: what the tactic of coq-interval
 * knows. Operators for which Coq's library has no function of the same values are refused.
 */
import type { ConstantName } from '../numeric/number-system.js';
import type { Expression, Node, NodeIndex } from '../expression/expression.js';
import { decimalValue } from '../expression/parse/rational.js';
import { printExpression } from '../expression/print.js';
import { TargetError } from '../expression/target.js';
import { applied, argument, atom, infix, negated, rationalTerm, type CoqTerm } from './real-text.js';

/** A term, and the names of what it shares: `let t1 := … in let t2 := … in value`. */
export interface CoqFunction {
  readonly definitions: readonly { readonly name: string; readonly text: string }[];
  readonly value: string;
}

/** Exponents are natural numbers of Coq, which are unary. */
const MOST_EXPONENT = 1000;
/** Operations once all names are replaced by what they stand for, as the tactic does. */
const MOST_OPERATIONS = 500;
/** A shared operation is named when its text is longer than this, and any whose text is longer than the other. */
const SHORT = 16;
const LONG = 160;

const ONE = atom('1');
const TWO = atom('2');

const constants: Readonly<Record<ConstantName, CoqTerm>> = {
  PI: atom('PI'),
  E: applied('exp', ONE),
  LN2: applied('ln', TWO),
  LN10: applied('ln', atom('10')),
  LOG2E: infix(ONE, '/', applied('ln', TWO)),
  LOG10E: infix(ONE, '/', applied('ln', atom('10'))),
  SQRT2: applied('sqrt', TWO),
  SQRT1_2: infix(ONE, '/', applied('sqrt', TWO)),
};

/** What a refused operator is called in a target file, and what can be written instead. */
const refusals: Readonly<Partial<Record<Node['op'], readonly [name: string, remedy: string]>>> = {
  floor: ['Math.floor', 'Certify without --coq, or take a target without jumps.'],
  sign: ['Math.sign', 'Certify without --coq, or take a target without jumps.'],
  cbrt: ['Math.cbrt', 'Where its argument is positive, write Math.exp(Math.log(x) / 3).'],
  pow: [
    'a power whose exponent is no whole number',
    'Write Math.sqrt(x) for x ** 0.5; where the base is positive, Math.exp(y * Math.log(x)) for x ** y.',
  ],
  select: ['a branch', 'Write |x|, minima and maxima as Math.abs, Math.min and Math.max, or certify without --coq.'],
};

/**
 * The Coq term of an expression with one output, its input named `x`. `what` names the expression in messages.
 *
 * Throws a `TargetError` `unsupported` that names the operator and its place in the formula, and `too-large` for a formula
 * whose text with all shared parts written out has more than 500 operations.
 */
export function translate(expression: Expression, what: string): CoqFunction {
  const { nodes, outputs } = expression;
  const live = usesOf(expression);
  refuseUnknown(expression, live, what);
  refuseSize(expression, what);
  const definitions: { name: string; text: string }[] = [];
  const terms = new Map<NodeIndex, CoqTerm>();
  nodes.forEach((node, i) => {
    if (live[i] === 0) return;
    const term = termOf(
      node,
      node.args.map((arg) => terms.get(arg)!),
    );
    const isLong = term.text.length > (live[i]! > 1 ? SHORT : LONG);
    const isNamed = isLong && node.args.length > 0 && i !== outputs[0];
    if (!isNamed) {
      terms.set(i, term);
      return;
    }
    const name = `t${definitions.length + 1}`;
    definitions.push({ name, text: term.text });
    terms.set(i, atom(name));
  });
  return { definitions, value: argument(terms.get(outputs[0]!)!) };
}

/** The term in one line. */
export function inline({ definitions, value }: CoqFunction): string {
  if (definitions.length === 0) return value;
  return `(${definitions.map(({ name, text }) => `let ${name} := ${text} in `).join('')}${value})`;
}

/** How often the text of each operation stands in those that need it: twice where the translation writes it twice. */
function usesOf({ nodes, outputs }: Expression): Uint32Array {
  const uses = new Uint32Array(nodes.length);
  for (const output of outputs) uses[output]!++;
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (uses[i]! > 0) for (const arg of nodes[i]!.args) uses[arg]! += isWrittenTwice(nodes[i]!) ? 2 : 1;
  }
  return uses;
}

function isWrittenTwice({ op }: Node): boolean {
  return op === 'min' || op === 'max';
}

function termOf(node: Node, args: readonly CoqTerm[]): CoqTerm {
  const [x, y] = args as readonly [CoqTerm, CoqTerm];
  switch (node.op) {
    case 'literal':
      return rationalTerm(decimalValue(node.text)!);
    case 'constant':
      return constants[node.name];
    case 'input':
      return atom('x');
    case 'neg':
      return negated(x);
    case 'add':
      return infix(x, '+', y);
    case 'sub':
      return infix(x, '-', y);
    case 'mul':
      return infix(x, '*', y);
    case 'div':
      return infix(x, '/', y);
    case 'powInteger':
      return power(x, node.exponent);
    case 'abs':
      return applied('Rabs', x);
    case 'sqrt':
    case 'exp':
    case 'sin':
    case 'cos':
    case 'tan':
    case 'atan':
      return applied(node.op, x);
    case 'log':
      return applied('ln', x);
    case 'expm1':
      return infix(applied('exp', x), '-', ONE);
    case 'tanh':
      return infix(ONE, '-', infix(TWO, '/', infix(applied('exp', infix(TWO, '*', x)), '+', ONE)));
    case 'min':
      return infix(infix(infix(x, '+', y), '-', applied('Rabs', infix(x, '-', y))), '/', TWO);
    case 'max':
      return infix(infix(infix(x, '+', y), '+', applied('Rabs', infix(x, '-', y))), '/', TWO);
    case 'hypot':
      return applied('sqrt', infix(power(x, 2), '+', power(y, 2)));
    default:
      throw new TypeError(`${node.op} has no translation`);
  }
}

function power(x: CoqTerm, exponent: number): CoqTerm {
  const whole = infix(atom(argument(x)), '^', atom(String(Math.abs(exponent))));
  return exponent < 0 ? infix(ONE, '/', whole) : whole;
}

/** Refuses, before any text is made, the first operation that has no translation. */
function refuseUnknown(expression: Expression, live: Uint32Array, what: string): void {
  expression.nodes.forEach((node, i) => {
    if (live[i] === 0) return;
    const reason = refusalOf(node);
    if (reason === undefined) return;
    const [name, remedy] = reason;
    const text = shortened(printExpression({ ...expression, outputs: [i] }, ['x'], 'code'));
    throw new TargetError({
      code: 'unsupported',
      found: `${what}: ${name} has no Coq translation, in ${text}`,
      remedy,
    });
  });
}

function refusalOf(node: Node): readonly [name: string, remedy: string] | undefined {
  if (node.op === 'literal' && decimalValue(node.text) === undefined) {
    return ['a number of so many digits', 'Give the number with fewer digits or a smaller exponent.'];
  }
  if (node.op === 'powInteger' && Math.abs(node.exponent) > MOST_EXPONENT) {
    return [`an exponent beyond ${MOST_EXPONENT}`, 'Write the power as a product of smaller powers.'];
  }
  // A condition stands below the branch that needs it: the branch is what the author wrote.
  if (['less', 'lessOrEqual', 'equal', 'and', 'or', 'not'].includes(node.op)) return refusals.select;
  if (/Slope$|^kink$/.test(node.op)) return [`the derivative operator ${node.op}`, 'Certify without --coq.'];
  return refusals[node.op];
}

function refuseSize({ nodes, outputs }: Expression, what: string): void {
  const sizes: number[] = [];
  for (const node of nodes) {
    const size = node.args.reduce((sum, arg) => sum + sizes[arg]!, 0);
    sizes.push(isWrittenTwice(node) ? 2 * size + 4 : size + 1);
  }
  const total = sizes[outputs[0]!]!;
  if (total <= MOST_OPERATIONS) return;
  throw new TargetError({
    code: 'too-large',
    found: `${what}: its formula has ${total} operations when shared parts are written out; at most ${MOST_OPERATIONS} are translated`,
    remedy: 'Certify without --coq, or take a shorter formula.',
  });
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
