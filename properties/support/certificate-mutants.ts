/**
 * Hostile certificates: small ones that are valid, changed by chance so that they state something false, prove something
 * else, or are none.
 */
import { inflateRawSync, deflateRawSync } from 'node:zlib';
import Big from 'big.js';
import type { Certificate, CertificateNode, Tape } from '../../src/certificate/certificate.js';
import { numbersOf, pick, type Draft, type Mutable } from './certificate-draft.js';
import { errorBelow } from './certificate-oracle.js';
import { malformed } from './malformed-certificates.js';

export type Truth = 'false' | 'not known to be false' | 'malformed';

export interface Mutant {
  readonly kind: string;
  readonly text: string;
  readonly truth: Truth;
  /** For false ones: by how much, relatively. */
  readonly by?: number;
}

const Digits = Big();
Digits.DP = 60;

/** `x·(1 + sign·ε)`, ε between 1e−16 and 1, more often small. */
function nudged(text: string, chance: () => number, sign?: 1 | -1): { readonly text: string; readonly by: number } {
  const by = 10 ** (-16 * Math.sqrt(chance()));
  const side = sign ?? (chance() < 0.5 ? 1 : -1);
  return { text: new Digits(text).times(new Digits(1).plus(new Digits(side * by))).toFixed(40), by };
}

/** Changes one number or operation of a tape; false if there is none to change. */
function changeTape(tape: Mutable<Tape>, chance: () => number): boolean {
  const nodes = tape.nodes as Mutable<CertificateNode>[];
  const literals = nodes.filter(({ op }) => op === 'literal');
  const swaps: Readonly<Record<string, string>> = {
    sin: 'cos',
    cos: 'sin',
    add: 'sub',
    sub: 'add',
    mul: 'add',
    min: 'max',
    exp: 'tanh',
    abs: 'neg',
  };
  const operations = nodes.filter(({ op }) => op in swaps);
  if (literals.length > 0 && (operations.length === 0 || chance() < 0.7)) {
    const node = pick(literals, chance);
    node.text = nudged(node.text!, chance).text;
    return true;
  }
  if (operations.length === 0) return false;
  const node = pick(operations, chance);
  node.op = swaps[node.op]!;
  return true;
}

/** The bits of the tree changed here and there, cut or stirred. */
function changeTree(proof: Draft['proof'], chance: () => number): void {
  const bytes = inflateRawSync(Buffer.from(proof.tree, 'base64'));
  const at = Math.floor(chance() * bytes.length);
  switch (Math.floor(chance() * 5)) {
    case 0:
      bytes[at]! ^= 1 << Math.floor(chance() * 8);
      break;
    case 1:
      bytes.fill(0, at);
      break;
    case 2:
      bytes[at] = Math.floor(256 * chance());
      break;
    case 3:
      bytes.reverse();
      break;
    default:
      bytes.copyWithin(0, at);
  }
  proof.tree = deflateRawSync(bytes).toString('base64');
  if (chance() < 0.5) proof.leaves = Math.max(1, proof.leaves + Math.floor(3 * chance()) - 1);
}

/** What becomes of the statement: its kind, and the draft changed; false where there is nothing to change. */
const statements: Readonly<Record<string, (draft: Draft, chance: () => number) => boolean>> = {
  'R changed': ({ layer }, chance) => layer !== undefined && changeTape(layer.inverseTemperature, chance),
  'IR changed': ({ target }, chance) => changeTape(target, chance),
  'domain edited': ({ domain, layer }, chance) => {
    const t = Math.floor(chance() * domain.length);
    const tape = domain[t]!.upper;
    if (!changeTape(tape, chance)) return false;
    // The grid follows, or does not.
    if (layer !== undefined && chance() < 0.5) layer.axes[t]!.upper = structuredClone(tape);
    return true;
  },
  'mask changed': ({ layer }, chance) =>
    layer !== undefined && layer.shape.tokens > 1 && changeTape(layer.mask, chance),
  'cells changed': ({ layer }, chance) => {
    if (layer === undefined) return false;
    const axis = pick(layer.axes, chance);
    axis.cells = Math.max(1, axis.cells + (chance() < 0.5 ? 1 : -1));
    return true;
  },
  'value changed': ({ layer }, chance) => {
    const values = layer?.values;
    if (typeof values !== 'object' || !('intervals' in values)) return false;
    const k = Math.floor(chance() * values.intervals.length);
    const { text } = nudged(values.intervals[k]![0], chance);
    (values.intervals as [string, string][])[k] = [text, text];
    return true;
  },
  ...Object.fromEntries(
    Object.keys(numbersOf({} as Draft)).map((kind) => [
      kind,
      (draft: Draft, chance: () => number) => {
        const numbers = numbersOf(draft)[kind]!;
        if (numbers.length === 0) return false;
        const number = pick(numbers, chance);
        const { text } = nudged(number[0] === '0' ? '1e-9' : number[0], chance);
        number[0] = text;
        number[1] = text;
        return true;
      },
    ]),
  ),
  'keys moved': ({ attention }, chance) => {
    if (attention === undefined) return false;
    const truncation = pick([attention, attention.second ?? attention], chance).truncation;
    const by = chance() < 0.5 ? 1 : -1;
    if (chance() < 0.5) truncation.offset += by;
    else truncation.cells = Math.max(1, truncation.cells + by);
    return true;
  },
  'heads changed': ({ attention }, chance) => {
    if (attention === undefined) return false;
    const { heads } = pick([attention, attention.second ?? attention], chance).truncation;
    const i = Math.floor(chance() * heads.length);
    const roll = chance();
    if (roll < 0.2) heads.splice(i, 1);
    else if (roll < 0.4) heads.push(heads.shift()!);
    else {
      const range = roll < 0.7 ? heads[i]!.keys : heads[i]!.values;
      range[Math.floor(chance() * 2)]! += chance() < 0.5 ? 1 : -1;
    }
    return true;
  },
  'term dropped': ({ attention }, chance) => {
    if (attention === undefined || attention.terms.length === 0) return false;
    attention.terms.splice(Math.floor(chance() * attention.terms.length), 1);
    return true;
  },
  'layers swapped': ({ attention, proof }) => {
    if (attention?.second === undefined) return false;
    const { truncation } = attention;
    attention.truncation = attention.second.truncation;
    attention.second.truncation = truncation;
    proof.bands!.reverse();
    return true;
  },
  'layer dropped': (draft, chance) => {
    if (draft.attention === undefined) return false;
    if (draft.attention.second !== undefined) {
      delete draft.attention.second;
      draft.proof.bands!.pop();
    } else if (draft.layer !== undefined && chance() < 0.5) {
      delete draft.attention;
      delete draft.proof.bands;
    } else {
      delete draft.layer;
      delete draft.proof.reach;
      delete draft.proof.witnessReach;
    }
    return true;
  },
};

