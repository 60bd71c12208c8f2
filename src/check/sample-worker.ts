/** What the threads of `sample-threads.ts` run: tiles of a sample. */
import { workerData } from 'piscina';
import type { TileOutcome } from '../sampling/outcome.js';
import { openSampler, type SampleProblem } from '../sampling/sample-run.js';

const { sample } = openSampler(workerData as SampleProblem);

export default function sampleTile(tile: number): TileOutcome<number> | TileOutcome<string> {
  return sample(tile);
}
