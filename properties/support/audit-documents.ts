/** Documents of the schema of audits, and single changes that make them invalid. */
import type { Json, Path } from './json.js';

const FILE = 'audit-1.schema.json';

export const valid: Readonly<Record<string, readonly Json[]>> = {
  [FILE]: [
    {
      schema: 'softproof/audit@1',
      version: '0.1.0',
      target: 'wave',
      construction: 'max-affine',
      parameters: { cells: [256], inverseTemperature: '3621000', kappa: '55', mask: '0', ghosts: 0 },
      keys: '256',
      error: { lower: '5.85e-3', upper: '5.9e-3' },
      tolerance: '6.5e-3',
      evaluation: { softmax: 'shifted', accumulation: 'sequential', fma: false, scale: 'folded' },
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
          at: ['0.25', '-1'],
          remedy: { change: 'centre the scores', predicted: '6e-3', measured: '5.9e-3', fails: false },
        },
        {
          format: 'decimal-7',
          scores: 'centred',
          predicted: '5.9e-3',
          predictedToFail: false,
          measured: '5.86e-3',
          rounding: '1.2e-7',
          points: 100,
          fails: false,
        },
      ],
      noise: [
        {
          noise: '1e-6',
          scores: '4.2',
          bySoftmax: '1.0',
          byMoments: 'Infinity',
          predicted: '1.0',
          measured: '5.9e-3',
          noises: 20,
          points: 48,
          fails: false,
        },
      ],
      seconds: 1.5,
    },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  [FILE]: [
    ['an error that is a number', ['error', 'upper'], 0.1],
    ['an unknown algorithm', ['evaluation', 'softmax'], 'hard'],
    ['an unknown form of scores', ['formats', 0, 'scores'], 'folded'],
    ['no format', ['formats'], []],
    ['a part of a point', ['formats', 0, 'points'], 0.5],
    ['a place without coordinates', ['formats', 0, 'at'], []],
    ['a remedy without a name', ['formats', 0, 'remedy', 'change'], ''],
    ['noise that was not tried', ['noise', 0, 'noises'], 0],
    ['a noise that is a number', ['noise', 0, 'noise'], 1e-6],
    ['a bound that is none', ['formats', 0, 'predicted'], 'NaN'],
  ],
};

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  [FILE]: [
    ...['cells', 'inverseTemperature', 'kappa', 'ghosts', 'mask'].map((name) => `parameters.${name}`),
    'noise',
    ...['at', 'reason', 'remedy'].map((name) => `formats.${name}`),
  ],
};
