/**
 * HTML that is built, never pasted: text that is put into a template is escaped, whatever it is.
 *
 * Every value stands in an element's content or between double quotes; templates with any other place do not exist
 * (a test looks). Commands of terminals, bidirectional controls and lone surrogates are spelled out, such as \u{202e}.
 */
import { printable } from '../../check/spell-out.js';

/** Markup that is safe to send. Made by `safe`, or by `trusted` from a library that escapes. */
export class Html {
  readonly text: string;
  /** Not to be called with text from anywhere: use `safe`. */
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Most text is nothing that needs spelling out. */
const PLAIN = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u0370-\u03ff]*$/;

/** Text as the content of an element or of a quoted attribute. */
export function escapeText(text: string): string {
  return (PLAIN.test(text) ? text : printable(text, Infinity)).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function markup(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  return content.map(markup).join('');
}

/** The template with its values escaped, unless they are markup themselves; lists follow one another. */
export function safe(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? markup(values[i]) : '')).join(''));
}

/** Markup that a library made, of which it escaped what it was given. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** What `make` makes of a value, or nothing where there is none. */
export function given<T>(value: T | undefined, make: (value: T) => Html): Html | undefined {
  return value === undefined ? undefined : make(value);
}
