/** The entry point of WebGPU: `navigator.gpu` in a browser, the optional package `webgpu` in Node. */
import { GpuError } from './gpu-error.js';

/**
 * The objects that `create` returned. When one is collected while a device lives, the native library crashes, so they stay
 * until the process ends; the listener refers to them, and keeps this set from being collected before.
 */
const kept = new Set<GPU>();

let opened: Promise<GPU> | undefined;

/** Throws a `GpuError`: `no-webgpu`, or `no-adapter` where it is plain that there can be none. */
export function openWebGpu(): Promise<GPU> {
  opened ??= open();
  return opened;
}

async function open(): Promise<GPU> {
  const own = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  if (own !== undefined) return own;
  // Late, because a browser has no files.
  const { mayHaveVulkanDriver } = await import('./vulkan-drivers.js');
  if (!mayHaveVulkanDriver()) throw noAdapter('WebGPU needs a driver for Vulkan, and this machine has none');
  const { create, globals } = await load();
  // Constants such as GPUBufferUsage, which a browser has.
  Object.assign(globalThis, globals);
  const gpu = create([]);
  if (kept.size === 0) process.once('exit', () => kept.clear());
  kept.add(gpu);
  return gpu;
}

interface WebGpuPackage {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: object;
}

async function load(): Promise<WebGpuPackage> {
  // Not a literal: it need not be installed for the package to be compiled.
  const name: string = 'webgpu';
  try {
    return (await import(name)) as WebGpuPackage;
  } catch (error) {
    const isMissing = (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND';
    const found = isMissing
      ? 'the package webgpu is not installed'
      : `the package webgpu does not load: ${said(error)}`;
    throw new GpuError('no-webgpu', found, 'Install it with npm install webgpu@0.6.2.');
  }
}

export function noAdapter(found: string): GpuError {
  return new GpuError(
    'no-adapter',
    found,
    'Install one (on Linux libvulkan1 and a driver, or name its file in VK_ADD_DRIVER_FILES), or sample on the CPU.',
  );
}

/** The first line of what was thrown. */
export function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
