/** `softproof claims [ID]`. */
import type { Command } from 'commander';
import { selectClaims } from '../check/select-claims.js';
import { claimsText, claimText, listClaims } from '../report/claims-listing.js';
import { coloursFor, readingWidth, type CliContext } from './context.js';
import { printJson } from './print-json.js';

export function addClaims(program: Command, context: CliContext): void {
  program
    .command('claims')
    .description('list the claims, or explain one at length')
    .argument('[id]', 'the claim to explain')
    .option('--json', 'print the claims as one JSON document on stdout')
    .option('--quiet', 'ids only')
    .option('--verbose', 'explain every claim at length')
    .addHelpText('after', '\nExample:\n  softproof claims max-affine-sup')
    .action(async (id: string | undefined, flags: { json?: true; quiet?: true; verbose?: true }) => {
      const { stdout, env } = context;
      const { claims } = await context.registry();
      const chosen = selectClaims(claims, id === undefined ? [] : [id]);
      const colours = coloursFor(stdout, env);
      const columns = readingWidth(stdout);
      if (flags.json) printJson(stdout, listClaims(chosen));
      else if (flags.quiet) stdout.write(chosen.map((claim) => `${claim.id}\n`).join(''));
      else if (id !== undefined || flags.verbose) {
        stdout.write(`${chosen.map((claim) => claimText(claim, colours, columns)).join('\n\n')}\n`);
      } else stdout.write(`${claimsText(chosen, colours, columns)}\n`);
    });
}
