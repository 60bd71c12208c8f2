/** The enclosure so far, on stderr. */
import type { CertifyProgress } from '../check/constructions/certifiable.js';
import { counted } from '../report/counted.js';
import type { Output } from './context.js';
import { showLine } from './progress-line.js';

export interface SearchProgress {
  readonly onProgress: (progress: CertifyProgress) => void;
  readonly stop: () => void;
}

export function showSearch(output: Output, quiet: boolean): SearchProgress {
  const line = showLine(output, quiet);
  return {
    onProgress({ stage, lower, upper, boxes, done }) {
      if (stage === 'averages') {
        line.tell(`averages over ${(100 * done).toFixed(1)} % of the cells`);
        return;
      }
      const share = `${(100 * done).toFixed(1)} % done`;
      line.tell(
        `error in [${lower.toPrecision(5)}, ${upper.toPrecision(5)}], ${counted(boxes, 'box', 'boxes')}, ${share}`,
      );
    },
    stop: line.stop,
  };
}
