/** Certifies the largest error of attention over keys that are on no grid. */
import { domainBoxes } from '../approximation/box.js';
import { SUP_NORM } from '../approximation/error-norm.js';
import { partitionKeys, type AffinePartition } from '../attention/affine-partition.js';
import { branchAndBound } from '../certify/branch-and-bound.js';
import type { BoxExaminer } from '../certify/box-examiner.js';
import { PartitionError } from '../certify/partition-error.js';
import { PartitionExaminer, type PartitionAccuracy } from '../certify/partition-examiner.js';
import type { ValueEnds } from '../certify/partition-keys.js';
import { ConstructionError } from '../constructions/construction.js';
import { partitionBound } from '../constructions/partition-bound.js';
import { compileInterval } from '../expression/compile/index.js';
import type { Target } from '../expression/target.js';
import { exactDecimal } from '../numeric/decimal-text.js';
import { shareAmongThreads } from './box-threads.js';
import { certifyNetwork, searchLimits, type Certification, type CertifyOptions } from './certify-target.js';
import { searchOptions, sharing } from './constructions/box-error-search.js';
import { DEFAULT_BOXES, earlyEnd, MOST_INPUTS } from './constructions/certifiable.js';
import { requirePartition, type ValuedPartition } from './valued-partition.js';

export type CertifyPartitionOptions = Pick<
  CertifyOptions,
  'relative' | 'absolute' | 'boxes' | 'seconds' | 'workers' | 'onProgress' | 'stop'
>;

/** What a thread that shares a search makes its examiner from. */
interface PartitionSearch {
  readonly partition: ValuedPartition;
  readonly target: Target;
  readonly accuracy: PartitionAccuracy;
}

/**
 * As `certifyTarget` in the norm inf, of attention over any max-affine partition in up to three inputs. Values that are the
 * target's are so in exact arithmetic. Throws a `SamplingError` for a partition that does not fit the target, and a
 * `ConstructionError` for one that cannot be enclosed. Memory: some 100 bytes a key, and the queue of boxes.
 */
export function certifyPartition(
  partition: ValuedPartition,
  target: Target,
  options: CertifyPartitionOptions,
): Certification {
  const started = performance.now();
  requirePartition(partition, target);
  requireInputs(target);
  const { error, values } = openError(partition, target);
  const domain = domainBoxes(target);
  const network = {
    parameters: { inverseTemperature: exactDecimal(partition.inverseTemperature) },
    keys: BigInt(partitionKeys(partition)),
    boxes: DEFAULT_BOXES,
    search: (limits: ReturnType<typeof searchLimits>) => {
      const { goal, relative } = limits;
      const accuracy = { ...(goal === undefined ? {} : { goal }), ...(relative === undefined ? {} : { relative }) };
      const argument: PartitionSearch = { partition, target, accuracy };
      const share = shareAmongThreads(options.workers ?? 1, { module: import.meta.url, argument });
      const examiner = new PartitionExaminer(error, domain, accuracy);
      return branchAndBound(examiner, { ...searchOptions(limits), ...sharing(share) });
    },
    bound: (limits: ReturnType<typeof searchLimits>) => {
      const areTargets = partition.values === undefined;
      return partitionBound({ partition, keys: error.keys, values, areTargets }, target, domain, earlyEnd(limits));
    },
  };
  const subject = { construction: 'partition', network, norm: SUP_NORM, target };
  return certifyNetwork(subject, {}, searchLimits(options), started);
}

/** For the threads of `box-threads.ts`. */
export function openExaminer({ partition, target, accuracy }: PartitionSearch): BoxExaminer {
  return new PartitionExaminer(openError(partition, target).error, domainBoxes(target), accuracy);
}

function openError(
  partition: ValuedPartition,
  target: Target,
): { readonly error: PartitionError; readonly values: ValueEnds } {
  const values = valueEnds(partition, target);
  return { error: new PartitionError(partition, values, target, domainBoxes(target).outer), values };
}

/** Encloses the values: those that are given, or those of the target at the keys. */
function valueEnds({ values, ...partition }: ValuedPartition, target: Target): ValueEnds {
  if (values !== undefined) return { least: values, greatest: values };
  const { keys, inputs, outputs } = partition;
  const evaluate = compileInterval(target.expression);
  const count = partitionKeys(partition);
  const least = new Float64Array(count * outputs);
  const greatest = new Float64Array(count * outputs);
  const box = new Float64Array(2 * inputs);
  const range = new Float64Array(2 * outputs);
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < 2 * inputs; i++) box[i] = keys[j * inputs + (i >> 1)]!;
    evaluate(box, range);
    for (let r = 0; r < outputs; r++) {
      least[j * outputs + r] = range[2 * r]!;
      greatest[j * outputs + r] = range[2 * r + 1]!;
    }
    if (!range.every(Number.isFinite)) throw undefinedAt(partition, j);
  }
  return { least, greatest };
}

function undefinedAt({ keys, inputs }: AffinePartition, key: number): ConstructionError {
  return new ConstructionError({
    code: 'parameter',
    found: `key ${key} at (${keys.subarray(key * inputs, (key + 1) * inputs).join(', ')})`,
    required: 'the target is finite at keys without values',
    remedy: 'Give values with the keys, or leave the key out.',
  });
}

function requireInputs({ domain }: Target): void {
  if (domain.length <= MOST_INPUTS) return;
  throw new ConstructionError({
    code: 'too-large',
    found: `a partition in ${domain.length} inputs`,
    required: `the error is enclosed in up to ${MOST_INPUTS} inputs`,
    remedy: 'Sample it: softproof sample --partition.',
  });
}
