/** A certification as a short block of text for people. */
import type { Colors } from 'picocolors/types.js';
import type { Certification, EnclosureReport } from '../check/certify-target.js';
import { shorten, shortenInterval } from './shorten.js';
import { paint, ratioText } from './table.js';

export function enclosureText(target: string, { report, reason }: Certification, colours: Colors): string {
  const { norm, lower, upper, bound, verdict, witness, boxes, seconds } = report;
  const rows: readonly (readonly [string, string])[] = [
    ['layer', layerText(report)],
    [norm === 'inf' ? 'sup error' : `L_${norm} error`, shortenInterval({ lower, upper })],
    ['bound', shorten(bound, 'down')],
    ['error/bound', Number(bound) > 0 ? ratioText(Number(upper) / Number(bound)) : '—'],
    ['worst at', witness === null ? '—' : `(${witness.map((x) => String(Number(x))).join(', ')})`],
    ['verdict', `${paint(colours, verdict, verdict)}: ${reason}`],
    ['work', `${boxes} boxes, ${seconds.toFixed(2)} s`],
  ];
  return [colours.bold(target), ...rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`)].join('\n');
}

/** The construction, its own parameters, and its keys. */
function layerText({ construction, parameters, keys }: EnclosureReport): string {
  const { cells, heads, tokens, range, keys: placement, truncationCells } = parameters;
  const { inverseTemperature, beta, mask } = parameters;
  const number = (name: string, text: string | undefined): string | undefined =>
    text === undefined ? undefined : `${name} = ${shorten(text, 'down')}`;
  const parts = [
    construction,
    range === undefined ? undefined : `range [${range.join(', ')}]`,
    cells === undefined ? undefined : `${powerText(cells)} cells`,
    heads === undefined ? undefined : `${heads} heads`,
    tokens === undefined ? undefined : `${tokens} tokens`,
    truncationCells === undefined ? undefined : `truncated by ${truncationCells.join(' and ')} cells`,
    placement === undefined ? undefined : `keys ${placement}`,
    `${keys} keys`,
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
