/** Documents of the schema of samples, and single changes that make them invalid. */
import type { Json, Path } from './json.js';

const grid: Json = {
  schema: 'softproof/sample@1',
  version: '0.1.0',
  target: 'wave',
  construction: 'max-affine',
  parameters: { cells: [8, 16], inverseTemperature: '3536.5', kappa: '2', mask: '27.6' },
  keys: '128',
  norm: 'inf',
  arithmetic: 'float64',
  queries: { kind: 'grid', counts: [100, 50], placement: 'ends', asked: 5000, taken: 4096 },
  error: '0.1875',
  largest: { error: '0.1875', at: ['0.5', '-1e-3'] },
  lower: '0.18749999',
  undefined: { queries: 2, first: ['0', '1'] },
  dropped: { mass: '4e-24', error: '0' },
  device: { kind: 'cpu', adapter: null, reason: null, bound: null, evaluated: 4096, others: null },
  histogram: {
    zero: 1,
    bins: [
      { from: '0', to: '2.2e-308', queries: 3 },
      { from: '0.125', to: '0.25', queries: 4 },
    ],
  },
  bound: '0.271',
  verdict: 'inconclusive',
  samplingSeconds: 0.5,
  seconds: 0.75,
};

const scattered: Json = {
  ...(grid as Readonly<Record<string, Json>>),
  construction: null,
  parameters: null,
  norm: '2.5',
  arithmetic: 'decimal-50',
  queries: { kind: 'scattered', seed: -3, asked: 10, taken: 10 },
  error: null,
  largest: null,
  lower: null,
  undefined: null,
  histogram: null,
  bound: null,
  verdict: null,
};

const adapter: Json = {
  vendor: 'v',
  architecture: '',
  device: '',
  description: 'a driver',
  isFallbackAdapter: true,
};

const screened: Json = {
  ...(grid as Readonly<Record<string, Json>>),
  device: { kind: 'gpu', adapter, reason: null, bound: '1.2e-5', evaluated: 12, others: '0.18' },
};

const leftOut: Json = {
  ...(grid as Readonly<Record<string, Json>>),
  device: { kind: 'cpu', adapter, reason: 'it was lost', bound: null, evaluated: 4096, others: null },
};

const partition: Json = {
  schema: 'softproof/partition@1',
  keys: [
    [0, 0.5],
    [1, -0.25],
  ],
  offsets: [0, 1.5],
  values: [
    [1, 2],
    [3, 4],
  ],
  inverseTemperature: 100,
};

const voronoi: Json = { schema: 'softproof/partition@1', keys: [[0], [1]], values: [1, 2] };

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'sample-1.schema.json': [grid, scattered, screened, leftOut],
  'partition-1.schema.json': [partition, voronoi],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'sample-1.schema.json': [
    ['a verdict that a sample cannot reach', ['verdict'], 'certified'],
    ['an arithmetic without digits', ['arithmetic'], 'decimal'],
    ['an error that is a number', ['error'], 0.1],
    ['a query without coordinates', ['largest', 'at'], []],
    ['no query', ['queries', 'asked'], 0],
    ['an empty bin', ['histogram', 'bins', 0, 'queries'], 0],
    ['an unknown kind of queries', ['queries', 'kind'], 'random'],
    ['a bound that is no number', ['bound'], 'about 1'],
    ['an unknown device', ['device', 'kind'], 'tpu'],
    ['an adapter without a name', ['device', 'adapter'], {}],
  ],
  'partition-1.schema.json': [
    ['no key', ['keys'], []],
    ['a key without coordinates', ['keys', 0], []],
    ['a coordinate in quotes', ['keys', 0, 0], '0'],
    ['a temperature of 0', ['inverseTemperature'], 0],
    ['another version of the format', ['schema'], 'softproof/partition@2'],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'sample-1.schema.json': [
    ...['cells', 'inverseTemperature', 'kappa', 'mask'].map((name) => `parameters.${name}`),
    ...['counts', 'placement', 'seed'].map((name) => `queries.${name}`),
  ],
  'partition-1.schema.json': ['inverseTemperature', 'offsets', 'values'],
};
