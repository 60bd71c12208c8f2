/** What the threads of `sample-threads.ts` run: tiles of a sample. */
import { workerData } from 'piscina';
import { loadArithmetic } from '../sampling/arithmetic.js';
import type { TileOutcome } from '../sampling/outcome.js';
import { openSampler, type SampleProblem } from '../sampling/sample-run.js';

const problem = workerData as SampleProblem;
if ('arithmetic' in problem) await loadArithmetic(problem.arithmetic);
const { sample } = openSampler(problem);

export default function sampleTile(tile: number): TileOutcome<number> | TileOutcome<string> {
  return sample(tile);
}
