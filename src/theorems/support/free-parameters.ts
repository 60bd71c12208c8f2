/** The numbers of a case that may take any value of a range, whatever the rest of the case is: those that a search may move. */
import Big from 'big.js';

/** A number of a case, seen as a double. */
export interface FreeParameter<Case> {
  /** The symbol of the statement. */
  readonly symbol: string;
  /** Is more of it what a theorem asks for? Of these the least that suffices is worth asking for. */
  readonly resource: boolean;
  readonly integer: boolean;
  /** Positive ends. */
  readonly least: number;
  readonly most: number;
  /** Undefined where this case has no such number, or it is 0. */
  readonly read: (input: Case) => number | undefined;
  /** The case with another value in its place, rounded to an integer where it is one; undefined for too large a case. */
  readonly write: (input: Case, value: number) => Case | undefined;
}

/** Beyond these both sides of every statement have long settled. */
const [LEAST, MOST] = [1e-9, 1e15];
/** Significant digits of a number that is moved. */
const DIGITS = 6;
/** Cells of all axes together that a search may ask for. */
const MOST_CELLS = 4096;

type Keys<Case> = keyof Case & string;

/** A positive number stored as text. */
export function positive<Case>(
  key: Keys<Case>,
  symbol: string,
  { resource = false, least = LEAST, most = MOST } = {},
): FreeParameter<Case> {
  return {
    symbol,
    resource,
    integer: false,
    least,
    most,
    read: (input) => {
      const value = Number(input[key] ?? NaN);
      return value > 0 && value < Infinity ? value : undefined;
    },
    write: (input, value) => ({ ...input, [key]: new Big(value.toPrecision(DIGITS)).toFixed() }),
  };
}

/** An inverse temperature stored as text. */
export const temperature = <Case>(key: Keys<Case>, symbol = 'R'): FreeParameter<Case> =>
  positive(key, symbol, { resource: true });

/** A number of cells, keys, heads … stored as a number. */
export function count<Case>(key: Keys<Case>, symbol: string, most = MOST_CELLS): FreeParameter<Case> {
  return {
    symbol,
    resource: true,
    integer: true,
    least: 1,
    most,
    read: (input) => Number(input[key]),
    write: (input, value) => ({ ...input, [key]: Math.round(value) }),
  };
}

/** Cells of several axes, stored as a list: the largest of them moves, the others in proportion. */
export function cellsPerAxis<Case extends { readonly cells: readonly number[] }>(): FreeParameter<Case> {
  const largest = ({ cells }: Case): number => Math.max(...cells);
  return {
    symbol: 'P',
    resource: true,
    integer: true,
    least: 1,
    most: MOST_CELLS,
    read: largest,
    write: (input, value) => {
      const scale = Math.round(value) / largest(input);
      const cells = input.cells.map((n) => Math.max(1, Math.round(n * scale)));
      return cells.reduce((product, n) => product * n, 1) > MOST_CELLS ? undefined : { ...input, cells };
    },
  };
}

interface GridCase {
  readonly cells: readonly number[];
  readonly inverseTemperature: string;
  readonly mask: string;
}

/** The same numbers where more of them helps nothing, or where the statement is about failure. */
export function noResource<Case>(parameters: readonly FreeParameter<Case>[]): readonly FreeParameter<Case>[] {
  return parameters.map((parameter) => ({ ...parameter, resource: false }));
}

/** What every layer on a grid leaves free: R, P and M. */
export function gridParameters<Case extends GridCase>(): readonly FreeParameter<Case>[] {
  return [temperature('inverseTemperature'), cellsPerAxis(), positive('mask', 'M', { least: 1e-3, most: 100 })];
}
