/** Certificates of networks with attention, made by hand: valid ones, and each of their parts changed for the worse. */
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeTree, growBits, literal } from '../../properties/support/make-certificate.js';
import { exact } from '../../properties/support/attention-documents.js';
import type { Certificate, CertificateTruncation, Tape } from '../certificate/certificate.js';
import { verifyCertificate } from './verify.js';

const single: CertificateTruncation = {
  lower: exact('0'),
  upper: exact('1'),
  cells: 4,
  offset: 1,
  inverseTemperature: exact('320'),
  heads: [{ keys: [0, 3], values: [0, 3] }],
};
const multi: CertificateTruncation = {
  ...single,
  offset: -2,
  heads: [
    { keys: [0, 3], values: [0, 2] },
    { keys: [2, 5], values: [3, 5] },
  ],
};
const around = (lower: string, upper: string) => [
  { to: '-1', lower: '-1e-9', upper: '1e-9' },
  { to: '2', lower, upper },
  { lower: '-0.14', upper: '0.14' },
];

/** x². */
const square: Tape = {
  inputs: 1,
  nodes: [
    { op: 'input', index: 0, args: [] },
    { op: 'powInteger', exponent: 2, args: [0] },
  ],
  outputs: [1],
};
const unit = { lower: literal('0'), upper: literal('1') };
const passed = { weights: [exact('1')], offset: exact('0'), coefficients: [exact('1')] };
const proof = { precision: 96, parts: [4], leaves: 1, tree: '', bands: [around('-0.13', '0.13')] };
const base = {
  schema: 'softproof/certificate@1',
  target: square,
  domain: [unit],
  attention: { truncation: multi, terms: [passed], constants: [exact('0')] },
  enclosure: { lower: '0.2', upper: '0.42', witness: ['0.5'], output: 0 },
  proof,
} as const;

/** x − x² is at most ¼, at ½, and every truncation adds up to half a step. */
const drafts: Readonly<Record<string, Certificate>> = {
  'several heads': base,
  'two layers': {
    ...base,
    attention: {
      ...base.attention,
      truncation: single,
      second: { truncation: multi, rows: 1, mask: exact('0') },
    },
    enclosure: { ...base.enclosure, lower: '0.1', upper: '0.6' },
    proof: {
      ...proof,
      bands: [[{ to: '-1', lower: '0.124', upper: '0.126' }, ...around('-0.13', '0.13').slice(1)], ...proof.bands],
    },
  },
  'attention and a softmax': {
    ...base,
    layer: {
      axes: [{ ...unit, cells: 4 }],
      inverseTemperature: literal('200'),
      mask: literal('0'),
      shape: { width: 1, tokens: 1 },
      values: 'target',
    },
    enclosure: { lower: '0.2', upper: '0.5', witness: ['1'], output: 0 },
    proof: { ...proof, reach: [2], witnessReach: [3] },
  },
};

const reasonOf = (certificate: unknown): string => verifyCertificate(JSON.stringify(certificate)).reason ?? 'none';

/** A copy with the value at `path` replaced; `undefined` takes it out. */
function change(certificate: Certificate, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(certificate) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as typeof at;
  at[path.at(-1)!] = value;
  return copy;
}

const grown: Record<string, Certificate> = {};
beforeAll(() => {
  for (const [name, draft] of Object.entries(drafts)) {
    const { bits, leaves } = growBits(draft, 10);
    grown[name] = { ...draft, proof: { ...draft.proof, leaves, tree: encodeTree(bits) } };
  }
});

