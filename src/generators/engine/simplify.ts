/**
 * Shrinking by value: a simplifier lists, simplest first, values that may replace the given one.
 *
 * It needs nothing but the value, so a case that was stored, or found by other means than a draw, shrinks as well as a
 * fresh one. The first candidate of a compound value simplifies all its parts at once.
 */
export type Simplify<T> = (value: T) => Iterable<T>;

/** Takes nothing away. */
export function keep(): Iterable<never> {
  return [];
}

/** Shorter lists (at least `minLength`), then lists with simpler items. */
export function simplifyList<T>(minLength: number, item: Simplify<T>): Simplify<readonly T[]> {
  return function* (list) {
    for (const kept of shorterSelections(list.length, minLength)) yield kept.map((index) => list[index]!);
    yield* simplifyItems(item)(list);
  };
}

/** Lists of the same length with simpler items. */
export function simplifyItems<T>(item: (value: T, index: number) => Iterable<T>): Simplify<readonly T[]> {
  return function* (list) {
    const simplest = list.map((value, index) => first(item(value, index)));
    if (simplest.filter((value) => value !== undefined).length > 1) {
      yield list.map((value, index) => simplest[index] ?? value);
    }
    for (const [index, value] of list.entries()) {
      for (const simpler of item(value, index)) yield list.with(index, simpler);
    }
  };
}

/** Lists of the same length: all items simpler, then one of them wherever it occurs; equal items (as JSON) stay equal. */
export function simplifyTogether<T>(item: Simplify<T>): Simplify<readonly T[]> {
  return function* (list) {
    const keys = list.map((value) => JSON.stringify(value));
    const distinct = new Map(list.map((value, index) => [keys[index]!, value]));
    const places = [...distinct.keys()];
    for (const simpler of simplifyItems<T>(item)([...distinct.values()])) {
      yield keys.map((key) => simpler[places.indexOf(key)]!);
    }
  };
}

/** Records with simpler fields; fields without a simplifier stay. */
export function simplifyFields<T extends object>(fields: { readonly [K in keyof T]?: Simplify<T[K]> }): Simplify<T> {
  const names = Object.keys(fields) as (keyof T)[];
  return function* (record) {
    const all = { ...record };
    let changed = 0;
    for (const name of names) {
      const simplest = first(fields[name]!(record[name]));
      if (simplest === undefined) continue;
      all[name] = simplest;
      changed += 1;
    }
    if (changed > 1) yield all;
    for (const name of names) {
      for (const simpler of fields[name]!(record[name])) yield { ...record, [name]: simpler };
    }
  };
}

/** Earlier choices are simpler. */
export function simplifyChoice<T>(choices: readonly T[]): Simplify<T> {
  return (value) => choices.slice(0, Math.max(0, choices.indexOf(value)));
}

/** Index lists that keep at least `min` of `count` things: the first few, either half, all but one. */
export function* shorterSelections(count: number, min: number): Iterable<readonly number[]> {
  if (count <= min) return;
  const all = Array.from({ length: count }, (_, index) => index);
  yield all.slice(0, min);
  const half = Math.ceil(count / 2);
  if (half > min && half < count) {
    yield all.slice(0, half);
    yield all.slice(count - half);
  }
  for (const dropped of all) yield all.filter((index) => index !== dropped);
}

function first<T>(values: Iterable<T>): T | undefined {
  for (const value of values) return value;
  return undefined;
}
