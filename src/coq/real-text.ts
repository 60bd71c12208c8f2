/**
 * Coq terms of type `R` as text, with how tightly they bind.
 *
 * Every infix operation stands in parentheses, so that no precedence of Coq's is relied on.
 */
import type { Rational } from '../expression/parse/rational.js';

export interface CoqTerm {
  readonly text: string;
  /** `applied`: a function and its arguments, which need parentheses as an argument; `atom`: nowhere any. */
  readonly kind: 'atom' | 'applied';
}

export function atom(text: string): CoqTerm {
  return { text, kind: 'atom' };
}

/** `(x symbol y)`. */
export function infix(x: CoqTerm, symbol: string, y: CoqTerm): CoqTerm {
  return atom(`(${x.text} ${symbol} ${y.text})`);
}

/** `name x`. */
export function applied(name: string, x: CoqTerm): CoqTerm {
  return { text: `${name} ${argument(x)}`, kind: 'applied' };
}

export function negated(x: CoqTerm): CoqTerm {
  return atom(`(- ${argument(x)})`);
}

/** As the argument of a function, or below a prefix. */
export function argument({ text, kind }: CoqTerm): string {
  return kind === 'atom' ? text : `(${text})`;
}

/** A rational number, exactly: `3`, `(-1)`, `(3 / 16)`. */
export function rationalTerm({ numerator, denominator }: Rational): CoqTerm {
  if (denominator !== 1n) return atom(`(${numerator} / ${denominator})`);
  return atom(numerator < 0n ? `(${numerator})` : String(numerator));
}
