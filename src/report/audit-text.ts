/** An audit as a table for people, and the reasons below it. */
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types.js';
import type { AuditNoise } from '../check/audit-noise.js';
import type { AuditReport, AuditRow } from '../check/audit-target.js';
import { counted } from './counted.js';
import { shorten, shortenInterval } from './shorten.js';
import { bareTable, tableLines } from './table.js';

const HEAD = ['format', 'scores', 'predicted', 'measured', 'rounding', 'verdict', 'remedy'];

export function auditText(report: AuditReport, colours: Colors): string {
  const { target, construction, keys, error, tolerance, evaluation, formats, noise } = report;
  const { softmax, accumulation, fma, scale } = evaluation;
  const isGiven = construction === 'layer';
  const temperature = report.parameters.inverseTemperature;
  const subject = isGiven
    ? `${counted(keys, 'token')}, weights as given`
    : [construction, counted(keys, 'key'), temperature && `R = ${shorten(temperature, 'down')}`]
        .filter(Boolean)
        .join(', ');
  const limit = shorten(tolerance, 'up');
  const rows = [
    ['layer', subject],
    ['evaluation', `${softmax} softmax, ${accumulation} sums${fma ? ' with fused multiply-add' : ''}, scale ${scale}`],
    isGiven
      ? ['allowed', `a format fails if it changes an output by more than ${limit}`]
      : ['exact error', `${shortenInterval(error)}; a format fails above ${limit}`],
  ] as const;
  const reasons = formats.filter(({ reason }) => reason !== undefined).map((row) => reasonText(row));
  return [
    colours.bold(target),
    ...rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`),
    '',
    tableOf(formats, colours),
    ...(reasons.length === 0 ? [] : ['', ...reasons]),
    ...(noise === undefined ? [] : ['', ...noiseText(noise, colours)]),
  ].join('\n');
}

function tableOf(rows: readonly AuditRow[], colours: Colors): string {
  const table = new Table({ head: HEAD.map((title) => colours.dim(title)), ...bareTable });
  for (const row of rows) {
    const { format, scores, predicted, measured, rounding, remedy } = row;
    table.push([
      format,
      scores,
      numberText(predicted),
      numberText(measured),
      numberText(rounding),
      verdictText(row, colours),
      remedy === undefined
        ? ''
        : `${remedy.change}: ${numberText(remedy.measured)}${remedy.fails ? ', fails still' : ''}`,
    ]);
  }
  return tableLines(table).join('\n');
}

const NOISE_HEAD = ['noise', 'scores wrong by', 'by S3', 'by moments', 'predicted', 'measured', 'verdict'];

function noiseText(rows: readonly AuditNoise[], colours: Colors): readonly string[] {
  const table = new Table({ head: NOISE_HEAD.map((title) => colours.dim(title)), ...bareTable });
  for (const { noise, scores, bySoftmax, byMoments, predicted, measured, fails } of rows) {
    const verdict = fails ? colours.red('fails') : colours.green('passes');
    table.push([
      Number(noise).toExponential(),
      ...[scores, bySoftmax, byMoments, predicted, measured].map(numberText),
      verdict,
    ]);
  }
  const [{ noises, points }] = rows as [AuditNoise];
  return [
    `weights wrong by so much of the largest entry of their matrix; ${noises} noises, ${counted(points, 'input')} each`,
    ...tableLines(table),
  ];
}

function verdictText({ fails, predictedToFail }: AuditRow, colours: Colors): string {
  if (fails) return colours.red('fails');
  return predictedToFail ? colours.yellow('passes, not predicted') : colours.green('passes');
}

function reasonText({ format, scores, reason = '', at, fails }: AuditRow): string {
  const where = at === undefined ? '' : `, first at x = (${placeText(at)}) of those tried`;
  return `  ${format}, ${scores}: ${fails ? '' : 'no prediction, for '}${reason}${where}`;
}

/** Coordinates that are shown of a point. */
const MOST_SHOWN = 4;

function placeText(at: readonly string[]): string {
  const shown = at.slice(0, MOST_SHOWN).map((x) => String(Number(x)));
  return [...shown, ...(at.length > MOST_SHOWN ? ['…'] : [])].join(', ');
}

function numberText(text: string): string {
  return text === 'Infinity' ? '∞' : Number(text).toExponential(2);
}
