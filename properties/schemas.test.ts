/**
 * The JSON Schemas that ship with the package: they compile in strict mode, accept the documents they describe, and
 * reject everything with a missing field, an unknown field, or a number that is not the promised text.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

interface Schema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, unknown>>;
}

const folder = new URL('../schemas/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.schema.json'));
const schemas = new Map(files.map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema]));

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validators = new Map([...schemas].map(([file, schema]) => [file, ajv.compile(schema)]));

function accepts(file: string, document: Json): boolean {
  const validate = validators.get(file);
  if (validate === undefined) throw new Error(`no schema ${file}`);
  return validate(document);
}

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

const source: Json = { paper: 'arXiv:2504.19901', item: 'Theorem 3.1' };

const refutedClaim: Json = {
  id: 'indicator',
  source,
  provenance: 'reconstructed',
  verdict: 'refuted',
  cases: { run: 2, certified: 1, held: 0, refuted: 1, inconclusive: 0 },
  methods: { enclosure: 1, bound: 0, exact: 1, sampled: 0 },
  worst: { ratio: null, observed: { lower: '1e-7', upper: '1.0000000000000001e-7' }, bound: '0' },
  mutants: { run: 2, refuted: 2 },
  rate: { fitted: -2.01, low: -2.1, high: -1.9, predicted: -2 },
  counterexample: {
    case: { scores: ['0', '0'] },
    description: 'two equal scores',
    observed: { lower: '0.5', upper: '0.5' },
    bound: '-0.25',
    witness: ['0', '-1.5e+3'],
    replay: 'softproof replay case.json',
  },
  seconds: 0.25,
};

const untouchedClaim: Json = {
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

/** Documents that a schema must accept: together they contain every optional part. */
const valid: Readonly<Record<string, readonly Json[]>> = {
  'results-1.schema.json': [
    {
      schema: 'softproof/results@1',
      version: '0.1.0',
      seed: -7,
      profile: 'quick',
      environment,
      interrupted: true,
      claims: [refutedClaim, untouchedClaim],
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
      claims: [],
    },
  ],
  'enclosure-1.schema.json': [
    {
      schema: 'softproof/enclosure@1',
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
  'claims-1.schema.json': [
    { schema: 'softproof/claims@1', version: '0.1.0', claims: [] },
    {
      schema: 'softproof/claims@1',
      version: '0.1.0',
      claims: [
        {
          id: 'indicator',
          title: 'Softmax approximates the indicator of the largest score.',
          source,
          provenance: 'reconstructed',
          statement: '1 - w_{j^*} \\le \\frac{y}{1+y}',
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
const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
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
  ],
  'enclosure-1.schema.json': [
    ['an end with trailing text', ['upper'], '0.186 (approximately)'],
    ['an end in hexadecimal', ['lower'], '0x1p-3'],
    ['an empty end', ['lower'], ''],
    ['a number of keys that is not an integer', ['keys'], '1.5e3'],
    ['no cell', ['parameters', 'cells', 0], 0],
    ['an unknown norm', ['norm'], 'sup'],
    ['a witness without coordinates', ['witness'], []],
    ['a negative number of boxes', ['boxes'], -1],
    ['an unknown verdict', ['verdict'], 'true'],
  ],
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

/** The places that take free data, where an unknown field is allowed. */
const FREE = new Set(['case', 'dependencies']);

/** Paths of all objects of a document but for the free ones. */
function objectPaths(document: Json, path: Path = []): Path[] {
  if (typeof document !== 'object' || document === null) return [];
  if (Array.isArray(document)) return document.flatMap((item, i) => objectPaths(item, [...path, i]));
  if (FREE.has(String(path.at(-1)))) return [];
  return [path, ...Object.entries(document).flatMap(([key, value]) => objectPaths(value, [...path, key]))];
}

/** A copy of the document with the value at `path` replaced, or taken out when the new value is `undefined`. */
function change(document: Json, path: Path, value: Json | undefined): Json {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce<Json>((at, key) => (at as Record<string, Json>)[key]!, copy);
  const key = path.at(-1)!;
  if (value === undefined) Reflect.deleteProperty(parent as object, key);
  else (parent as Record<string, Json>)[key] = value;
  return copy;
}

/** Fields that may be left out, by the path without indices. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'results-1.schema.json': [
    'interrupted',
    'claims.rate',
    'claims.counterexample.witness',
    'claims.counterexample.replay',
  ],
  'enclosure-1.schema.json': [
    ...['cells', 'inverseTemperature', 'kappa', 'ghosts', 'mask', 'heads', 'tokens', 'keys', 'beta', 'range'],
    ...['loss', 'step', 'steps'],
  ].map((name) => `parameters.${name}`),
  'claims-1.schema.json': [],
  'inspection-1.schema.json': [],
};

describe('the JSON Schemas', () => {
  it('are all covered by this file', () => {
    expect(files.toSorted()).toEqual(Object.keys(valid).toSorted());
  });

  it('bear the identifier of their file, and describe every property', () => {
    for (const [file, schema] of schemas) {
      const [, name, version] = /^([a-z]+)-(\d+)\.schema\.json$/.exec(file)!;
      expect(schema.$id).toBe(`urn:softproof:${name}:${version}`);
      expect(undescribed(schema, schema.$defs)).toEqual([]);
    }
  });

  it('mean the same by a definition of the same name', () => {
    const texts = new Map<string, string>();
    for (const { $defs } of schemas.values()) {
      for (const [name, definition] of Object.entries($defs)) {
        // Two identifiers are about claims in one schema and about constructions in another.
        const text = JSON.stringify({ ...(definition as object), description: '' });
        expect(texts.get(name) ?? text, name).toBe(text);
        texts.set(name, text);
      }
    }
  });

  describe.each(files)('%s', (file) => {
    it.each(valid[file]!.map((document, i) => [i, document] as const))('accepts valid document %i', (_, document) => {
      expect(accepts(file, document), JSON.stringify(validators.get(file)?.errors)).toBe(true);
    });

    it.each(broken[file]!)('rejects %s', (_, path, value) => {
      expect(accepts(file, change(valid[file]![0]!, path, value))).toBe(false);
    });

    it('rejects every valid document with an unknown field added to any object', () => {
      for (const document of valid[file]!) {
        for (const path of objectPaths(document)) {
          expect(accepts(file, change(document, [...path, 'unknown'], 1)), path.join('.')).toBe(false);
        }
      }
    });

    it('rejects every valid document with any field taken out, except those that are optional', () => {
      const unneeded = new Set<string>();
      for (const document of valid[file]!) {
        for (const path of objectPaths(document)) {
          const at = path.reduce<Json>((value, key) => (value as Record<string, Json>)[key]!, document);
          for (const key of Object.keys(at as object)) {
            const name = [...path, key].filter((part) => typeof part === 'string').join('.');
            if (accepts(file, change(document, [...path, key], undefined))) unneeded.add(name);
          }
        }
      }
      expect([...unneeded].toSorted()).toEqual([...OPTIONAL[file]!].toSorted());
    });
  });
});

/** Names of properties that carry no description, neither their own nor that of the definition they refer to. */
function undescribed(schema: unknown, definitions: Readonly<Record<string, unknown>>, name = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((item) => undescribed(item, definitions, name));
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'if' || key === 'then') return [];
    const here = `${name}/${key}`;
    if (key !== 'properties') return undescribed(value, definitions, here);
    return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([property, definition]) => {
      const referred = definitions[String(definition['$ref']).replace('#/$defs/', '')] as Record<string, unknown>;
      const described = 'description' in definition || 'description' in (referred ?? {}) || 'const' in definition;
      return [
        ...(described ? [] : [`${here}/${property}`]),
        ...undescribed(definition, definitions, `${here}/${property}`),
      ];
    });
  });
}
