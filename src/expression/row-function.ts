/**
 * A function on a product of points, row by row: all inputs but the last stay the same along a row, the last runs through
 * the columns.
 */
import type { NumberSystem } from '../numeric/number-system.js';
import { evaluate } from './evaluate.js';
import type { Expression } from './expression.js';
import { separate, type Separated } from './separate.js';

/** The groups of inputs that a row function tells apart. */
export function rowGroups(inputs: number): readonly number[] {
  return Array.from({ length: inputs }, (_, input) => (input === inputs - 1 ? 1 : 0));
}

/**
 * In any number system. What depends on the row alone is computed once a row, what depends on the column alone once a
 * column, whatever the number of rows.
 */
export class RowFunction<T> {
  private readonly system: NumberSystem<T>;
  private readonly separated: Separated;
  private readonly inputs: number;
  private row: readonly T[] = [];
  private columns: readonly (readonly T[])[] = [];

  constructor(system: NumberSystem<T>, expression: Expression) {
    this.system = system;
    this.inputs = expression.inputs;
    this.separated = separate(expression, rowGroups(expression.inputs));
  }

  /** All inputs but the last. */
  setRow(x: readonly T[]): void {
    this.row = evaluate(this.separated.parts[0]!, this.system, x);
  }

  /** The values that the last input takes. */
  setColumns(x: readonly T[]): void {
    const inputs = new Array<T>(this.inputs);
    this.columns = x.map((value) => {
      inputs[this.inputs - 1] = value;
      return evaluate(this.separated.parts[1]!, this.system, inputs);
    });
  }

  /** The outputs in a column of the row. */
  value(column: number): T[] {
    // Inputs of the rest come from the row first, then from the column.
    return evaluate(this.separated.rest, this.system, [...this.row, ...this.columns[column]!]);
  }
}