/** What becomes of the proof alone. */
const proofs: Readonly<Record<string, (draft: Draft, chance: () => number) => void>> = {
  'tree changed': ({ proof }, chance) => changeTree(proof, chance),
  'reach changed': ({ proof }, chance) => {
    const { reach, witnessReach } = proof;
    if (reach === undefined || witnessReach === undefined) return;
    const t = Math.floor(chance() * reach.length);
    reach[t] = Math.floor(chance() * 4);
    witnessReach[t] = Math.floor(chance() * 6);
  },
  'bands changed': ({ proof }, chance) => {
    if (proof.bands === undefined) return;
    const bands = pick(proof.bands, chance);
    const band = pick(bands, chance);
    const roll = chance();
    if (roll < 0.2 && bands.length > 1) bands.splice(bands.indexOf(band), 1);
    else if (roll < 0.4 && band.to !== undefined) band.to = nudged(band.to, chance).text;
    else {
      const end = chance() < 0.5 ? 'lower' : 'upper';
      band[end] = nudged(band[end], chance).text;
    }
  },
  'parts changed': ({ proof }, chance) => {
    const t = Math.floor(chance() * proof.parts.length);
    proof.parts[t] = 1 + Math.floor(chance() * 8);
  },
  'precision changed': ({ proof }, chance) => {
    proof.precision = 64 + Math.floor(chance() * 200);
  },
};

const copy = (certificate: Certificate): Draft => structuredClone(certificate) as Draft;
const names = (table: object): readonly string[] => Object.keys(table);

/** The error at the witness from below, if there is a point of the domain and an error. */
function errorOf(draft: Draft): string | undefined {
  try {
    return errorBelow(draft as Certificate, draft.enclosure.witness);
  } catch {
    return undefined;
  }
}

/** Puts `upper` just below an error that there is: that is false, whatever the rest is. Returns by how much. */
function understate(draft: Draft, chance: () => number, error: string | undefined): number | undefined {
  if (error === undefined || !new Digits(error).gt(0)) return undefined;
  const { text, by } = nudged(error, chance, -1);
  draft.enclosure.upper = text;
  if (new Digits(draft.enclosure.lower).gt(text)) draft.enclosure.lower = '0';
  return new Digits(text).lt(error) ? by : undefined;
}

/** A certificate that is valid, with its error at the witness. */
export interface Original {
  readonly certificate: Certificate;
  readonly error: string;
}

export function originalOf(certificate: Certificate): Original {
  return { certificate, error: errorBelow(certificate, certificate.enclosure.witness) };
}

/** One mutant. */
export function mutantOf({ certificate, error }: Original, chance: () => number): Mutant {
  const draft = copy(certificate);
  const done = (kind: string, truth: Truth, by?: number): Mutant => ({
    kind,
    text: JSON.stringify(draft),
    truth,
    ...(by === undefined ? {} : { by }),
  });
  const { upper } = certificate.enclosure;
  const roll = chance();
  if (roll < 0.2) {
    const by = understate(draft, chance, error);
    return done('upper nudged', by === undefined ? 'not known to be false' : 'false', by);
  }
  if (roll < 0.35) {
    const { text, by } = nudged(upper, chance, 1);
    draft.enclosure.lower = text;
    draft.enclosure.upper = new Digits(text).times(2).toFixed(40);
    return done('lower nudged', new Digits(text).gt(upper) ? 'false' : 'not known to be false', by);
  }
  if (roll < 0.55) {
    const kind = pick(names(proofs), chance);
    proofs[kind]!(draft, chance);
    if (chance() < 0.3) return done(kind, 'not known to be false');
    const by = understate(draft, chance, error);
    return done(`${kind}, upper nudged`, by === undefined ? 'not known to be false' : 'false', by);
  }
  if (roll < 0.8) {
    let kind = pick(names(statements), chance);
    while (!statements[kind]!(draft, chance)) kind = pick(names(statements), chance);
    const by = understate(draft, chance, errorOf(draft));
    return done(`${kind}, upper nudged`, by === undefined ? 'not known to be false' : 'false', by);
  }
  const kind = pick(names(malformed), chance);
  return { kind, text: malformed[kind]!(JSON.stringify(certificate), draft, chance), truth: 'malformed' };
}
