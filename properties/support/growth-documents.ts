/** Documents of the schema of growth, and single changes that make them invalid. */
import type { Json, Path } from './json.js';

const FILE = 'growth-1.schema.json';

export const valid: Readonly<Record<string, readonly Json[]>> = {
  [FILE]: [
    {
      schema: 'softproof/growth@1',
      version: '0.1.0',
      target: 'wave',
      error: '0.5',
      kappa: '55.262',
      layers: [
        {
          inputs: 4,
          cells: 7,
          keys: '2401',
          lower: '0',
          upper: '0.42878',
          method: 'bound',
          predicted: { cells: 9, keys: '6561' },
        },
      ],
      interrupted: true,
    },
    { schema: 'softproof/growth@1', version: '0.1.0', target: 'wave', error: '1e-3', kappa: '2', layers: [] },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  [FILE]: [
    ['another version of the format', ['schema'], 'softproof/growth@2'],
    ['an error that is a number', ['error'], 0.5],
    ['no input', ['layers', 0, 'inputs'], 0],
    ['a number of keys that is not exact', ['layers', 0, 'keys'], '1e5'],
    ['an unknown method', ['layers', 0, 'method'], 'sampled'],
    ['a prediction without cells', ['layers', 0, 'predicted', 'cells'], 0],
    ['an interruption that is none', ['interrupted'], false],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = { [FILE]: ['interrupted'] };
