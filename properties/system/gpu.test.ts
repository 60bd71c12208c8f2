/** Devices in the life of a process: many of them, one that is lost, none at all; and samples that use one. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { axisBands } from '../../src/attention/axis-band.js';
import { float64Layer } from '../../src/attention/float64-layer.js';
import { NEGLIGIBLE_FLOAT64 } from '../../src/attention/product-float64.js';
import { sampleOn } from '../../src/check/choose-device.js';
import { samplePartition } from '../../src/check/sample-partition.js';
import type { SampleReport } from '../../src/check/sample-report.js';
import { sampleTarget, type SampleTargetOptions } from '../../src/check/sample-target.js';
import { maxAffine } from '../../src/constructions/max-affine.js';
import { parseTarget, readTarget } from '../../src/expression/parse/index.js';
import { decimalConstant } from '../../src/expression/real-constant.js';
import { GpuError } from '../../src/gpu/gpu-error.js';
import { openGpu } from '../../src/gpu/gpu-session.js';
import { mayHaveVulkanDriver } from '../../src/gpu/vulkan-drivers.js';
import type { Float64Problem } from '../../src/sampling/sample-problem.js';
import { graphicsAdapter } from '../support/graphics-adapter.js';
import { describeWith } from '../support/optional-tool.js';
import { run } from './command.js';
import { expectValid, fixture, folder } from './workspace.js';

/** No driver but one that does not exist. */
const noDriver = { VK_DRIVER_FILES: '/nowhere.json', VK_ADD_DRIVER_FILES: '', VK_ICD_FILENAMES: '' };

async function sample(file: string, options: SampleTargetOptions): Promise<SampleReport> {
  return sampleTarget(await readTarget(fixture(file)), options);
}

async function problemOf(count: number, cells: number, inverseTemperature: string): Promise<Float64Problem> {
  const target = await parseTarget(`
    export const domain = [[0, 1]];
    export function target(x: number): number { return Math.sin(3 * x); }`);
  const layer = maxAffine(target, { cells, inverseTemperature: decimalConstant(inverseTemperature) });
  const table = float64Layer(layer, axisBands(layer, NEGLIGIBLE_FLOAT64));
  return { kind: 'float64', layer: table, target, queries: { kind: 'scattered', count, seed: 1 }, histogram: false };
}

