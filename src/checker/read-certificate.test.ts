/** Documents that are not certificates: each is rejected, quickly, with a sentence that says where it is wrong. */
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeTree, literal, makeCertificate } from '../../properties/support/make-certificate.js';
import type { Certificate } from '../certificate/certificate.js';
import { verifyCertificate } from './verify.js';

type Path = readonly (string | number)[];

/** A copy of the document with the value at `path` replaced; a value `undefined` takes it out. */
function change(document: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(document);
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as typeof at;
  at[path.at(-1)!] = value;
  return copy;
}

let certificate: Certificate;
beforeAll(async () => {
  ({ certificate } = await makeCertificate({
    source:
      'export const domain = [[0, 1], [0, 2]];\n' +
      'export function target(x: number, y: number): number { return x < y ? x ** 2 : Math.PI * y; }',
    cells: [2, 2],
    inverseTemperature: '10',
    reach: [1, 1],
    lower: '0.1',
    upper: '8',
    witness: ['1', '2'],
  }));
});
const reasonOf = (text: string): string => verifyCertificate(text).reason ?? 'none';
const reasonWith = (path: Path, value: unknown): string => reasonOf(JSON.stringify(change(certificate, path, value)));

it('the certificate that is changed below is valid', () => {
  expect(reasonOf(JSON.stringify(certificate))).toBe('none');
});

