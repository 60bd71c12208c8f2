/**
 * How fast a function grows near a point at which it is undefined: `|f(x)| ≤ C‖x − c‖₂^{−a}` on a box around `c`, proved
 * operation by operation. Declared singularities are checked by it, not believed.
 *
 * Each operation gets an upper and a lower power law in `r = ‖x − c‖₂` (`GrowthLaws`). They start from ranges over the box;
 * from zeros at `c` (exact, in rational arithmetic) with a bound of the slope, `|u| ≤ G r`; and from distances: an entry of
 * a single input that vanishes at `c` with slope at least `m` has `|u_i| ≥ m|x_i − c_i|`, so the length of a vector of such
 * entries, one for each input, is at least `min m · r`. They go on through products, quotients, powers, roots, logarithms,
 * sums, minima and choices.
 */
import { boxIntervals } from '../expression/definedness.js';
import { evaluate, evaluateConstant } from '../expression/evaluate.js';
import { gradient } from '../expression/differentiate.js';
import type { Expression, Node, NodeIndex } from '../expression/expression.js';
import { rationalValues } from '../expression/fold-rational.js';
import { normalise } from '../expression/normalise.js';
import { isTruth } from '../expression/rewrite.js';
import type { Singularity } from '../expression/target.js';
import { addUp, mulDown, mulUp, sqrtUp, subUp } from '../numeric/directed.js';
import { intervalSystem, isEmpty, mag, mig, type Interval } from '../numeric/interval.js';
import { GrowthLaws, UNKNOWN, type Laws, type LowerLaw, type UpperLaw } from './growth-laws.js';

export type { UpperLaw } from './growth-laws.js';

class GrowthAnalysis {
  private readonly expression: Expression;
  private readonly algebra: GrowthLaws;
  /** What a logarithm may grow like. */
  private readonly allowance: number;
  private readonly ranges: ReadonlyMap<NodeIndex, Interval>;
  /** Slopes along every input, input by input. */
  private readonly slopes: ReadonlyMap<NodeIndex, readonly Interval[]>;
  private readonly isZero: readonly boolean[];
  private readonly inputsOf: readonly ReadonlySet<number>[];
  private readonly known: Laws[] = [];

  constructor(expression: Expression, point: readonly Expression[], box: Float64Array, allowance: number) {
    this.expression = expression;
    this.algebra = new GrowthLaws(boundRadius(point, box));
    this.allowance = allowance;
    const numeric = [...expression.nodes.keys()].filter((i) => !isTruth(expression.nodes[i]!));
    const all = { ...expression, outputs: numeric };
    const inputs = boxIntervals(box);
    const values = evaluate(all, intervalSystem, inputs);
    const derivatives = evaluate(gradient(all), intervalSystem, inputs);
    const g = expression.inputs;
    this.ranges = new Map(numeric.map((index, k) => [index, values[k]!]));
    this.slopes = new Map(numeric.map((index, k) => [index, derivatives.slice(k * g, (k + 1) * g)]));
    const coordinates = point.map((coordinate) => rationalValues(coordinate, [])[coordinate.outputs[0]!]);
    this.isZero = rationalValues(expression, coordinates).map((value) => value?.numerator === 0n);
    this.inputsOf = inputSets(expression);
    expression.nodes.forEach((node, index) => this.known.push(isTruth(node) ? UNKNOWN : this.find(node, index)));
  }

  laws(index: NodeIndex): Laws {
    return this.known[index]!;
  }

  /** Is every operation defined at all points of the box but the singular one? `false` may also mean that this is not seen. */
  isDefinedBeside(): boolean {
    return this.expression.nodes.every((node, index) => {
      const range = this.ranges.get(index);
      return range === undefined || (range.defined && !isEmpty(range)) || this.hasDefinedValue(node);
    });
  }

  /** Is the operation defined beside the point, if its arguments are? */
  private hasDefinedValue(node: Node): boolean {
    const isNotZero = (k: number): boolean => this.known[node.args[k]!]!.lower !== undefined;
    const isNotNegative = (k: number): boolean => this.ranges.get(node.args[k]!)!.lo >= 0;
    switch (node.op) {
      case 'div':
        return isNotZero(1);
      case 'powInteger':
        return node.exponent >= 0 || isNotZero(0);
      case 'sqrt':
        return isNotNegative(0);
      case 'log':
      case 'pow':
        return isNotNegative(0) && isNotZero(0);
      case 'tan':
        return false;
      default:
        // The others are defined for all numbers.
        return true;
    }
  }

  private find(node: Node, index: NodeIndex): Laws {
    const byRange = this.fromRange(this.ranges.get(index)!);
    const byZero = this.fromZero(index);
    const byOperation = this.fromOperation(node, index);
    const upper = [byRange.upper, byZero.upper, byOperation.upper].filter((law) => law !== undefined);
    return {
      // All are true; the one of the smallest exponent says most near the point.
      upper: upper.sort((x, y) => x.exponent - y.exponent)[0],
      lower: byRange.lower ?? byOperation.lower ?? byZero.lower,
    };
  }

