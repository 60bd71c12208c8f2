// A process that opens and closes a device again and again, each with work in it; prints its resident memory in MiB, once
// it is warm and at the end. Run it with --expose-gc.
import { openGpu } from '../../dist/gpu/gpu-session.js';
import { DenseAttention } from '../../dist/gpu/dense-attention.js';
import { denseTables } from '../../dist/gpu/dense-tables.js';

const count = Number(process.argv[2]);
const resident = () => process.memoryUsage().rss / 2 ** 20;
const partition = { inverseTemperature: 10, inputs: 1, outputs: 1, keys: Float64Array.of(0.25, 0.75) };
const tables = denseTables(partition, Float64Array.of(0, 1), Float64Array.of(0, 1));

let warm = 0;
for (let i = 0; i < count; i++) {
  const session = await openGpu();
  // Compiling the kernel is most of the time.
  if (i % 10 === 0) {
    const dense = new DenseAttention(session, tables);
    const { means } = await dense.evaluate(Float64Array.of(0.5));
    if (Math.abs(means[0] - 0.5) > 1e-4) throw new Error(`mean ${means[0]}`);
    dense.close();
  } else {
    session.device.createBuffer({ size: 2 ** 20, usage: GPUBufferUsage.STORAGE });
    await session.device.queue.onSubmittedWorkDone();
  }
  session.close();
  if (i % 10 === 0) gc();
  if (i + 1 === Math.floor(count / 4)) warm = resident();
}
console.log(JSON.stringify({ warm, end: resident() }));
