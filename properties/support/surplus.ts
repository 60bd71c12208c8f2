/** Documents with one field too many, for readers that take known fields only. */

/** Objects whose fields may be called anything. */
const FREE = ['case', 'dependencies'];

type Json = Readonly<Record<string, unknown>> | readonly unknown[] | string | number | boolean | null | undefined;

/** For every object in a document, but for free ones: its place, as in `claims[0].share`, and the document with a field more in it. */
export function surpluses(document: Json): (readonly [place: string, document: Json])[] {
  const changed: (readonly [string, Json])[] = [];
  const visit = (value: Json, place: string, rebuild: (value: Json) => Json): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach((item, i) =>
        visit(item as Json, `${place}[${i}]`, (other) => rebuild(value.with(i, other) as Json)),
      );
      return;
    }
    changed.push([place, rebuild({ ...value, surplus: 1 })]);
    for (const [name, field] of Object.entries(value)) {
      if (FREE.includes(name)) continue;
      visit(field as Json, place === '' ? name : `${place}.${name}`, (other) => rebuild({ ...value, [name]: other }));
    }
  };
  visit(document, '', (value) => value);
  return changed;
}
