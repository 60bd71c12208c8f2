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
  /** Cells on either side of the reference that a window holds, per axis: at leaves, and at the witness. */
  readonly reach: readonly number[];
  readonly witnessReach: readonly number[];
  readonly leaves: number;
  /** Base64 of the compressed bits. */
  readonly tree: string;
}

export interface Certificate {
  readonly schema: typeof CERTIFICATE_SCHEMA;
  readonly target: Tape;
  readonly domain: readonly CertificateInterval[];
  readonly layer: CertificateLayer;
  readonly enclosure: CertificateEnclosure;
  readonly proof: CertificateProof;
  /** Where and when it was made; nothing in it is checked. */
  readonly environment?: unknown;
}
