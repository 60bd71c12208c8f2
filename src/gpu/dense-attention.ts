/** Dense attention on a device: means at any number of queries, each with the bound of what float32 makes of it. */
import { boundDenseMean } from './dense-bound.js';
import { denseKernel, DISPATCH_KEYS, stateEntries, TILE, type KernelShape } from './dense-kernel.js';
import type { DenseTables } from './dense-tables.js';
import { DeviceBuffers } from './device-buffers.js';
import { toFixed } from './fixed-point.js';
import type { GpuSession } from './gpu-session.js';
import { unscalingError } from './scaled-values.js';
import { mulUp, addUp } from '../numeric/directed.js';

/** Queries of one call at most: 2^16 times the keys of a dispatch are a few milliseconds' work of a GPU. */
export const MOST_QUERIES = 2 ** 16;

export interface DeviceMeans {
  /** `A_r` of each query, `outputs` numbers one after another. */
  readonly means: Float64Array;
  /** Of each query: no output is farther from the exact mean of the tables' doubles. ∞ where nothing is known. */
  readonly bounds: Float64Array;
}

export interface DenseOptions {
  /** The text of the kernel; others than the own are for tests, which must find them out. */
  readonly kernel?: (shape: KernelShape) => string;
}

const WORDS_OF_PART = 5;

export class DenseAttention {
  private readonly session: GpuSession;
  private readonly tables: DenseTables;
  private readonly buffers: DeviceBuffers;
  private readonly pipeline: GPUComputePipeline;
  private readonly bindings: GPUBindGroup;
  private readonly part: GPUBuffer;
  private readonly queries: GPUBuffer;
  private readonly state: GPUBuffer;
  private readonly answer: GPUBuffer;

  /** Errors of the device show in `evaluate`. */
  constructor(session: GpuSession, tables: DenseTables, { kernel = denseKernel }: DenseOptions = {}) {
    const { axes, scales, keys, heights, values, outputs, size } = tables;
    const { device } = session;
    const shape = { inputs: axes.length, outputs };
    this.session = session;
    this.tables = tables;
    const buffers = (this.buffers = new DeviceBuffers(device));
    this.pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: { module: device.createShaderModule({ code: kernel(shape) }), entryPoint: 'main' },
    });
    this.part = buffers.uniform(4 * WORDS_OF_PART);
    this.queries = buffers.empty(4 * axes.length * MOST_QUERIES);
    this.state = buffers.empty(4 * stateEntries(shape) * MOST_QUERIES);
    this.answer = buffers.readable(4 * stateEntries(shape) * MOST_QUERIES);
    this.bindings = buffers.bind(this.pipeline, [
      this.part,
      buffers.of(scales),
      buffers.of(toFixed(axes, keys, size.keys)),
      buffers.of(heights),
      buffers.of(values.scaled),
      this.queries,
      this.state,
    ]);
  }

  /** At most `MOST_QUERIES` points of the box. Throws a `GpuError` (`lost`). Cost: queries times keys. */
  async evaluate(points: Float64Array): Promise<DeviceMeans> {
    const { axes, outputs } = this.tables;
    const count = points.length / axes.length;
    const state = await this.session.guard(() => this.run(toFixed(axes, points, count), count));
    const means = new Float64Array(count * outputs);
    const bounds = new Float64Array(count);
    const boundOf = this.boundByLeast();
    const { middle, unit } = this.tables.values;
    for (let i = 0; i < count; i++) {
      const total = state[count + i]!;
      for (let r = 0; r < outputs; r++) {
        means[i * outputs + r] = middle[r]! + unit * (state[(2 + r) * count + i]! / total);
      }
      bounds[i] = total > 0 ? boundOf(state[i]!) : Infinity;
    }
    return { means, bounds };
  }

  /** The bound depends on a whole number of bits, of which there are few. */
  private boundByLeast(): (least: number) => number {
    const { size, values } = this.tables;
    const known = new Map<number, number>();
    return (least) => {
      let bound = known.get(least);
      if (bound === undefined) {
        bound = addUp(mulUp(values.unit, boundDenseMean(size, least)), unscalingError(values));
        known.set(least, bound);
      }
      return bound;
    };
  }

  private run(queries: Int32Array<ArrayBuffer>, count: number): Promise<Float32Array> {
    const { device } = this.session;
    const { keys } = this.tables.size;
    device.queue.writeBuffer(this.queries, 0, queries);
    for (let first = 0; first < keys; first += DISPATCH_KEYS) {
      const end = Math.min(keys, first + DISPATCH_KEYS);
      device.queue.writeBuffer(this.part, 0, Uint32Array.of(count, count, first, end, first === 0 ? 1 : 0));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(this.pipeline);
      pass.setBindGroup(0, this.bindings);
      pass.dispatchWorkgroups(Math.ceil(count / TILE));
      pass.end();
      device.queue.submit([encoder.finish()]);
    }
    const bytes = 4 * stateEntries({ inputs: this.tables.axes.length, outputs: this.tables.outputs }) * count;
    return this.buffers.read(this.state, this.answer, bytes);
  }

  /** Frees what the device stores for it. */
  close(): void {
    this.buffers.destroy();
  }
}
