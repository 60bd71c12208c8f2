/** A max-affine partition with its values, as users give it, held against a target. */
import { partitionKeys, type AffinePartition } from '../attention/affine-partition.js';
import type { Target } from '../expression/target.js';
import { SamplingError } from '../sampling/sampling-error.js';
import { partitionTemperature } from './partition-temperature.js';
import type { ReadPartition } from './read-partition.js';

/** `values`: `outputs` doubles for each key; absent: those of the target at the keys `a_j`. */
export interface ValuedPartition extends AffinePartition {
  readonly values?: Float64Array;
}

/** What may be said of the temperature beside a file: at most one of them. */
export interface TemperatureChoice {
  readonly inverseTemperature?: string;
  readonly kappa?: string;
}

/** Fills in what a file leaves open: `R` as given, by `κ`, by the file, by default; as many outputs as the target has. */
export function completePartition(
  read: ReadPartition,
  target: Target,
  { inverseTemperature: given = 'auto', kappa }: TemperatureChoice,
): ValuedPartition {
  const inverseTemperature =
    given !== 'auto'
      ? Number(given)
      : kappa === undefined && read.inverseTemperature !== undefined
        ? read.inverseTemperature
        : partitionTemperature(read.keys.length / read.inputs, target, kappa === undefined ? undefined : Number(kappa));
  return { ...read, outputs: read.outputs ?? target.output.width * target.output.tokens, inverseTemperature };
}

/** Throws a `SamplingError` unless the partition is one, and fits the target. */
export function requirePartition(partition: ValuedPartition, target: Target): void {
  const { inputs, outputs, keys, offsets, values, inverseTemperature } = partition;
  const refuse = (found: string, required: string, remedy: string): SamplingError =>
    new SamplingError({ code: 'partition', found, required, remedy });
  const count = partitionKeys(partition);
  if (inputs !== target.domain.length) {
    throw refuse(
      `keys of ${inputs} coordinates`,
      `the target has ${target.domain.length} inputs`,
      'Give one coordinate for each input.',
    );
  }
  const width = target.output.width * target.output.tokens;
  if (outputs !== width) {
    throw refuse(`values of ${outputs} numbers`, `the target has ${width} outputs`, 'Give one number for each output.');
  }
  if (!(Number.isInteger(count) && count >= 1)) {
    throw refuse(
      `${keys.length} coordinates of keys`,
      `there are ${inputs} for each key, and one key at least`,
      'Give whole keys.',
    );
  }
  if ((offsets?.length ?? count) !== count || (values?.length ?? count * outputs) !== count * outputs) {
    throw refuse(
      `${offsets?.length ?? 'no'} offsets and ${values?.length ?? 'no'} values for ${count} keys`,
      `there is one offset for each key, and ${outputs} values`,
      'Give as many, or none.',
    );
  }
  if ([keys, offsets, values].some((numbers) => numbers?.some((x) => !Number.isFinite(x)) === true)) {
    throw refuse(
      'a number that is not finite',
      'keys, offsets and values are finite',
      'Check the file for NaN and infinities.',
    );
  }
  if (!(inverseTemperature > 0 && inverseTemperature < Infinity)) {
    throw refuse(
      `the inverse temperature ${inverseTemperature}`,
      'it is positive and finite',
      'Give a positive number.',
    );
  }
}
