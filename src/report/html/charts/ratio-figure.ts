/** How tight a statement is: the ratios observed/bound of all cases. */
import { axisX, axisY, gridY, rectY, ruleY } from '@observablehq/plot';
import type { RatioHistogram } from '../../../check/tightness.js';
import { figure } from '../figure.js';
import type { StyleClasses } from '../style-classes.js';
import { safe, type Html } from '../template.js';
import { chart, INK, X_LABEL } from './chart.js';

export function ratioFigure(id: string, { counts, above, undetermined }: RatioHistogram, styles: StyleClasses): Html {
  const width = 1 / counts.length;
  const edge = (i: number): number => Number((i * width).toFixed(6));
  const bins = counts.map((count, i) => ({ from: edge(i), to: edge(i + 1), count }));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...counts);
  const svg = chart(
    {
      alternative: `Histogram of the ratio of error and bound for ${total} cases; ${counts.at(-1)} of them are at least ${edge(counts.length - 1)}.`,
      height: 260,
      x: { domain: [0, 1] },
      y: { domain: [0, most] },
      marks: [
        gridY({ stroke: INK.grid, strokeOpacity: 1, ticks: Math.min(5, most) }),
        rectY(bins, { x1: 'from', x2: 'to', y: 'count', fill: INK.error, insetLeft: 0.5, insetRight: 0.5 }),
        ruleY([0], { stroke: 'currentColor' }),
        axisX({ label: 'observed / bound', ...X_LABEL, ticks: 5 }),
        axisY({ label: 'cases', labelArrow: false, ticks: Math.min(5, most), tickFormat: wholeText }),
      ],
    },
    styles,
  );
  const left = [
    above === 0 ? [] : `${above} with a ratio above 1`,
    undetermined === 0
      ? []
      : `${undetermined} whose ratio is not known: decided by the upper end alone, or both sides 0`,
  ].flat();
  return figure({
    id,
    title: 'Tightness',
    chart: svg,
    text: safe`Ratio of the observed side and the bound, case by case: a statement with cases at 1 is
    sharp.${left.length === 0 ? '' : ` Not shown: ${left.join('; ')}.`}`,
    table: {
      head: ['ratio', 'cases'],
      rows: [
        ...bins.map(({ from, to, count }) => [`${from} to ${to}`, String(count)]),
        ['above 1', String(above)],
        ['not known', String(undetermined)],
      ],
    },
  });
}

function wholeText(value: number): string {
  return Number.isInteger(value) ? String(value) : '';
}
