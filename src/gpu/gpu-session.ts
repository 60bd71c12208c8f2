/**
 * A device and what can happen to it. Work is handed to `guard`, which ends with a `GpuError` (`lost`) as soon as the device
 * is lost or refuses something, instead of waiting for an answer that never comes.
 */
import { reportAdapter, type AdapterReport } from './adapter-report.js';
import { GpuError } from './gpu-error.js';
import { noAdapter, openWebGpu, said } from './open-webgpu.js';

const GO_ON = 'Sample on the CPU; a smaller sample may fit the device.';

export class GpuSession {
  readonly adapter: AdapterReport;
  readonly device: GPUDevice;
  private readonly failed: Promise<never>;
  private failure: GpuError | undefined;

  constructor(adapter: GPUAdapter, device: GPUDevice) {
    this.adapter = reportAdapter(adapter);
    this.device = device;
    this.failed = new Promise((_, reject) => {
      const fail = (found: string): void => {
        this.failure ??= new GpuError('lost', found, GO_ON);
        reject(this.failure);
      };
      void device.lost.then(({ reason, message }) => fail(`the device was lost (${reason}): ${said(message)}`));
      device.addEventListener('uncapturederror', ({ error }) =>
        fail(`the device refused work: ${said(error.message)}`),
      );
    });
    // Who is not waiting just now learns of it from the next call.
    this.failed.catch(() => {});
  }

  /** The result of `work`, or the reason why there is none. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.failure !== undefined) throw this.failure;
    try {
      return await Promise.race([work(), this.failed]);
    } catch (error) {
      // A lost device makes its calls fail one after another; the first reason is the one to tell.
      await new Promise((resolve) => setTimeout(resolve));
      throw this.failure ?? (error instanceof GpuError ? error : new GpuError('lost', said(error), GO_ON));
    }
  }

  close(): void {
    this.device.destroy();
  }
}

/** A device of the best adapter. Throws a `GpuError`: `no-webgpu`, `no-adapter`, or `lost` when the adapter gives no device. */
export async function openGpu(): Promise<GpuSession> {
  const adapter = await (await openWebGpu()).requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw noAdapter('WebGPU finds no graphics adapter');
  try {
    return new GpuSession(adapter, await adapter.requestDevice());
  } catch (error) {
    throw new GpuError('lost', `the adapter gives no device: ${said(error)}`, GO_ON);
  }
}
