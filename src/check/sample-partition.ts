/** Samples the error of attention over keys that are on no grid. */
import { domainBox } from '../approximation/box.js';
import { evaluatePartition, partitionKeys, type AffinePartition } from '../attention/affine-partition.js';
import { boundDroppedShare, partitionFloat64, type PartitionFloat64 } from '../attention/partition-float64.js';
import { PowerSearch } from '../attention/power-tree.js';
import { compileFloat64, compileInterval } from '../expression/compile/index.js';
import { evaluate } from '../expression/evaluate.js';
import type { Target } from '../expression/target.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import { SamplingError } from '../sampling/sampling-error.js';
import { negligibleIn } from './prepare-sample.js';
import { sampleSubject, type SampleOptions, type SampleSubject } from './sample-error.js';
import type { SampleReport } from './sample-report.js';
import { requirePartition, type ValuedPartition } from './valued-partition.js';

/**
 * As `sampleError`, of attention over any max-affine partition. Values that are the target's are those in
 * exact arithmetic as far as `lower` goes. Throws a `SamplingError` for a partition that does not fit the target. Cost of a
 * query: a search of `log G` nodes, and one exponential for each near key.
 */
export async function samplePartition(
  partition: ValuedPartition,
  target: Target,
  options: SampleOptions,
): Promise<SampleReport> {
  requirePartition(partition, target);
  const table = partition.values ?? valuesAtKeys(partition, target);
  if (!table.every(Number.isFinite)) throw undefinedValue(partition, table);
  let ready: PartitionFloat64 | undefined;
  const subject: SampleSubject = {
    keys: BigInt(partitionKeys(partition)),
    prepare(question, arithmetic, isShared) {
      const shared = (bytes: number): ArrayBufferLike => new SharedArrayBuffer(bytes);
      const negligible = negligibleIn(arithmetic);
      ready = isShared
        ? partitionFloat64(partition, table, negligible, shared)
        : partitionFloat64(partition, table, negligible);
      const mass = boundDroppedShare(partition, ready, domainBox(target));
      const error = intervalSystem.mul(intervalSystem.fromNumber(mass), spreadOf(partition, target)).hi;
      const dropped = { mass, error };
      if (arithmetic.kind === 'float64') {
        const problem = { ...question, kind: 'partition' as const, partition: ready };
        return { problem, dropped, source: { partition, values: table } };
      }
      const { values, ...own } = partition;
      const { tree, excess } = ready;
      const kept = { partition: own, tree, excess, ...(values === undefined ? {} : { values }) };
      return { problem: { ...question, kind: 'long-partition', arithmetic, ...kept }, dropped };
    },
    lowerErrorAt: (system, x) => lowerErrorAt(system, partition, target, ready!, x),
  };
  const parameters = { inverseTemperature: exactDecimal(partition.inverseTemperature) };
  return { ...(await sampleSubject(subject, target, options)), parameters };
}

function valuesAtKeys({ keys, inputs, outputs }: AffinePartition, target: Target): Float64Array {
  const value = compileFloat64(target.expression);
  const count = keys.length / inputs;
  const values = new Float64Array(count * outputs);
  for (let j = 0; j < count; j++) {
    value(keys.subarray(j * inputs, (j + 1) * inputs), values.subarray(j * outputs, (j + 1) * outputs));
  }
  return values;
}

/** Encloses the largest difference of two values of an output: of those that are given, or of the target's at the keys. */
function spreadOf({ inputs, outputs, keys, values }: ValuedPartition, target: Target): Interval {
  const ends = values === undefined ? compileInterval(target.expression) : undefined;
  const box = new Float64Array(2 * inputs);
  const range = new Float64Array(2 * outputs);
  const least = new Float64Array(outputs).fill(Infinity);
  const greatest = new Float64Array(outputs).fill(-Infinity);
  for (let j = 0; j < keys.length / inputs; j++) {
    for (let i = 0; i < 2 * inputs; i++) box[i] = keys[j * inputs + (i >> 1)]!;
    ends?.(box, range);
    for (let r = 0; r < outputs; r++) {
      const [lower, upper] =
        values === undefined
          ? [range[2 * r]!, range[2 * r + 1]!]
          : [values[j * outputs + r]!, values[j * outputs + r]!];
      least[r] = Math.min(least[r]!, lower);
      greatest[r] = Math.max(greatest[r]!, upper);
    }
  }
  const { sub, fromNumber, max, literal } = intervalSystem;
  return least.reduce<Interval>(
    (spread, lower, r) => max(spread, sub(fromNumber(greatest[r]!), fromNumber(lower))),
    literal('0'),
  );
}

function lowerErrorAt<T>(
  system: NumberSystem<T>,
  partition: ValuedPartition,
  target: Target,
  { tree }: PartitionFloat64,
  x: readonly T[],
): number {
  const { inputs, outputs, keys, values } = partition;
  const search = new PowerSearch(tree);
  search.find(Float64Array.from(x, system.toNumber), 0);
  const value = (j: number): T[] =>
    values === undefined
      ? evaluate(target.expression, system, Array.from(keys.subarray(j * inputs, (j + 1) * inputs), system.fromNumber))
      : Array.from(values.subarray(j * outputs, (j + 1) * outputs), system.fromNumber);
  const approximated = evaluatePartition(system, partition, x, value, tree.order[search.nearest]!);
  const exact = evaluate(target.expression, system, x);
  const errors = approximated.map((y, r) => system.lower(system.abs(system.sub(y, exact[r]!))));
  return errors.every((error) => error >= 0) ? Math.max(...errors) : 0;
}

function undefinedValue({ inputs, outputs, keys }: AffinePartition, table: Float64Array): SamplingError {
  const key = Math.floor(table.findIndex((value) => !Number.isFinite(value)) / outputs);
  return new SamplingError({
    code: 'partition',
    found: `key ${key} at (${keys.subarray(key * inputs, (key + 1) * inputs).join(', ')})`,
    required: 'the target has a finite value there, in doubles',
    remedy: 'Give values with the keys, or leave the key out.',
  });
}
