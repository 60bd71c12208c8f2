/** Watches over a search: tells its progress, and ends it at a limit of time or on request. Work itself is counted. */
import type { SupNormOptions, SupNormProgress } from './sup-norm.js';

/** Most boxes between two looks at the clock. */
const MOST_BOXES = 512;
/** Boxes that cost more are looked after so often that about as many seconds go by between two looks. */
const PATIENCE = 0.05;

export class SearchWatch {
  private readonly options: Pick<SupNormOptions, 'seconds' | 'onProgress' | 'stop'>;
  private readonly started = process.hrtime.bigint();
  private interval = 1;
  private next = 1;
  /** Seconds at the last look. */
  private looked = 0;

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
    const seconds = this.seconds();
    this.interval = seconds - this.looked > PATIENCE ? Math.ceil(this.interval / 2) : 2 * this.interval;
    this.interval = Math.min(MOST_BOXES, this.interval);
    this.next = boxes + this.interval;
    this.looked = seconds;
    this.options.onProgress?.(progress());
    return seconds > (this.options.seconds ?? Infinity) || this.options.stop?.() === true;
  }
}
