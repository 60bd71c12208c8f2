/**
 * The weight matrices of a layer of truncated attention over several queries, written out.
 *
 * The queries stand in the first `rows` rows of `Z`; below them come rows that do not depend on the input:
 *
 * - single: 1, `L_{j mod p}`, `−L²` of column `j`; with several blocks also the block's one-hot, and the key in its row;
 * - multi: the identity, by which every head reads its keys, its values and the block from the position.
 *
 * *Rows.* Each row of queries has heads of its own, whose values stand in the same row of the output: head `r` scores
 * `β(2L_k z_{r,j} − L_k²)` and has the values `L_k e_r`.
 * *Blocks.* The columns are cut into equal blocks; each holds all keys equally often, and its queries add `M` to the scores
 * of its own keys. A key of block `r` has the value `L_k e_r`, so the query `z` of block `r` contributes `π·out(z)` to row
 * `r` and `e^{−M}π·out(z)` to each other row, `π = 1/(1 + (blocks − 1)e^{−M})`; `W_O` sums the columns of all blocks.
 */
import { matrixFrom, type Matrix } from '../attention/matrix.js';
import type { AttentionWeights } from '../attention/self-attention.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { RealConstant } from '../expression/target.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { truncatedMultiHeads, type TruncatedHead, type TruncatedMulti } from './truncated-multi.js';
import { truncatedSingleKeys, type TruncatedSingle } from './truncated-single.js';
import { truncationColumns, truncationHeads, type Truncation } from './truncation.js';

/** How queries are laid out; not both several rows and several blocks. */
export interface QueryLayout {
  /** Queries per row and block: the columns of the output. */
  readonly count: number;
  readonly rows: number;
  readonly blocks: number;
  /** `M ≥ 0`; without effect for one block. */
  readonly mask: RealConstant;
}

export interface TruncationSizes {
  /** Columns of one block, and of `Z`. */
  readonly block: number;
  readonly columns: number;
  /** Rows of `Z`, of them constant; rows of `W_Q` and `W_K`; rows of the output. */
  readonly rows: number;
  readonly constantRows: number;
  readonly scored: number;
  readonly outputs: number;
  readonly heads: number;
}

export function truncationSizes(truncation: Truncation, { count, rows, blocks }: QueryLayout): TruncationSizes {
  const block = truncationColumns(truncation, count);
  const columns = blocks * block;
  const marks = blocks > 1 ? blocks : 0;
  const constantRows = truncation.kind === 'single' ? 3 + 2 * marks : columns;
  return {
    block,
    columns,
    rows: rows + constantRows,
    constantRows,
    scored: 2 + marks,
    outputs: rows * blocks,
    heads: rows * truncationHeads(truncation),
  };
}

export interface TruncationWeights<T> {
  /** The rows of `Z` below the queries. */
  readonly constants: Matrix<T>;
  /** To be added. */
  readonly heads: readonly AttentionWeights<T>[];
}

/** All matrices of the layer. Cost: their entries. */
export function truncationWeights<T>(
  system: NumberSystem<T>,
  truncation: Truncation,
  layout: QueryLayout,
): TruncationWeights<T> {
  const writer = new WeightWriter(system, truncation, layout);
  return truncation.kind === 'single' ? writer.single(truncation) : writer.multi(truncation);
}

/** Constant rows of single heads: 1, key, minus its square, block one-hots, values. */
const ROW = { one: 0, key: 1, square: 2, block: 3 } as const;

class WeightWriter<T> {
  private readonly system: NumberSystem<T>;
  private readonly layout: QueryLayout;
  private readonly sizes: TruncationSizes;
  private readonly zero: T;
  private readonly one: T;
  private readonly beta: T;
  private readonly mask: T;

  constructor(system: NumberSystem<T>, truncation: Truncation, layout: QueryLayout) {
    this.system = system;
    this.layout = layout;
    this.sizes = truncationSizes(truncation, layout);
    this.zero = system.literal('0');
    this.one = system.literal('1');
    this.beta = evaluateConstant(truncation.inverseTemperature.expression, system);
    this.mask = evaluateConstant(layout.mask.expression, system);
  }

