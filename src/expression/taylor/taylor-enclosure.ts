/**
 * Enclosures of all partial derivatives up to an order, over a box: the forward mode with interval Taylor coefficients.
 *
 * Cost per box and operation: one product of Taylor polynomials, `C(n + 2g, 2g)` products of intervals at most, for order
 * `n` in `g` inputs. Symbolic derivatives of that order would grow exponentially. A choice (`select`, `min`, `max`, `abs`,
 * `floor`, `sign`) counts as smooth on a box on which it is decided; elsewhere nothing is known.
 */
import { intervalSystem } from '../../numeric/interval.js';
import * as kernels from '../../numeric/kernels.js';
import { constantValues } from '../evaluate.js';
import type { Expression, Node, NodeIndex } from '../expression.js';
import { normalise } from '../normalise.js';
import { dependsOnInput, isTruth } from '../rewrite.js';
import * as truthKernels from '../truth-kernels.js';
import { makeSeries, SeriesAlgebra, type Series } from './interval-series.js';
import { MultiIndices } from './multi-indices.js';
import { SeriesFunctions } from './series-functions.js';

export class TaylorEnclosure {
  readonly indices: MultiIndices;
  private readonly expression: Expression;
  private readonly algebra: SeriesAlgebra;
  private readonly functions: SeriesFunctions;
  private readonly series: Series[] = [];
  private readonly truths: number[] = [];
  /** The other of sine and cosine, and scratch of the current node. */
  private readonly other: Series;
  private readonly scratch: Series[] = [];
  private used = 0;
  private readonly varying: readonly boolean[];

  /** Throws a `RangeError` for an order and number of inputs with more than 65,535 derivatives. */
  constructor(expression: Expression, order: number) {
    this.expression = normalise(expression);
    this.indices = MultiIndices.of(Math.max(1, expression.inputs), order);
    this.algebra = new SeriesAlgebra(this.indices);
    this.functions = new SeriesFunctions(this.algebra, () => this.borrow());
    this.other = makeSeries(this.indices);
    this.varying = dependsOnInput(this.expression);
    const constants = constantValues(this.expression, intervalSystem);
    this.expression.nodes.forEach((node, i) => {
      this.series.push(makeSeries(this.indices));
      const constant = constants.get(i);
      if (!this.varying[i] && constant !== undefined && !isTruth(node)) {
        this.algebra.constant(this.series[i]!, intervalSystem.lower(constant), intervalSystem.upper(constant));
      }
    });
  }

  /** Computes the coefficients over a box (lo0, hi0, lo1, hi1, …). */
  enclose(box: Float64Array): void {
    this.expression.nodes.forEach((node, i) => {
      if (isTruth(node)) this.truths[i] = this.truth(node);
      else if (this.varying[i]) this.compute(node, this.series[i]!, box);
    });
  }

  /**
   * After `enclose`: enclosures of `∂^α f_r/α!` for every point of the box, by the number of `α` in `indices`; NaN where
   * nothing is known. The arrays change with the next box.
   */
  coefficients(output: number): Readonly<Pick<Series, 'lo' | 'hi'>> {
    return this.series[this.expression.outputs[output]!]!;
  }

  private borrow(): Series {
    if (this.used === this.scratch.length) this.scratch.push(makeSeries(this.indices));
    const series = this.scratch[this.used++]!;
    this.algebra.clear(series);
    return series;
  }

  private truth(node: Node): number {
    const [x, y] = node.args;
    switch (node.op) {
      case 'less':
      case 'lessOrEqual':
      case 'equal':
        return truthKernels[`${node.op}Truth`](...this.head(x!), ...this.head(y!));
      case 'not':
        return truthKernels.notTruth(this.truths[x!]!);
      case 'and':
      case 'or':
        return truthKernels[`${node.op}Truth`](this.truths[x!]!, this.truths[y!]!);
      default:
        throw new TypeError(`'${node.op}' has no truth value`);
    }
  }

  private head(i: NodeIndex): readonly [number, number] {
    const { lo, hi } = this.series[i]!;
    return [lo[0]!, hi[0]!];
  }

