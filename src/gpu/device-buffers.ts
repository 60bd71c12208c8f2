/** The buffers of one piece of work: made, bound, read back, and freed together. */

export class DeviceBuffers {
  private readonly device: GPUDevice;
  private readonly all: GPUBuffer[] = [];

  constructor(device: GPUDevice) {
    this.device = device;
  }

  private make(size: number, usage: number): GPUBuffer {
    const buffer = this.device.createBuffer({ size, usage });
    this.all.push(buffer);
    return buffer;
  }

  uniform(bytes: number): GPUBuffer {
    return this.make(bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  }

  /** For kernels to read and write. */
  empty(bytes: number): GPUBuffer {
    return this.make(bytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC);
  }

  /** For the CPU to read. */
  readable(bytes: number): GPUBuffer {
    return this.make(bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }

  /** With numbers in it. */
  of(data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): GPUBuffer {
    const buffer = this.empty(data.byteLength);
    this.device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }

  /** Buffers as the bindings 0, 1, … of a pipeline. */
  bind(pipeline: GPUComputePipeline, buffers: readonly GPUBuffer[]): GPUBindGroup {
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    return this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  }

  /** The first `bytes` of `from`, by way of a readable buffer of at least that size. */
  async read(from: GPUBuffer, readable: GPUBuffer, bytes: number): Promise<Float32Array> {
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, readable, 0, bytes);
    this.device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ, 0, bytes);
    const numbers = new Float32Array(readable.getMappedRange(0, bytes).slice(0));
    readable.unmap();
    return numbers;
  }

  destroy(): void {
    for (const buffer of this.all) buffer.destroy();
  }
}