  private fromRange(range: Interval): Laws {
    if (isEmpty(range) || !range.defined || !(mag(range) < Infinity)) return UNKNOWN;
    return {
      upper: this.algebra.upper(mag(range), 0, 0),
      lower: mig(range) > 0 ? this.algebra.lower(mig(range), 0, 0) : undefined,
    };
  }

  private fromZero(index: NodeIndex): Laws {
    if (!this.isZero[index]) return UNKNOWN;
    const square = this.slopes.get(index)!.reduce((sum, slope) => addUp(sum, mulUp(mag(slope), mag(slope))), 0);
    const slope = this.expression.inputs === 1 ? this.leastSlope(index) : undefined;
    return {
      // NaN, where a slope is not known, makes no law.
      upper: this.algebra.upper(sqrtUp(square), -1, -1),
      lower: slope === undefined ? undefined : this.algebra.lower(slope, 1, 1),
    };
  }

  /** The least steepness over the box of something that depends on one input only, if it is not 0. */
  private leastSlope(index: NodeIndex): number | undefined {
    const [input, ...others] = this.inputsOf[index]!;
    if (input === undefined || others.length > 0) return undefined;
    const slope = this.slopes.get(index)![input]!;
    const least = isEmpty(slope) ? 0 : mig(slope);
    return least > 0 ? least : undefined;
  }

  private fromOperation(node: Node, index: NodeIndex): Laws {
    const { algebra } = this;
    const of = (k: number): Laws => this.known[node.args[k]!]!;
    switch (node.op) {
      case 'neg':
      case 'abs':
        return of(0);
      case 'mul':
        return algebra.product(of(0), of(1));
      case 'div':
        return algebra.product(of(0), algebra.power(of(1), -1, -1));
      case 'sqrt':
        return algebra.power(of(0), 0.5, 0.5);
      case 'cbrt':
        return this.raised(of(0), intervalSystem.div(intervalSystem.fromNumber(1), intervalSystem.fromNumber(3)));
      case 'powInteger':
        return algebra.power(of(0), node.exponent, node.exponent);
      case 'pow':
        return this.raised(of(0), this.ranges.get(node.args[1])!);
      case 'log':
        return { upper: algebra.logarithm(of(0), this.allowance / 2), lower: undefined };
      case 'hypot':
        return (
          this.length(index, 1) ?? {
            upper: algebra.sum(of(0).upper, of(1).upper),
            lower: stronger(of(0).lower, of(1).lower),
          }
        );
      case 'add':
      case 'sub':
        return this.length(index, 2) ?? this.addition(node.op, node.args);
      case 'max':
      case 'min':
        return this.extreme(node.op, node.args);
      case 'select':
        return {
          upper: algebra.largest(of(1).upper, of(2).upper),
          lower: algebra.smallest(of(1).lower, of(2).lower),
        };
      default:
        return UNKNOWN;
    }
  }

  /** `u^y` for a constant `y`, known to be (nearly) one double. */
  private raised(laws: Laws, { lo, hi }: Interval): Laws {
    return hi - lo <= 1e-12 ? this.algebra.power(laws, lo, hi) : UNKNOWN;
  }

  private addition(op: 'add' | 'sub', args: readonly NodeIndex[]): Laws {
    const [x, y] = args.map((arg) => this.known[arg]!) as [Laws, Laws];
    const [first, second] = args.map((arg) => this.ranges.get(arg)!) as [Interval, Interval];
    const isNonNegative = first.lo >= 0 && (op === 'add' ? second.lo >= 0 : second.hi <= 0);
    return {
      upper: this.algebra.sum(x.upper, y.upper),
      lower: isNonNegative ? stronger(x.lower, y.lower) : undefined,
    };
  }

  private extreme(op: 'min' | 'max', args: readonly NodeIndex[]): Laws {
    const [x, y] = args.map((arg) => this.known[arg]!) as [Laws, Laws];
    const isNonNegative = args.every((arg) => this.ranges.get(arg)!.lo >= 0);
    const lower = op === 'max' ? stronger(x.lower, y.lower) : this.algebra.smallest(x.lower, y.lower);
    if (!isNonNegative) return { upper: this.algebra.largest(x.upper, y.upper), lower: undefined };
    // The smaller of two numbers that are not negative obeys the upper law of either.
    const either = [x.upper, y.upper].filter((law) => law !== undefined).sort((a, b) => a.exponent - b.exponent)[0];
    return { upper: op === 'min' ? either : this.algebra.largest(x.upper, y.upper), lower };
  }

