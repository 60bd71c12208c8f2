/**
 * Certificates of networks that begin with truncated attention.
 *
 * The solver says which boxes are worth asking about, the checker which of them can be leaves: so nothing is written that it
 * rejects, and what it accepts rests on its own arithmetic alone.
 */
import { domainBoxes, pointBox, type DomainBoxes } from '../../approximation/box.js';
import {
  CERTIFICATE_SCHEMA,
  type Certificate,
  type CertificateAttention,
  type CertificateBand,
  type CertificateLayer,
} from '../../certificate/certificate.js';
import { leastMagnitude, type BoxError } from '../../certify/box-error.js';
import { describeTarget } from '../../certify/describe.js';
import { growTree, type ProofLimits, type TreeRule } from '../../certify/grow-tree.js';
import type { FoundError } from '../../certify/layer-certificate.js';
import { Deadline, Rejection } from '../../checker/rejection.js';
import type { Side } from '../../checker/tree.js';
import { Check } from '../../checker/verify.js';
import type { Target } from '../../expression/target.js';
import { decimalDown, decimalUp, exactDecimal } from '../../numeric/decimal-text.js';

/** The network, and what is to be written of its proof. */
export interface NetworkDescription {
  readonly attention: CertificateAttention;
  readonly layer?: CertificateLayer;
  /** With a layer: cells on either side of a query that windows hold. */
  readonly reach?: readonly number[];
  /** For every truncation, its bands with so much room, a part of them; undefined where there are none. */
  readonly bands: (room: number) => readonly (readonly CertificateBand[])[] | undefined;
  /** Equal parts of each axis of the domain, whose borders are good places to cut. */
  readonly parts: readonly number[];
  /** Sizes of numbers on the way that are large: their digits are to be had, too. */
  readonly sizes: readonly number[];
}

/** Room for a tree of one kind of leaf above the upper end that was found: a part of the gap, and for roundings. */
const ROOM = 2 ** -10;
const ROUNDING = 2 ** -40;
/** Room for bands, tried in turn: the checker shows them another way. */
const BAND_ROOM = [2 ** -10, 2 ** -6, 0.25, 4];
/** Parts of the lower end, tried in turn. */
const LOWER_PARTS = [1 - ROUNDING, 1 - 2 ** -10, 0];
const PATIENCE = 64;
const BASE_PRECISION = 96;
const MOST_PRECISION = 1024;

/** Undefined if the limits do not suffice. */
export function certifyNetwork(
  network: NetworkDescription,
  target: Target,
  error: BoxError,
  found: FoundError,
  limits: ProofLimits & { readonly seconds: number },
): Certificate | undefined {
  const draft = draftOf(network, target, error, found);
  const opened = openCheck(draft, network, limits.seconds);
  if (opened === undefined) return undefined;
  const { check, bands } = opened;
  const enclosures = LOWER_PARTS.map((part) => ({ ...draft.enclosure, lower: decimalDown(part * found.lower) }));
  const enclosure = enclosures.find((candidate) => isShown(() => check.witness(candidate)));
  if (enclosure === undefined) return undefined;
  const room = Math.max((found.upper - found.lower) * ROOM, Math.max(found.upper, 2 ** -60) * ROUNDING);
  const goals = [found.upper + room, found.enough].filter((goal) => goal >= found.upper + room);
  for (const goal of goals) {
    const upper = decimalUp(goal);
    const tree = growTree(network.parts, ruleFor(check, network.parts, domainBoxes(target), error, upper), limits);
    if (tree === undefined) continue;
    return { ...draft, enclosure: { ...enclosure, upper }, proof: { ...draft.proof, bands, ...tree } };
  }
  return undefined;
}

function draftOf(
  { attention, layer, reach, parts, sizes }: NetworkDescription,
  target: Target,
  error: BoxError,
  { upper, witness }: FoundError,
): Certificate {
  error.enclose(pointBox(domainBoxes(target), witness));
  const { output } = leastMagnitude(error);
  const digits = [...sizes, 1 / upper].reduce((sum, size) => sum + (size > 1 ? Math.min(1024, Math.log2(size)) : 0), 0);
  return {
    schema: CERTIFICATE_SCHEMA,
    ...describeTarget(target),
    attention,
    ...(layer === undefined ? {} : { layer }),
    enclosure: { lower: '0', upper: decimalUp(upper), witness: witness.map(exactDecimal), output },
    proof: {
      precision: Math.min(MOST_PRECISION, 32 * Math.ceil((BASE_PRECISION + digits) / 32)),
      parts,
      ...(reach === undefined ? {} : { reach, witnessReach: reach }),
      leaves: 1,
      tree: '',
    },
  };
}

/** The checker of a draft with the sharpest bands that it shows. */
function openCheck(draft: Certificate, { bands: bandsWith }: NetworkDescription, seconds: number) {
  for (const room of BAND_ROOM) {
    const bands = bandsWith(room);
    if (bands === undefined) return undefined;
    try {
      return { bands, check: new Check({ ...draft, proof: { ...draft.proof, bands } }, new Deadline(seconds)) };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
  }
  return undefined;
}

function isShown(show: () => void): boolean {
  try {
    show();
    return true;
  } catch (error) {
    if (error instanceof Rejection) return false;
    throw error;
  }
}

/** Leaves that the checker accepts, among boxes on which the solver knows the error to be at most `upper`. */
function ruleFor(
  check: Check,
  parts: readonly number[],
  { outer }: DomainBoxes,
  error: BoxError,
  upper: string,
): TreeRule {
  const box = new Float64Array(outer.length);
  const goal = Number(upper);
  return {
    patience: PATIENCE,
    holds: (part) => {
      for (let i = 0; i < box.length; i++) {
        const [lower, higher] = [outer[i & ~1]!, outer[i | 1]!];
        const share = part[i]! / parts[i >> 1]!;
        box[i] = Math.min(higher, Math.max(lower, lower + (higher - lower) * share));
      }
      return error.enclose(box) <= goal && isShown(() => check.leaf(sidesOf(part), upper));
    },
    // The axis on which the box holds most parts; not one that is a point.
    axis: (part) => {
      const width = (t: number): number => (outer[2 * t]! < outer[2 * t + 1]! ? part[2 * t + 1]! - part[2 * t]! : -1);
      return parts.reduce((best, _, t) => (width(t) > width(best) ? t : best), 0);
    },
  };
}

/** The sides of a box as the checker has them. */
function sidesOf(part: Float64Array): Side[] {
  return Array.from({ length: part.length / 2 }, (_, t) => {
    let [lo, hi] = [part[2 * t]!, part[2 * t + 1]!];
    let k = 0n;
    for (; !(Number.isInteger(lo) && Number.isInteger(hi)); k++) [lo, hi] = [2 * lo, 2 * hi];
    return { lo: BigInt(lo), hi: BigInt(hi), k };
  });
}
