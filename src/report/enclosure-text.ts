/** A certification as a short block of text for people. */
import type { Colors } from 'picocolors/types.js';
import type { Certification, EnclosureReport } from '../check/certify-target.js';
import { counted } from './counted.js';
import { shorten, shortenInterval } from './shorten.js';
import { paint, ratioText } from './table.js';

export function enclosureText(target: string, certification: Certification, colours: Colors): string {
  const { report, reason } = certification;
  const { norm, lower, upper, bound, verdict, witness } = report;
  const rows: readonly (readonly [string, string])[] = [
    ['layer', layerText(report)],
    [norm === 'inf' ? 'sup error' : `L_${norm} error`, shortenInterval({ lower, upper })],
    ['bound', boundText(certification)],
    ['error/bound', Number(bound) > 0 ? ratioText(Number(upper) / Number(bound)) : '—'],
    ...(witness === null ? [] : [['worst at', `(${witness.map((x) => String(Number(x))).join(', ')})`] as const]),
    ['verdict', `${paint(colours, verdict, verdict)}: ${reason}`],
    ['work', workText(certification)],
  ];
  return [colours.bold(target), ...rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`)].join('\n');
}

/** Bounds nearer than this are one number in the digits that are shown. */
const VISIBLE = 1e-5;

/** The lower end of the bound; both ends where the verdict looks at the upper one and a reader can tell them apart. */
function boundText({ report: { bound, verdict }, boundUpper }: Certification): string {
  const isOne = Number(boundUpper) - Number(bound) <= VISIBLE * Number(boundUpper);
  return verdict === 'certified' || isOne
    ? shorten(bound, 'down')
    : shortenInterval({ lower: bound, upper: boundUpper });
}

function workText({ report: { boxes, seconds }, status }: Certification): string {
  const time = `${seconds.toFixed(2)} s`;
  if (status === 'bound') return `not searched: an analytic bound is the upper end, 0 the lower; ${time}`;
  return `${counted(boxes, 'box', 'boxes')}, ${time}`;
}

/** The construction, its own parameters, and its keys. */
function layerText({ construction, parameters, keys }: EnclosureReport): string {
  const { cells, ghosts, heads, tokens, range, keys: placement, truncationCells } = parameters;
  const { inverseTemperature, beta, mask } = parameters;
  const number = (name: string, text: string | undefined): string | undefined =>
    text === undefined ? undefined : `${name} = ${shorten(text, 'down')}`;
  const parts = [
    construction,
    range === undefined ? undefined : `range [${range.join(', ')}]`,
    cells === undefined ? undefined : counted(powerText(cells), 'cell'),
    ghosts === undefined ? undefined : `${powerText(ghosts)} ghosts per side`,
    heads === undefined ? undefined : counted(heads, 'head'),
    tokens === undefined ? undefined : counted(tokens, 'token'),
    truncationCells === undefined ? undefined : `truncated by ${counted(truncationCells.join(' and '), 'cell')}`,
    placement === undefined ? undefined : `keys ${placement}`,
    counted(keys, 'key'),
    number('R', inverseTemperature),
    number('β', beta),
    number('M', mask),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function powerText(cells: readonly number[]): string {
  const same = cells.every((count) => count === cells[0]);
  return cells.length > 3 && same ? `${cells[0]!}^${cells.length}` : cells.join(' × ');
}
