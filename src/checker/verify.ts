/**
 * Decides whether a certificate shows what it states; docs/certificate.md has the reasoning.
 *
 * Nothing of softproof's solver is used: a mistake there and the same mistake here would be a coincidence.
 */
import type { Certificate, CertificateEnclosure, LayerCertificate } from '../certificate/certificate.js';
import { decimal } from './decimal.js';
import { DomainAxis } from './domain-axis.js';
import type { ErrorRule } from './error-rule.js';
import { intervalEnds, isPoint } from './interval-ends.js';
import { max, min } from './interval.js';
import { LayerRule } from './layer-rule.js';
import { NetworkRule, SoftmaxRule } from './network-rule.js';
import { readCertificate } from './read-certificate.js';
import { Deadline, Rejection } from './rejection.js';
import { describeBox, walkTree, type Side } from './tree.js';

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

function errorRule(certificate: Certificate, domain: readonly DomainAxis[], p: bigint, deadline: Deadline): ErrorRule {
  const { attention, layer } = certificate;
  if (layer === undefined) return new NetworkRule(certificate, domain, p, deadline);
  const Rule = attention === undefined ? LayerRule : SoftmaxRule;
  return new Rule(certificate as LayerCertificate, domain, p, deadline);
}

/** A well-formed certificate, with what its leaves have in common. */
export class Check {
  private readonly certificate: Certificate;
  private readonly p: bigint;
  private readonly deadline: Deadline;
  private readonly domain: readonly DomainAxis[];
  private readonly error: ErrorRule;
  private readonly entries: readonly number[];

  constructor(certificate: Certificate, deadline: Deadline) {
    const { domain, proof, target } = certificate;
    this.certificate = certificate;
    this.deadline = deadline;
    this.p = BigInt(proof.precision);
    this.domain = domain.map(
      (axis, t) => new DomainAxis(intervalEnds(axis, `domain[${t}]`, this.p, deadline), proof.parts[t]!),
    );
    this.error = errorRule(certificate, this.domain, this.p, deadline);
    this.entries = target.outputs.map((_, r) => r);
  }

  /** The error of entry `output` is at least `lower` at the witness, or rather at the nearest point of the domain. */
  witness(enclosure: Omit<CertificateEnclosure, 'upper'> = this.certificate.enclosure): void {
    const lower = decimal(enclosure.lower, this.p).hi;
    if (lower <= 0n) return;
    const point = enclosure.witness.map((text, t) => {
      const x = decimal(text, this.p);
      const [l, h] = this.domain[t]!.ends;
      const isOutside = l !== h && (x.hi < l.lo || x.lo > h.hi);
      if (isOutside) throw new Rejection(`enclosure.witness[${t}] lies outside of the domain`);
      return min(max(x, l), h);
    });
    const shows = this.error.at(point);
    if (!shows(enclosure.output, 1, -lower) && !shows(enclosure.output, -1, -lower)) {
      throw new Rejection('at enclosure.witness the error is not shown to be at least lower');
    }
  }

  /** No entry's error exceeds `bound` on the box; otherwise a `Rejection` is thrown. */
  leaf(box: readonly Side[], bound = this.certificate.enclosure.upper): void {
    const upper = decimal(bound, this.p).lo;
    const shows = this.error.over(box);
    for (const r of this.entries) {
      if (!shows(r, 1, upper) || !shows(r, -1, upper)) {
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

/** The network in words. */
function networkOf({ attention, layer }: Certificate): string {
  const cells = layer?.axes.map((axis) => (isPoint(axis) ? 1 : axis.cells)).join(' × ');
  const softmax = cells && `layer with ${cells} keys and the stated values`;
  if (attention === undefined) return softmax!;
  const layers = [attention.truncation, ...(attention.second ? [attention.second.truncation] : [])].map(
    ({ heads }) => `${count(heads.at(-1)!.values[1] + 1, 'key')} in ${count(heads.length, 'head')}`,
  );
  const sums = `network with attention to ${layers.join(', then to ')}`;
  return softmax ? `${sums}, then a ${softmax},` : sums;
}

function statementOf(certificate: Certificate): string {
  const { enclosure, target } = certificate;
  const size = `${count(target.inputs, 'input')} and ${count(target.outputs.length, 'output')}`;
  return (
    `On its whole domain the target with ${size} is defined. The largest error of the ${networkOf(certificate)} is ` +
    `at least ${enclosure.lower} and at most ${enclosure.upper}.`
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
