/** The enclosure so far, on stderr: a line that is redrawn in a terminal, a line every ten seconds elsewhere. */
import type { SupNormProgress } from '../certify/sup-norm.js';
import { columnsOf, type Output } from './context.js';

export interface SearchProgress {
  readonly onProgress: (progress: SupNormProgress) => void;
  readonly stop: () => void;
}

const LOG_MILLISECONDS = 10_000;

export function showSearch(output: Output, quiet: boolean): SearchProgress {
  const live = output.isTTY === true;
  let told = performance.now();
  let drawn = false;
  return {
    onProgress({ lower, upper, boxes, done }) {
      if (quiet) return;
      const share = `${(100 * done).toFixed(1)} % of the domain done`;
      const text = `error in [${lower.toPrecision(5)}, ${upper.toPrecision(5)}], ${boxes} boxes, ${share}`;
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
