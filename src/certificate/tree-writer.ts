/** Writes the split tree of a certificate, node by node in preorder. */
import { deflateRawSync } from 'node:zlib';

const FIRST_BYTES = 1024;

export class TreeWriter {
  /** Leaves written so far. */
  leaves = 0;
  private readonly axisBits: number;
  private bytes = new Uint8Array(FIRST_BYTES);
  private length = 0;

  /** For boxes of `axes` axes. */
  constructor(axes: number) {
    this.axisBits = 32 - Math.clz32(axes - 1);
  }

  leaf(): void {
    this.leaves++;
    this.bit(0);
  }

  /** A split across `axis`; its lower half comes next. */
  split(axis: number): void {
    this.bit(1);
    for (let i = this.axisBits - 1; i >= 0; i--) this.bit((axis >> i) & 1);
  }

  /** The tree as the format has it. */
  text(): string {
    const whole = this.bytes.subarray(0, Math.ceil(this.length / 8));
    return deflateRawSync(whole, { level: 9 }).toString('base64');
  }

  private bit(value: number): void {
    const at = this.length >> 3;
    if (at === this.bytes.length) {
      const larger = new Uint8Array(2 * at);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[at]! |= value << (7 - (this.length & 7));
    this.length++;
  }
}
