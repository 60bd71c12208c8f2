/** An adapter of WebGPU, at best a real one, else a software adapter: it shows that results are right, never that they are fast. */
import type { OptionalTool } from './optional-tool.js';
import { succeeds } from './optional-tool.js';

/** In a process of its own: a driver that crashes takes down nothing else. */
const PROBE = `
  import { create } from 'webgpu';
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  process.exit(adapter === null ? 1 : 0);`;

export const graphicsAdapter: OptionalTool = {
  name: 'a graphics adapter',
  install:
    'npm install, and a driver for Vulkan: apt-get install libvulkan1 chromium brings a software one (docs/gpu.md)',
  isPresent: () => succeeds(process.execPath, ['--input-type=module', '--eval', PROBE]),
};
