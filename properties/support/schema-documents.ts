/** Documents of every JSON Schema, and single changes that make them invalid. */
import * as baselines from './baseline-documents.js';
import * as audits from './audit-documents.js';
import * as certificates from './certificate-documents.js';
import type { Json, Path } from './json.js';
import * as growths from './growth-documents.js';
import * as layers from './layer-documents.js';
import * as pictures from './picture-documents.js';
import * as probes from './probe-documents.js';
import * as replays from './replay-documents.js';
import * as results from './results-documents.js';
import * as stabilities from './stability-documents.js';
import * as samples from './sample-documents.js';

/** Documents that a schema must accept: together they contain every optional part. */
export const valid: Readonly<Record<string, readonly Json[]>> = {
  ...results.valid,
  'enclosure-1.schema.json': [
    {
      schema: 'softproof/enclosure@1',
      version: '0.1.0',
      target: 'wave',
      construction: 'max-affine',
      parameters: { cells: [8, 16], inverseTemperature: '3536.5', mask: '27.6', ghosts: 0 },
      norm: 'inf',
      keys: '128',
      lower: '0.183',
      upper: '0.186',
      bound: '0.271',
      verdict: 'certified',
      witness: ['0.4375', '1e-3'],
      boxes: 4478,
      solverSeconds: 0.03,
      seconds: 0.4,
    },
    {
      schema: 'softproof/enclosure@1',
      construction: 'truncated-single',
      parameters: { beta: '2', keys: 'centred', range: ['-1', '1'], heads: 1, tokens: 4, kappa: '2', ghosts: [8, 12] },
      norm: '1.5',
      keys: '0',
      lower: '0',
      upper: 'Infinity',
      bound: 'Infinity',
      verdict: 'inconclusive',
      witness: null,
      boxes: 0,
      solverSeconds: 0,
      seconds: 0,
    },
    {
      schema: 'softproof/enclosure@1',
      construction: 'two-layer',
      parameters: { cells: [16], keys: 'left', truncationCells: [190, 45] },
      norm: '2',
      keys: '235',
      lower: '0.0107',
      upper: '0.0113',
      bound: '0.187',
      verdict: 'certified',
      witness: null,
      boxes: 95361,
      solverSeconds: 0.7,
      seconds: 0.8,
    },
    {
      schema: 'softproof/enclosure@1',
      construction: 'gradient-descent',
      parameters: { loss: 'huber', step: '0.1', steps: 3 },
      norm: '2',
      keys: '340282366920938463463374607431768211456',
      lower: '0',
      upper: '0',
      bound: '0',
      verdict: 'held',
      witness: ['0'],
      boxes: 1,
      solverSeconds: 0,
      seconds: 0,
    },
  ],
  ...baselines.valid,
  ...audits.valid,
  ...probes.valid,
  ...replays.valid,
  ...pictures.valid,
  ...stabilities.valid,
  ...samples.valid,
  ...certificates.valid,
  ...growths.valid,
  ...layers.valid,
  'claims-1.schema.json': [
    { schema: 'softproof/claims@1', version: '0.1.0', claims: [] },
    {
      schema: 'softproof/claims@1',
      version: '0.1.0',
      claims: [
        {
          id: 'indicator',
          title: 'Softmax approximates the indicator of the largest score.',
          source: results.source,
          provenance: 'reconstructed',
          statement: '1 - w_{j^*} \\le \\frac{y}{1+y}',
          published: 'w_{j^*} \\to 1',
          constructions: ['max-affine'],
          hypotheses: ['the largest score is unique'],
          assumptions: [],
          explanation: ['Divide by the largest exponential.'],
          mutants: [{ id: 'one-key-too-few', description: 'N − 2 in place of N − 1' }],
        },
      ],
    },
  ],
  'inspection-1.schema.json': [
    {
      schema: 'softproof/inspection@1',
      target: 'wave.ts',
      input: { kind: 'scalars' },
      domain: [{ text: ['0', 'Math.PI'], lower: '0', upper: '3.1415926535897936' }],
      output: { width: 1, tokens: 1 },
      outputs: [
        {
          expression: 'sin(3 * x0)',
          range: { lower: '-1.0000000000000003', upper: '1.0000000000000003' },
          lipschitz: { lower: '2.99', upper: '3.0000000000000009' },
          smoothness: 'infinitely differentiable',
        },
      ],
      modulus: { constant: '2', exponent: '1', verdict: 'refuted', witness: [['0'], ['0.1']] },
      ghost: true,
      singularities: [],
    },
    {
      schema: 'softproof/inspection@1',
      target: 'many.ts#swap',
      input: { kind: 'sequence', shape: { width: 1, tokens: 2 } },
      domain: [
        { text: ['0', '1'], lower: '0', upper: '1' },
        { text: ['0', '1'], lower: '0', upper: '1' },
      ],
      output: { width: 1, tokens: 1 },
      outputs: [
        {
          expression: 'x1',
          range: { lower: '0', upper: '1' },
          lipschitz: { lower: '1', upper: 'Infinity' },
          smoothness: 'linear',
        },
      ],
      modulus: { constant: '1', exponent: '0.5', verdict: 'certified' },
      ghost: false,
      singularities: [{ point: ['0.5', '0'], exponent: '0.4' }],
    },
    {
      schema: 'softproof/inspection@1',
      target: 'cross.ts',
      input: { kind: 'cross', key: { width: 1, tokens: 1 }, query: { width: 1, tokens: 1 } },
      domain: [
        { text: ['0', '1'], lower: '0', upper: '1' },
        { text: ['0', '1'], lower: '0', upper: '1' },
      ],
      output: { width: 1, tokens: 1 },
      outputs: [
        {
          expression: '1',
          range: { lower: '1', upper: '1' },
          lipschitz: { lower: '0', upper: '0' },
          smoothness: 'constant',
        },
      ],
      modulus: null,
      ghost: false,
      singularities: [],
    },
  ],
};

