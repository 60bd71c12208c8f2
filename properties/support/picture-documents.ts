/** Documents of the schema of pictures, one picture of each kind, and single changes that make them invalid. */
import type { Json, Path } from './json.js';

const result: Json = {
  verdict: 'certified',
  method: 'enclosure',
  observed: { lower: '0.1', upper: '0.11' },
  bound: '0.125',
  ratio: 0.8,
  witness: ['0.25'],
  note: 'one cell',
};

const names: Json = ['target f', 'attention layer'];

const curve: Json = {
  kind: 'curve',
  names,
  variable: 'x',
  note: 'x from 0 to 1 only',
  isBounded: true,
  x: [0, 0.25, 0.5, 1],
  target: [0, 0.25, 0.5, null],
  output: [0.125, 0.125, 0.625, 0.875],
  error: [0.125, 0.125, 0.125, null],
  cuts: [0.5],
  at: 0.25,
  attention: {
    queries: [0.25, 0.75],
    keys: [0.25, 0.75],
    weights: [
      [1, 0],
      [0.1, 0.9],
    ],
  },
};

const axis = (variable: string): Json => ({ variable, lower: 0, upper: 1, samples: 2, cuts: [0.5] });

const map: Json = {
  kind: 'map',
  names,
  axes: [axis('x₁'), axis('x₂')],
  note: 'output 1 of 2',
  isBounded: true,
  target: [0, 1, 2, 3],
  output: [0, 1, 2, null],
  error: [0, 0.5, 0, null],
  at: [0.75, 0.25],
  attention: {
    borders: [
      [0, 0.5, 1],
      [0, 0.5, 1],
    ],
    weights: [0.1, 0.7, 0.1, 0.1],
  },
};

const weights: Json = {
  kind: 'weights',
  names: ['indicator', 'softmax'],
  weights: [0.7, 0.3],
  limit: [1, 0],
  note: 'the largest two',
};

const claim = (id: string, picture: Json): Json => ({
  id,
  description: 'n = 1',
  case: { n: '1' },
  result,
  picture,
});

export const valid: Readonly<Record<string, readonly Json[]>> = {
  'pictures-1.schema.json': [
    {
      schema: 'softproof/pictures@1',
      version: '0.1.0',
      claims: [claim('max-affine-sup', curve), claim('cross-sup', map), claim('indicator', weights)],
    },
    { schema: 'softproof/pictures@1', version: '0.1.0', claims: [] },
  ],
};

export const broken: Readonly<Record<string, readonly (readonly [string, Path, Json])[]>> = {
  'pictures-1.schema.json': [
    ['another version of the format', ['schema'], 'softproof/pictures@2'],
    ['a claim that is a path', ['claims', 0, 'id'], '../indicator'],
    ['an unknown kind of picture', ['claims', 0, 'picture', 'kind'], 'film'],
    ['a picture of another kind', ['claims', 0, 'picture', 'kind'], 'map'],
    ['a sample that is text', ['claims', 0, 'picture', 'error', 0], '0.1'],
    ['a place that is not known', ['claims', 0, 'picture', 'x', 0], null],
    ['no sample', ['claims', 0, 'picture', 'x'], []],
    ['a bound that holds not', ['claims', 0, 'picture', 'isBounded'], false],
    ['three names', ['claims', 0, 'picture', 'names'], ['a', 'b', 'c']],
    ['a map of one side', ['claims', 1, 'picture', 'axes'], [axis('x')]],
    ['half a sample', ['claims', 1, 'picture', 'axes', 0, 'samples'], 0.5],
    ['a map too fine to look at', ['claims', 1, 'picture', 'axes', 0, 'samples'], 1e6],
    ['a point with one coordinate', ['claims', 1, 'picture', 'at'], [0]],
    ['a bound that is a number', ['claims', 0, 'result', 'bound'], 0.125],
  ],
};

const ofNetworks = ['note', 'isBounded', 'at', 'attention'];

export const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  'pictures-1.schema.json': ['claims.picture', 'claims.result.note', 'claims.result.witness'].concat(
    ofNetworks.map((name) => `claims.picture.${name}`),
  ),
};
