/**
 * Hölder constants by composition: `|f(p) − f(q)| ≤ H·‖p − q‖₂^α` on a convex domain, proved operation by operation.
 *
 * Each operation turns Hölder constants of its arguments into one of its value. Powers with exponent `β ≤ 1` use
 * `|a^β − b^β| ≤ |a − b|^β` (the cube root of numbers of both signs `4^{1/3}|a − b|^{1/3}`, by concavity), everything
 * else the slopes enclosed over the whole domain. Not sharp in general, but it holds where slopes are infinite, as for
 * `√x` at 0.
 */
import { ExpressionBuilder } from '../expression/builder.js';
import { isContinuousSwitch } from '../expression/continuous-switch.js';
import { boxIntervals } from '../expression/definedness.js';
import { constantValues, evaluate } from '../expression/evaluate.js';
import type { Expression, Node, NodeIndex } from '../expression/expression.js';
import { normalise } from '../expression/normalise.js';
import { isNumericOperation, operators } from '../expression/operators/index.js';
import { addUp, divUp, mulUp, subDown, subUp } from '../numeric/directed.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import { powUpper } from '../numeric/kernels.js';
import { boundDiameter, domainBoxes, type FunctionOnBox } from './box.js';

/** At least the cube root of 4. */
const CUBE_ROOT_OF_4 = 1.5874010519682;

/** `sup x^y` over `y` in [lo, hi], rounded up, for `0 ≤ x ≤ ∞` and `lo ≥ 0`. */
function powerUp(x: number, lo: number, hi: number): number {
  if (x === Infinity) return hi > 0 ? Infinity : 1;
  if (x === 0) return lo > 0 ? 0 : 1;
  return powUpper(x, x, lo, hi);
}

/** An exponent β in (0, 1] of a power, enclosed, and `C` in `|a^β − b^β| ≤ C|a − b|^β`. */
interface PowerLaw {
  readonly exponent: Interval;
  readonly factor: number;
}

class HolderComposition {
  private readonly expression: Expression;
  /** Bounds of the slope of each operation in each argument, over the domain. */
  private readonly slopes: readonly (readonly number[])[];
  private readonly constants: ReadonlyMap<NodeIndex, Interval>;
  private readonly diameter: number;
  private readonly known = new Map<string, number>();

  constructor(expression: Expression, box: Float64Array, diameter: number) {
    this.expression = expression;
    this.diameter = diameter;
    this.constants = constantValues(expression, intervalSystem);
    const b = new ExpressionBuilder(expression);
    const partials = expression.nodes.map((node, self) =>
      isNumericOperation(node)
        ? node.args.map((_, k) => {
            const along = node.args.map((_arg, i) => (i === k ? b.literal('1') : undefined));
            return operators[node.op].tangent(b, node, self, along) ?? b.literal('0');
          })
        : [],
    );
    const values = evaluate(b.finish(expression.inputs, partials.flat()), intervalSystem, boxIntervals(box));
    let next = 0;
    this.slopes = partials.map((row) => row.map(() => magnitude(values[next++]!)));
  }

  /** An upper bound of the Hölder constant of a node for the exponent `alpha` in (0, 1]. */
  constant(root: NodeIndex, alpha: number): number {
    const key = `${root} ${alpha}`;
    const found = this.known.get(key) ?? this.find(this.expression.nodes[root]!, root, alpha);
    this.known.set(key, found);
    return found;
  }

  private find(node: Node, self: NodeIndex, alpha: number): number {
    if (node.op === 'input') return powerUp(this.diameter, subDown(1, alpha), subUp(1, alpha));
    if (this.constants.has(self)) return 0;
    if (node.op === 'select') {
      if (!isContinuousSwitch(this.expression, self)) return Infinity;
      return addUp(this.constant(node.args[1], alpha), this.constant(node.args[2], alpha));
    }
    if (!isNumericOperation(node)) return Infinity;
    const ofArguments = node.args.map((arg) => this.constant(arg, alpha));
    if (node.op === 'min' || node.op === 'max') return Math.max(...ofArguments);
    const bySlopes = ofArguments.reduce((sum, h, k) => addUp(sum, mulUp(this.slopes[self]![k]!, h)), 0);
    return Math.min(bySlopes, this.byPower(node, alpha));
  }

  private powerLaw(node: Node): PowerLaw | undefined {
    if (node.op === 'sqrt') return { exponent: intervalSystem.fromNumber(0.5), factor: 1 };
    if (node.op === 'cbrt') {
      const third = intervalSystem.div(intervalSystem.fromNumber(1), intervalSystem.fromNumber(3));
      return { exponent: third, factor: CUBE_ROOT_OF_4 };
    }
    const exponent = node.op === 'pow' ? this.constants.get(node.args[1]) : undefined;
    const isBelowOne =
      exponent !== undefined && intervalSystem.lower(exponent) > 0 && intervalSystem.upper(exponent) <= 1;
    return isBelowOne ? { exponent, factor: 1 } : undefined;
  }

  /**
   * `|a^β − b^β| ≤ C|a − b|^β ≤ C(H d^γ)^β` with the constant `H` of the base for `γ ≥ α/β`; as `d` is at most the
   * diameter `D`, `d^{γβ} ≤ max(1, D)^{γβ − α} d^α`.
   */
  private byPower(node: Node, alpha: number): number {
    const law = this.powerLaw(node);
    if (law === undefined) return Infinity;
    const [lo, hi] = [intervalSystem.lower(law.exponent), intervalSystem.upper(law.exponent)];
    const gamma = divUp(alpha, lo);
    if (gamma > 1) return Infinity;
    const base = powerUp(this.constant(node.args[0]!, gamma), lo, hi);
    const excess = powerUp(Math.max(1, this.diameter), 0, Math.max(0, subUp(mulUp(gamma, hi), alpha)));
    return mulUp(mulUp(law.factor, base), excess);
  }
}

/** The largest absolute value of an enclosure; infinite for an empty one, whose slope is not known. */
function magnitude(value: Interval): number {
  const largest = Math.max(-intervalSystem.lower(value), intervalSystem.upper(value));
  return Number.isNaN(largest) ? Infinity : largest;
}

/**
 * A double `H` such that `|f(p) − f(q)| ≤ H·‖p − q‖₂^alpha` on the domain of a target that is defined there, largest
 * entry of the outputs; `Infinity` when none was found. `alpha` is a double in (0, 1]. Cost: one pass over the tape per
 * exponent that comes up.
 */
export function boundHolderConstant(target: FunctionOnBox, alpha: number): number {
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`a Hölder exponent lies in (0, 1], found ${alpha}`);
  const boxes = domainBoxes(target);
  const expression = normalise(target.expression);
  const composition = new HolderComposition(expression, boxes.outer, boundDiameter(boxes));
  return Math.max(0, ...expression.outputs.map((output) => composition.constant(output, alpha)));
}
