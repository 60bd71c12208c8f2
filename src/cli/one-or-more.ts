/** Options that take one value, or several. */

export type OneOrMore<One, Of> = One | { readonly steps: readonly Of[] };

/** Reads several values where one of the signs stands in the text. */
export function orRange<One, Of>(
  one: (text: string) => One,
  several: (text: string) => readonly Of[],
  signs: string,
): (text: string) => OneOrMore<One, Of> {
  return (text) => ([...signs].some((sign) => text.includes(sign)) ? { steps: several(text) } : one(text));
}

/** The values if there may be several; undefined for a single one, or none. */
export function stepsOf<One, Of>(value: OneOrMore<One, Of> | undefined): readonly Of[] | undefined {
  return typeof value === 'object' && value !== null && 'steps' in value ? value.steps : undefined;
}
