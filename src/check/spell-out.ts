/** Text from elsewhere, made fit for where it is shown. */

/** `text` with the characters that are not `allowed` spelled out, such as \u{1b}. */
export function spellOut(text: string, allowed: (code: number) => boolean): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0)!;
    return allowed(code) ? character : `\\u{${code.toString(16)}}`;
  }).join('');
}

/** Characters that move a terminal's cursor, colour it, turn the direction of writing or break the line. */
const COMMANDS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const MOST_SHOWN = 2000;

/** One line of a terminal that says what `text` says: line breaks are blanks, the end of a very long text is left out. */
export function printable(text: string, most = MOST_SHOWN): string {
  const shown = text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
  return spellOut(shown.replace(/\s*\n\s*/g, ' '), (code) => !COMMANDS.test(String.fromCodePoint(code)));
}
