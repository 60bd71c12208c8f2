/** Documents of the schemas about certificates, and single changes that make them invalid. */
import type { Json, Path } from './json.js';

const literal = (text: string): Json => ({ inputs: 0, nodes: [{ op: 'literal', text, args: [] }], outputs: [0] });
const unit: Json = { lower: literal('0'), upper: literal('1') };

const square: Json = {
  inputs: 1,
  nodes: [
    { op: 'input', index: 0, args: [] },
    { op: 'powInteger', exponent: 2, args: [0] },
  ],
  outputs: [1],
};

/** Together the nodes have every form. */
const every: Json = {
  inputs: 1,
  nodes: [
    { op: 'input', index: 0, args: [] },
    { op: 'literal', text: '.5e-1', args: [] },
    { op: 'constant', name: 'PI', args: [] },
    { op: 'sin', args: [0] },
    { op: 'hypot', args: [1, 2] },
    { op: 'less', args: [3, 4] },
    { op: 'select', args: [5, 0, 1] },
  ],
  outputs: [6],
};

const certificate = (values: Json): Json => ({
  schema: 'softproof/certificate@1',
  target: square,
  domain: [unit],
  layer: {
    axes: [{ lower: literal('0'), upper: literal('1'), cells: 4 }],
    inverseTemperature: literal('8'),
    mask: literal('0'),
    shape: { width: 1, tokens: 1 },
    values,
  },
  enclosure: { lower: '0', upper: '0.5', witness: ['1e-3'], output: 0 },
  proof: { precision: 96, parts: [4], reach: [1], witnessReach: [3], leaves: 4, tree: 'sA==' },
});

const exact = (text: string): Json => [text, text];

const truncation: Json = {
  lower: exact('-1'),
  upper: exact('1'),
  cells: 2,
  offset: -2,
  inverseTemperature: exact('5e1'),
  heads: [
    { keys: [0, 2], values: [0, 1] },
    { keys: [1, 3], values: [2, 3] },
  ],
};

const network = (more: { readonly [name: string]: Json }, isSoftmax = false): Json => {
  const { layer, proof, ...rest } = certificate('target') as Readonly<Record<string, Json>>;
  const { reach, witnessReach, ...own } = proof as Readonly<Record<string, Json>>;
  const bands: Json = [
    { to: '-1.5', lower: '0', upper: '0' },
    { lower: '-1', upper: '1' },
  ];
  return {
    ...rest,
    ...(isSoftmax ? { layer: layer! } : {}),
    attention: {
      truncation,
      terms: [{ weights: [['0.3', '0.4']], offset: exact('0'), coefficients: [exact('2')] }],
      constants: [exact('-1')],
      ...more,
    },
    proof: { ...own, ...(isSoftmax ? { reach: reach!, witnessReach: witnessReach! } : {}), bands: [bands] },
  };
};

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'certificate-1.schema.json': [
    certificate('target'),
    certificate(every),
    certificate({ intervals: [['0', '0.1']] }),
    { ...(certificate('target') as object), environment: 'softproof 0.1.0' },
    network({ terms: [] }, true),
    network({ second: { truncation, rows: 1, mask: exact('0') } }),
  ],
  'verification-1.schema.json': [
    { schema: 'softproof/verification@1', valid: true, statement: 'The error lies in [0, 1].', leaves: 4, seconds: 0 },
    {
      schema: 'softproof/verification@1',
      valid: false,
      statement: '',
      reason: 'the document is no JSON',
      leaves: 0,
      seconds: 0.1,
    },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'certificate-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/certificate@2'],
    ['no input', ['domain'], []],
    ['an unknown operator', ['target', 'nodes', 1, 'op'], 'gamma'],
    ['an operator with too few arguments', ['target', 'nodes', 1, 'args'], []],
    ['a fraction of an index', ['target', 'outputs', 0], 0.5],
    ['an axis without cells', ['layer', 'axes', 0, 'cells'], 0],
    ['values of another name', ['layer', 'values'], 'centres'],
    ['an end that is a number', ['enclosure', 'upper'], 0.5],
    ['an infinite end', ['enclosure', 'upper'], 'Infinity'],
    ['hardly any precision', ['proof', 'precision'], 8],
    ['a negative reach', ['proof', 'reach', 0], -1],
    ['a tree that is not in base64', ['proof', 'tree'], '*'],
  ],
  'verification-1.schema.json': [
    ['a validity in words', ['valid'], 'yes'],
    ['a negative number of leaves', ['leaves'], -1],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'certificate-1.schema.json': [
    'environment',
    'layer',
    'attention',
    'attention.second',
    'proof.reach',
    'proof.witnessReach',
    'proof.bands',
    'proof.bands.to',
  ],
  'verification-1.schema.json': ['reason'],
};
