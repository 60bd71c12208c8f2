/**
 * Where a function may have kinks, jumps or infinite slopes, read off its expression.
 *
 * Every operator is analytic inside its natural domain except at the zeros of some subexpression: `abs(u)` and `cbrt(u)`
 * at `u = 0`, `min(u, v)` at `u = v`, `floor(u)` at integers, a choice where its comparison changes. A subexpression
 * whose certified range leaves that set out cannot cause trouble; what remains is named, which does not mean that the
 * function is rough there (`abs(u)·u` is not).
 */
import { domainBox, type FunctionOnBox } from './box.js';
import { ExpressionBuilder } from '../expression/builder.js';
import { isContinuousSwitch } from '../expression/continuous-switch.js';
import type { Expression, Node, NodeIndex } from '../expression/expression.js';
import { printExpression } from '../expression/print.js';
import { encloseRange } from '../expression/range.js';

export interface Roughness {
  /** A choice is a kink where its pieces are shown to meet, and otherwise a jump. */
  readonly kind: 'kink' | 'jump' | 'infinite slope';
  /** Where, as an equation or condition in the inputs. */
  readonly where: string;
}

/** Boxes per subexpression: enough to see that something simple stays away from 0. */
const RANGE_BOXES = 300;
/** Places named; a long list tells a reader nothing more. */
const MOST_PLACES = 6;

/**
 * The places where an output may fail to be smooth, at most `MOST_PLACES`; none: it is smooth on the domain, provided
 * that it is defined there. Cost: one range per operator that is not analytic, until the list is full.
 */
export function findRoughness(target: FunctionOnBox, output: number): readonly Roughness[] {
  const { expression } = target;
  const alone = new ExpressionBuilder(expression).finish(expression.inputs, [expression.outputs[output]!]);
  const builder = new ExpressionBuilder(alone);
  const box = domainBox(target);
  const found = new Map<string, Roughness>();
  const kinds = kindsOfComparisons(alone);
  for (const [index, node] of alone.nodes.entries()) {
    if (found.size === MOST_PLACES) break;
    const rough = roughnessOf(node, kinds.get(index), builder);
    if (rough === undefined) continue;
    const part = builder.finish(alone.inputs, [rough.quantity]);
    const { lower, upper } = encloseRange(part, box, { boxes: RANGE_BOXES }).outputs[0]!;
    if (rough.harmless(lower, upper)) continue;
    const where = rough.where(rough.sides.map((side) => printExpression(builder.finish(alone.inputs, [side]), [])));
    found.set(where, { kind: rough.kind, where });
  }
  return [...found.values()];
}

/** Of every comparison that a choice depends on: do the pieces of all those choices meet where it changes? */
function kindsOfComparisons(expression: Expression): ReadonlyMap<NodeIndex, 'kink' | 'jump'> {
  const kinds = new Map<NodeIndex, 'kink' | 'jump'>();
  expression.nodes.forEach((node, index) => {
    if (node.op !== 'select') return;
    const kind = isContinuousSwitch(expression, index) ? 'kink' : 'jump';
    for (const comparison of comparisonsOf(expression, node.args[0])) {
      if (kinds.get(comparison) !== 'jump') kinds.set(comparison, kind);
    }
  });
  return kinds;
}

/** The comparisons of a condition. */
function comparisonsOf(expression: Expression, condition: NodeIndex): readonly NodeIndex[] {
  const { op, args } = expression.nodes[condition]!;
  if (op === 'less' || op === 'lessOrEqual' || op === 'equal') return [condition];
  return args.flatMap((arg) => comparisonsOf(expression, arg));
}

interface Suspect {
  readonly kind: Roughness['kind'];
  /** What must keep away from 0, or from integers. */
  readonly quantity: NodeIndex;
  readonly harmless: (lower: number, upper: number) => boolean;
  /** What the words speak of. */
  readonly sides: readonly NodeIndex[];
  readonly where: (sides: readonly string[]) => string;
}

function roughnessOf(
  node: Node,
  comparison: 'kink' | 'jump' | undefined,
  builder: ExpressionBuilder,
): Suspect | undefined {
  switch (node.op) {
    case 'abs':
      return zeroOf('kink', node.args[0]);
    case 'sqrt':
    case 'cbrt':
    case 'pow':
      return zeroOf('infinite slope', node.args[0]);
    case 'sign':
      return zeroOf('jump', node.args[0]);
    case 'floor':
      return {
        ...zeroOf('jump', node.args[0]),
        harmless: (lower, upper) => Math.floor(lower) === Math.floor(upper),
        where: ([side]) => `${side!} is a whole number`,
      };
    case 'min':
    case 'max':
      return { ...zeroOf('kink', builder.binary('sub', ...node.args)), ...equality(node.args) };
    case 'hypot':
      return {
        ...zeroOf('kink', builder.binary('hypot', ...node.args)),
        sides: node.args,
        where: ([x, y]) => `${x!} = ${y!} = 0`,
      };
    case 'less':
    case 'lessOrEqual':
    case 'equal':
      return { ...zeroOf(comparison ?? 'jump', builder.binary('sub', ...node.args)), ...equality(node.args) };
    default:
      return undefined;
  }
}

function zeroOf(kind: Roughness['kind'], quantity: NodeIndex): Suspect {
  return {
    kind,
    quantity,
    harmless: (lower, upper) => lower > 0 || upper < 0,
    sides: [quantity],
    where: ([side]) => `${side!} = 0`,
  };
}

function equality(sides: readonly NodeIndex[]): Pick<Suspect, 'sides' | 'where'> {
  return { sides, where: ([x, y]) => `${x!} = ${y!}` };
}

/** In words, for people: possible jumps first, because no claim about the sup norm can hold across one with a small bound. */
export function describeSmoothness(places: readonly Roughness[]): string {
  if (places.length === 0) return 'smooth on the domain';
  const jumps = places.filter(({ kind }) => kind === 'jump').map(({ where }) => `may jump where ${where}`);
  const others = places.filter(({ kind }) => kind !== 'jump').map(({ kind, where }) => `${kind} where ${where}`);
  const parts = [...jumps, ...(others.length === 0 ? [] : [`possibly not smooth: ${others.join('; ')}`])];
  return `${parts.join('; ')}${places.length === MOST_PLACES ? '; perhaps more' : ''}`;
}
