/** Documents of results, for `schema-documents.ts`. */
import type { Json, Path } from './json.js';

const environment: Json = {
  softproof: '0.1.0',
  node: '20.20.2',
  v8: '11.3.244.8',
  platform: 'linux x64',
  dependencies: { 'decimal.js': '10.6.0' },
  cpu: { model: 'A processor', cores: 2, memoryBytes: 4294967296 },
  gpu: null,
  seed: 1,
  command: 'softproof check',
  wallSeconds: 1.5,
  peakMemoryBytes: 123456789,
};

export const source: Json = { paper: 'arXiv:2504.19901', item: 'Theorem 3.1' };

const counterexample: Json = {
  case: { scores: ['0', '0'] },
  description: 'two equal scores',
  method: 'enclosure',
  observed: { lower: '0.5', upper: '0.5' },
  bound: '-0.25',
  ratio: -2,
  witness: ['0', '-1.5e+3'],
  note: 'seen at a corner',
  seed: -77,
  path: '12:0:1',
  replay: 'softproof replay case.json',
};

const baseline: Json = {
  file: 'fixtures/baseline.json',
  cases: 4,
  differences: [
    { claim: 'indicator', kind: 'bound', case: 1, description: 'two equal scores', stored: '0.5', found: '0.525' },
    { claim: 'cross-sup', kind: 'assumption', found: 'keys are known' },
  ],
  unknown: ['cross-lp'],
};

const share: Json = {
  planned: 306,
  substantial: 12,
  worst: 31,
  ratio: 'Infinity',
  refuted: 46,
  weakest: { index: 51, description: 'a hard case', note: '', seed: 1, path: '49' },
  isStoredFailure: true,
};

const refutedClaim: Json = {
  id: 'indicator',
  source,
  provenance: 'reconstructed',
  about: {
    title: 'Softmax approximates the indicator',
    statement: '1 - w_{j^*} \\le y',
    published: 'w_{j^*} \\to 1',
    constructions: ['max-affine'],
    hypotheses: ['R > 0'],
    assumptions: ['A factor 1/√d_k in the scores is folded into R.'],
    explanation: ['No gap is below the margin.'],
  },
  verdict: 'refuted',
  reason: '1 case is refuted',
  cases: { run: 2, certified: 1, held: 0, refuted: 1, inconclusive: 0 },
  methods: { enclosure: 1, bound: 0, exact: 1, sampled: 0 },
  worst: { ratio: null, observed: { lower: '1e-7', upper: '1.0000000000000001e-7' }, bound: '0' },
  ratios: { counts: [0, 1], above: 1, undetermined: 0 },
  mutants: {
    run: 2,
    refuted: 1,
    details: [
      { id: 'one-key-too-few', description: 'N − 2 in place of N − 1', refuted: true, tried: 1, counterexample },
      { id: 'half', description: 'half the bound', refuted: false, tried: 200 },
    ],
  },
  rate: {
    family: 'sin 3x on [0, 1], N cells',
    fitted: -1.01,
    low: -1.1,
    high: -0.9,
    predicted: -1,
    constant: 1.5,
    points: [
      { size: 8, lower: '0.18', upper: '0.19', bound: '0.2' },
      { size: 16, lower: '0.09', upper: '0.095', bound: '0.1' },
    ],
  },
  counterexample,
  faults: [{ where: 'case 3', message: 'out of memory', case: { scores: [] } }],
  seconds: 0.25,
};

const untouchedClaim = {
  id: 'max-affine-sup',
  source: { paper: '—', item: '' },
  provenance: 'ours',
  verdict: 'inconclusive',
  cases: { run: 0, certified: 0, held: 0, refuted: 0, inconclusive: 0 },
  methods: { enclosure: 0, bound: 0, exact: 0, sampled: 0 },
  worst: null,
  mutants: { run: 0, refuted: 0 },
  seconds: 0,
};

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'results-1.schema.json': [
    {
      schema: 'softproof/results@1',
      version: '0.1.0',
      seed: -7,
      profile: 'quick',
      environment,
      interrupted: true,
      claims: [refutedClaim, untouchedClaim],
      baseline,
    },
    {
      schema: 'softproof/results@1',
      version: '0.2.0-rc.1',
      seed: 0,
      profile: 'deep',
      environment: {
        ...environment,
        gpu: { vendor: 'v', architecture: '', device: '', description: 'd', isFallbackAdapter: true },
      },
      shards: [environment, environment],
      claims: [],
    },
    {
      schema: 'softproof/results@1',
      version: '0.1.0',
      seed: 3,
      profile: 'standard',
      environment,
      shard: { index: 2, count: 5, digest: '0123456789abcdef'.repeat(4), ofTarget: false },
      claims: [{ ...untouchedClaim, share }],
    },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'results-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/results@2'],
    ['an unknown profile', ['profile'], 'thorough'],
    ['an unknown verdict', ['claims', 0, 'verdict'], 'proved'],
    ['an unknown provenance', ['claims', 0, 'provenance'], 'folklore'],
    ['a bound that is a number', ['claims', 0, 'counterexample', 'bound'], 0.25],
    ['a bound that is not a number', ['claims', 0, 'worst', 'bound'], 'NaN'],
    ['a negative ratio', ['claims', 0, 'worst', 'ratio'], -1],
    ['a fraction of a case', ['claims', 0, 'cases', 'run'], 1.5],
    ['a negative number of cases', ['claims', 0, 'methods', 'exact'], -1],
    ['a refuted claim turned over without a counterexample', ['claims', 1, 'verdict'], 'refuted'],
    ['a negative time', ['environment', 'wallSeconds'], -1],
    ['a machine without a processor', ['environment', 'cpu', 'cores'], 0],
    ['a dependency whose version is a number', ['environment', 'dependencies', 'decimal.js'], 10],
    ['a claim id with a capital', ['claims', 0, 'id'], 'Indicator'],
    ['a path that is none', ['claims', 0, 'counterexample', 'path'], '12/0'],
    ['a difference of an unknown kind', ['baseline', 'differences', 0, 'kind'], 'seconds'],
    ['a difference at no case', ['baseline', 'differences', 0, 'case'], 0],
  ],
};

const counterexampleOptions = ['method', 'note', 'path', 'ratio', 'replay', 'seed', 'witness'];

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'results-1.schema.json': [
    'baseline',
    ...['case', 'description', 'found', 'stored'].map((name) => `baseline.differences.${name}`),
    'interrupted',
    'shard',
    'shards',
    'claims.share',
    ...['isStoredFailure', 'ratio', 'refuted', 'weakest', 'weakest.path', 'weakest.seed', 'worst'].map(
      (name) => `claims.share.${name}`,
    ),
    // A refuted claim without one has a rate with a layer above its bound.
    'claims.counterexample',
    ...counterexampleOptions.map((name) => `claims.counterexample.${name}`),
    'claims.faults',
    'claims.faults.case',
    'claims.mutants.details',
    'claims.mutants.details.counterexample',
    ...counterexampleOptions.map((name) => `claims.mutants.details.counterexample.${name}`),
    'claims.about',
    'claims.about.published',
    'claims.ratios',
    'claims.rate',
    'claims.rate.constant',
    'claims.rate.family',
    'claims.rate.points',
    'claims.reason',
  ],
};
