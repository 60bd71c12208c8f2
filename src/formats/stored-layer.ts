/**
 * A max-affine layer as a format stores it: every weight is the exact one, rounded once.
 *
 * `R`, `R/2`, `M`, the centres `v_j` axis by axis, the half squares `‖v̂_j‖²/2` of the rounded centres, and the values `V_j`. Centres,
 * half squares and values are computed when first needed: a point far from a key asks for none of them.
 */
import { axisValues, cellCentre } from '../approximation/grid.js';
import { isPointAxis } from '../attention/axis-weights.js';
import { keyValue } from '../attention/key-values.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { ConstructionError } from '../constructions/construction.js';
import { evaluateConstant } from '../expression/evaluate.js';
import { intervalSystem } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { EvaluationOptions } from './evaluation-options.js';
import type { Format } from './format.js';

/** Most keys of a layer that is stored. */
export const MOST_STORED_KEYS = 2 ** 20;

export class StoredLayer<T> {
  readonly format: Format<T>;
  readonly layer: MaxAffineLayer;
  /** Cells per axis; those of a one-point axis count as one. */
  readonly cells: readonly number[];
  /** All cells. */
  readonly count: number;
  readonly tokens: number;
  readonly width: number;
  /** `R`, or `R√d_k` where scores are scaled separately. */
  readonly temperature: T;
  readonly halfTemperature: T;
  readonly mask: T;
  /** `1/√d_k`, where scores are scaled separately. */
  readonly scale: T | undefined;
  /** Rows of a key that enter a score. */
  readonly keyWidth: number;
  private readonly known: readonly (T | undefined)[][];
  private readonly squares: (T | undefined)[];
  private readonly columns: (T | undefined)[][];

  /** Throws `ConstructionError` `too-large`. */
  constructor(format: Format<T>, layer: MaxAffineLayer, { scale }: Pick<EvaluationOptions, 'scale'>) {
    this.format = format;
    this.layer = layer;
    this.tokens = layer.shape.tokens;
    this.width = layer.shape.width;
    this.cells = storedCells(layer);
    this.count = this.cells.reduce((product, cells) => product * cells, 1);
    requireStorable(this.count * this.tokens);
    const { axes } = layer.grid;
    this.keyWidth = axes.length + 1 + (this.tokens > 1 ? this.tokens : 0);
    const temperature = <S>(system: NumberSystem<S>): S =>
      evaluateConstant(layer.inverseTemperature.expression, system);
    const root = <S>(system: NumberSystem<S>): S => system.sqrt(system.literal(String(this.keyWidth)));
    const isFolded = scale === 'folded';
    this.temperature = format.fromReal((system) =>
      isFolded ? temperature(system) : system.mul(temperature(system), root(system)),
    );
    this.halfTemperature = format.fromReal((system) => system.div(temperature(system), system.literal('2')));
    this.mask = format.fromReal((system) => evaluateConstant(layer.mask.expression, system));
    this.scale = isFolded ? undefined : format.fromReal((system) => system.div(system.literal('1'), root(system)));
    this.known = this.cells.map((cells) => new Array<T | undefined>(cells));
    this.squares = new Array<T | undefined>(this.count);
    this.columns = Array.from({ length: this.tokens * this.width }, () => new Array<T | undefined>(this.count));
  }

  /** The cell's index on every axis; the last axis runs fastest. */
  cellOf(key: number): number[] {
    const cell = new Array<number>(this.cells.length);
    let rest = key;
    for (let t = cell.length - 1; t >= 0; t--) {
      cell[t] = rest % this.cells[t]!;
      rest = Math.floor(rest / this.cells[t]!);
    }
    return cell;
  }

  /** The centre of cell `k` of axis `t`. */
  centre(t: number, k: number): T {
    const known = this.known[t]![k];
    if (known !== undefined) return known;
    const axis = this.layer.grid.axes[t]!;
    const centre = this.format.fromReal((system) => cellCentre(system, axisValues(system, axis), k));
    this.known[t]![k] = centre;
    return centre;
  }

  /** `‖v̂‖²/2`. */
  halfSquare(key: number, cell: readonly number[]): T {
    const known = this.squares[key];
    if (known !== undefined) return known;
    const square = this.format.halfSquaredNorm(cell.map((k, t) => this.centre(t, k)));
    this.squares[key] = square;
    return square;
  }

  /** Entry `r` (vec order) of the value of a key. */
  value(key: number, cell: readonly number[], r: number): T {
    const column = this.columns[r]!;
    const known = column[key];
    if (known !== undefined) return known;
    const { layer, format } = this;
    const value = format.fromReal((system) => {
      const centre = cell.map((k, t) => cellCentre(system, axisValues(system, layer.grid.axes[t]!), k));
      return keyValue(system, layer, cell, centre)[r]!;
    });
    column[key] = value;
    return value;
  }
}

/** Throws `ConstructionError` `too-large` for more keys than are stored. */
export function requireStorable(keys: number): void {
  if (keys <= MOST_STORED_KEYS) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `${keys} keys`,
    required: `a layer that is evaluated in a format has ${MOST_STORED_KEYS} keys at most, for all are stored`,
    remedy: 'Use fewer cells.',
  });
}

export function storedCells({ grid }: MaxAffineLayer): readonly number[] {
  return grid.axes.map((axis) =>
    isPointAxis(intervalSystem, axis, axisValues(intervalSystem, axis)) ? 1 : axis.cells,
  );
}
