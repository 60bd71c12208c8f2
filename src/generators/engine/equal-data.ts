/** Equal as JSON, whatever the order of the fields. */
export function isEqualData(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [entries, others] = [Object.entries(a), new Map(Object.entries(b))];
  return entries.length === others.size && entries.every(([key, item]) => isEqualData(item, others.get(key)));
}
