/** The part of `softproof audit` that is about several cells or temperatures. */
import { basename, dirname } from 'node:path';
import { auditGrid, type AuditGrid, type AuditGridOptions } from '../check/audit-grid.js';
import { stabilityImage } from '../report/html/stability-image.js';
import { stabilityText } from '../report/stability-text.js';
import { prepareFolder, writeAtomic } from '../report/write-atomic.js';
import { auditedTarget, evaluationOf, type AuditFlags } from './audit-target.js';
import { coloursFor, type CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { stepsOf, type OneOrMore } from './one-or-more.js';
import { printJson } from './print-json.js';
import { showLine } from './progress-line.js';
import { UsageError } from './usage-error.js';

export function asksForSeveral({ cells, kappa, inverseTemperature }: AuditFlags): boolean {
  return [cells, kappa, inverseTemperature].some((value) => stepsOf<unknown, unknown>(value) !== undefined);
}

export async function auditLayers(path: string | undefined, flags: AuditFlags, context: CliContext): Promise<void> {
  const { stdout, stderr, env } = context;
  const { cells, kappa, inverseTemperature, plot, noise, json, quiet } = flags;
  const target = await auditedTarget(path, flags);
  if (noise !== undefined) {
    throw new UsageError('--noise beside several cells or temperatures\n  Ask about one layer at a time.');
  }
  const counts = stepsOf(cells) ?? oneCount(cells as readonly number[] | undefined);
  const temperatures =
    inverseTemperature === undefined
      ? { of: 'kappa' as const, values: listOf(kappa) }
      : { of: 'inverseTemperature' as const, values: listOf(inverseTemperature) };
  if (plot !== undefined) prepareFolder(dirname(plot));
  const options: AuditGridOptions = { ...evaluationOf(flags), cells: counts, temperatures };
  const progress = showLine(stderr, quiet === true);
  let grid: AuditGrid;
  try {
    grid = auditGrid(target, options, (done, points) => progress.tell(`${done} of ${points} layers`));
  } finally {
    progress.stop();
  }
  if (json) printJson(stdout, grid);
  else stdout.write(`${stabilityText(grid, coloursFor(stdout, env))}\n`);
  if (plot !== undefined) {
    writeAtomic(dirname(plot), basename(plot), stabilityImage(grid));
    stderr.write(`wrote ${plot}\n`);
  }
  context.exit.code = EXIT.ok;
}

function listOf(value: OneOrMore<string, string> | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value.steps;
}

/** A grid has as many cells on every axis. */
function oneCount(cells: readonly number[] | undefined): readonly number[] {
  const [count, ...others] = cells ?? [];
  if (count !== undefined && others.every((other) => other === count)) return [count];
  throw new UsageError(
    `several temperatures with ${count === undefined ? 'no --cells' : 'cells that differ between axes'}\n  Give one number, or a range such as --cells 4:256.`,
  );
}
