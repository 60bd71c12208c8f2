/**
 * Certificates for tests: a tree is grown until the checker's own rule passes on every leaf, and written down bit by bit.
 * The bounds are given; where they are wrong the tree ends at a depth, and the certificate is to be rejected.
 */
import { deflateRawSync } from 'node:zlib';
import type { Certificate, CertificateInterval, CertificateLayer, Tape } from '../../src/certificate/certificate.js';
import { Deadline, Rejection } from '../../src/checker/rejection.js';
import { halves, type Side } from '../../src/checker/tree.js';
import { Check } from '../../src/checker/verify.js';
import { parseTarget } from '../../src/expression/parse/index.js';

/** The target of a file's text, and its domain, as tapes. */
async function tapesOf(source: string): Promise<{ target: Tape; domain: CertificateInterval[] }> {
  const { expression, domain } = await parseTarget(source);
  const ends = domain.map(({ lower, upper }) => ({ lower: lower.expression, upper: upper.expression }));
  return { target: expression, domain: ends };
}

/** A tape of one literal, negated where the text has a sign. */
export function literal(text: string): Tape {
  const isNegative = text.startsWith('-');
  const node = { op: 'literal', text: isNegative ? text.slice(1) : text, args: [] };
  const nodes = isNegative ? [node, { op: 'neg', args: [0] }] : [node];
  return { inputs: 0, nodes, outputs: [nodes.length - 1] };
}

export interface Draft {
  readonly source: string;
  readonly cells: readonly number[];
  readonly inverseTemperature: string;
  readonly reach: readonly number[];
  readonly lower: string;
  readonly upper: string;
  readonly witness: readonly string[];
  readonly output?: number;
  readonly layer?: Partial<CertificateLayer>;
  readonly parts?: readonly number[];
  readonly precision?: number;
  readonly depth?: number;
}

/** Bits, the first one the most significant of its byte. */
export function packBits(bits: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    bytes[i >> 3]! |= bit << (7 - (i & 7));
  });
  return bytes;
}

export const encodeTree = (bits: readonly number[]): string => deflateRawSync(packBits(bits)).toString('base64');

/** Sides as long as numbers, in parts: only to choose which to cut. */
const length = ({ lo, hi, k }: Side, parts: number): number => Number(hi - lo) / 2 ** Number(k) / parts;

export async function makeCertificate(draft: Draft): Promise<{ certificate: Certificate; bits: number[] }> {
  const { target, domain } = await tapesOf(draft.source);
  const parts = draft.parts ?? draft.cells;
  const layer: CertificateLayer = {
    axes: domain.map((interval, t) => ({ ...interval, cells: draft.cells[t]! })),
    inverseTemperature: literal(draft.inverseTemperature),
    mask: literal('40'),
    shape: { width: target.outputs.length, tokens: 1 },
    values: 'target',
    ...draft.layer,
  };
  const { lower, upper, witness, output = 0, reach } = draft;
  const empty: Certificate = {
    schema: 'softproof/certificate@1',
    target,
    domain,
    layer,
    enclosure: { lower, upper, witness, output },
    proof: { precision: draft.precision ?? 96, parts, reach, witnessReach: draft.cells, leaves: 1, tree: '' },
  };
  const { bits, leaves } = growBits(empty, draft.depth ?? 12);
  return { certificate: { ...empty, proof: { ...empty.proof, leaves, tree: encodeTree(bits) } }, bits };
}

/** The bits of a tree over the domain of a certificate: leaves where the checker's rule passes, or at a depth. */
export function growBits(certificate: Certificate, depth: number): { bits: number[]; leaves: number } {
  const { parts } = certificate.proof;
  const check = new Check(certificate, new Deadline(Infinity));
  const holds = (box: readonly Side[]): boolean => {
    try {
      check.leaf(box);
      return true;
    } catch (error) {
      if (error instanceof Rejection) return false;
      throw error;
    }
  };
  const bits: number[] = [];
  let leaves = 0;
  const axisBits = Math.ceil(Math.log2(parts.length));
  const grow = (box: readonly Side[], depthLeft: number): void => {
    if (depthLeft === 0 || holds(box)) {
      bits.push(0);
      leaves++;
      return;
    }
    const lengths = box.map((side, t) => length(side, parts[t]!));
    const axis = lengths.indexOf(Math.max(...lengths));
    bits.push(1, ...[...axis.toString(2).padStart(axisBits, '0')].slice(0, axisBits).map(Number));
    for (const half of halves(box[axis]!)) grow(box.with(axis, half), depthLeft - 1);
  };
  grow(
    parts.map((n) => ({ lo: 0n, hi: BigInt(n), k: 0n })),
    depth,
  );
  return { bits, leaves };
}
