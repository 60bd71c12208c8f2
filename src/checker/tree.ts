/** The boxes that a certificate's tree cuts the domain into. */
import { inflateRawSync } from 'node:zlib';
import type { CertificateProof } from '../certificate/certificate.js';
import { Rejection } from './rejection.js';

/** A side of a box: from `lo/2^k` to `hi/2^k` parts. */
export interface Side {
  readonly lo: bigint;
  readonly hi: bigint;
  readonly k: bigint;
}

const MOST_CUTS = 2000;

/** Both halves: cut at an integer where the side is at least 2 long, else in the middle. */
export function halves({ lo, hi, k }: Side): [Side, Side] {
  const length = hi - lo;
  // Only sides shorter than 2 are cut at fractions, so k is 0 here.
  if (length >= 2n) {
    const cut = lo + length / 2n;
    return [
      { lo, hi: cut, k },
      { lo: cut, hi, k },
    ];
  }
  const cut = lo + hi;
  return [
    { lo: 2n * lo, hi: cut, k: k + 1n },
    { lo: cut, hi: 2n * hi, k: k + 1n },
  ];
}

export function describeBox(box: readonly Side[]): string {
  const end = (n: bigint, k: bigint): string => (k === 0n ? `${n}` : k < 64n ? `${n}/${1n << k}` : `${n}/2^${k}`);
  return box.map(({ lo, hi, k }) => `[${end(lo, k)}, ${end(hi, k)}]`).join(' × ');
}

/** The bits of the tree: as many as so many leaves have. */
function inflate(tree: string, bytes: number): Uint8Array {
  const compressed = Buffer.from(tree, 'base64');
  if (compressed.toString('base64') !== tree) throw new Rejection('proof.tree is not base64');
  let result: { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };
  try {
    // With `info` the answer says how much of the input was read; the declaration does not know it.
    const options = { maxOutputLength: bytes, info: true };
    result = inflateRawSync(compressed, options) as unknown as typeof result;
  } catch {
    throw new Rejection(`proof.tree does not decompress to ${bytes} bytes`);
  }
  if (result.buffer.length !== bytes || result.engine.bytesWritten !== compressed.length) {
    throw new Rejection(`proof.tree does not decompress to ${bytes} bytes`);
  }
  return result.buffer;
}

/** Calls `visit` with every leaf, from the lowest on. Throws unless there are `leaves` of them and nothing else. */
export function walkTree(
  { parts, leaves, tree }: Pick<CertificateProof, 'parts' | 'leaves' | 'tree'>,
  visit: (box: readonly Side[], leaf: number) => void,
): void {
  const axisBits = 32 - Math.clz32(parts.length - 1);
  const size = 2 * leaves - 1 + (leaves - 1) * axisBits;
  const bytes = inflate(tree, Math.ceil(size / 8));
  let position = 0;
  const bit = (): number => {
    if (position >= size) throw new Rejection(`proof.tree has more than ${leaves} leaves`);
    const value = (bytes[position >> 3]! >> (7 - (position & 7))) & 1;
    position++;
    return value;
  };

  const root = parts.map((n) => ({ lo: 0n, hi: BigInt(n), k: 0n }));
  const open: { readonly box: readonly Side[]; readonly cuts: number }[] = [{ box: root, cuts: 0 }];
  let leaf = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { box, cuts } = next;
    if (bit() === 0) {
      visit(box, leaf++);
      continue;
    }
    if (cuts === MOST_CUTS) throw new Rejection(`proof.tree is deeper than ${MOST_CUTS} cuts`);
    let axis = 0;
    for (let i = 0; i < axisBits; i++) axis = 2 * axis + bit();
    if (axis >= box.length) throw new Rejection(`proof.tree cuts axis ${axis} of a box with ${box.length}`);
    const [lower, upper] = halves(box[axis]!);
    open.push({ box: box.with(axis, upper), cuts: cuts + 1 }, { box: box.with(axis, lower), cuts: cuts + 1 });
  }
  if (leaf !== leaves || position !== size) throw new Rejection(`proof.tree has ${leaf} leaves instead of ${leaves}`);
  for (; position < 8 * bytes.length; position++) {
    if (((bytes[position >> 3]! >> (7 - (position & 7))) & 1) === 1) {
      throw new Rejection('proof.tree has bits after its last leaf');
    }
  }
}
