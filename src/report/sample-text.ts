/** A sample as a short block of text for people. */
import type { Colors } from 'picocolors/types.js';
import type { ReportedDevice, ReportedHistogram, ReportedQueries, SampleReport } from '../check/sample-report.js';
import { adapterName } from '../gpu/adapter-report.js';
import { counted } from './counted.js';
import { shorten } from './shorten.js';
import { paint } from './table.js';

const DIGITS = 6;

export function sampleText(report: SampleReport, colours: Colors): string {
  const { norm, error, largest, lower, bound, verdict, dropped, device, histogram } = report;
  const places = (at: readonly string[]): string => `(${at.map((x) => shorten(x, 'down', 17)).join(', ')})`;
  const digits = report.arithmetic === 'float64' ? DIGITS : 30;
  const rows: readonly (readonly [string, string] | undefined)[] = [
    ['layer', layerText(report)],
    ['queries', queriesText(report.queries)],
    [
      norm === 'inf' ? 'largest' : `L_${norm} mean`,
      error === null ? 'no query has an error' : `${shorten(error, 'down', digits)} in ${report.arithmetic}, sampled`,
    ],
    norm === 'inf' || largest === null ? undefined : ['largest', shorten(largest.error, 'down', digits)],
    largest === null ? undefined : ['worst at', places(largest.at)],
    lower === null ? undefined : ['sup error', `at least ${shorten(lower, 'down')}: the error at that query, enclosed`],
    report.undefined === null
      ? undefined
      : [
          'undefined',
          `at ${counted(report.undefined.queries, 'query', 'queries')}, the first ${places(report.undefined.first)}`,
        ],
    device.kind === 'cpu' ? undefined : ['device', deviceText(device)],
    ['dropped', `a share of ${shorten(dropped.mass, 'up', 2)}, which adds at most ${shorten(dropped.error, 'up', 2)}`],
    bound === null ? undefined : ['bound', shorten(bound, 'down')],
    verdict === null ? undefined : ['verdict', `${paint(colours, verdict, verdict)}: ${REASON[verdict]}`],
    ['work', `${report.samplingSeconds.toFixed(2)} s of sampling, ${report.seconds.toFixed(2)} s in all`],
  ];
  const lines = rows.flatMap((row) => (row === undefined ? [] : [`  ${row[0].padEnd(11)} ${row[1]}`]));
  return [colours.bold(report.target), ...lines, ...(histogram === null ? [] : histogramText(histogram))].join('\n');
}

const REASON = {
  held: 'no query exceeds the bound; a sample cannot certify, softproof certify can',
  refuted: 'the enclosed error at one query exceeds the bound',
  inconclusive: 'the sample does not tell',
} as const;

function layerText({ construction, parameters, keys }: SampleReport): string {
  const parts = [
    construction ?? 'given',
    ...(parameters?.cells === undefined ? [] : [counted(parameters.cells.join(' × '), 'cell')]),
    counted(keys, 'key'),
    ...(parameters?.inverseTemperature === undefined ? [] : [`R = ${shorten(parameters.inverseTemperature, 'down')}`]),
  ];
  return parts.join(', ');
}

function queriesText({ kind, counts, placement, seed, asked, taken }: ReportedQueries): string {
  const what =
    kind === 'grid'
      ? `${counts!.join(' × ')}, ${placement === 'ends' ? 'from end to end' : 'in the middles of equal parts'}`
      : kind === 'scattered'
        ? `scattered, seed ${seed!}`
        : 'as listed';
  return `${counted(asked, 'query', 'queries')}, ${what}${taken < asked ? `; ${taken} were taken` : ''}`;
}

function deviceText({ adapter, bound, evaluated, others }: ReportedDevice): string {
  const again = counted(evaluated, 'query', 'queries');
  const rest = Number(others) > 0 ? `; ${shorten(others!, 'up', 3)} at most at all others` : '';
  return `${adapterName(adapter!)}, within ${shorten(bound!, 'up', 2)}; ${again} taken again by the CPU${rest}`;
}

const BAR = 40;

function histogramText({ zero, bins }: ReportedHistogram): string[] {
  const most = Math.max(...bins.map(({ queries }) => queries), zero);
  const bar = (queries: number): string => '█'.repeat(Math.ceil((BAR * queries) / most));
  return [
    '  errors',
    ...(zero === 0 ? [] : [`    ${'0'.padEnd(21)} ${String(zero).padStart(12)} ${bar(zero)}`]),
    ...bins.map(({ from, to, queries }) => {
      const range = `${Number(from).toExponential(2)} … ${Number(to).toExponential(2)}`;
      return `    ${range.padEnd(21)} ${String(queries).padStart(12)} ${bar(queries)}`;
    }),
  ];
}
