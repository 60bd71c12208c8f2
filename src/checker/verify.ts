/**
 * Decides whether a certificate shows what it states; docs/certificate.md has the reasoning.
 *
 * Nothing of softproof's solver is used: a mistake there and the same mistake here would be a coincidence.
 */
import type { Certificate } from '../certificate/certificate.js';
import { AxisKeys } from './axis-keys.js';
import { decimal } from './decimal.js';
import { keyValues } from './key-values.js';
import { max, min, type Interval } from './interval.js';
import { isPoint, readCertificate } from './read-certificate.js';
import { Deadline, Rejection } from './rejection.js';
import { TapeRange, valueOf } from './tape.js';
import { describeBox, walkTree, type Side } from './tree.js';
import { productWeights, showsBound, type KeyValues, type Weights } from './weighted-sums.js';

export interface VerifyOptions {
  /** Ends the check, which is then not valid. Default: none. */
  readonly seconds?: number;
  /** Called now and then. */
  readonly onProgress?: (progress: { readonly leaves: number; readonly ofLeaves: number }) => void;
}

export interface Verification {
  readonly valid: boolean;
  /** What is shown, with its numbers; or that nothing is. */
  readonly statement: string;
  /** The first thing that is wrong, and where. */
  readonly reason?: string;
  /** Leaves that were found true. */
  readonly leaves: number;
  readonly seconds: number;
}

/** Leaves between two reports. */
const REPORT = 1024;

function axisKeys({ domain, layer, proof }: Certificate, p: bigint, deadline: Deadline): AxisKeys[] {
  const inverseTemperature = valueOf(layer.inverseTemperature, p, deadline);
  if (inverseTemperature.lo <= 0n) throw new Rejection('layer.inverseTemperature is not shown to be positive');
  const ends = (interval: Certificate['domain'][number], where: string): [Interval, Interval] => {
    const lower = valueOf(interval.lower, p, deadline);
    const upper = isPoint(interval) ? lower : valueOf(interval.upper, p, deadline);
    if (lower !== upper && lower.hi >= upper.lo) throw new Rejection(`${where} is not shown to be an interval`);
    return [lower, upper];
  };
  return layer.axes.map((axis, t) => {
    const cells = isPoint(axis) ? 1 : axis.cells;
    const sides = { domain: ends(domain[t]!, `domain[${t}]`), grid: ends(axis, `layer.axes[${t}]`) };
    return new AxisKeys({ ...sides, cells, parts: proof.parts[t]! }, inverseTemperature, p, deadline);
  });
}

/** A well-formed certificate, with what its leaves have in common. */
export class Check {
  private readonly certificate: Certificate;
  private readonly p: bigint;
  private readonly deadline: Deadline;
  private readonly axes: readonly AxisKeys[];
  private readonly cells: readonly number[];
  private readonly values: KeyValues;
  private readonly target: TapeRange;

  constructor(certificate: Certificate, deadline: Deadline) {
    this.certificate = certificate;
    this.deadline = deadline;
    this.p = BigInt(certificate.proof.precision);
    this.axes = axisKeys(certificate, this.p, deadline);
    this.cells = this.axes.map(({ cells }) => cells);
    this.values = keyValues(certificate, this.axes, this.p, deadline);
    this.target = new TapeRange(certificate.target, this.p, deadline);
  }

  private shows(weights: Weights, f: Interval, r: number, side: 1 | -1, bound: bigint): boolean {
    return showsBound(weights, this.values, f, r, side, bound, this.deadline);
  }

  /** The error of entry `output` is at least `lower` at the witness, or rather at the nearest point of the domain. */
  witness(): void {
    const { domain, enclosure, proof } = this.certificate;
    const lower = decimal(enclosure.lower, this.p).hi;
    if (lower <= 0n) return;
    const point = enclosure.witness.map((text, t) => {
      const x = decimal(text, this.p);
      const [l, h] = [domain[t]!.lower, domain[t]!.upper].map((tape) => valueOf(tape, this.p, this.deadline));
      const isOutside = !isPoint(domain[t]!) && (x.hi < l!.lo || x.lo > h!.hi);
      if (isOutside) throw new Rejection(`enclosure.witness[${t}] lies outside of the domain`);
      return min(max(x, l!), h!);
    });
    const windows = this.axes.map((axis, t) => axis.window(point[t]!, proof.witnessReach[t]!));
    const weights = productWeights(windows, this.cells, this.p);
    const r = enclosure.output;
    const f = this.target.over(point)[r]!;
    if (!this.shows(weights, f, r, 1, -lower) && !this.shows(weights, f, r, -1, -lower)) {
      throw new Rejection('at enclosure.witness the error is not shown to be at least lower');
    }
  }

  /** No entry's error exceeds `upper` on the box; otherwise a `Rejection` is thrown. */
  leaf(box: readonly Side[]): void {
    const { enclosure, proof } = this.certificate;
    const upper = decimal(enclosure.upper, this.p).lo;
    const places = box.map((side, t) => this.axes[t]!.place(side, proof.reach[t]!));
    const windows = places.map(({ window }) => window);
    const weights = productWeights(windows, this.cells, this.p);
    const f = this.target.over(places.map(({ x }) => x));
    for (let r = 0; r < f.length; r++) {
      if (!this.shows(weights, f[r]!, r, 1, upper) || !this.shows(weights, f[r]!, r, -1, upper)) {
        throw new Rejection(`the error of entry ${r} is not shown to be at most upper`);
      }
    }
  }

  /** Every leaf of the tree; `counted` hears how many are true so far. */
  leaves(counted: (leaves: number) => void): void {
    walkTree(this.certificate.proof, (box, leaf) => {
      this.deadline.step();
      try {
        this.leaf(box);
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        throw new Rejection(`leaf ${leaf}, ${describeBox(box).slice(0, 400)} parts: ${error.message}`);
      }
      counted(leaf + 1);
    });
  }
}

const count = (n: number, name: string): string => `${n} ${name}${n === 1 ? '' : 's'}`;

function statementOf({ enclosure, layer, target }: Certificate): string {
  const cells = layer.axes.map((axis) => (isPoint(axis) ? 1 : axis.cells)).join(' × ');
  const size = `${count(target.inputs, 'input')} and ${count(target.outputs.length, 'output')}`;
  return (
    `On its whole domain the target with ${size} is defined. The largest error of the layer with ${cells} keys and the ` +
    `stated values is at least ${enclosure.lower} and at most ${enclosure.upper}.`
  );
}

/** Checks the text of a certificate. Does not throw, whatever the text: what is not decided is not valid. */
export function verifyCertificate(text: string, options: VerifyOptions = {}): Verification {
  const deadline = new Deadline(options.seconds ?? Infinity);
  let leaves = 0;
  try {
    const certificate = readCertificate(text);
    deadline.look();
    const check = new Check(certificate, deadline);
    check.witness();
    check.leaves((counted) => {
      leaves = counted;
      if (leaves % REPORT === 0) options.onProgress?.({ leaves, ofLeaves: certificate.proof.leaves });
    });
    return { valid: true, statement: statementOf(certificate), leaves, seconds: deadline.seconds() };
  } catch (error) {
    const reason = error instanceof Rejection ? error.message : `the check broke off: ${String(error)}`;
    return { valid: false, statement: 'Nothing is shown.', reason, leaves, seconds: deadline.seconds() };
  }
}