  single(truncation: TruncatedSingle): TruncationWeights<T> {
    const { system, sizes, zero, one } = this;
    const { rows, blocks } = this.layout;
    const keys = truncatedSingleKeys(system, truncation);
    const constants = matrixFrom(sizes.constantRows, sizes.columns, (row, column) => {
      const key = keys[(column % sizes.block) % keys.length]!;
      if (row === ROW.one) return one;
      if (row === ROW.key) return key;
      if (row === ROW.square) return system.neg(system.powInteger(key, 2));
      const mark = row - ROW.block;
      if (mark % blocks !== this.blockOf(column)) return zero;
      return mark < blocks ? one : key;
    });
    const query = (r: number) =>
      matrixFrom(sizes.scored, sizes.rows, (i, row) => {
        if (i === 0) return row === r ? this.beta : zero;
        if (i === 1) return row === rows + ROW.one ? this.beta : zero;
        return row === rows + ROW.block + i - 2 ? this.mask : zero;
      });
    const W_K = matrixFrom(sizes.scored, sizes.rows, (i, row) => {
      if (i === 0) return row === rows + ROW.key ? system.literal('2') : zero;
      return this.unit(row === rows + (i === 1 ? ROW.square : ROW.block + i - 2));
    });
    const values = (r: number) =>
      matrixFrom(sizes.outputs, sizes.rows, (i, row) =>
        this.unit(blocks > 1 ? row === rows + ROW.block + blocks + i : i === r && row === rows + ROW.key),
      );
    const W_O = this.output();
    return {
      constants,
      heads: Array.from({ length: rows }, (_, r) => ({ W_Q: query(r), W_K, W_V: values(r), W_O })),
    };
  }

  multi(truncation: TruncatedMulti): TruncationWeights<T> {
    const { columns } = this.sizes;
    const { rows } = this.layout;
    const queries = Array.from({ length: rows }, (_, r) => this.positionQuery(r));
    const W_O = this.output();
    return {
      constants: matrixFrom(columns, columns, (row, column) => this.unit(row === column)),
      heads: truncatedMultiHeads(this.system, truncation).flatMap((head) => {
        const W_K = this.positionKey(head);
        return queries.map((W_Q, r) => ({ W_Q, W_K, W_V: this.positionValue(head, r), W_O }));
      }),
    };
  }

  /** `β[e_r 0; 0 1ᵀ]`, and `M` times the position's block. */
  private positionQuery(r: number): Matrix<T> {
    const { rows } = this.layout;
    return matrixFrom(this.sizes.scored, this.sizes.rows, (i, row) => {
      if (row < rows) return i === 0 && row === r ? this.beta : this.zero;
      if (i === 1) return this.beta;
      return i > 1 && this.blockOf(row - rows) === i - 2 ? this.mask : this.zero;
    });
  }

  /** `[0 2L; 0 −L²]`, and the position's block. */
  private positionKey({ keys }: TruncatedHead<T>): Matrix<T> {
    const { system, sizes } = this;
    const { rows } = this.layout;
    return matrixFrom(sizes.scored, sizes.rows, (i, row) => {
      if (row < rows) return this.zero;
      if (i > 1) return this.unit(this.blockOf(row - rows) === i - 2);
      const key = keys[(row - rows) % sizes.block]!;
      return i === 0 ? system.mul(system.literal('2'), key) : system.neg(system.powInteger(key, 2));
    });
  }

  /** `[0 V]` in the row of the queries, or of the position's block. */
  private positionValue({ values }: TruncatedHead<T>, r: number): Matrix<T> {
    const { sizes } = this;
    const { rows, blocks } = this.layout;
    return matrixFrom(sizes.outputs, sizes.rows, (i, row) => {
      if (row < rows) return this.zero;
      const isOwn = blocks > 1 ? this.blockOf(row - rows) === i : i === r;
      return isOwn ? values[(row - rows) % sizes.block]! : this.zero;
    });
  }

  private output(): Matrix<T> {
    const { columns, block } = this.sizes;
    return matrixFrom(columns, this.layout.count, (row, column) => this.unit(row % block === column));
  }

  private blockOf(column: number): number {
    return Math.floor(column / this.sizes.block);
  }

  private unit(isOne: boolean): T {
    return isOne ? this.one : this.zero;
  }
}
