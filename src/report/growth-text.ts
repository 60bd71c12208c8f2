/** How keys grow with the number of inputs, as a table for people. */
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types.js';
import type { InputGrowth } from '../check/input-growth.js';
import { shortenInterval } from './shorten.js';
import { bareTable, tableLines } from './table.js';

const HEAD = ['inputs', 'cells', 'keys', 'certified error', 'by', 'cells of the theorem', 'its keys'];

export function growthText({ target, error, kappa, layers }: InputGrowth, colours: Colors): string {
  const table = new Table({ head: HEAD.map((title) => colours.dim(title)), ...bareTable });
  for (const { inputs, cells, keys, lower, upper, method, predicted } of layers) {
    table.push([inputs, cells, keys, shortenInterval({ lower, upper }), method, predicted.cells, predicted.keys]);
  }
  return [
    `${colours.bold(target)}, summed over the inputs: fewest cells per axis with an error of at most ${error} (κ = ${kappa})`,
    ...tableLines(table),
  ].join('\n');
}
