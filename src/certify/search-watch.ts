/** Watches over a search: tells its progress, and ends it at a limit of time or on request. Work itself is counted. */
import type { SupNormOptions, SupNormProgress } from './sup-norm.js';

/** Boxes between two looks at the clock. */
const CLOCK_INTERVAL = 512;

export class SearchWatch {
  private readonly options: Pick<SupNormOptions, 'seconds' | 'onProgress' | 'stop'>;
  private readonly started = process.hrtime.bigint();
  private next = CLOCK_INTERVAL;

  constructor(options: Pick<SupNormOptions, 'seconds' | 'onProgress' | 'stop'>) {
    this.options = options;
  }

  /** Seconds since the search began. */
  seconds(): number {
    return Number(process.hrtime.bigint() - this.started) / 1e9;
  }

  /** To be asked after every box: is the search to end with what it has? Looks at the clock now and then only. */
  isOver(boxes: number, progress: () => SupNormProgress): boolean {
    if (boxes < this.next) return false;
    this.next = boxes + CLOCK_INTERVAL;
    this.options.onProgress?.(progress());
    return this.seconds() > (this.options.seconds ?? Infinity) || this.options.stop?.() === true;
  }
}
