/** How the error falls as a family of layers grows, beside its bound and the slope that the statement predicts. */
import { axisX, axisY, dot, gridY, line, ruleX } from '@observablehq/plot';
import type { Rate } from '../../../check/rate.js';
import { endText, slopeText } from '../number-text.js';
import { figure, type LegendEntry } from '../figure.js';
import type { StyleClasses } from '../style-classes.js';
import { safe, type Html } from '../template.js';
import { chart, INK, X_LABEL } from './chart.js';
import { logTicks } from './log-ticks.js';

export function rateFigure(id: string, rate: Rate, styles: StyleClasses): Html {
  const { fitted, low, high, predicted, constant, points, family } = rate;
  const samples = points.map(({ size, lower, upper, bound }) => ({
    size,
    lower: Number(lower),
    upper: Number(upper),
    bound: Number(bound),
    slope: constant * size ** predicted,
  }));
  const values = samples.flatMap(({ lower, upper, bound, slope }) => [lower, upper, bound, slope]);
  const shown = values.filter((value) => value > 0 && value < Infinity);
  const [least, most] = [Math.min(...shown) / 1.3, Math.max(...shown) * 1.3];
  const sizes = samples.map(({ size }) => size);
  const svg = chart(
    {
      alternative: `Error against size, both logarithmic: from N = ${sizes[0]} to N = ${sizes.at(-1)} the error falls from ${endText(points[0]!.upper, 'up')} to ${endText(points.at(-1)!.upper, 'up')}; slope ${slopeText(fitted)}, predicted ${slopeText(predicted)}.`,
      height: 260,
      x: { type: 'log', domain: [sizes[0]! / 1.15, sizes.at(-1)! * 1.15] },
      y: { type: 'log', domain: [least, most] },
      marks: [
        gridY({ ...ticksOnly(least, most), stroke: INK.grid, strokeOpacity: 1 }),
        axisX({ ...X_LABEL, ticks: sizes, text: String, label: 'N' }),
        axisY({ ...axisTicks(least, most), label: 'error', labelArrow: false }),
        line(samples, { x: 'size', y: 'slope', stroke: INK.quiet, strokeDasharray: '5 4' }),
        line(samples, { x: 'size', y: 'bound', stroke: INK.bound, strokeWidth: 2 }),
        dot(samples, { x: 'size', y: 'bound', fill: INK.bound, r: 3, symbol: 'square' }),
        ruleX(samples, { x: 'size', y1: 'lower', y2: 'upper', stroke: INK.error, strokeWidth: 4 }),
        dot(samples, { x: 'size', y: 'upper', fill: INK.error, r: 4 }),
      ],
    },
    styles,
  );
  const legend: readonly LegendEntry[] = [
    { key: 'error', text: 'error, enclosed' },
    { key: 'bound', text: 'bound of the statement' },
    { key: 'slope', text: `predicted slope ${slopeText(predicted)}` },
  ];
  return figure({
    id,
    title: 'Rate of convergence',
    chart: svg,
    legend,
    text: safe`Layers: ${family}. The slope of a line through the errors is ${slopeText(fitted)}; their enclosures leave
    [${slopeText(low)}, ${slopeText(high)}] open.`,
    table: {
      head: ['N', 'error at least', 'error at most', 'bound'],
      rows: points.map(({ size, lower, upper, bound }) => [
        String(size),
        endText(lower, 'down'),
        endText(upper, 'up'),
        endText(bound, 'down'),
      ]),
    },
  });
}

/** Plot leaves out the labels of most digits on logarithmic axes; as a channel it takes all. */
function axisTicks(lower: number, upper: number) {
  const { ticks, text } = logTicks(lower, upper);
  return { ticks: [...ticks], text };
}

function ticksOnly(lower: number, upper: number) {
  return { ticks: [...logTicks(lower, upper).ticks] };
}
