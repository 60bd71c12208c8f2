/** A grid layer at a product grid of queries on a device: one banded matrix after another, with the bound of float32. */
import type { Float64Layer } from '../attention/float64-layer.js';
import { addUp, mulUp } from '../numeric/directed.js';
import { axisWeights, type AxisWeights } from './axis-weights.js';
import { boundContraction } from './contraction-bound.js';
import { contractionKernel, WIDEST, WORKGROUP } from './contraction-kernel.js';
import { DeviceBuffers } from './device-buffers.js';
import { unsupported } from './gpu-error.js';
import type { GpuSession } from './gpu-session.js';
import { scaleValues, unscalingError, type ScaledValues } from './scaled-values.js';

/** Numbers of a tensor on the way, at most (32 MiB). */
export const MOST_NUMBERS = 2 ** 23;

export interface DeviceGrid {
  /** The means: the last axis runs fastest, then outputs. */
  readonly means: Float64Array;
  /** No output is farther from the exact mean of the layer's doubles, whatever the query of the block. */
  readonly bound: number;
}

export interface ContractionOptions {
  /** The text of the kernel; others than the own are for tests, which must find them out. */
  readonly kernel?: string;
}

const WORDS_OF_PART = 6;

/** The numbers of the tensor after each axis, for so many coordinates on each. */
export function tensorSizes(
  { axes, outputs }: Pick<Float64Layer, 'axes' | 'outputs'>,
  counts: readonly number[],
): number[] {
  return counts.map((_, t) => axes.reduce((product, { cells }, i) => product * (i <= t ? counts[i]! : cells), outputs));
}

export class GridContraction {
  private readonly session: GpuSession;
  private readonly layer: Float64Layer;
  private readonly values: ScaledValues;
  private readonly buffers: DeviceBuffers;
  private readonly pipeline: GPUComputePipeline;
  private readonly table: GPUBuffer;

  /** Throws a `GpuError` (`unsupported`) for a table beyond float32. Errors of the device show in `evaluate`. */
  constructor(session: GpuSession, layer: Float64Layer, { kernel = contractionKernel }: ContractionOptions = {}) {
    if (layer.table.length > MOST_NUMBERS) throw unsupported(`${layer.table.length} values`);
    this.session = session;
    this.layer = layer;
    this.values = scaleValues(layer.table, layer.outputs);
    this.buffers = new DeviceBuffers(session.device);
    this.pipeline = session.device.createComputePipeline({
      layout: 'auto',
      compute: { module: session.device.createShaderModule({ code: kernel }), entryPoint: 'main' },
    });
    this.table = this.buffers.of(this.values.scaled);
  }

  /** `coordinates`: those of the block on each axis. Throws a `GpuError`. Cost: the kept cells for each number of each tensor. */
  async evaluate(coordinates: readonly Float64Array[]): Promise<DeviceGrid> {
    const { axes, outputs } = this.layer;
    const sizes = tensorSizes(
      this.layer,
      coordinates.map(({ length }) => length),
    );
    if (Math.max(...sizes) > MOST_NUMBERS) throw unsupported(`${Math.max(...sizes)} numbers in one block`);
    const weights = axes.map((axis, t) => axisWeights(axis, coordinates[t]!));
    const scaled = await this.session.guard(() => this.run(weights, sizes));
    const { middle, unit } = this.values;
    const bound = boundContraction(weights.map(({ kept, error }, t) => ({ kept, error, dropped: axes[t]!.dropped })));
    return {
      means: Float64Array.from(scaled, (mean, i) => middle[i % outputs]! + unit * mean),
      bound: addUp(mulUp(unit, bound), unscalingError(this.values)),
    };
  }

  private async run(weights: readonly AxisWeights[], sizes: readonly number[]): Promise<Float32Array> {
    const { device } = this.session;
    const { axes, table } = this.layer;
    const buffers = new DeviceBuffers(device);
    try {
      const encoder = device.createCommandEncoder();
      let source = this.table;
      let [outer, inner] = [1, table.length];
      weights.forEach(({ rows, kept, weights: numbers, firsts }, t) => {
        const { cells } = axes[t]!;
        inner /= cells;
        const groups = Math.ceil(sizes[t]! / WORKGROUP);
        const across = Math.min(groups, WIDEST);
        const part = buffers.uniform(4 * WORDS_OF_PART);
        device.queue.writeBuffer(part, 0, Uint32Array.of(outer, rows, cells, inner, kept, across * WORKGROUP));
        const result = buffers.empty(4 * sizes[t]!);
        const pass = encoder.beginComputePass();
        pass.setPipeline(this.pipeline);
        const bound = [part, buffers.of(numbers), buffers.of(firsts), source, result];
        pass.setBindGroup(0, buffers.bind(this.pipeline, bound));
        pass.dispatchWorkgroups(across, Math.ceil(groups / across));
        pass.end();
        source = result;
        outer *= rows;
      });
      device.queue.submit([encoder.finish()]);
      const bytes = 4 * sizes.at(-1)!;
      return await buffers.read(source, buffers.readable(bytes), bytes);
    } finally {
      buffers.destroy();
    }
  }

  /** Frees what the device stores for it. */
  close(): void {
    this.buffers.destroy();
  }
}
