/** Documents of the schema of probes, and single changes that make them invalid. */
import type { Json, Path } from './json.js';

const result: Json = {
  verdict: 'certified',
  method: 'enclosure',
  observed: { lower: '0.05', upper: '0.0500001' },
  bound: '0.0501',
  ratio: 0.998,
  witness: ['1'],
  note: 'seen at the end',
};

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'probe-1.schema.json': [
    {
      schema: 'softproof/probe@1',
      version: '0.1.0',
      target: 'wave',
      seed: -3,
      profile: 'standard',
      ratio: 0.998,
      claims: [
        {
          id: 'truncated-single',
          constructions: ['truncated-single'],
          measured: 171,
          refused: 0,
          ratio: 0.998,
          tightest: 0.999,
          worst: { case: { cells: 20 }, description: '20 keys', result },
          least: [
            { symbol: 'p', value: '20', suffices: '20', fails: '19' },
            { symbol: 'β', value: '1e+21', suffices: '0.5', fails: null },
          ],
          comparison: { cases: 1000, ratio: 0.9, ahead: 0.098, closer: 50 },
        },
      ],
      stopped: 'time',
      seconds: 3.8,
    },
    {
      schema: 'softproof/probe@1',
      version: '0.1.0',
      seed: 1,
      profile: 'quick',
      ratio: null,
      claims: [{ id: 'indicator', constructions: [], measured: 0, refused: 0, ratio: null, tightest: null, least: [] }],
      seconds: 0,
    },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'probe-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/probe@2'],
    ['a target without a name', ['target'], ''],
    ['a seed that is no integer', ['seed'], 0.5],
    ['a ratio that is text', ['ratio'], '1'],
    ['a negative number of cases', ['claims', 0, 'measured'], -1],
    ['a worst case without a description', ['claims', 0, 'worst', 'description'], ''],
    ['a least value that is a number', ['claims', 0, 'least', 0, 'suffices'], 20],
    ['an end of no known kind', ['stopped'], 'tired'],
    ['a negative time', ['seconds'], -1],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'probe-1.schema.json': [
    'target',
    'stopped',
    'claims.worst',
    'claims.comparison',
    'claims.worst.result.witness',
    'claims.worst.result.note',
  ],
};
