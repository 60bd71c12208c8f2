/**
 * The document of a certificate; docs/certificate.md says what it states and why it is true.
 *
 * Numbers that are not small integers are decimal text, and exact.
 */

export const CERTIFICATE_SCHEMA = 'softproof/certificate@1';

/** A node of a tape; `args` are indices of earlier nodes. */
export interface CertificateNode {
  readonly op: string;
  readonly args: readonly number[];
  /** Of `literal`: a decimal number without a sign. */
  readonly text?: string;
  /** Of `constant`. */
  readonly name?: string;
  /** Of `input`. */
  readonly index?: number;
  /** Of `powInteger`. */
  readonly exponent?: number;
}

export interface Tape {
  readonly inputs: number;
  readonly nodes: readonly CertificateNode[];
  readonly outputs: readonly number[];
}

/** Both ends, as tapes without inputs; equal tapes are a single point. */
export interface CertificateInterval {
  readonly lower: Tape;
  readonly upper: Tape;
}

export interface CertificateAxis extends CertificateInterval {
  readonly cells: number;
}

/** `[lower, upper]` as decimal text. */
export type TextInterval = readonly [lower: string, upper: string];

/** `V_J` at the centre of cell `J`: a tape, that of the target, or enclosures, key by key and entry by entry. */
export type CertificateValues = Tape | 'target' | { readonly intervals: readonly TextInterval[] };

export interface CertificateLayer {
  /** As many as the target has inputs. */
  readonly axes: readonly CertificateAxis[];
  /** `R > 0`. */
  readonly inverseTemperature: Tape;
  /** `M ≥ 0`. */
  readonly mask: Tape;
  /** Of the output, `width · tokens` entries. */
  readonly shape: { readonly width: number; readonly tokens: number };
  readonly values: CertificateValues;
}

/** A head reads the keys `keys[0]` to `keys[1]`; those from `values[0]` to `values[1]` have values, the others 0. */
export interface CertificateHead {
  readonly keys: readonly [first: number, last: number];
  readonly values: readonly [first: number, last: number];
}

/** Truncated attention, about `min(b, max(a, y))`: heads that share their keys are added. */
export interface CertificateTruncation {
  /** `a` and `b`. */
  readonly lower: TextInterval;
  readonly upper: TextInterval;
  /** The step is `(b − a)/cells`; key `k` stands `offset/2 + k` steps from `a`. */
  readonly cells: number;
  readonly offset: number;
  /** `β > 0`. */
  readonly inverseTemperature: TextInterval;
  readonly heads: readonly CertificateHead[];
}

/** `y_m = weights·x + offset`, and what its truncation counts in every sum. */
export interface CertificateTerm {
  readonly weights: readonly TextInterval[];
  readonly offset: TextInterval;
  readonly coefficients: readonly TextInterval[];
}

/** Truncated attention of the sums; rows of one column are mixed as `mask` lets them. */
export interface CertificateSecond {
  readonly truncation: CertificateTruncation;
  readonly rows: number;
  readonly mask: TextInterval;
}

/** `z_r = constants_r + Σ_m coefficients_{m,r} T(y_m)`: the output, or what the second layer or the softmax reads. */
export interface CertificateAttention {
  readonly truncation: CertificateTruncation;
  readonly terms: readonly CertificateTerm[];
  readonly constants: readonly TextInterval[];
  readonly second?: CertificateSecond;
}

/** Up to `to`, where that is not left out, the error of a truncation lies between `lower` and `upper`. */
export interface CertificateBand {
  readonly to?: string;
  readonly lower: string;
  readonly upper: string;
}

export interface CertificateEnclosure {
  readonly lower: string;
  readonly upper: string;
  /** A point of the domain where the error of entry `output` is at least `lower`. */
  readonly witness: readonly string[];
  readonly output: number;
}

export interface CertificateProof {
  /** Binary digits after the point that a checker is to work with. */
  readonly precision: number;
  /** Equal parts of each axis of the domain, the unit of the tree's coordinates. */
  readonly parts: readonly number[];
  /** With a layer: cells on either side of the reference that a window holds, per axis, at leaves and at the witness. */
  readonly reach?: readonly number[];
  readonly witnessReach?: readonly number[];
  /** With attention: for each of its truncations bands that cover the line, from the lowest on. */
  readonly bands?: readonly (readonly CertificateBand[])[];
  readonly leaves: number;
  /** Base64 of the compressed bits. */
  readonly tree: string;
}

export interface Certificate {
  readonly schema: typeof CERTIFICATE_SCHEMA;
  readonly target: Tape;
  readonly domain: readonly CertificateInterval[];
  /** At least one of both; the layer reads the inputs, or the sums of the attention. */
  readonly attention?: CertificateAttention;
  readonly layer?: CertificateLayer;
  readonly enclosure: CertificateEnclosure;
  readonly proof: CertificateProof;
  /** Where and when it was made; nothing in it is checked. */
  readonly environment?: unknown;
}

/** With a layer, whether it reads the inputs or the sums of attention. */
export interface LayerCertificate extends Certificate {
  readonly layer: CertificateLayer;
  readonly proof: LayerProof;
}

export interface LayerProof extends CertificateProof {
  readonly reach: readonly number[];
  readonly witnessReach: readonly number[];
}
