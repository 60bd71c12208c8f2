/** Softmax weights beside what a statement puts in their place. */
import { axisX, axisY, dot, gridY, ruleX, ruleY } from '@observablehq/plot';
import type { WeightsPicture } from '../../../theorems/pictures/picture.js';
import { figure } from '../figure.js';
import { approxText } from '../number-text.js';
import type { StyleClasses } from '../style-classes.js';
import { safe, type Html } from '../template.js';
import { chart, INK, X_LABEL } from './chart.js';

export function weightsFigure(id: string, picture: WeightsPicture, styles: StyleClasses): Html {
  const { names, weights, limit, note } = picture;
  const pairs = weights.map((weight, k) => ({ rank: k + 1, weight, limit: limit[k] ?? null }));
  const ranks = pairs.map(({ rank }) => rank);
  const svg = chart(
    {
      alternative: `Weights in order of the scores: the first is ${approxText(weights[0] ?? null)}, where ${names[0]} has ${approxText(limit[0] ?? null)}.`,
      height: 220,
      x: { domain: [0.5, ranks.length + 0.5] },
      y: { domain: [0, 1] },
      marks: [
        gridY({ ticks: 5, stroke: INK.grid, strokeOpacity: 1 }),
        ruleY([0], { stroke: 'currentColor' }),
        axisX({ ticks: ranks, tickFormat: String, label: 'score, by rank', ...X_LABEL }),
        axisY({ ticks: 5, label: 'weight', labelArrow: false }),
        ruleX(pairs, { x: 'rank', y1: 'weight', y2: 'limit', stroke: INK.error, strokeWidth: 3 }),
        dot(pairs, { x: 'rank', y: 'limit', stroke: INK.target, strokeWidth: 2, r: 6 }),
        dot(pairs, { x: 'rank', y: 'weight', fill: INK.output, r: 3.5 }),
      ],
    },
    styles,
  );
  return figure({
    id,
    title: 'Weights',
    chart: svg,
    legend: [
      { key: 'target', text: names[0] },
      { key: 'output', text: names[1] },
      { key: 'error', text: 'difference' },
    ],
    text: safe`${note === undefined ? '' : `Shown: ${note}. `}Samples in floating point, for the eye.`,
    table: {
      head: ['rank', names[0], names[1]],
      rows: pairs.map(({ rank, weight, limit: wanted }) => [String(rank), approxText(wanted), approxText(weight)]),
    },
  });
}