  private compute(node: Node, out: Series, box: Float64Array): void {
    const { algebra, functions } = this;
    this.used = 0;
    const [x, y] = node.args.map((arg) => this.series[arg]!) as [Series, Series];
    switch (node.op) {
      case 'input':
        algebra.constant(out, box[2 * node.index]!, box[2 * node.index + 1]!);
        if (this.indices.order > 0) {
          const linear = this.indices.place(
            Array.from({ length: this.indices.dimension }, (_, t) => (t === node.index ? 1 : 0)),
          );
          out.lo[linear] = out.hi[linear] = 1;
          out.degree = 1;
        }
        return;
      case 'neg':
        return algebra.negate(out, x);
      case 'add':
        return algebra.add(out, x, y, 1);
      case 'sub':
        return algebra.add(out, x, y, -1);
      case 'mul':
        return algebra.multiply(out, x, y);
      case 'div':
        return functions.divide(out, x, y);
      case 'powInteger':
        return functions.powInteger(out, x, node.exponent);
      case 'exp':
      case 'expm1':
      case 'log':
      case 'atan':
        return functions[node.op](out, x);
      case 'sin':
        return functions.sinCos(out, this.other, x);
      case 'cos':
        return functions.sinCos(this.other, out, x);
      case 'tan':
        return functions.tangent(out, x, 1);
      case 'tanh':
        return functions.tangent(out, x, -1);
      case 'sqrt':
        return functions.power(out, x, 1, 2, [
          kernels.sqrtLower(...this.head(node.args[0])),
          kernels.sqrtUpper(...this.head(node.args[0])),
        ]);
      case 'cbrt':
        return functions.power(out, x, 1, 3, [
          kernels.cbrtLower(...this.head(node.args[0])),
          kernels.cbrtUpper(...this.head(node.args[0])),
        ]);
      case 'hypot':
        return functions.hypot(out, x, y);
      case 'pow':
        return this.power(out, x, y);
      default:
        return this.choose(node, out);
    }
  }

  /** `x^y = e^{y log x}` for positive `x`; exactly, for an exponent that is a double. */
  private power(out: Series, x: Series, y: Series): void {
    const base = [x.lo[0]!, x.hi[0]!] as const;
    const exponent = [y.lo[0]!, y.hi[0]!] as const;
    const first = [kernels.powLower(...base, ...exponent), kernels.powUpper(...base, ...exponent)] as const;
    if (!(base[0] > 0)) this.algebra.unknown(out);
    else if (y.degree === 0 && exponent[0] === exponent[1]) this.functions.power(out, x, exponent[0], 1, first);
    else {
      const [logarithm, product] = [this.borrow(), this.borrow()];
      this.functions.log(logarithm, x);
      this.algebra.multiply(product, y, logarithm);
      this.functions.exp(out, product);
    }
  }

  /** Functions that are smooth where they are decided. */
  private choose(node: Node, out: Series): void {
    const chosen = this.chosen(node);
    if (chosen === undefined) this.algebra.unknown(out);
    else if (typeof chosen === 'number') this.algebra.constant(out, chosen, chosen);
    else if (node.op === 'abs' && chosen.hi[0]! < 0) this.algebra.negate(out, chosen);
    else this.algebra.copy(out, chosen);
  }

  private chosen(node: Node): Series | number | undefined {
    const [x, y] = node.args.filter((arg) => !isTruth(this.expression.nodes[arg]!)).map((arg) => this.series[arg]!);
    if (x === undefined) return undefined;
    const [lower, upper] = [x.lo[0]!, x.hi[0]!];
    switch (node.op) {
      case 'abs':
        return lower > 0 || upper < 0 ? x : undefined;
      case 'sign':
        return lower > 0 ? 1 : upper < 0 ? -1 : undefined;
      case 'floor':
        return Math.floor(lower) === Math.floor(upper) && upper < Infinity ? Math.floor(lower) : undefined;
      case 'min':
      case 'max': {
        const [low, high] = [y!.lo[0]!, y!.hi[0]!];
        if (upper < low) return node.op === 'min' ? x : y;
        if (high < lower) return node.op === 'min' ? y : x;
        return undefined;
      }
      case 'select': {
        const truth = this.truths[node.args[0]]!;
        return truth === 2 ? undefined : truth === 1 ? x : y;
      }
      default:
        return undefined;
    }
  }
}