describeWith(graphicsAdapter, 'a graphics device', () => {
  test('can be opened and closed 200 times in one process, which does not grow', () => {
    const script = fileURLToPath(new URL('../support/many-devices.mjs', import.meta.url));
    const child = spawnSync(process.execPath, ['--expose-gc', script, '200'], { encoding: 'utf8' });
    expect(child).toMatchObject({ status: 0, signal: null });
    const { warm, end } = JSON.parse(child.stdout) as { warm: number; end: number };
    console.log(`200 devices: ${warm.toFixed(0)} MiB after 50, ${end.toFixed(0)} MiB at the end`);
    // A buffer of 1 MiB that stays with each device would add 150 MiB.
    expect(end - warm).toBeLessThan(75);
  });

  test.each<readonly [name: string, file: string, options: SampleTargetOptions]>([
    ['a grid', 'twisted.ts', { cells: 16, queries: [101, 77] }],
    ['scattered queries', 'twisted.ts', { cells: 16, queries: { kind: 'scattered', count: 5000, seed: 3 } }],
    ['a flat layer of two outputs', 'vector-valued.ts', { cells: 5, kappa: '1', queries: 9 }],
  ])('finds the same largest error as the CPU on %s, bit for bit', async (_, file, options) => {
    const [cpu, gpu] = [await sample(file, options), await sample(file, { ...options, device: 'gpu' })];
    expect(gpu).toEqual({ ...cpu, device: gpu.device, seconds: gpu.seconds, samplingSeconds: gpu.samplingSeconds });
    expect(cpu.device).toMatchObject({ kind: 'cpu', adapter: null, reason: null, bound: null });
    expect(gpu.device).toMatchObject({ kind: 'gpu', reason: null });
    expect(gpu.device.adapter!.description).not.toBe('');
    expect(gpu.device.evaluated).toBeLessThan(gpu.queries.asked);
    expect(Number(gpu.device.others)).toBeLessThanOrEqual(Number(gpu.error) + 2 * Number(gpu.device.bound));
  });

  test('does so for keys on no grid', async () => {
    const count = 200;
    const keys = Float64Array.from({ length: 2 * count }, (_, i) => (i * 0.6180339887) % 1);
    const offsets = Float64Array.from(
      { length: count },
      (_, j) => -(keys[2 * j]! ** 2 + keys[2 * j + 1]! ** 2) / 2 + (j % 7) * 1e-5,
    );
    const target = await readTarget(fixture('twisted.ts'));
    const partition = { inputs: 2, outputs: 1, keys, offsets, inverseTemperature: 2000 };
    const options = { queries: { kind: 'scattered', count: 3000, seed: 1 } } as const;
    const cpu = await samplePartition(partition, target, options);
    const gpu = await samplePartition(partition, target, { ...options, device: 'gpu' });
    expect(gpu).toEqual({ ...cpu, device: gpu.device, seconds: gpu.seconds, samplingSeconds: gpu.samplingSeconds });
    expect(gpu.device.kind).toBe('gpu');
  });

  test('is named in the result of the command', async () => {
    const args = ['sample', fixture('twisted.ts'), '--cells', '16', '--queries', '50', '--device', 'gpu'];
    const { code, stdout, stderr } = await run([...args, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { device } = expectValid('sample', stdout) as SampleReport;
    expect(device).toMatchObject({ kind: 'gpu', adapter: { isFallbackAdapter: expect.any(Boolean) as boolean } });
    const shown = await run(args);
    expect(shown.stdout).toMatch(/device {6}.*, within .*; \d+ quer(y|ies) taken again by the CPU/);
  });

  test('that is lost on the way leaves the sample to the CPU, which says so', async () => {
    const problem = await problemOf(70_000, 8, '1000');
    const expected = await sampleOn('cpu', problem, undefined, { workers: 0 });
    const open = async () => {
      const session = await openGpu();
      const guard = session.guard.bind(session);
      let calls = 0;
      session.guard = <T>(work: () => Promise<T>): Promise<T> => {
        if (++calls === 2) session.device.destroy();
        return guard(work);
      };
      return session;
    };
    const { outcome, device } = await sampleOn('gpu', problem, undefined, { workers: 0 }, open);
    expect(outcome).toEqual(expected.outcome);
    expect(device.kind).toBe('cpu');
    expect(device.reason).toMatch(/the device was lost \(destroyed\)/);
  });

  test.each<readonly [Partial<SampleTargetOptions>]>([
    [{ norm: '2' }],
    [{ histogram: true }],
    [{ arithmetic: 'decimal' }],
  ])('does not take a sample with %o, and says what to do', async (extra) => {
    const taken = sample('twisted.ts', { cells: 16, queries: 9, device: 'gpu', ...extra });
    await expect(taken).rejects.toThrow(/^--device gpu: a graphics device .*\n {2}Leave --device gpu out/);
  });
});

describe('without a graphics adapter', () => {
  test('--device gpu is refused with the next step, and by default the CPU does without', async () => {
    const args = ['sample', fixture('twisted.ts'), '--cells', '16', '--queries', '50', '--json'];
    const refused = await run([...args, '--device', 'gpu'], { env: noDriver });
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toMatch(/error: --device gpu: .*(adapter|webgpu).*\n {2}Install/);
    const { code, stdout, stderr } = await run(args, { env: noDriver });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((expectValid('sample', stdout) as SampleReport).device).toMatchObject({ kind: 'cpu', evaluated: 2500 });
  });

  test("a sample that would be worth one is the CPU's, with the reason", async () => {
    const problem = await problemOf(2 ** 18, 300, '1e-3');
    const open = () => Promise.reject(new GpuError('no-adapter', 'WebGPU finds no graphics adapter', 'Install one.'));
    const { device } = await sampleOn('auto', problem, undefined, { workers: 0 }, open);
    expect(device).toMatchObject({ kind: 'cpu', adapter: null, reason: 'WebGPU finds no graphics adapter' });
  });

  test('the missing package is named, with how to install it', () => {
    const place = join(folder, 'no-webgpu');
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
    for (const file of ['open-webgpu.js', 'gpu-error.js', 'vulkan-drivers.js']) {
      copyFileSync(fileURLToPath(new URL(`../../dist/gpu/${file}`, import.meta.url)), join(place, file));
    }
    const url = pathToFileURL(join(place, 'open-webgpu.js')).href;
    const code = `import(${JSON.stringify(url)}).then(({ openWebGpu }) => openWebGpu()).catch((e) => console.log(e.code, e.message, e.remedy))`;
    const env = { ...process.env, VK_ADD_DRIVER_FILES: '/nowhere.json' };
    const { stdout } = spawnSync(process.execPath, ['--eval', code], { encoding: 'utf8', env });
    expect(stdout).toBe('no-webgpu the package webgpu is not installed Install it with npm install webgpu@0.6.2.\n');
  });

  test.runIf(process.platform === 'linux')('drivers are looked for where the loader of Vulkan does', () => {
    expect(mayHaveVulkanDriver({ VK_ADD_DRIVER_FILES: '/somewhere.json' })).toBe(true);
    const manifests = join(folder, 'share', 'vulkan', 'icd.d');
    mkdirSync(manifests, { recursive: true });
    writeFileSync(join(manifests, 'driver.json'), '{}');
    expect(mayHaveVulkanDriver({ XDG_DATA_DIRS: `/nowhere:${join(folder, 'share')}` })).toBe(true);
  });
});
