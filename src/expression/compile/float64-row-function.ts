/** As `RowFunction`, in compiled doubles: the interface for hot loops. */
import type { Expression } from '../expression.js';
import { rowGroups } from '../row-function.js';
import { separate } from '../separate.js';
import { compileFloat64, compileFloat64Loop, isLoopable } from './float64.js';

/**
 * Values are bit for bit those of `compileFloat64`. Without a bound. Cost of a value: the operations that read both
 * the last input and another, and one read for each part that does not.
 */
export interface RowFunctionFloat64 {
  /** All inputs but the last. */
  readonly setRow: (x: Float64Array) => void;
  /** The values that the last input takes. */
  readonly setColumns: (x: Float64Array) => void;
  /** The outputs in the columns `from … to − 1` of the row, one array for each output, from index 0. */
  readonly values: (from: number, to: number, out: readonly Float64Array[]) => void;
}

export function compileFloat64Rows(expression: Expression): RowFunctionFloat64 {
  const { parts, rest, origin } = separate(expression, rowGroups(expression.inputs));
  if (!isLoopable(rest)) return pointByPoint(expression);
  const [rowPart, columnPart] = parts as [Expression, Expression];
  const loop = compileFloat64Loop(
    rest,
    origin.map((group) => group === 1),
  );
  const ofRow = compileFloat64(rowPart);
  const ofColumn = compileFloat64(columnPart);
  const row = new Float64Array(rowPart.outputs.length);
  let columns: readonly Float64Array[] = [];
  return {
    setRow: (x) => ofRow(x, row),
    setColumns(x) {
      columns = columnPart.outputs.map(() => new Float64Array(x.length));
      const point = new Float64Array(expression.inputs);
      const values = new Float64Array(columns.length);
      for (let i = 0; i < x.length; i++) {
        point[expression.inputs - 1] = x[i]!;
        ofColumn(point, values);
        for (let c = 0; c < columns.length; c++) columns[c]![i] = values[c]!;
      }
    },
    values: (from, to, out) => loop(row, columns, from, to, out),
  };
}

/** For tapes too long for one loop. */
function pointByPoint(expression: Expression): RowFunctionFloat64 {
  const evaluate = compileFloat64(expression);
  const point = new Float64Array(expression.inputs);
  const values = new Float64Array(expression.outputs.length);
  let columns = new Float64Array(0);
  return {
    setRow: (x) => point.set(x.subarray(0, expression.inputs - 1)),
    setColumns(x) {
      columns = Float64Array.from(x);
    },
    values(from, to, out) {
      for (let i = from; i < to; i++) {
        point[expression.inputs - 1] = columns[i]!;
        evaluate(point, values);
        for (let r = 0; r < values.length; r++) out[r]![i - from] = values[r]!;
      }
    },
  };
}

/**
 * The outputs at points given by one array of coordinates for each input: at the indices `from … to − 1`, written to one
 * array for each output, from index 0. Bit for bit those of `compileFloat64`.
 */
export type PointsFunctionFloat64 = (
  x: readonly Float64Array[],
  from: number,
  to: number,
  out: readonly Float64Array[],
) => void;

export function compileFloat64Points(expression: Expression): PointsFunctionFloat64 {
  if (isLoopable(expression)) {
    const isColumn = Array.from({ length: expression.inputs }, () => true);
    const loop = compileFloat64Loop(expression, isColumn);
    const row = new Float64Array(0);
    return (x, from, to, out) => loop(row, x, from, to, out);
  }
  const evaluate = compileFloat64(expression);
  const point = new Float64Array(expression.inputs);
  const values = new Float64Array(expression.outputs.length);
  return (x, from, to, out) => {
    for (let i = from; i < to; i++) {
      for (let t = 0; t < point.length; t++) point[t] = x[t]![i]!;
      evaluate(point, values);
      for (let r = 0; r < values.length; r++) out[r]![i - from] = values[r]!;
    }
  };
}
