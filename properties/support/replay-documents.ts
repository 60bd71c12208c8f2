/** Documents about stored cases, for `schema-documents.ts`. */
import type { Json, Path } from './json.js';

const found: Json = {
  verdict: 'refuted',
  method: 'sampled',
  observed: { lower: '0.5', upper: 'Infinity' },
  bound: '0.25',
  ratio: null,
  witness: ['0', '-1.5e+3'],
  note: 'seen at a corner',
};

const unfounded: Json = {
  verdict: 'inconclusive',
  method: 'bound',
  observed: { lower: '0', upper: '1' },
  bound: '0.25',
  ratio: 0,
};

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'case-1.schema.json': [
    {
      schema: 'softproof/case@1',
      version: '0.1.0',
      claim: 'indicator',
      mutant: 'one-competitor-too-few',
      case: { scores: ['0', '0'] },
      profile: 'quick',
      description: 'two equal scores',
      result: found,
    },
    {
      schema: 'softproof/case@1',
      version: '0.1.0',
      claim: 'indicator',
      case: null,
      profile: 'deep',
      description: 'nothing',
      result: unfounded,
    },
  ],
  'replay-1.schema.json': [
    {
      schema: 'softproof/replay@1',
      version: '0.2.0',
      file: 'reports/latest/results.json',
      interrupted: true,
      cases: [
        {
          claim: 'indicator',
          mutant: 'one-competitor-too-few',
          description: 'two equal scores',
          profile: 'quick',
          stored: { version: '0.1.0', verdict: 'refuted', observed: { lower: '0.5', upper: '0.5' }, bound: '0.25' },
          result: found,
          agrees: true,
          differences: [],
          seconds: 0.1,
        },
        {
          claim: 'indicator',
          description: 'nothing',
          profile: 'deep',
          stored: { version: '0.2.0', verdict: 'certified', observed: { lower: '2', upper: '3' }, bound: '4' },
          result: unfounded,
          agrees: false,
          differences: ['verdict', 'observed', 'bound'],
          seconds: 0,
        },
      ],
      seconds: 1,
    },
    { schema: 'softproof/replay@1', version: '0.1.0', file: 'case.json', cases: [], seconds: 0 },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'case-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/case@2'],
    ['a claim that is a path', ['claim'], '../indicator'],
    ['a mutant that is none', ['mutant'], ''],
    ['an unknown profile', ['profile'], 'thorough'],
    ['an unknown verdict', ['result', 'verdict'], 'proved'],
    ['an unknown method', ['result', 'method'], 'guess'],
    ['a bound that is a number', ['result', 'bound'], 0.25],
    ['a ratio that is text', ['result', 'ratio'], '2'],
    ['an end that is not a number', ['result', 'observed', 'upper'], 'NaN'],
    ['a witness in hexadecimal', ['result', 'witness', 0], '0x1'],
    ['no description', ['description'], ''],
  ],
  'replay-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/replay@2'],
    ['cases that are no list', ['cases'], {}],
    ['a difference of an unknown kind', ['cases', 0, 'differences'], ['seconds']],
    ['a difference told twice', ['cases', 0, 'differences'], ['bound', 'bound']],
    ['an agreement that is a word', ['cases', 0, 'agrees'], 'yes'],
    ['an unknown verdict', ['cases', 0, 'stored', 'verdict'], 'proved'],
    ['no file', ['file'], ''],
    ['a negative time', ['seconds'], -1],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'case-1.schema.json': ['mutant', 'result.note', 'result.witness'],
  'replay-1.schema.json': ['cases.mutant', 'cases.result.note', 'cases.result.witness', 'interrupted'],
};