/** One change each that must turn the first valid document of a schema into an invalid one. */
export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  ...results.broken,
  'enclosure-1.schema.json': [
    ['an end with trailing text', ['upper'], '0.186 (approximately)'],
    ['an end in hexadecimal', ['lower'], '0x1p-3'],
    ['an empty end', ['lower'], ''],
    ['a number of keys that is not an integer', ['keys'], '1.5e3'],
    ['no cell', ['parameters', 'cells', 0], 0],
    ['an unknown norm', ['norm'], 'sup'],
    ['a version that is no version', ['version'], 'latest'],
    ['a target without a name', ['target'], ''],
    ['a witness without coordinates', ['witness'], []],
    ['a negative number of boxes', ['boxes'], -1],
    ['an unknown verdict', ['verdict'], 'true'],
  ],
  ...baselines.broken,
  ...audits.broken,
  ...probes.broken,
  ...replays.broken,
  ...pictures.broken,
  ...stabilities.broken,
  ...samples.broken,
  ...certificates.broken,
  ...growths.broken,
  ...layers.broken,
  'claims-1.schema.json': [
    ['claims that are no list', ['claims'], {}],
    ['another version of the format', ['schema'], 'softproof/claims@0'],
    ['a version that is no version', ['version'], 'latest'],
  ],
  'inspection-1.schema.json': [
    ['an unknown kind of input', ['input', 'kind'], 'tensor'],
    ['a shape beside scalars', ['input', 'shape'], { width: 1, tokens: 1 }],
    ['no output', ['outputs'], []],
    ['no axis', ['domain'], []],
    ['an output without rows', ['output', 'width'], 0],
    ['a range with an end that is a number', ['outputs', 0, 'range', 'upper'], 1],
    ['a modulus that merely held', ['modulus', 'verdict'], 'held'],
    ['a witness of one point', ['modulus', 'witness'], [['0']]],
  ],
};

/** Fields that may be left out, by the path without indices. */
export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  ...results.OPTIONAL,
  'enclosure-1.schema.json': [
    'target',
    'version',
    ...['cells', 'inverseTemperature', 'kappa', 'ghosts', 'mask', 'heads', 'tokens', 'keys', 'beta', 'range'].map(
      (name) => `parameters.${name}`,
    ),
    ...['loss', 'step', 'steps', 'truncationCells'].map((name) => `parameters.${name}`),
  ],
  ...baselines.OPTIONAL,
  ...audits.OPTIONAL,
  ...probes.OPTIONAL,
  ...replays.OPTIONAL,
  ...pictures.OPTIONAL,
  ...stabilities.OPTIONAL,
  ...samples.OPTIONAL,
  ...certificates.OPTIONAL,
  ...growths.OPTIONAL,
  ...layers.OPTIONAL,
  'claims-1.schema.json': ['claims.published'],
  'inspection-1.schema.json': [],
};
