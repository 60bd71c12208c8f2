/** The command line with the artificial claims in place of the package's own. */
import { processContext } from '../../dist/cli/context.js';
import { runCli } from '../../dist/cli/run-cli.js';
import { claims } from './artificial-claims.mjs';

const module = new URL('./artificial-claims.mjs', import.meta.url).href;
process.exitCode = await runCli(
  process.argv,
  processContext(async () => ({ claims, module })),
);
