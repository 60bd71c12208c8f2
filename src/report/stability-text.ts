/** An audit over a grid as tables for people: errors, then where each format fails first and what helps. */
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types.js';
import type { AuditGrid, AuditPoint, FirstFailure } from '../check/audit-grid.js';
import { bareTable, tableLines } from './table.js';

export function stabilityText(grid: AuditGrid, colours: Colors): string {
  const { target, construction, evaluation, points, failures, temperatureOf } = grid;
  const { softmax, accumulation, fma, scale } = evaluation;
  const symbol = temperatureOf === 'kappa' ? 'κ' : 'R';
  const table = new Table({
    head: ['cells', symbol, 'exact error', ...failures.map(nameOf)].map((title) => colours.dim(title)),
    ...bareTable,
  });
  for (const point of points) if (point.refused === undefined) table.push(rowOf(point, failures, colours));
  const firsts = new Table({
    head: ['format', 'fails first at', 'measured', 'allowed', 'because', 'remedy'].map((title) => colours.dim(title)),
    ...bareTable,
  });
  for (const failure of failures) firsts.push(firstOf(failure, symbol, colours));
  return [
    `${colours.bold(target)}: largest errors found of ${construction}; ${softmax} softmax, ${accumulation} sums${fma ? ' with fused multiply-add' : ''}, scale ${scale}`,
    ...tableLines(table),
    '  ✗ fails: the error exceeds the certified one of the exact layer by more than a tenth',
    ...refusals(points, symbol),
    '',
    ...tableLines(firsts),
  ].join('\n');
}

function nameOf({ format, scores }: Pick<FirstFailure, 'format' | 'scores'>): string {
  return `${format}, ${scores}`;
}

function rowOf({ cells, temperature, error, formats = [] }: AuditPoint, all: readonly FirstFailure[], colours: Colors) {
  const measured = all.map(({ format, scores }) => {
    const row = formats.find((one) => one.format === format && one.scores === scores)!;
    const text = numberText(row.measured);
    return row.fails ? colours.red(`${text} ✗`) : text;
  });
  return [String(cells), temperature ?? 'auto', numberText(error!.upper), ...measured];
}

function firstOf({ first, ...name }: FirstFailure, symbol: string, colours: Colors): string[] {
  if (first === null) return [nameOf(name), colours.green('nowhere'), '', '', '', ''];
  const { cells, temperature, measured, tolerance, reason = '', remedy } = first;
  const effect =
    remedy === undefined
      ? ''
      : `${remedy.change}: ${numberText(remedy.measured)}${remedy.fails ? ', fails still' : ''}`;
  const place = `${cells} cells${temperature === null ? '' : `, ${symbol} = ${temperature}`}`;
  return [nameOf(name), place, numberText(measured), numberText(tolerance), reason, effect];
}

/** Each reason once, with the points that it is about. */
function refusals(points: readonly AuditPoint[], symbol: string): string[] {
  const reasons = [...new Set(points.flatMap(({ refused }) => (refused === undefined ? [] : [refused])))];
  return reasons.map((reason) => {
    const where = points
      .filter(({ refused }) => refused === reason)
      .map(({ cells, temperature }) => `${cells} cells${temperature === null ? '' : ` at ${symbol} = ${temperature}`}`);
    return `  — ${where.join(', ')}: ${reason.split('\n')[0]!}`;
  });
}

function numberText(text: string): string {
  return text === 'Infinity' ? '∞' : Number(text).toExponential(2);
}
