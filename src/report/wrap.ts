/**
 * Prose in lines of at most `columns` characters, each after `indent`, all but the first after `hanging` blanks more. A word
 * longer than a line stands alone; no word is broken.
 */
export function wrap(text: string, columns: number, indent = '', hanging = 0): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent + ' '.repeat(hanging);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
