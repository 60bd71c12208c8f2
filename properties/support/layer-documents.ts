/** Documents of the schemas about layers: weights, designs and sweeps; and single changes that make them invalid. */
import type { Json, Path } from './json.js';

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'weights-1.schema.json': [
    {
      schema: 'softproof/weights@1',
      kind: 'self',
      inputs: [{ name: 'X', shape: { width: 2, tokens: 1 } }],
      output: { width: 1, tokens: 1 },
      metadata: { target: 'sin', upper: '0.1' },
      tensors: { 'attention.W_O': { shape: [2, 1], data: [1, 1e-300] } },
    },
  ],
  'design-1.schema.json': [
    {
      schema: 'softproof/design@1',
      version: '0.1.0',
      target: 'sin',
      norm: 'inf',
      error: '1e-3',
      candidates: [
        {
          construction: 'max-affine',
          parameters: { cells: [3000], inverseTemperature: '36000000', mask: '0' },
          keys: '3000',
          heads: 1,
          weights: '21030',
          largestWeight: '3.6e+7',
          largestScore: '1.8e+7',
          upper: '1e-3',
          decidedBy: 'bound',
          published: true,
        },
      ],
      refused: [{ construction: 'gaussian-2', reason: 'no ghosts' }],
    },
  ],
  'sweep-1.schema.json': [
    {
      schema: 'softproof/sweep@1',
      version: '0.1.0',
      target: 'sin',
      construction: 'max-affine',
      norm: 'inf',
      points: [
        { cells: 4, kappa: '0.5', keys: '4', lower: '0.1', upper: '0.11', bound: '0.2', verdict: 'certified' },
        { cells: 4, kappa: null, refused: 'no such κ' },
      ],
      interrupted: true,
    },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'weights-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/weights@2'],
    ['an unknown kind', ['kind'], 'linear'],
    ['a number that is text', ['tensors', 'attention.W_O', 'data', 0], '1'],
    ['a fraction of a row', ['output', 'width'], 1.5],
    ['metadata that is a number', ['metadata', 'upper'], 0.1],
  ],
  'design-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/design@2'],
    ['an error that is a number', ['error'], 0.001],
    ['keys that are a number', ['candidates', 0, 'keys'], 3000],
    ['another way to decide', ['candidates', 0, 'decidedBy'], 'sample'],
    ['a candidate that says it is not published', ['candidates', 0, 'published'], false],
  ],
  'sweep-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/sweep@2'],
    ['an error that is a number', ['points', 0, 'upper'], 0.11],
    ['an unknown verdict', ['points', 0, 'verdict'], 'proved'],
    ['no cells', ['points', 0, 'cells'], 0],
    ['a refusal of what was certified', ['points', 0, 'refused'], 'why'],
  ],
};

/** Members that a document may lack. */
export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'weights-1.schema.json': ['metadata.target', 'metadata.upper', 'tensors.attention.W_O'],
  'design-1.schema.json': [
    'candidates.published',
    'candidates.parameters.cells',
    'candidates.parameters.inverseTemperature',
    'candidates.parameters.mask',
  ],
  'sweep-1.schema.json': ['interrupted'],
};
