/** A max-affine layer whose query, key and value matrices are a little wrong, as its matrices are multiplied out. */
import { cellCount } from '../approximation/grid.js';
import type { MaxAffineLayer } from '../attention/max-affine-layer.js';
import { softmax } from '../attention/softmax.js';
import { keyTable } from '../constructions/key-table.js';
import { maxAffineSizes } from '../constructions/max-affine-weights.js';
import { evaluateConstant } from '../expression/evaluate.js';
import type { NumberSystem } from '../numeric/number-system.js';

/** What is added to `W_Q`, `W_K`, `W_V`: rows of doubles, in the shapes of `max-affine-weights.ts`. */
export interface WeightNoise {
  readonly queries: readonly (readonly number[])[];
  readonly keys: readonly (readonly number[])[];
  readonly values: readonly (readonly number[])[];
}

/**
 * The layer with that noise as a function of `x`, outputs in vec order. What `x` itself adds to keys is left out: it is the same
 * for all, and softmax does not see it. Cost: `nG` values once, then `nG(g + 1 + n + width)` multiplications a token of output.
 */
export function noisyLayer<T>(
  system: NumberSystem<T>,
  layer: MaxAffineLayer,
  noise: WeightNoise,
): (x: readonly T[]) => T[] {
  const { rows } = maxAffineSizes(layer);
  const { tokens, width } = layer.shape;
  const g = layer.grid.axes.length;
  const [zero, one] = [system.literal('0'), system.literal('1')];
  const r = evaluateConstant(layer.inverseTemperature.expression, system);
  const mask = evaluateConstant(layer.mask.expression, system);
  const table = keyTable(system, layer, Number(cellCount(layer.grid)));
  const [queries, keys, values] = [noise.queries, noise.keys, noise.values].map((matrix) =>
    matrix.map((row) => row.map((w) => system.fromNumber(w))),
  );
  const dot = (row: readonly T[], column: readonly T[], from: number): T =>
    column.reduce((sum, z, i) => system.add(sum, system.mul(row[from + i]!, z)), zero);
  const unit = (i: number): T[] => Array.from({ length: tokens }, (_, k) => (k === i ? one : zero));

  /** What keys do not share, block by block: the rows of `z` from the centre on. */
  const columns = unit(0).flatMap((_, i) =>
    table.map(({ centre, bias, value }) => [...centre, bias, ...unit(i), ...value.slice(i * width, (i + 1) * width)]),
  );
  const keyRows = columns.map((z) => keys!.map((row, k) => system.add(z[k]!, dot(row, z, rows.centre))));
  const valueRows = columns.map((z) =>
    values!.map((row, w) => system.add(z[z.length - width + w]!, dot(row, z, rows.centre))),
  );
  return (x) => {
    const shared = [...x, one];
    return unit(0).flatMap((_, i) => {
      const z = [...shared, ...columns[i * table.length]!];
      const query = queries!.map((row, k) => {
        const exact = k <= g ? system.mul(r, shared[k]!) : k - g - 1 === i ? mask : zero;
        return system.add(exact, dot(row, z, 0));
      });
      const weights = softmax(
        system,
        keyRows.map((key) => dot(query, key, 0)),
      );
      return values!.map((row, w) => {
        const mean = weights.reduce((sum, weight, j) => system.add(sum, system.mul(weight, valueRows[j]![w]!)), zero);
        return system.add(mean, dot(row, shared, 0));
      });
    });
  };
}
