/**
 * A run that goes on with its journal, and after every finished task tells how many cases and mutants of the claim there are.
 * `node crash-child.mjs OUT WORKERS`; the crash test kills it.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { runClaims } from '../../dist/check/run-claims.js';
import { describeEnvironment } from '../../dist/report/environment.js';
import { assembleResults } from '../../dist/report/results.js';
import { prepareRunFiles, writeRunFiles } from '../../dist/report/run-files.js';
import { claims } from './crash-claims.mjs';

const [out, workers] = process.argv.slice(2);

prepareRunFiles(out);
const outcome = await runClaims({
  registry: { claims, module: new URL('./crash-claims.mjs', import.meta.url).href },
  profile: 'quick',
  cases: 120,
  workers: Number(workers),
  journal: { path: join(out, 'journal.jsonl'), resume: true },
  onEvent: (event) => {
    if (event.kind === 'progress') writeSync(1, `${event.claim.id} ${event.cases.done} ${event.mutants.done}\n`);
  },
});
writeRunFiles(out, outcome, assembleResults(outcome, describeEnvironment(outcome.seed, 'crash test', 0)));
