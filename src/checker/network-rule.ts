/** The errors of networks that begin with truncated attention. */
import type { Certificate, LayerCertificate } from '../certificate/certificate.js';
import type { DomainAxis } from './domain-axis.js';
import type { ErrorRule, Shown } from './error-rule.js';
import type { Interval } from './interval.js';
import { SoftmaxLayer } from './layer-rule.js';
import { NetworkError } from './network-error.js';
import type { Deadline } from './rejection.js';
import { Sums, type Box } from './sums.js';
import type { Side } from './tree.js';
import { Truncation } from './truncation.js';

/** One layer of attention, or two. */
export class NetworkRule implements ErrorRule {
  private readonly domain: readonly DomainAxis[];
  private readonly error: NetworkError;

  constructor(certificate: Certificate, domain: readonly DomainAxis[], p: bigint, deadline: Deadline) {
    this.domain = domain;
    this.error = new NetworkError(certificate, p, deadline);
  }

  over(box: readonly Side[]): Shown {
    return this.shown({
      x: box.map((side, t) => this.domain[t]!.over(side)),
      centre: box.map((side, t) => this.domain[t]!.middle(side)),
    });
  }

  at(point: readonly Interval[]): Shown {
    return this.shown({ x: point, centre: point });
  }

  private shown(box: Box): Shown {
    const errors = this.error.over(box);
    return (r, side, bound) => (side === 1 ? errors[r]!.hi : -errors[r]!.lo) <= bound;
  }
}

/** Parts per axis, at most, that a box of what a softmax reads is cut into, for one axis, two, …: 64 in all. */
const MOST_PARTS = [64, 8, 4, 2, 2, 2];

/** Attention whose sums a softmax layer reads: where they are steep their range is cut in the cells of the layer's grid. */
export class SoftmaxRule implements ErrorRule {
  private readonly domain: readonly DomainAxis[];
  private readonly layer: SoftmaxLayer;
  private readonly sums: Sums;
  private readonly proof: LayerCertificate['proof'];

  constructor(certificate: LayerCertificate, domain: readonly DomainAxis[], p: bigint, deadline: Deadline) {
    const { attention, proof } = certificate;
    this.domain = domain;
    this.layer = new SoftmaxLayer(certificate, domain, p, deadline);
    const truncation = new Truncation(attention!.truncation, proof.bands![0]!, p, deadline);
    this.sums = new Sums(attention!, truncation, p, deadline);
    this.proof = proof;
  }

  over(box: readonly Side[]): Shown {
    const x = box.map((side, t) => this.domain[t]!.over(side));
    return this.shown(x, this.proof.reach);
  }

  at(point: readonly Interval[]): Shown {
    return this.shown(point, this.proof.witnessReach);
  }

  private shown(x: readonly Interval[], reach: readonly number[]): Shown {
    const { axes } = this.layer;
    const most = MOST_PARTS[axes.length - 1] ?? 1;
    const parts = this.sums.ranges(x).reduce<readonly (readonly Interval[])[]>(
      (products, z, t) => {
        const pieces = axes[t]!.cut(z, most);
        return products.flatMap((product) => pieces.map((piece) => [...product, piece]));
      },
      [[]],
    );
    const tests = parts.map((part) => {
      const windows = part.map((piece, t) => axes[t]!.window(piece, reach[t]!));
      return this.layer.shows(windows, x);
    });
    return (r, side, bound) => tests.every((shows) => shows(r, side, bound));
  }
}
