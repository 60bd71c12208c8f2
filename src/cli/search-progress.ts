/** The enclosure so far, on stderr. */
import type { SupNormProgress } from '../certify/sup-norm.js';
import type { Output } from './context.js';
import { showLine } from './progress-line.js';

export interface SearchProgress {
  readonly onProgress: (progress: SupNormProgress) => void;
  readonly stop: () => void;
}

export function showSearch(output: Output, quiet: boolean): SearchProgress {
  const line = showLine(output, quiet);
  return {
    onProgress({ lower, upper, boxes, done }) {
      const share = `${(100 * done).toFixed(1)} % of the domain done`;
      line.tell(`error in [${lower.toPrecision(5)}, ${upper.toPrecision(5)}], ${boxes} boxes, ${share}`);
    },
    stop: line.stop,
  };
}
