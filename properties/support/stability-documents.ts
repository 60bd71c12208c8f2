/** Documents of the schema of audits over a grid, and single changes that make them invalid. */
import type { Json, Path } from './json.js';

const FILE = 'stability-1.schema.json';

const remedy: Json = { change: 'centre the scores', predicted: '6e-3', measured: '5.9e-3', fails: false };

export const valid: Readonly<Record<string, readonly Json[]>> = {
  [FILE]: [
    {
      schema: 'softproof/stability@1',
      version: '0.1.0',
      target: 'wave',
      construction: 'max-affine',
      temperatureOf: 'kappa',
      evaluation: { softmax: 'shifted', accumulation: 'sequential', fma: false, scale: 'folded' },
      points: [
        {
          cells: 64,
          temperature: '55',
          inverseTemperature: '225280',
          keys: '64',
          error: { lower: '0.0234', upper: '0.0236' },
          tolerance: '0.026',
          formats: [
            {
              format: 'float16',
              scores: 'uncentred',
              predicted: 'Infinity',
              predictedToFail: true,
              measured: 'Infinity',
              rounding: 'Infinity',
              points: 4096,
              fails: true,
              reason: 'a score overflows',
              at: ['0.25'],
              remedy,
            },
          ],
        },
        { cells: 128, temperature: null, refused: 'too many cells' },
      ],
      failures: [
        {
          format: 'float16',
          scores: 'uncentred',
          first: {
            cells: 64,
            temperature: null,
            measured: 'Infinity',
            tolerance: '0.026',
            reason: 'a score overflows',
            at: ['0.25'],
            remedy,
          },
        },
        { format: 'float32', scores: 'centred', first: null },
      ],
      seconds: 1.5,
    },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  [FILE]: [
    ['another version of the format', ['schema'], 'softproof/stability@2'],
    ['an unknown temperature', ['temperatureOf'], 'beta'],
    ['no point', ['points'], []],
    ['no cell', ['points', 0, 'cells'], 0],
    ['a temperature that is a number', ['points', 0, 'temperature'], 55],
    ['a failure of no known form', ['failures', 0, 'scores'], 'folded'],
    ['a failure without a place', ['failures', 0, 'first', 'cells'], 0],
    ['a tolerance that is none', ['failures', 0, 'first', 'tolerance'], 'NaN'],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  [FILE]: [
    'points.inverseTemperature',
    ...['at', 'reason', 'remedy'].flatMap((name) => [`points.formats.${name}`, `failures.first.${name}`]),
  ],
};
