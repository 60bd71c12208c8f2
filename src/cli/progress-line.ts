/** How far a command is, on stderr: a line that is redrawn in a terminal, a line every ten seconds elsewhere. */
import { columnsOf, type Output } from './context.js';

export interface ProgressLine {
  readonly tell: (text: string) => void;
  /** Takes the line off the screen. */
  readonly stop: () => void;
}

const LOG_MILLISECONDS = 10_000;

export function showLine(output: Output, quiet: boolean): ProgressLine {
  const live = output.isTTY === true;
  let told = performance.now();
  let drawn = false;
  return {
    tell(text) {
      if (quiet) return;
      if (live) {
        output.write(`\r\u001b[2K${text.slice(0, columnsOf(output) - 1)}`);
        drawn = true;
      } else if (performance.now() - told >= LOG_MILLISECONDS) {
        told = performance.now();
        output.write(`… ${text}\n`);
      }
    },
    stop() {
      if (drawn) output.write('\r\u001b[2K');
    },
  };
}
