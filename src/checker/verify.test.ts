/** Certificates made by hand: the checker accepts what is true, and rejects it when anything in it is changed for the worse. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeTree, literal, makeCertificate, type Draft } from '../../properties/support/make-certificate.js';
import type { Certificate } from '../certificate/certificate.js';
import { verifyCertificate } from './verify.js';

const verify = (certificate: unknown) => verifyCertificate(JSON.stringify(certificate));

const drafts: Readonly<Record<string, Draft>> = {
  'one input': {
    source: 'export const domain = [[0, 1]];\nexport function target(x: number): number { return Math.sin(3 * x); }',
    cells: [4],
    inverseTemperature: '64',
    reach: [2],
    lower: '0.3',
    upper: '0.4',
    witness: ['0'],
  },
  'two inputs': {
    source:
      'export const domain = [[0, 1], [-1, 1]];\n' +
      'export function target(x: number, y: number): number { return Math.sin(3 * x) + Math.abs(y) * x; }',
    cells: [4, 4],
    inverseTemperature: '100',
    reach: [2, 1],
    lower: '0.3',
    upper: '0.8',
    witness: ['0', '0.1'],
  },
  'a constant': {
    source: 'export const domain = [[0, 0.7]];\nexport function target(x: number): number { return 0.1; }',
    cells: [3],
    inverseTemperature: '10',
    reach: [1],
    lower: '0',
    upper: '1e-25',
    witness: ['0.7'],
  },
  'two tokens and a mask': {
    source:
      'export const shape = { width: 1, tokens: 2 };\nexport const domain = [[0, 1], [0, 1]];\n' +
      'export function target(X: number[][]): number[][] { return [[X[0][0]], [X[0][0] + X[1][0]]]; }',
    cells: [3, 3],
    inverseTemperature: '60',
    reach: [1, 1],
    lower: '0.2',
    upper: '0.6',
    witness: ['1', '1'],
    output: 1,
    layer: { mask: literal('3'), shape: { width: 1, tokens: 2 } },
  },
  'an axis that is a point': {
    source:
      'export const domain = [[0, 1], [0.1, 0.1]];\n' +
      'export function target(x: number, y: number): number { return x * x + Math.exp(y); }',
    cells: [3, 5],
    inverseTemperature: '50',
    reach: [1, 1],
    lower: '0.1',
    upper: '0.6',
    witness: ['1', '0.1'],
    parts: [3, 1],
  },
  'one cell': {
    source: 'export const domain = [[0, 1]];\nexport function target(x: number): number { return x * x; }',
    cells: [1],
    inverseTemperature: '1',
    reach: [0],
    lower: '0.75',
    upper: '0.7501',
    witness: ['1'],
  },
  'another grid, and values that are integrals': {
    source: 'export const domain = [[0, 1]];\nexport function target(x: number): number { return x < 0.5 ? 0 : x; }',
    cells: [3],
    inverseTemperature: '30',
    reach: [1],
    lower: '0',
    upper: '1.5',
    witness: ['0'],
    parts: [8],
    layer: {
      axes: [{ lower: literal('-0.2'), upper: literal('1.3'), cells: 3 }],
      values: {
        intervals: [
          ['0', '1e-9'],
          ['0.3', '0.31'],
          ['0.8', '0.8'],
        ],
      },
    },
  },
  'values of another tape, a target with a branch that is undefined elsewhere': {
    source:
      'export const domain = [[-1, 1]];\n' +
      'export function target(x: number): number { return x > 0 ? x * x + 0.3 * Math.log(x + 1) : x; }',
    cells: [4],
    inverseTemperature: '20',
    reach: [1],
    lower: '0.1',
    upper: '1.2',
    witness: ['1'],
    layer: { values: { inputs: 1, nodes: [{ op: 'input', index: 0, args: [] }], outputs: [0] } },
  },
};

describe.each(Object.keys(drafts))('a certificate of %s', (name) => {
  let certificate: Certificate;
  let bits: number[];
  beforeAll(async () => {
    ({ certificate, bits } = await makeCertificate(drafts[name]!));
  });
  const changed = (part: Record<string, unknown>) => ({ ...certificate, ...part });

  it('is valid', () => {
    const { valid, statement, reason, leaves } = verify(certificate);
    expect(reason).toBeUndefined();
    expect(valid).toBe(true);
    expect(leaves).toBe(certificate.proof.leaves);
    expect(statement).toContain(`at most ${certificate.enclosure.upper}`);
  });

  it('does not depend on its environment, but on all else', () => {
    expect(verify(changed({ environment: { node: [['x']], ['__proto__']: 1 } })).valid).toBe(true);
    expect(verify(changed({ more: 1 })).reason).toBe('the document has a member "more"');
  });

  it('is invalid with bounds that are too sharp', () => {
    const { enclosure } = certificate;
    expect(verify(changed({ enclosure: { ...enclosure, upper: '0' } })).valid).toBe(false);
    expect(verify(changed({ enclosure: { ...enclosure, lower: '5' } })).reason).toContain('at enclosure.witness');
  });

  it('is invalid with another tree', () => {
    const withTree = (tree: string, leaves = certificate.proof.leaves) =>
      verify(changed({ proof: { ...certificate.proof, tree, leaves } })).reason ?? 'none';
    const axisBits = Math.ceil(Math.log2(certificate.target.inputs));
    expect(withTree(encodeTree([1, ...new Array<number>(axisBits).fill(0), ...bits]))).toContain('proof.tree');
    expect(withTree(encodeTree(bits), certificate.proof.leaves + 1)).toContain('proof.tree');
    expect(withTree(encodeTree([...bits, ...new Array<number>(16).fill(0)]))).toContain('proof.tree');
    if (bits.length % 8 !== 0) expect(withTree(encodeTree([...bits, 1]))).toContain('after its last leaf');
    const packed = Buffer.from(encodeTree(bits), 'base64');
    expect(withTree(Buffer.concat([packed, Buffer.from([0])]).toString('base64'))).toContain('proof.tree');
    expect(withTree(packed.subarray(0, -1).toString('base64'))).toContain('proof.tree');
    expect(withTree(`${encodeTree(bits)}\n`)).toContain('base64');
    if (bits.length > 1) expect(withTree(encodeTree(bits.slice(0, -1)), certificate.proof.leaves - 1)).not.toBe('none');
    // Without its cuts the whole domain is one leaf.
    if (bits.length > 1) expect(withTree(encodeTree([0]), 1)).toContain('leaf 0, [0, ');
  });
});

describe('a certificate of two inputs with one bit of its tree turned', () => {
  it('is invalid for every bit that tells a leaf from a cut, and for some axes', async () => {
    const { certificate, bits } = await makeCertificate(drafts['two inputs']!);
    let [position, axes] = [0, 0];
    const isValidWith = (turned: number): boolean => {
      const tree = encodeTree(bits.with(turned, 1 - bits[turned]!));
      return verify({ ...certificate, proof: { ...certificate.proof, tree } }).valid;
    };
    while (position < Math.min(bits.length, 400)) {
      expect(isValidWith(position)).toBe(false);
      if (bits[position] === 1 && !isValidWith(++position)) axes++;
      position++;
    }
    expect(axes).toBeGreaterThan(10);
  });
});

describe('text changed at random', () => {
  it('never breaks the check', async () => {
    const { certificate } = await makeCertificate(drafts['two tokens and a mask']!);
    const text = JSON.stringify(certificate);
    const place = fc.nat(text.length - 1);
    const change = fc.record({
      from: place,
      length: fc.nat(12),
      insert: fc.constantFrom('', '0', '9', '-', '"', '[', '1e999'),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce(
          (t, { from, length, insert }) => t.slice(0, from) + insert + t.slice(from + length),
          text,
        );
        const { valid, reason } = verifyCertificate(changed, { seconds: 5 });
        expect(valid).toBe(reason === undefined);
        expect(reason ?? '').not.toContain('broke off');
      }),
      { numRuns: 1000 },
    );
  });
});

/** The sharpest bound with `digits` decimals for which `isTrue`, between two integers. */
function sharpest(isTrue: (text: string) => boolean, digits: number): string {
  let [low, high] = [0n, 10n ** BigInt(digits)];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isTrue(`${middle}e-${digits}`)) low = middle;
    else high = middle;
  }
  return `${low}e-${digits}`;
}

