/**
 * Decides a claim about the error of a layer for a target: the error is enclosed by the certifier, ever more narrowly, until its
 * enclosure lies on one side of the bound or the boxes of the budget are spent.
 */
import { certifyFiniteTarget, type Certification, type CertifyOptions } from '../check/certify-target.js';
import type { Target } from '../expression/target.js';
import type { DecimalInterval } from '../numeric/decimal-interval.js';
import type { NumberSystem } from '../numeric/number-system.js';
import type { Budget, CaseResult } from '../theorems/claim.js';
import { decideAtMost } from '../theorems/support/decide-at-most.js';
import { isSurelyNotConstant } from '../theorems/support/layer-case.js';

/** A target, and the layer built for it, as `certify` takes them; by default the layer of `max-affine`. */
export interface MeasuredLayer extends Omit<
  CertifyOptions,
  'relative' | 'absolute' | 'boxes' | 'seconds' | 'workers' | 'certificate' | 'onProgress' | 'stop'
> {
  readonly target: Target;
}

export interface LayerQuestion extends MeasuredLayer {
  readonly bound: (system: NumberSystem<DecimalInterval>) => DecimalInterval;
  readonly tie: string | undefined;
}

/** Relative widths of the enclosure, one after the other. */
const WIDTHS = [0.05, 0.005, 0.0005];
const DIGITS = 50;
/** Fewest keys of a layer whose enclosure counts towards a certified claim. */
const MANY_KEYS = 16n;

export function decideLayer({ target, bound, tie, ...layer }: LayerQuestion, budget: Budget): CaseResult {
  let left = budget.boxes;
  for (const relative of WIDTHS) {
    const found = certifyFiniteTarget(target, { ...layer, relative, boxes: left });
    left -= found.report.boxes;
    const result = compare(found, target, bound, tie);
    const isLast = relative === WIDTHS.at(-1) || left <= 0 || found.status !== 'converged';
    if (result.verdict !== 'inconclusive') return result;
    if (isLast) return { ...result, note: `the enclosure straddles the bound after ${budget.boxes - left} boxes` };
  }
  throw new Error('unreachable: the last width returns');
}

function compare(
  { report, status }: Certification,
  target: Target,
  bound: LayerQuestion['bound'],
  tie: string | undefined,
): CaseResult {
  const { lower, upper, keys, witness } = report;
  return decideAtMost(
    {
      sides: (system) => ({ observed: between(system, lower, upper), bound: bound(system) }),
      tie,
      substantial: BigInt(keys) >= MANY_KEYS && isSurelyNotConstant(target),
      method: status === 'bound' ? 'bound' : 'enclosure',
      ...(witness === null ? {} : { witness }),
    },
    { boxes: 0, digits: DIGITS },
  );
}

/** The ends of an error, which is never negative; an upper end that is not known is beyond every bound. */
function between(system: NumberSystem<DecimalInterval>, lower: string, upper: string): DecimalInterval {
  const low = system.literal(lower);
  if (upper !== 'Infinity') return system.hull(low, system.literal(upper));
  const [zero, one] = [system.literal('0'), system.literal('1')];
  const unbounded = system.div(one, system.hull(zero, one));
  return { lo: low.lo, hi: unbounded.hi, defined: true };
}
