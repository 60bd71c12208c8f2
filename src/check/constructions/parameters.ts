/** The parameters of constructions, as a user gives them and as reports name them. */
import { ConstructionError, type ConstructionErrorCode } from '../../constructions/construction.js';
import type { KeyPlacement } from '../../constructions/truncated-single.js';
import { decimalConstant } from '../../expression/real-constant.js';
import type { RealConstant } from '../../expression/target.js';

/** Exact numbers are decimal text. Every construction takes some of these: see `constructionParameters`. */
export interface ConstructionParameters {
  /** One number for all axes, or one for each: cells `P_t`, pieces of an interpolation, degrees of a kernel. */
  readonly cells?: readonly number[] | number;
  /** `R`, a positive decimal number, or `auto` (the default): `4 ln(10⁶)/s²`, `s` the smallest cell width. */
  readonly inverseTemperature?: string;
  /** κ, a positive decimal number: `R = κ/s²`. Not together with `inverseTemperature`. */
  readonly kappa?: string;
  /** Ghost cells per side beyond the domain: one number for all axes, or one for each; by default chosen by the bound. */
  readonly ghosts?: readonly number[] | number;
  /** Mask weight `M`, a decimal number of at least 0; by default so large that rounding hides what it leaks. */
  readonly mask?: string;
  /** `a` and `b` of a truncated linear function, decimal numbers. */
  readonly range?: readonly [string, string];
  /** Where in its cell a key stands; default `left`, as published. */
  readonly keys?: KeyPlacement;
  /** `β`, a positive decimal number, or `auto` (the default): see `derived-truncation.ts`. */
  readonly beta?: string;
  /** `H`. */
  readonly heads?: number;
  /** `n ≥ 3`, the keys of each head. */
  readonly tokens?: number;
}

export type ParameterName = keyof ConstructionParameters;

/** What a report says of the parameters: those that the construction has, all defaults filled in. */
export interface ReportedParameters {
  readonly cells?: readonly number[];
  readonly inverseTemperature?: string;
  readonly kappa?: string;
  readonly ghosts?: readonly number[];
  readonly mask?: string;
  readonly heads?: number;
  readonly tokens?: number;
  readonly keys?: KeyPlacement;
  readonly beta?: string;
  readonly range?: readonly [string, string];
  /** Cells of every truncation that the network makes, layer by layer, where they follow from the rest. */
  readonly truncationCells?: readonly number[];
}

const examples: Readonly<Record<ParameterName, string>> = {
  cells: '--cells 16',
  inverseTemperature: '--inverse-temperature 1000',
  kappa: '--kappa 2',
  ghosts: '--ghosts 8',
  mask: '--mask 40',
  range: '--range 0,1',
  keys: '--keys centred',
  beta: '--beta 1000',
  heads: '--heads 8',
  tokens: '--tokens 6',
};

export const parameterNames = Object.keys(examples) as readonly ParameterName[];

/** What a construction takes. Messages name parameters as the command line does. */
export interface ParameterList {
  readonly needs: readonly ParameterName[];
  readonly takes: readonly ParameterName[];
}

/**
 * Throws `ConstructionError` `parameter` for a parameter that the construction `id` does not have, or that it needs and that
 * is missing. `others`: what the other constructions take.
 */
export function checkParameters(
  id: string,
  { needs, takes }: ParameterList,
  given: ConstructionParameters,
  others: Readonly<Record<string, ParameterList>>,
): void {
  const own = [...needs, ...takes];
  const has = `it has the parameters ${listed(own.map(flag), 'and')}`;
  const foreign = parameterNames.find((name) => given[name] !== undefined && !own.includes(name));
  if (foreign !== undefined) {
    const takers = Object.keys(others).filter((other) =>
      [...others[other]!.needs, ...others[other]!.takes].includes(foreign),
    );
    const remedy = `Leave it out, or choose a construction that has it: ${listed(takers, 'or')}.`;
    throw new ConstructionError({ code: 'parameter', found: `${flag(foreign)} with ${id}`, required: has, remedy });
  }
  // The library may be called without type checking.
  if (given.keys !== undefined && !['left', 'centred'].includes(given.keys)) {
    throw new ConstructionError({
      code: 'parameter',
      found: `--keys ${String(given.keys)}`,
      required: 'keys stand at the left end or in the middle of their cells',
      remedy: 'Give left or centred.',
    });
  }
  const missing = needs.find((name) => given[name] === undefined);
  if (missing === undefined) return;
  throw new ConstructionError({
    code: 'parameter',
    found: `${id} without ${flag(missing)}`,
    required: `${has}, and needs ${listed(needs.map(flag), 'and')}`,
    remedy: `Add it, for example ${examples[missing]}.`,
  });
}

/** Of an object those members that are parameters. */
export function parametersOf(given: ConstructionParameters): ConstructionParameters {
  return Object.fromEntries(parameterNames.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
}

/** `cells` as a list. */
export function cellList(cells: readonly number[] | number): readonly number[] {
  return typeof cells === 'number' ? [cells] : cells;
}

/** Decimal text as reports spell it: without a plus sign, with digits on both sides of a point. Other text is kept. */
export function spelled(text: string): string {
  const parts = /^([+-]?)0*(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (parts === null || !/\d/.test(text)) return text;
  const [, sign, whole = '', fraction = '', exponent] = parts;
  const point = fraction === '' ? '' : `.${fraction}`;
  return `${sign === '-' ? '-' : ''}${whole || '0'}${point}${exponent === undefined ? '' : `e${exponent}`}`;
}

/** A number given as decimal text. Throws `ConstructionError`. */
export function constantOf(text: string, code: ConstructionErrorCode, what: string): RealConstant {
  try {
    return decimalConstant(spelled(text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConstructionError({
      code,
      found: `the ${what} '${text}'`,
      required: 'it is not a decimal number',
      remedy: 'Write a decimal number such as 2 or 0.5.',
    });
  }
}

/** As the command line spells it. */
function flag(name: ParameterName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function listed(items: readonly string[], word: 'and' | 'or'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)!}`;
}
