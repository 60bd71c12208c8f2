/** Why a graphics adapter does not do a piece of work; whoever asked goes on without it, or says so. */

export type GpuErrorCode =
  /** There is no WebGPU in this process: the optional package is not installed, or cannot be loaded. */
  | 'no-webgpu'
  /** WebGPU finds no adapter. */
  | 'no-adapter'
  /** The device is gone, or refused the work. */
  | 'lost'
  /** Numbers or sizes that the kernels do not take. */
  | 'unsupported';

export class GpuError extends Error {
  readonly code: GpuErrorCode;
  /** The next step, in a sentence. */
  readonly remedy: string;
  /** `found`: what there was, in words that can follow a colon. */
  constructor(code: GpuErrorCode, found: string, remedy: string) {
    super(found);
    this.name = 'GpuError';
    this.code = code;
    this.remedy = remedy;
  }
}

export function unsupported(found: string): GpuError {
  return new GpuError('unsupported', found, 'Sample on the CPU, which has no such limit.');
}
