/** Intervals with constant ends. */
import type { CertificateInterval, Tape } from '../certificate/certificate.js';
import type { Interval } from './interval.js';
import { Rejection, type Deadline } from './rejection.js';
import { valueOf } from './tape.js';

/** Are both ends the same tape, node by node? */
export function isPoint({ lower, upper }: CertificateInterval): boolean {
  const spelled = ({ nodes, outputs }: Tape): string =>
    JSON.stringify([
      nodes.map((node) => [node.op, node.args, node.text, node.name, node.index, node.exponent]),
      outputs,
    ]);
  return spelled(lower) === spelled(upper);
}

/** Both ends, of a point the same one twice. Throws unless the lower one is seen to be less. */
export function intervalEnds(
  interval: CertificateInterval,
  where: string,
  p: bigint,
  deadline: Deadline,
): readonly [Interval, Interval] {
  const lower = valueOf(interval.lower, p, deadline);
  const upper = isPoint(interval) ? lower : valueOf(interval.upper, p, deadline);
  if (lower !== upper && lower.hi >= upper.lo) throw new Rejection(`${where} is not shown to be an interval`);
  return [lower, upper];
}
