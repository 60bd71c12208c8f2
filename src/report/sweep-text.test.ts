import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { Sweep, SweepPoint } from '../check/sweep.js';
import { sweepImage } from './sweep-image.js';
import { sweepCsv, sweepText } from './sweep-text.js';

const colours = picocolors.createColors(false);
const point = (cells: number, kappa: string | null, upper: string): SweepPoint => ({
  cells,
  kappa,
  keys: String(cells),
  lower: '0',
  upper,
  bound: '1',
  verdict: 'certified',
});
const sweep = (points: readonly SweepPoint[], target = 'wave'): Sweep => ({
  schema: 'softproof/sweep@1',
  version: '0.1.0',
  target,
  construction: 'max-affine',
  norm: 'inf',
  points,
});
const found = sweep([
  point(4, '2', '0.31415'),
  point(4, '55.262', '0.5'),
  { cells: 8, kappa: '2', refused: 'κ is too small\n  Choose another.' },
  point(8, '55.262', '0.25'),
]);

describe('a sweep', () => {
  test('is a table whose entries are rounded up, with the least of every row marked', () => {
    const lines = sweepText(found, colours).split('\n');
    expect(lines[1]).toMatch(/cells +κ=2 +κ=55\.262$/);
    expect(lines[2]).toMatch(/^ +4 +\*3\.15e-1 +5\.00e-1$/);
    // Where one of two is certified, there is no least.
    expect(lines[3]).toMatch(/^ +8 +— +2\.50e-1$/);
    expect(lines.join('\n')).toContain('8 cells at κ=2: κ is too small');
    expect(lines.join('\n')).not.toContain('Choose another');
  });

  test('is a file of comma-separated values, of the points that were certified', () => {
    expect(sweepCsv(found).split('\n')).toEqual([
      'cells,kappa,keys,lower,upper,bound,verdict',
      '4,2,4,0,0.31415,1,certified',
      '4,55.262,4,0,0.5,1,certified',
      '8,55.262,8,0,0.25,1,certified',
      '',
    ]);
  });

  test('is an image of all its points, in which names are text', () => {
    const image = sweepImage(sweep(found.points, '<script>"&\u0000'));
    expect(image.match(/<rect [^>]*height="40" fill=/g)).toHaveLength(3);
    expect(image).not.toContain('<script>');
    expect(image).toContain('&lt;script&gt;&quot;&amp;');
    expect(image).not.toContain('\u0000');
    // The papers' regime is framed.
    expect(image).toContain('papers');
    expect(sweepImage(sweep([point(4, null, '0.5')]))).not.toContain('papers');
  });
});