describe.each(Object.keys(drafts))('a certificate of %s', (name) => {
  const with_ = (path: readonly (string | number)[], value: unknown): string =>
    reasonOf(change(grown[name]!, path, value));

  it('is valid, and says what it is about', () => {
    const { valid, reason, statement } = verifyCertificate(JSON.stringify(grown[name]));
    expect(reason).toBeUndefined();
    expect(valid).toBe(true);
    expect(statement).toContain('attention to ');
  });

  it('is invalid with sharper ends', () => {
    expect(with_(['enclosure', 'upper'], '0.1')).toContain('at most upper');
    expect(with_(['enclosure', 'lower'], '0.6')).toContain('at enclosure.witness');
  });

  it.each<[readonly (string | number)[], unknown]>([
    [['truncation', 'lower'], exact('0.9')],
    [['truncation', 'upper'], exact('9')],
    [['truncation', 'cells'], 1],
    [['truncation', 'offset'], 9],
    [['truncation', 'inverseTemperature'], exact('1')],
    [['terms', 0, 'weights', 0], exact('-1')],
    [['terms', 0, 'offset'], exact('1')],
    [['terms', 0, 'coefficients', 0], exact('3')],
    [['constants', 0], exact('2')],
    [['terms'], []],
  ])('is invalid with another %j', (path, value) => {
    expect(with_(['attention', ...path], value)).not.toBe('none');
  });

  it.each<[readonly (string | number)[], unknown, string]>([
    [['attention'], [], 'attention is not an object'],
    [['attention', 'more'], 1, 'attention has a member "more"'],
    [['attention', 'terms'], {}, 'attention.terms is not a list'],
    [['attention', 'terms', 0, 'weights'], [], 'attention.terms[0].weights has 0 entries instead of 1'],
    [['attention', 'terms', 0, 'coefficients'], [], 'attention.terms[0].coefficients has 0 entries instead of 1'],
    [['attention', 'terms', 0, 'offset'], ['0'], 'attention.terms[0].offset has 1 entries instead of 2'],
    [['attention', 'terms', 0, 'offset'], ['2', '1'], 'attention.terms[0].offset is empty'],
    [['attention', 'constants'], [], 'attention.constants has 0 entries instead of 1'],
    [['attention', 'constants', 0, 0], 0, 'attention.constants[0][0] is not a decimal number'],
    [['attention', 'truncation', 'cells'], 0, 'attention.truncation.cells is not an integer'],
    [['attention', 'truncation', 'offset'], 0.5, 'attention.truncation.offset is not an integer'],
    [['attention', 'truncation', 'heads'], [], 'attention.truncation.heads has 0 entries'],
    [['attention', 'truncation', 'inverseTemperature'], exact('0'), 'inverse temperature is not shown to be positive'],
    [['attention', 'truncation', 'lower'], exact('2'), 'the range of a truncation is empty'],
    [['attention', 'truncation', 'heads', 0, 'values', 0], 1, 'heads[0].values does not go on from key 0'],
    [['attention', 'truncation', 'heads', 0, 'keys', 0], 1, 'heads[0] has values of keys that it does not read'],
    [['attention', 'truncation', 'heads', 0, 'keys', 1], 6, 'heads[0] reads keys that have no value'],
    [['attention', 'truncation', 'heads', 0, 'keys', 1], 2 ** 40, 'heads[0].keys[1] is not an integer'],
    [['proof', 'bands'], [], 'proof.bands has 0 entries'],
    [['proof', 'bands', 0], [], 'proof.bands[0] has 0 entries'],
    [['proof', 'bands', 0, 0, 'to'], undefined, 'proof.bands[0] does not cover the line'],
    [['proof', 'bands', 0, 2, 'to'], '3', 'proof.bands[0] does not cover the line'],
    [['proof', 'bands', 0, 1, 'to'], '-2', 'band 1 of a truncation is not in order'],
    [['proof', 'bands', 0, 1, 'upper'], '0.05', 'not shown to lie in its band'],
    [['proof', 'bands'], undefined, 'proof has no member bands'],
  ])('is malformed with %j = %j', (path, value, reason) => {
    expect(with_(path, value)).toContain(reason);
  });
});

describe('a certificate of two layers', () => {
  const certificate = (): Certificate => grown['two layers']!;

  it.each<[string, unknown]>([
    ['upper', exact('0.3')],
    ['offset', 5],
    ['inverseTemperature', exact('1')],
  ])('is invalid with another %s of the second', (member, value) => {
    expect(reasonOf(change(certificate(), ['attention', 'second', 'truncation', member], value))).not.toBe('none');
  });

  it('is invalid with the layers swapped', () => {
    const { attention, proof } = certificate();
    const { truncation, second } = attention!;
    const swapped = {
      ...certificate(),
      attention: { ...attention, truncation: second!.truncation, second: { ...second, truncation } },
      proof: { ...proof, bands: [...proof.bands!].reverse() },
      enclosure: { ...certificate().enclosure, upper: '0.35' },
    };
    expect(reasonOf(swapped)).not.toBe('none');
  });

  it.each<[readonly string[], unknown, string]>([
    [['second', 'rows'], 2, 'attention.second.rows is not an integer from 1 to 1'],
    [['second', 'mask'], exact('-1'), 'attention.second.mask is not shown to be at least 0'],
    [['second', 'truncation', 'heads'], 1, 'attention.second.truncation.heads is not a list'],
    [['second'], {}, 'attention.second has no member truncation'],
  ])('is malformed with %j = %j', (path, value, reason) => {
    expect(reasonOf(change(certificate(), ['attention', ...path], value))).toContain(reason);
  });
});

describe('a certificate', () => {
  it('has a network', () => {
    expect(reasonOf(change(base, ['attention'], undefined))).toBe('the document has neither attention nor a layer');
  });

  it('of attention and a softmax has no second layer between them, and windows', () => {
    const certificate = grown['attention and a softmax']!;
    const { second } = drafts['two layers']!.attention!;
    expect(reasonOf(change(certificate, ['attention', 'second'], second))).toContain('has a member "second"');
    expect(reasonOf(change(certificate, ['proof', 'reach'], undefined))).toContain('proof has no member reach');
    expect(reasonOf(change(certificate, ['layer', 'inverseTemperature'], literal('2')))).toContain('upper');
  });

  it('of attention alone has no windows', () => {
    expect(reasonOf(change(grown['several heads']!, ['proof', 'reach'], [1]))).toContain('has a member "reach"');
  });
});
