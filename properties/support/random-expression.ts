/**
 * Random expressions for the tests of evaluation, derivatives and enclosures. They are defined on the whole space
 * unless asked otherwise, and their values stay moderate on small boxes.
 */
import fc from 'fast-check';
import { ExpressionBuilder } from '../../src/expression/builder.js';
import type { ComparisonOperator, Expression, NodeIndex } from '../../src/expression/expression.js';

export interface RandomExpressionOptions {
  readonly inputs: number;
  readonly outputs?: number;
  /** `abs`, `min`, `max`, `hypot`, and switches. */
  readonly kinks?: boolean;
  /** `floor`, `sign`, and switches between unrelated branches. */
  readonly jumps?: boolean;
  /** Operations outside whose natural domain arguments may fall. */
  readonly partial?: boolean;
}

/** How many random cases a test of expressions runs: `cases`, and twenty times as many with SOFTPROOF_PROFILE=deep. */
export function runs(cases: number): number {
  return process.env['SOFTPROOF_PROFILE'] === 'deep' ? 20 * cases : cases;
}

/** Builds a node: a recipe that is shared, printed and shrunk as plain data. */
interface Recipe {
  readonly name: string;
  readonly parts: readonly (Recipe | number)[];
}

const LITERALS = ['0', '1', '2', '0.1', '0.5', '3', '0.7', '1.25', '1e-3'];

const SMOOTH = [
  'neg',
  'sin',
  'cos',
  'atan',
  'tanh',
  'square',
  'cube',
  'expOfSine',
  'expm1OfSine',
  'safeSqrt',
  'safeLog',
];
const SMOOTH_PAIRS = ['add', 'sub', 'mul', 'safeDiv', 'safePow'];
const KINKED = ['abs', 'positivePart'];
const KINKED_PAIRS = ['min', 'max', 'hypot', 'root'];
const PARTIAL = ['sqrt', 'log', 'tan', 'reciprocalSquare', 'cbrt'];
const PARTIAL_PAIRS = ['div', 'pow'];
const COMPARISONS: readonly ComparisonOperator[] = ['less', 'lessOrEqual', 'equal'];

function buildRecipe(b: ExpressionBuilder, recipe: Recipe): NodeIndex {
  const { name, parts } = recipe;
  const part = (i: number): NodeIndex => buildRecipe(b, parts[i] as Recipe);
  const count = (i: number): number => parts[i] as number;
  const one = b.literal('1');
  const square = (x: NodeIndex): NodeIndex => b.powInteger(x, 2);
  switch (name) {
    case 'input':
      return b.input(count(0));
    case 'literal':
      return b.literal(LITERALS[count(0)]!);
    case 'pi':
      return b.constant('PI');
    case 'neg':
    case 'sin':
    case 'cos':
    case 'atan':
    case 'tanh':
    case 'abs':
    case 'sign':
    case 'floor':
    case 'sqrt':
    case 'cbrt':
    case 'log':
    case 'tan':
      return b.unary(name, part(0));
    case 'square':
      return square(part(0));
    case 'cube':
      return b.powInteger(part(0), 3);
    case 'expOfSine':
      return b.unary('exp', b.unary('sin', part(0)));
    case 'expm1OfSine':
      return b.unary('expm1', b.unary('sin', part(0)));
    case 'safeSqrt':
      return b.unary('sqrt', b.binary('add', one, square(part(0))));
    case 'safeLog':
      return b.unary('log', b.binary('add', b.literal('2'), b.unary('cos', part(0))));
    case 'reciprocalSquare':
      return b.powInteger(part(0), -2);
    case 'positivePart': {
      const x = part(0);
      return b.select(b.compare('less', b.literal('0'), x), x, b.literal('0'));
    }
    case 'add':
    case 'sub':
    case 'mul':
    case 'min':
    case 'max':
    case 'hypot':
    case 'div':
    case 'pow':
      return b.binary(name, part(0), part(1));
    case 'root':
      return b.unary('sqrt', b.binary('add', b.binary('mul', part(0), part(0)), b.binary('mul', part(1), part(1))));
    case 'safeDiv':
      return b.binary('div', part(0), b.binary('add', one, square(part(1))));
    case 'safePow':
      return b.binary('pow', b.binary('add', b.literal('0.5'), square(part(0))), b.unary('sin', part(1)));
    case 'choose': {
      const condition = b.compare(COMPARISONS[count(0)]!, part(1), part(2));
      return b.select(condition, part(3), part(4));
    }
    case 'within': {
      const above = b.compare('less', part(0), part(1));
      const both = b.logical('and', above, b.not(b.compare('less', part(2), part(1))));
      return b.select(b.logical('or', both, b.compare('less', part(2), part(0))), part(1), part(2));
    }
    default:
      throw new TypeError(`no recipe '${name}'`);
  }
}