  /**
   * The length of a vector (nested `hypot`, power 1) or its square (a sum of squares, power 2) whose entries each depend on
   * one input, a different one for each, and vanish at the point; all inputs must occur. Undefined for anything else.
   */
  private length(index: NodeIndex, power: 1 | 2): Laws | undefined {
    const { inputs } = this.expression;
    const entries = this.entries(index, power);
    if (entries?.length !== inputs) return undefined;
    const met = new Set<number>();
    let [least, most] = [Infinity, 0];
    for (const entry of entries) {
      const slope = this.leastSlope(entry);
      if (slope === undefined || !this.isZero[entry]) return undefined;
      const [input] = this.inputsOf[entry]!;
      met.add(input!);
      least = Math.min(least, slope);
      most = Math.max(most, mag(this.slopes.get(entry)![input!]!));
    }
    if (met.size !== inputs) return undefined;
    const factor = power === 1 ? [least, most] : [mulDown(least, least), mulUp(most, most)];
    return {
      upper: this.algebra.upper(factor[1]!, -power, -power),
      lower: this.algebra.lower(factor[0]!, power, power),
    };
  }

  private entries(index: NodeIndex, power: 1 | 2): readonly NodeIndex[] | undefined {
    const node = this.expression.nodes[index]!;
    if (power === 1 && node.op !== 'hypot') return [this.withoutSign(index)];
    if (node.op === 'powInteger' && node.exponent === 2) return [this.withoutSign(node.args[0])];
    // A square of a length is a sum of squares; the length of squares is not.
    if (node.op !== (power === 1 ? 'hypot' : 'add')) return undefined;
    const parts = node.args.map((arg) => this.entries(arg, power));
    return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part!);
  }

  private withoutSign(index: NodeIndex): NodeIndex {
    const node = this.expression.nodes[index]!;
    return node.op === 'abs' || node.op === 'neg' ? this.withoutSign(node.args[0]) : index;
  }
}

/** Of two laws of which each holds alone the one that says more near the point. */
function stronger(x: LowerLaw | undefined, y: LowerLaw | undefined): LowerLaw | undefined {
  if (x === undefined || y === undefined) return x ?? y;
  return x.exponent <= y.exponent ? x : y;
}

function inputSets({ nodes }: Expression): readonly ReadonlySet<number>[] {
  const sets: Set<number>[] = [];
  for (const node of nodes) {
    const own = new Set(node.op === 'input' ? [node.index] : []);
    for (const arg of node.args) for (const input of sets[arg]!) own.add(input);
    sets.push(own);
  }
  return sets;
}

/** An upper bound of the distance of points of the box from the point. */
export function boundRadius(point: readonly Expression[], box: Float64Array): number {
  let square = 0;
  point.forEach((coordinate, t) => {
    const { lo, hi } = evaluateConstant(coordinate, intervalSystem);
    const reach = Math.max(0, subUp(box[2 * t + 1]!, lo), subUp(hi, box[2 * t]!));
    square = addUp(square, mulUp(reach, reach));
  });
  return sqrtUp(square);
}

/** The box, stretched to where it contains the point: a segment from the point to any of the box stays in it. */
function stretched(box: Float64Array, point: readonly Expression[]): Float64Array {
  const around = Float64Array.from(box);
  point.forEach((coordinate, t) => {
    const { lo, hi } = evaluateConstant(coordinate, intervalSystem);
    around[2 * t] = Math.min(box[2 * t]!, lo);
    around[2 * t + 1] = Math.max(box[2 * t + 1]!, hi);
  });
  return around;
}

/**
 * Laws `|f_r(x)| ≤ C‖x − c‖₂^{−a}` for every output over a box (at points other than the singular one where `f` is defined),
 * or undefined for an output of which none was found. They hold on a box around both, and far from the point say little.
 * Cost: one pass over the tape and its gradient in interval arithmetic.
 */
export function singularGrowth(
  expression: Expression,
  singularity: Singularity,
  box: Float64Array,
): readonly (UpperLaw | undefined)[] {
  const normal = normalise(expression);
  const analysis = analyse(normal, singularity, box);
  return normal.outputs.map((output) => analysis.laws(output).upper);
}

/**
 * Is an expression shown to be defined at every point of the box but the singular one? It may be unbounded there. Cost: as
 * `singularGrowth`.
 */
export function isDefinedBeside(expression: Expression, singularity: Singularity, box: Float64Array): boolean {
  const coordinates = singularity.point.map((coordinate) => coordinate.expression);
  // No other point is in the box.
  if (boundRadius(coordinates, box) === 0) return true;
  return analyse(normalise(expression), singularity, box).isDefinedBeside();
}

function analyse(normal: Expression, { point, exponent }: Singularity, box: Float64Array): GrowthAnalysis {
  const allowance = intervalSystem.lower(evaluateConstant(exponent.expression, intervalSystem));
  const coordinates = point.map((coordinate) => coordinate.expression);
  return new GrowthAnalysis(normal, coordinates, stretched(box, coordinates), allowance);
}