describe('text that is no document', () => {
  it.each([
    ['', 'the document is not JSON'],
    ['{', 'the document is not JSON'],
    ['null', 'the document is not an object'],
    ['[]', 'the document is not an object'],
    ['{}', 'the document has no member schema'],
    ['['.repeat(1_000_000), 'the document is nested deeper than 64 levels'],
    [`{"a":${'{"a":'.repeat(100_000)}`, 'the document is nested deeper than 64 levels'],
    [`${' '.repeat(2 ** 26)}{}`, 'the document is longer than 67108864 characters'],
    ['{"__proto__":{"schema":"softproof/certificate@1"}}', 'the document has no member schema'],
  ])('%#', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it('does not nest by what stands in strings', () => {
    const environment = '[{"'.repeat(100);
    expect(reasonWith(['environment'], `${environment}\\\\"[`)).toBe('none');
  });
});

describe('a document', () => {
  const nodes = ['target', 'nodes'] as const;
  it.each<[Path, unknown, string]>([
    [['schema'], 'softproof/certificate@2', 'schema is not softproof/certificate@1'],
    [['target'], [], 'target is not an object'],
    [['target', 'inputs'], 11, 'target.inputs is not an integer from 1 to 10'],
    [['target', 'inputs'], 1.5, 'target.inputs is not an integer from 1 to 10'],
    [['target', 'inputs'], 1, 'target.nodes'],
    [['target', 'extra'], 1, 'target has a member "extra"'],
    [[...nodes], {}, 'target.nodes is not a list'],
    [[...nodes], [], 'target.nodes has 0 entries'],
    [[...nodes, 0], null, 'target.nodes[0] has no operator'],
    [[...nodes, 0], { op: 'toString', args: [] }, 'target.nodes[0] has an operator that is not known'],
    [[...nodes, 0], { op: '__proto__', args: [] }, 'target.nodes[0] has an operator that is not known'],
    [[...nodes, 0], { op: 'absSlope', args: [] }, 'target.nodes[0] has an operator that is not known'],
    [[...nodes, 0], { op: 'sin', args: [0] }, 'target.nodes[0].args[0] is not an integer from 0 to -1'],
    [
      [...nodes, 0],
      { op: 'literal', args: [], text: '0x10' },
      'target.nodes[0] is not a decimal number without a sign',
    ],
    [[...nodes, 0], { op: 'literal', args: [], text: '-1' }, 'target.nodes[0] is not a decimal number without a sign'],
    [[...nodes, 0], { op: 'literal', args: [], text: '1e1001' }, 'target.nodes[0] is not a decimal number'],
    [[...nodes, 0], { op: 'literal', args: [], text: '1'.repeat(1001) }, 'target.nodes[0] is not a decimal number'],
    [[...nodes, 0], { op: 'literal', args: [] }, 'target.nodes[0] has no member text'],
    [[...nodes, 0], { op: 'constant', args: [], name: 'toString' }, 'target.nodes[0] is a constant that is not known'],
    [[...nodes, 0], { op: 'input', args: [], index: 2 }, 'target.nodes[0].index is not an integer from 0 to 1'],
    [[...nodes, 0], { op: 'input', args: [], index: 0, text: '1' }, 'target.nodes[0] has a member "text"'],
    [[...nodes, 0], { op: 'input', args: [0], index: 0 }, 'target.nodes[0].args has 1 entries instead of 0'],
    [['target', 'outputs'], [1000], 'target.outputs[0] is not an integer'],
    [['target', 'outputs'], [], 'target.outputs has 0 entries'],
    [['domain'], [], 'domain has 0 entries instead of 2'],
    [['domain', 0, 'lower'], '0', 'domain[0].lower is not an object'],
    [['domain', 0, 'lower', 'inputs'], 1, 'domain[0].lower.inputs is not an integer from 0 to 0'],
    [['domain', 0, 'lower'], literal('2'), 'domain[0] is not shown to be an interval'],
    [['domain', 0, 'lower', 'outputs'], [0, 0], 'domain[0].lower.outputs has 2 entries instead of 1'],
    [['layer', 'axes', 0, 'cells'], 0, 'layer.axes[0].cells is not an integer'],
    [['layer', 'axes', 0, 'cells'], 2 ** 22, 'layer has more than 4194304 values'],
    [['layer', 'shape', 'tokens'], 2, 'layer.shape.tokens is not an integer from 1 to 1'],
    [['layer', 'inverseTemperature'], literal('0'), 'layer.inverseTemperature is not shown to be positive'],
    [['layer', 'mask'], literal('-0.1'), 'layer.mask is not shown to be at least 0'],
    [['layer', 'values'], 'targets', 'layer.values is not an object'],
    [['layer', 'values'], { intervals: [['0', '1']] }, 'layer.values.intervals has 1 entries instead of 4'],
    [['layer', 'values'], { intervals: Array(4).fill(['1', '0']) }, 'layer.values.intervals[0] is empty'],
    [['layer', 'values'], { intervals: Array(4).fill(['1', 0]) }, 'layer.values.intervals[0][1] is not a decimal'],
    [['enclosure', 'upper'], 8, 'enclosure.upper is not a decimal number'],
    [['enclosure', 'upper'], 'Infinity', 'enclosure.upper is not a decimal number'],
    [['enclosure', 'witness'], ['1'], 'enclosure.witness has 1 entries instead of 2'],
    [['enclosure', 'witness'], ['1', '3'], 'enclosure.witness[1] lies outside of the domain'],
    [['enclosure', 'output'], 1, 'enclosure.output is not an integer from 0 to 0'],
    [['proof', 'precision'], 63, 'proof.precision is not an integer from 64 to 1024'],
    [['proof', 'precision'], 1025, 'proof.precision is not an integer from 64 to 1024'],
    [['proof', 'parts'], [2], 'proof.parts has 1 entries instead of 2'],
    [['proof', 'parts', 0], 2 ** 31 + 1, 'proof.parts[0] is not an integer'],
    [['proof', 'reach', 0], -1, 'proof.reach[0] is not an integer'],
    [['proof', 'leaves'], 2 ** 26 + 1, 'proof.leaves is not an integer'],
    [['proof', 'tree'], 1, 'proof.tree is not text'],
    [['proof', 'tree'], '', 'proof.tree does not decompress'],
    [['proof', 'tree'], deflateRawSync(Buffer.alloc(2 ** 24)).toString('base64'), 'proof.tree does not decompress'],
  ])('with %j = %j', (path, value, reason) => {
    expect(reasonWith(path, value)).toContain(reason);
  });

  it('with too many keys in a window', () => {
    const wide = change(certificate, ['layer', 'axes', 0, 'cells'], 2 ** 20);
    expect(reasonOf(JSON.stringify(change(wide, ['proof', 'reach', 0], 2 ** 20)))).toContain(
      'proof.reach gives windows',
    );
  });

  it('in which a number and a truth value are mistaken for one another', () => {
    const comparison = certificate.target.nodes.findIndex(({ op }) => op === 'less');
    expect(comparison).toBeGreaterThan(0);
    expect(reasonWith(['target', 'outputs'], [comparison])).toBe('target.outputs[0] is not a number');
    const node = certificate.target.nodes.findIndex(({ op }) => op === 'select');
    expect(reasonWith(['target', 'nodes', node, 'args', 0], 0)).toContain('.args[0] is a number');
    expect(reasonWith(['target', 'nodes', node, 'args', 1], comparison)).toContain('.args[1] is a truth value');
  });

  it('that lacks any member, or has one more, at any place', () => {
    const places = (value: unknown, path: Path): Path[] => {
      if (typeof value !== 'object' || value === null) return [];
      const inner = Object.entries(value).flatMap(([key, item]) =>
        places(item, [...path, Array.isArray(value) ? Number(key) : key]),
      );
      return Array.isArray(value) ? inner : [path, ...inner];
    };
    for (const path of places(certificate, [])) {
      expect(reasonWith([...path, 'more'], 1), path.join('.')).toContain('"more"');
      const at = path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], certificate);
      for (const key of Object.keys(at as object)) expect(reasonWith([...path, key], undefined)).not.toBe('none');
    }
  });
});

