// What a page runs, from the built package and without Node: means and bounds of one case, from plain lists of numbers.
import { DenseAttention } from '/gpu/dense-attention.js';
import { denseTables } from '/gpu/dense-tables.js';
import { openGpu } from '/gpu/gpu-session.js';

globalThis.hasAdapter = async () => Boolean(await navigator.gpu?.requestAdapter());

globalThis.evaluateDense = async ({ inverseTemperature, keys, offsets, values, box, queries }) => {
  const doubles = (numbers) => Float64Array.from(numbers);
  const partition = { inverseTemperature, inputs: 1, outputs: 1, keys: doubles(keys) };
  if (offsets !== undefined) partition.offsets = doubles(offsets);
  const session = await openGpu();
  const dense = new DenseAttention(session, denseTables(partition, doubles(values), doubles(box)));
  const { means, bounds } = await dense.evaluate(doubles(queries));
  session.close();
  return { means: [...means], bounds: [...bounds] };
};