function recipes({ inputs, kinks, jumps, partial }: RandomExpressionOptions): fc.Arbitrary<Recipe> {
  const unary = [...SMOOTH, ...(kinks ? KINKED : []), ...(jumps ? ['floor', 'sign'] : []), ...(partial ? PARTIAL : [])];
  const binary = [...SMOOTH_PAIRS, ...(kinks ? KINKED_PAIRS : []), ...(partial ? PARTIAL_PAIRS : [])];
  const input = fc.nat(inputs - 1).map((index): Recipe => ({ name: 'input', parts: [index] }));
  const literal = fc.nat(LITERALS.length - 1).map((index): Recipe => ({ name: 'literal', parts: [index] }));
  const leaf = fc.oneof({ weight: 4, arbitrary: input }, literal, fc.constant<Recipe>({ name: 'pi', parts: [] }));
  return fc.letrec<{ node: Recipe }>((tie) => {
    const node = tie('node');
    const operation = (names: readonly string[], ...parts: fc.Arbitrary<Recipe | number>[]): fc.Arbitrary<Recipe> =>
      fc.record({ name: fc.constantFrom(...names), parts: fc.tuple(...parts) });
    const choices = [operation(unary, node), operation(binary, node, node)];
    if (jumps) choices.push(operation(['choose'], fc.nat(COMPARISONS.length - 1), node, node, node, node));
    if (jumps) choices.push(operation(['within'], node, node, node));
    return { node: fc.oneof({ depthSize: 'small', maxDepth: 4 }, leaf, ...choices) };
  }).node;
}

/** Random expressions; they depend on their inputs unless they shrink to constants. */
export function randomExpression(options: RandomExpressionOptions): fc.Arbitrary<Expression> {
  const { inputs, outputs = 1 } = options;
  return fc.array(recipes(options), { minLength: outputs, maxLength: outputs }).map((chosen) => {
    const b = new ExpressionBuilder();
    const nodes = chosen.map((recipe) => buildRecipe(b, recipe));
    return b.finish(inputs, nodes);
  });
}

/** A number in [−2, 2]: often a short one, where kinks and jumps are. */
export const coordinate: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -8, max: 8 }).map((n) => n / 4),
  fc.double({ min: -2, max: 2, noNaN: true }),
);

/** A box in [−3, 3]^n as lo0, hi0, lo1, hi1, …; some axes are single points, some are short. */
export function randomBox(inputs: number): fc.Arbitrary<Float64Array> {
  const width = fc.oneof(
    fc.constantFrom(0, 0.25, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constant(2 ** -30),
  );
  const axis = fc.tuple(coordinate, width).map(([lo, size]) => [lo, lo + size]);
  return fc.array(axis, { minLength: inputs, maxLength: inputs }).map((axes) => Float64Array.from(axes.flat()));
}

/** Points of a box, among them its corners. */
export function pointIn(box: Float64Array): fc.Arbitrary<Float64Array> {
  const part = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
  const parts = fc.array(part, { minLength: box.length / 2, maxLength: box.length / 2 });
  return parts.map((share) =>
    Float64Array.from(share, (t, i) => {
      const [lo, hi] = [box[2 * i]!, box[2 * i + 1]!];
      return Math.min(hi, Math.max(lo, lo + t * (hi - lo)));
    }),
  );
}
