/** Documents about baselines, for `schema-documents.ts`. */
import type { Json, Path } from './json.js';

const storedCase: Json = {
  description: 'two equal scores',
  case: { scores: ['0', '0'] },
  verdict: 'certified',
  method: 'exact',
  bound: '0.5',
  observed: { lower: '0.5', upper: '0.5' },
  tightness: 1,
};

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'baseline-1.schema.json': [
    {
      schema: 'softproof/baseline@1',
      versions: { softproof: '0.1.0', dependencies: { 'decimal.js': '10.6.0' } },
      profile: 'quick',
      claims: [
        {
          id: 'indicator',
          hypotheses: ['n ≥ 1'],
          assumptions: ['the gap is known'],
          cases: [storedCase, { ...storedCase, case: null, tightness: null }],
        },
        { id: 'cross-sup', hypotheses: [], assumptions: [], cases: [] },
      ],
    },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'baseline-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/baseline@2'],
    ['an unknown profile', ['profile'], 'thorough'],
    ['a version that is no version', ['versions', 'softproof'], 'latest'],
    ['a claim that is a path', ['claims', 0, 'id'], '../indicator'],
    ['an empty assumption', ['claims', 0, 'assumptions', 0], ''],
    ['an unknown verdict', ['claims', 0, 'cases', 0, 'verdict'], 'proved'],
    ['a bound that is a number', ['claims', 0, 'cases', 0, 'bound'], 0.5],
    ['an end that is not a number', ['claims', 0, 'cases', 0, 'observed', 'upper'], 'NaN'],
    ['a tightness that is text', ['claims', 0, 'cases', 0, 'tightness'], '1'],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = { 'baseline-1.schema.json': [] };
