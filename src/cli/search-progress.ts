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
      const percent = `${(100 * done).toFixed(1)} %`;
      if (stage !== 'search') {
        line.tell(
          stage === 'averages' ? `averages over ${percent} of the cells` : `certificate of ${percent} of the domain`,
        );
        return;
      }
      const share = `${percent} done`;
      line.tell(
        `error in [${lower.toPrecision(5)}, ${upper.toPrecision(5)}], ${counted(boxes, 'box', 'boxes')}, ${share}`,
      );
    },
    stop: line.stop,
  };
}
