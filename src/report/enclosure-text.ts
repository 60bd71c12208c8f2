/** A certification as a short block of text for people. */
import type { Colors } from 'picocolors/types.js';
import type { Certification } from '../check/certify-target.js';
import { shorten, shortenInterval } from './shorten.js';
import { paint, ratioText } from './table.js';

export function enclosureText(target: string, { report, reason }: Certification, colours: Colors): string {
  const { construction, parameters, keys, lower, upper, bound, verdict, witness, boxes, seconds } = report;
  const temperature = `R = ${shorten(parameters.inverseTemperature, 'down')}`;
  const rows: readonly (readonly [string, string])[] = [
    [
      'layer',
      `${construction}, ${cellsText(parameters.cells)} cells, ${keys} keys, ${temperature}, M = ${parameters.mask}`,
    ],
    ['sup error', `${shortenInterval({ lower, upper })}`],
    ['bound', shorten(bound, 'down')],
    ['error/bound', Number(bound) > 0 ? ratioText(Number(upper) / Number(bound)) : '—'],
    ['worst at', witness === null ? '—' : `(${witness.map((x) => String(Number(x))).join(', ')})`],
    ['verdict', `${paint(colours, verdict, verdict)}: ${reason}`],
    ['work', `${boxes} boxes, ${seconds.toFixed(2)} s`],
  ];
  return [colours.bold(target), ...rows.map(([name, value]) => `  ${name.padEnd(12)}${value}`)].join('\n');
}

function cellsText(cells: readonly number[]): string {
  const same = cells.every((count) => count === cells[0]);
  return cells.length > 3 && same ? `${cells[0]!}^${cells.length}` : cells.join(' × ');
}
