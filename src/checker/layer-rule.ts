/** The error of a softmax layer on a product grid, which reads the inputs themselves. */
import type { CertificateLayer, LayerCertificate, LayerProof } from '../certificate/certificate.js';
import { AxisKeys, type Window } from './axis-keys.js';
import type { DomainAxis } from './domain-axis.js';
import { intervalEnds, isPoint } from './interval-ends.js';
import type { ErrorRule, Shown } from './error-rule.js';
import type { Interval } from './interval.js';
import { keyValues } from './key-values.js';
import { Rejection, type Deadline } from './rejection.js';
import { TapeRange, valueOf } from './tape.js';
import type { Side } from './tree.js';
import { productWeights, showsBound, type KeyValues } from './weighted-sums.js';

/** The layer's keys, and what they show of a target. */
export class SoftmaxLayer {
  readonly axes: readonly AxisKeys[];
  private readonly cells: readonly number[];
  private readonly values: KeyValues;
  private readonly target: TapeRange;
  private readonly p: bigint;
  private readonly deadline: Deadline;

  constructor({ layer, target }: LayerCertificate, domain: readonly DomainAxis[], p: bigint, deadline: Deadline) {
    const inverseTemperature = valueOf(layer.inverseTemperature, p, deadline);
    if (inverseTemperature.lo <= 0n) throw new Rejection('layer.inverseTemperature is not shown to be positive');
    this.axes = layer.axes.map((axis: CertificateLayer['axes'][number], t) => {
      const cells = isPoint(axis) ? 1 : axis.cells;
      const grid = intervalEnds(axis, `layer.axes[${t}]`, p, deadline);
      return new AxisKeys({ grid, cells }, domain[t]!, inverseTemperature, p, deadline);
    });
    this.cells = this.axes.map(({ cells }) => cells);
    this.values = keyValues({ layer, target }, this.axes, p, deadline);
    this.target = new TapeRange(target, p, deadline);
    this.p = p;
    this.deadline = deadline;
  }

  /** With the weights of these windows, and the target over a box. */
  shows(windows: readonly Window[], x: readonly Interval[]): Shown {
    const weights = productWeights(windows, this.cells, this.p);
    const f = this.target.over(x);
    return (r, side, bound) => showsBound(weights, this.values, f[r]!, r, side, bound, this.deadline);
  }
}

export class LayerRule implements ErrorRule {
  private readonly layer: SoftmaxLayer;
  private readonly proof: LayerProof;

  constructor(certificate: LayerCertificate, domain: readonly DomainAxis[], p: bigint, deadline: Deadline) {
    this.layer = new SoftmaxLayer(certificate, domain, p, deadline);
    this.proof = certificate.proof;
  }

  over(box: readonly Side[]): Shown {
    const places = box.map((side, t) => this.layer.axes[t]!.place(side, this.proof.reach[t]!));
    return this.layer.shows(
      places.map(({ window }) => window),
      places.map(({ x }) => x),
    );
  }

  at(point: readonly Interval[]): Shown {
    const { axes } = this.layer;
    return this.layer.shows(
      axes.map((axis, t) => axis.window(point[t]!, this.proof.witnessReach[t]!)),
      point,
    );
  }
}
