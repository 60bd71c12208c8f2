/**
 * What theory promises of attention over any max-affine partition of `G` keys, for every `x` of the domain `U` and every `R`:
 *
 *     |A(x) − f(x)| ≤ ω̂_f((ρ² + (2/R) ln G)^{1/2}) + ν,
 *     ρ² = sup_{x ∈ U} min_j (‖x − a_j‖² + h_j),    ν = max_j |V_j − f(π_U(a_j))|,
 *
 * with the heights `h_j = max ω − ω_j` of the power diagram and `π_U` the projection onto the domain; `ν = 0` if values are the
 * target's at keys in the domain.
 *
 * *Proof.* Weights are those of Gibbs for the energies `(R/2)D_j`, `D_j = ‖x − a_j‖² + h_j`: they minimise mean energy less
 * entropy, so `(R/2) E D_J ≤ (R/2) min_j D_j + H ≤ (R/2) min_j D_j + ln G`. As `h ≥ 0` and projection onto a convex set brings no
 * point of it farther, `E‖x − π_U(a_J)‖² ≤ E D_J ≤ ρ² + (2/R) ln G`; then Jensen, as for a grid. Ours.
 */
import type { DomainBoxes } from '../approximation/box.js';
import type { AffinePartition } from '../attention/affine-partition.js';
import { encloseModulus } from '../approximation/modulus.js';
import { encloseCovering } from '../certify/covering.js';
import type { PartitionKeys, ValueEnds } from '../certify/partition-keys.js';
import type { SupNormOptions } from '../certify/sup-norm.js';
import { compileInterval } from '../expression/compile/index.js';
import type { Target } from '../expression/target.js';
import { intervalSystem, type Interval } from '../numeric/interval.js';
import type { BoundEnclosure } from './bound-enclosure.js';
import { declaredModulusAt } from './max-affine-bound.js';

const { add, mul, div, sub, abs, max, sqrt, log, fromNumber, literal } = intervalSystem;

/** `values` encloses the `V_j` in the order of the keys; `areTargets`: they are the target's at the keys, exactly. */
export interface BoundedPartition {
  readonly partition: AffinePartition;
  readonly keys: PartitionKeys;
  readonly values: ValueEnds;
  readonly areTargets: boolean;
}

export function partitionBound(
  { partition, keys, values, areTargets }: BoundedPartition,
  target: Target,
  domain: DomainBoxes,
  early: Pick<SupNormOptions, 'seconds' | 'stop'>,
): BoundEnclosure {
  const covering = encloseCovering(keys, domain, early);
  const entropy = div(mul(literal('2'), log(fromNumber(keys.count))), fromNumber(keys.inverseTemperature));
  const radius = sqrt(add({ lo: covering.lower, hi: covering.upper, defined: true }, entropy));
  const declared = declaredModulusAt(target, radius);
  const modulus = declared ?? {
    lo: encloseModulus(target, radius.lo).lower,
    hi: encloseModulus(target, radius.hi).upper,
    defined: true,
  };
  const { lo, hi } = add(modulus, valueDefect(partition, values, areTargets, target, domain));
  return { lower: lo, upper: hi, apart: declared === undefined ? 'modulus' : 'rounding' };
}

/** `ν`. */
function valueDefect(
  { keys, inputs, outputs }: AffinePartition,
  { least, greatest }: ValueEnds,
  areTargets: boolean,
  target: Pick<Target, 'expression'>,
  { inner, outer }: DomainBoxes,
): Interval {
  const evaluate = compileInterval(target.expression);
  const box = new Float64Array(2 * inputs);
  const range = new Float64Array(2 * outputs);
  let defect = literal('0');
  for (let j = 0; j < keys.length / inputs; j++) {
    let isInside = true;
    for (let t = 0; t < inputs; t++) {
      const a = keys[j * inputs + t]!;
      const [first, last] = [inner[2 * t]!, inner[2 * t + 1]!];
      // An end that is no double is known between two of them.
      [box[2 * t], box[2 * t + 1]] = a < first ? [outer[2 * t]!, first] : a > last ? [last, outer[2 * t + 1]!] : [a, a];
      isInside &&= first <= a && a <= last;
    }
    if (areTargets && isInside) continue;
    evaluate(box, range);
    for (let r = 0; r < outputs; r++) {
      const value = { lo: least[j * outputs + r]!, hi: greatest[j * outputs + r]!, defined: true };
      const exact = { lo: range[2 * r]!, hi: range[2 * r + 1]!, defined: true };
      defect = max(defect, abs(sub(value, exact)));
    }
  }
  return defect;
}