it('many tokens take no long time', () => {
  const count = 90_000;
  const target = { inputs: 1, nodes: [{ op: 'input', args: [], index: 0 }], outputs: Array<number>(count).fill(0) };
  const interval = { lower: literal('0'), upper: literal('1') };
  const layer = { ...certificate.layer, axes: [{ ...interval, cells: 2 }], shape: { width: 1, tokens: count } };
  const one = { witness: ['0'], upper: '1', lower: '0', output: 0 };
  const proof = { ...certificate.proof, parts: [1], reach: [1], witnessReach: [1], leaves: 1, tree: encodeTree([0]) };
  const text = JSON.stringify({ ...certificate, target, domain: [interval], layer, enclosure: one, proof });
  const { reason, seconds } = verifyCertificate(text);
  expect(reason ?? 'none').toMatch(/^(none|leaf 0)/);
  expect(seconds).toBeLessThan(10);
});

describe('a tape that grows without bound', () => {
  const squares = (count: number, first: string) => {
    const nodes: unknown[] = [{ op: 'literal', args: [], text: first }];
    for (let i = 0; i < count; i++) nodes.push({ op: 'mul', args: [i, i] });
    return { inputs: 0, nodes, outputs: [count] };
  };

  it('is rejected when its numbers are too large, and evaluated when they are not', () => {
    expect(reasonWith(['layer', 'mask'], squares(1000, '2'))).toBe('a number is larger than 2^8192');
    const deep = squares(90_000, '1');
    expect(reasonWith(['layer', 'mask'], deep)).toBe('none');
  });

  it.each([
    { op: 'powInteger', args: [0], exponent: 2 ** 31 },
    { op: 'powInteger', args: [0], exponent: -(2 ** 31) },
    { op: 'exp', args: [0] },
    { op: 'tan', args: [0] },
    { op: 'sin', args: [0] },
    { op: 'cbrt', args: [0] },
    { op: 'pow', args: [0, 0] },
    { op: 'atan', args: [0] },
  ])('takes no long time with %j', (node) => {
    const nodes = [{ op: 'literal', args: [], text: `${'9'.repeat(1000)}e1000` }, node];
    const started = performance.now();
    reasonWith(['layer', 'mask'], { inputs: 0, nodes, outputs: [1] });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
