/**
 * Cases by value.
 *
 * A case is always decided from its stored text, never from the object that a generator made, so that what is
 * reported is what was decided, and storing and reading it again changes nothing.
 */

/** JSON text of a case. Throws a `TypeError` for what JSON would drop or change without a word. */
export function storeCase(value: unknown): string {
  const text = JSON.stringify(value, (key, part: unknown) => {
    const lost =
      (typeof part === 'number' && !Number.isFinite(part)) || typeof part === 'function' || typeof part === 'symbol';
    if (lost) {
      const place = key === '' ? 'the case' : `its part "${key}"`;
      throw new TypeError(`a case must be plain JSON data with exact numbers as text, but ${place} is ${String(part)}`);
    }
    return part;
  }) as string | undefined;
  if (text === undefined) throw new TypeError('a case must be plain JSON data, but it is undefined');
  return text;
}

/** The case that a text stores. */
export function readCase(text: string): unknown {
  return JSON.parse(text) as unknown;
}
