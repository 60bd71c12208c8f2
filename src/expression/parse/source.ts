/** The text of a target file, and the errors that point into it. */
import { TargetError, type TargetErrorCode } from '../target.js';
import type { Place } from './syntax.js';

/** Longer lines are cut after, or when the column lies beyond it left out of, a message. */
const LONGEST_LINE = 160;

export interface Wording {
  readonly found: string;
  readonly remedy: string;
}

export class Source {
  readonly text: string;
  readonly fileName: string | undefined;

  constructor(text: string, fileName: string | undefined) {
    this.text = text;
    this.fileName = fileName;
  }

  /** What stands at a place, as written, without comments' line breaks becoming part of a message. */
  excerpt({ at, end }: Place): string {
    const text = this.text.slice(at, end).replace(/\s+/g, ' ');
    return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
  }

  /** The error at a place of the source, or about the file as a whole. */
  error(code: TargetErrorCode, place: Place | undefined, { found, remedy }: Wording): TargetError {
    const file = this.fileName === undefined ? {} : { file: this.fileName };
    if (place === undefined) return new TargetError({ code, ...file, found, remedy });
    const before = this.text.slice(0, place.at).split(/\r\n|[\n\r\u2028\u2029]/);
    const column = before.at(-1)!.length + 1;
    const lineEnd = /[\n\r\u2028\u2029]|$/.exec(this.text.slice(place.at))!.index;
    // Control characters, tabs included, become blanks: the caret stays under its column, and terminals stay sane.
    const line = (before.at(-1)! + this.text.slice(place.at, place.at + lineEnd)).replace(/[\p{Cc}\p{Cf}]/gu, ' ');
    const sourceLine = line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
    const shown = column < LONGEST_LINE ? { sourceLine } : {};
    return new TargetError({ code, ...file, line: before.length, column, ...shown, found, remedy });
  }
}
