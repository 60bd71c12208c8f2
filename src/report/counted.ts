/** A number with its noun: `1 case`, `2 cases`. The number may be text, for those that no double holds. */
export function counted(count: number | string, one: string, many = `${one}s`): string {
  return `${count} ${String(count) === '1' ? one : many}`;
}
