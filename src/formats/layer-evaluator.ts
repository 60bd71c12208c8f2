/**
 * A max-affine layer evaluated in a format, operation by operation.
 *
 * Keys whose exponential surely underflows to 0 may be left out: they add exact zeros. Who knows which says so by `cut`: a key
 * may be left out when its exact score lies more than `cut` below the largest.
 */
import { axisValues } from '../approximation/grid.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { float64System } from '../numeric/float64.js';
import { sumFormat, type Places } from './accumulate.js';
import type { EvaluationOptions } from './evaluation-options.js';
import type { Format } from './format.js';
import { softmaxMean, type Mean } from './softmax-mean.js';
import type { StoredLayer } from './stored-layer.js';

/** Which keys one evaluation takes, and what came of it. */
export interface Evaluation<T> {
  /** In vec order. */
  readonly outputs: readonly T[];
  /** One per output token. */
  readonly means: readonly Mean<T>[];
  /** Flat indices of the keys that were taken, and their scores before the mask. */
  readonly keys: readonly number[];
  readonly scores: readonly T[];
}

/** Covers rounding in the choice of keys, which is made in doubles. */
const SLACK = 1.001;

export class LayerEvaluator<T> {
  readonly stored: StoredLayer<T>;
  readonly options: EvaluationOptions;
  private readonly inner: Format<T>;
  private readonly approx: readonly { readonly lower: number; readonly width: number }[];
  private readonly temperature: number;
  private readonly cut: number;

  constructor(stored: StoredLayer<T>, options: EvaluationOptions, cut = Infinity) {
    this.stored = stored;
    this.options = options;
    this.inner = sumFormat(stored.format, options);
    const { layer } = stored;
    this.approx = layer.grid.axes.map((axis) => axisValues(float64System, axis));
    this.temperature = evaluateConstant(layer.inverseTemperature.expression, float64System);
    // Far keys of the others are no zeros on the way.
    this.cut = options.softmax === 'shifted' ? cut : Infinity;
  }

  evaluate(x: readonly T[]): Evaluation<T> {
    const { stored, options } = this;
    const { format, tokens, width, count } = stored;
    const keys = this.keysNear(x);
    const cells = keys.map((key) => stored.cellOf(key));
    const score = options.scores === 'centred' ? this.centredScore(x) : this.uncentredScore(x);
    const open = keys.map((key, i) => score(key, cells[i]!));
    const values = Array.from({ length: width * tokens }, (_, r) =>
      keys.map((key, i) => stored.value(key, cells[i]!, r)),
    );
    const isDense = keys.length === count;
    const places: Places = isDense ? { length: count } : { length: count, positions: keys };
    const scores = open.map((s) => this.close(s, false));
    if (tokens === 1) {
      const mean = softmaxMean(format, options, scores, values, places);
      return { outputs: mean.outputs, means: [mean], keys, scores };
    }
    const masked = open.map((s) => this.close(s, true));
    const allPlaces: Places = isDense
      ? { length: count * tokens }
      : { length: count * tokens, positions: blocks(tokens, (i) => keys.map((key) => i * count + key)) };
    const means = Array.from({ length: tokens }, (_, i) => {
      const all = blocks(tokens, (other) => (other === i ? masked : scores));
      const columns = Array.from({ length: width }, (__, row) =>
        blocks(tokens, (other) => values[other * width + row]!),
      );
      return softmaxMean(format, options, all, columns, allPlaces);
    });
    return { outputs: means.flatMap(({ outputs }) => outputs), means, keys, scores };
  }

  /** The flat indices of the keys that may count, increasing. */
  private keysNear(x: readonly T[]): number[] {
    const { stored, cut } = this;
    if (cut === Infinity) return Array.from({ length: stored.count }, (_, key) => key);
    const ranges = x.map((coordinate, t) => {
      const { lower, width } = this.approx[t]!;
      const cells = stored.cells[t]!;
      if (cells === 1) return { first: 0, last: 0 };
      const position = (stored.format.toNumber(coordinate) - lower) / width - 0.5;
      // (R/2)(D² − d²) ≤ cut, where the nearest centre is at most half a cell away, or as far as the domain's end is.
      const nearest = Math.max(0.5, -position, position - (cells - 1));
      const reach = SLACK * Math.sqrt((2 * cut) / (this.temperature * width * width) + nearest * nearest) + 1;
      return {
        first: Math.max(0, Math.floor(position - reach)),
        last: Math.min(cells - 1, Math.ceil(position + reach)),
      };
    });
    let keys = [0];
    ranges.forEach(({ first, last }, t) => {
      const cells = stored.cells[t]!;
      const next: number[] = [];
      for (const key of keys) for (let k = first; k <= last; k++) next.push(key * cells + k);
      keys = next;
    });
    return keys;
  }

  /** `(Rx)ᵀv − R‖v‖²/2`, before the last rounding. */
  private uncentredScore(x: readonly T[]): (key: number, cell: readonly number[]) => T {
    const { stored, inner, options } = this;
    const { format, temperature } = stored;
    const query = x.map((coordinate) => format.mul(temperature, coordinate));
    return (key, cell) => {
      let total = inner.mul(query[0]!, stored.centre(0, cell[0]!));
      const add = (a: T, b: T): void => {
        total = options.fma ? inner.fma(a, b, total) : inner.add(total, inner.mul(a, b));
      };
      for (let t = 1; t < query.length; t++) add(query[t]!, stored.centre(t, cell[t]!));
      add(temperature, format.neg(stored.halfSquare(key, cell)));
      return total;
    };
  }

  /** `−(R/2)Σ(x − v)²`. */
  private centredScore(x: readonly T[]): (key: number, cell: readonly number[]) => T {
    const { stored, inner, options } = this;
    const { format, halfTemperature } = stored;
    const factor = format.neg(halfTemperature);
    return (_, cell) => {
      let total: T | undefined;
      for (let t = 0; t < x.length; t++) {
        const difference = format.sub(x[t]!, stored.centre(t, cell[t]!));
        if (total === undefined) total = inner.mul(difference, difference);
        else if (options.fma) total = inner.fma(difference, difference, total);
        else total = inner.add(total, inner.mul(difference, difference));
      }
      return inner.mul(factor, total!);
    };
  }

  /** Adds the mask where it belongs, rounds to the format, and scales. */
  private close(open: T, isMasked: boolean): T {
    const { stored, inner } = this;
    const { format, scale, mask } = stored;
    const whole = isMasked ? inner.add(open, this.maskOf(mask)) : open;
    const rounded = format.round(whole);
    return scale === undefined || this.options.scores === 'centred' ? rounded : format.mul(rounded, scale);
  }

  /** `M`, or `M√d_k` where scores are scaled afterwards. */
  private maskOf(mask: T): T {
    const { format, scale } = this.stored;
    return scale === undefined || this.options.scores === 'centred' ? mask : format.div(mask, scale);
  }
}

function blocks<A>(tokens: number, block: (i: number) => readonly A[]): A[] {
  return Array.from({ length: tokens }, (_, i) => block(i)).flat();
}
