/**
 * Writes docs/claims.md from the claims and from the results of a check; with --check, fails when the page is stale.
 *
 *     node scripts/claims-page.mjs [--check] [RESULTS]
 *
 * RESULTS is by default reports/latest/results.json, which `npm run check` writes. Needs the build.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs', 'claims.md');

const args = process.argv.slice(2);
const isCheck = args.includes('--check');
const path = args.find((arg) => !arg.startsWith('--')) ?? join(root, 'reports', 'latest', 'results.json');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function read(file, remedy) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fail(`cannot read ${file}\n  ${remedy}`);
  }
}

const results = JSON.parse(read(path, 'Run npm run check first: it writes the results that the page shows.'));
const { claims } = await import('../dist/theorems/index.js');
const { claimFigures, claimsPage, staleLine } = await import('../dist/report/claims-page.js');
const figures = claimFigures(results);
const missing = claims.filter(({ id }) => !figures.has(id)).map(({ id }) => id);
if (results.interrupted || results.profile !== 'standard' || missing.length > 0) {
  const why =
    missing.length > 0 ? `without ${missing.join(', ')}` : results.interrupted ? 'interrupted' : results.profile;
  fail(`${path} is not a whole check of the standard profile (${why})\n  Run npm run check, then this again.`);
}
const text = claimsPage(claims, (id) => figures.get(id));

if (isCheck) {
  const stale = staleLine(read(page, 'Run npm run docs:claims, which writes it.'), text);
  if (stale !== undefined)
    fail(`docs/claims.md is stale at line ${stale}\n  Run npm run docs:claims, which writes it anew.`);
  process.stdout.write(`docs/claims.md is what ${claims.length} claims and their results say\n`);
} else {
  writeFileSync(`${page}.new`, text);
  renameSync(`${page}.new`, page);
  process.stdout.write(`docs/claims.md: ${claims.length} claims\n`);
}
