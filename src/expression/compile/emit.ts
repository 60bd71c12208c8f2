/**
 * From a list of definitions to a JavaScript function.
 *
 * The text is made of operator names of the table, variable names numbered here and numerals of doubles: nothing of a
 * user's source reaches it. Long lists are cut into several functions, because engines stop optimising huge ones;
 * variables that cross a cut live in one scratch array.
 */

/** `const name = text`, where `text` reads the variables (or numerals) `reads`. */
export interface Definition {
  readonly name: string;
  readonly text: string;
  readonly reads: readonly string[];
}

/** A compiled function: reads the numbers of `x`, writes those of `out`. */
export type ArrayFunction = (x: Float64Array, out: Float64Array) => void;

/** About 30 bytes of bytecode each; V8 does not optimise functions beyond 60 kB. */
export const MAX_DEFINITIONS = 1200;

function cut(definitions: readonly Definition[]): readonly (readonly Definition[])[] {
  const pieces: Definition[][] = [];
  for (let i = 0; i < definitions.length; i += MAX_DEFINITIONS) {
    pieces.push(definitions.slice(i, i + MAX_DEFINITIONS));
  }
  return pieces;
}

const statements = (definitions: readonly Definition[]): string =>
  definitions.map(({ name, text }) => `const ${name} = ${text};`).join('\n');

/** One function for all definitions. */
function whole(definitions: readonly Definition[], results: readonly string[]): string {
  const outputs = results.map((name, i) => `out[${i}] = ${name};`).join('\n');
  return `return (x, out) => {\n${statements(definitions)}\n${outputs}\n};`;
}

/** One function per piece; a variable read outside its piece, or a result, gets a slot of the scratch array. */
function inPieces(pieces: readonly (readonly Definition[])[], results: readonly string[]): string {
  const home = new Map<string, number>();
  pieces.forEach((piece, p) => piece.forEach(({ name }) => home.set(name, p)));
  const slots = new Map<string, number>();
  const slot = (name: string): number => {
    const known = slots.get(name) ?? slots.size;
    slots.set(name, known);
    return known;
  };
  const imports = pieces.map((piece, p) => {
    const foreign = new Set(
      piece.flatMap(({ reads }) => reads.filter((name) => home.has(name) && home.get(name) !== p)),
    );
    return [...foreign].map((name) => `const ${name} = s[${slot(name)}];`).join('\n');
  });
  const outputs = results.map((name, i) => `out[${i}] = ${home.has(name) ? `s[${slot(name)}]` : name};`);
  const functions = pieces.map((piece, p) => {
    const exports = piece.filter(({ name }) => slots.has(name)).map(({ name }) => `s[${slots.get(name)!}] = ${name};`);
    return `const f${p} = (x) => {\n${imports[p]!}\n${statements(piece)}\n${exports.join('\n')}\n};`;
  });
  const calls = pieces.map((_, p) => `f${p}(x);`);
  return [
    `const s = new Float64Array(${slots.size});`,
    ...functions,
    `return (x, out) => {\n${[...calls, ...outputs].join('\n')}\n};`,
  ].join('\n');
}

/**
 * Writes the outputs at `to − from` points, one array for each output, from index 0. Inputs that change from point to
 * point are read at the indices `from … to − 1` of an array of `columns`; the others are numbers of `row`.
 */
export type LoopFunction = (
  row: Float64Array,
  columns: readonly Float64Array[],
  from: number,
  to: number,
  out: readonly Float64Array[],
) => void;

/**
 * The function that computes `definitions` in order and writes `results` (variable names or numerals). Its only free
 * name is `K`, the module `kernels`, from which it takes the names `used`.
 */
export function makeFunction(
  kernels: Readonly<Record<string, unknown>>,
  used: Iterable<string>,
  definitions: readonly Definition[],
  results: readonly string[],
): ArrayFunction {
  const pieces = cut(definitions);
  return evaluateText(kernels, used, pieces.length > 1 ? inPieces(pieces, results) : whole(definitions, results));
}

/** As `makeFunction`, over points; `head` are statements before the loop, whose index is called `i`. */
export function makeLoop(
  kernels: Readonly<Record<string, unknown>>,
  used: Iterable<string>,
  head: readonly string[],
  definitions: readonly Definition[],
  results: readonly string[],
): LoopFunction {
  if (definitions.length > MAX_DEFINITIONS) {
    throw new RangeError(`a loop of ${definitions.length} operations; at most ${MAX_DEFINITIONS} are optimised`);
  }
  const arrays = results.map((_, r) => `const o${r} = out[${r}];`);
  const writes = results.map((name, r) => `o${r}[i - from] = ${name};`);
  const loop = ['for (let i = from; i < to; i++) {', statements(definitions), ...writes, '}'];
  const text = [...head, ...arrays, ...loop].join('\n');
  return evaluateText(kernels, used, `return (row, columns, from, to, out) => {\n${text}\n};`);
}

function evaluateText<Result>(
  kernels: Readonly<Record<string, unknown>>,
  used: Iterable<string>,
  body: string,
): Result {
  const names = [...new Set(used)];
  const absent = names.find((name) => kernels[name] === undefined);
  if (absent !== undefined) throw new TypeError(`there is no kernel '${absent}'`);
  const text = `'use strict';\nconst { ${names.join(', ')} } = K;\n${body}`;
  return (new Function('K', text) as (module: unknown) => Result)(kernels);
}