describe('the error of sin 3x on four cells', () => {
  const draft = drafts['one input']!;
  let certificate: Certificate;
  let lower: string;
  beforeAll(async () => {
    ({ certificate } = await makeCertificate(draft));
    const isTrue = (text: string) =>
      verify({ ...certificate, enclosure: { ...certificate.enclosure, lower: text } }).valid;
    lower = sharpest(isTrue, 15);
  });

  it('is attained at 0, where it is known to fifteen digits', () => {
    // Weighted mean of sin(3(2k + 1)/8) with weights exp(−32((2k + 1)/8)²).
    const weights = [0, 1, 2, 3].map((k) => Math.exp((-32 * (2 * k + 1) ** 2) / 64));
    const sum = weights.reduce((total, weight, k) => total + weight * Math.sin((3 * (2 * k + 1)) / 8), 0);
    expect(Math.abs(sum / weights.reduce((total, weight) => total + weight, 0) - Number(lower))).toBeLessThan(1e-14);
  });

  it('is shown to be at most 1e-9 above what is attained, and never less than that', async () => {
    const near = (difference: bigint) => `${BigInt(lower.split('e')[0]!) + difference}e-15`;
    const above = await makeCertificate({ ...draft, lower, upper: near(1_000_000n), depth: 40 });
    expect(verify(above.certificate).valid).toBe(true);
    const below = await makeCertificate({ ...draft, lower: '0', upper: near(-1000n), depth: 20 });
    expect(verify(below.certificate).reason).toContain('is not shown to be at most upper');
  });

  it.each([
    ['inverseTemperature', literal('60')],
    ['inverseTemperature', literal('68')],
    ['mask', literal('-1')],
    ['values', { inputs: 1, nodes: [{ op: 'input', index: 0, args: [] }], outputs: [0] }],
    ['axes', [{ lower: literal('0'), upper: literal('1.01'), cells: 4 }]],
    ['axes', [{ lower: literal('0'), upper: literal('1'), cells: 3 }]],
    ['axes', [{ lower: literal('1'), upper: literal('0'), cells: 4 }]],
  ])('is another with another %s', async (member, value) => {
    const upper = `${BigInt(lower.split('e')[0]!) + 1_000_000n}e-15`;
    const { certificate: sharp } = await makeCertificate({ ...draft, lower, upper, depth: 40 });
    expect(verify({ ...sharp, layer: { ...sharp.layer, [member]: value } }).valid).toBe(false);
  });

  it('is not shown by windows that leave out what matters', () => {
    const { proof } = certificate;
    const cold = { ...certificate.layer, inverseTemperature: literal('4') };
    expect(verify({ ...certificate, layer: cold, proof: { ...proof, reach: [0] } }).valid).toBe(false);
  });
});

describe('a check', () => {
  it('rejects leaves on which the target is not shown to be defined', async () => {
    const source =
      'export const domain = [[0, 1]];\nexport function target(x: number): number { return Math.sqrt(x); }';
    const draft = { source, cells: [2], inverseTemperature: '9', reach: [1], lower: '0', upper: '2', witness: ['0'] };
    const { certificate } = await makeCertificate(draft);
    expect(verify(certificate).valid).toBe(true);
    const domain = [{ lower: literal('-0.001'), upper: literal('1') }];
    const { valid, reason } = verify({ ...certificate, domain });
    expect(valid).toBe(false);
    expect(reason).toContain('square root is not shown to be at least 0');
  });

  it('ends at its limit of time', async () => {
    const { certificate } = await makeCertificate({ ...drafts['one input']!, upper: '0.1', lower: '0', depth: 12 });
    const { valid, reason } = verifyCertificate(JSON.stringify(certificate), { seconds: 0 });
    expect(valid).toBe(false);
    expect(reason).toBe('time ran out after 0 seconds');
  });
});
