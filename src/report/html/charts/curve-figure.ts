/** A case along one coordinate: target and output, the error, and what every query attends to. */
import { areaY, axisX, axisY, dot, gridY, line, ruleX, ruleY, type Markish } from '@observablehq/plot';
import { printable } from '../../../check/spell-out.js';
import type { CurvePicture, Sample } from '../../../theorems/pictures/picture.js';
import { figure, type LegendEntry } from '../figure.js';
import { approxText, endText } from '../number-text.js';
import type { StyleClasses } from '../style-classes.js';
import { safe, type Content, type Html } from '../template.js';
import { chart, INK, X_LABEL } from './chart.js';
import { heatMark } from './heat-map.js';
import { heatScale, rangeOf } from './scale.js';

/** Rows of the table of samples. */
const MOST_ROWS = 33;
const HEIGHT = { values: 240, error: 180, attention: 420 };

export function curveFigure(id: string, picture: CurvePicture, bound: string, styles: StyleClasses): Html {
  const { variable, names, note, isBounded, attention, difference } = picture;
  const limit = isBounded === true && Number.isFinite(Number(bound)) ? Number(bound) : undefined;
  const [, largest] = rangeOf(picture.error);
  const point = difference === undefined ? 'worst point' : 'point in question';
  const where = picture.at === undefined ? '' : ` The ${point} is ${variable} = ${approxText(picture.at)}.`;
  const legend: LegendEntry[] = [
    { key: 'target', text: names[0] },
    { key: 'output', text: names[1] },
    { key: 'error', text: differenceOf(picture) },
  ];
  if (limit !== undefined) legend.push({ key: 'bound', text: `bound ${endText(bound, 'down')}` });
  if (picture.cuts.length > 0) legend.push({ key: 'cut', text: 'border of cells' });
  if (picture.at !== undefined) legend.push({ key: 'at', text: point });
  return figure({
    id,
    title: difference === undefined ? 'What the layer does' : 'What the scores do',
    chart: panels(
      valuesChart(picture, styles),
      errorChart(picture, limit, styles),
      attention && attentionChart(picture, styles),
    ),
    legend,
    text: safe`${note === undefined ? '' : `Shown: ${note}. `}The largest ${differenceOf(picture)} among the samples is
    ${approxText(largest)}.${where} Samples in floating point, for the eye.`,
    table: tableOf(picture),
  });
}

/** Values above errors, and attention beside them; side by side where there is no attention. */
function panels(values: Html, error: Html, attention: Content): Html {
  return attention === undefined
    ? safe`<div class="panels">${values}${error}</div>`
    : safe`<div class="panels"><div>${values}${error}</div><div>${attention}</div></div>`;
}

function differenceOf({ difference }: CurvePicture): string {
  return difference ?? 'error';
}

interface Point {
  readonly x: number;
  readonly y: Sample;
}

function pointsOf({ x }: CurvePicture, values: readonly Sample[]): Point[] {
  return x.map((u, i) => ({ x: u, y: values[i] ?? null }));
}

/** Borders of cells and the worst point, behind everything else. */
function background({ cuts, at }: CurvePicture): Markish[] {
  return [
    ruleX([...cuts], { stroke: INK.grid, strokeWidth: 1 }),
    ...(at === undefined ? [] : [ruleX([at], { stroke: INK.quiet, strokeDasharray: '2 3' })]),
  ];
}

function xAxis({ variable }: CurvePicture): Markish {
  return axisX({ label: printable(variable), ...X_LABEL, ticks: 6 });
}

const domainOf = ({ x }: CurvePicture): [number, number] => [x[0]!, x.at(-1)!];

function valuesChart(picture: CurvePicture, styles: StyleClasses): Html {
  const { target, output, names } = picture;
  const [low, high] = rangeOf([...target, ...output]);
  const [least, most] = high > low ? [low, high] : [low - 1, high + 1];
  return chart(
    {
      alternative: `${names[0]} and ${names[1]}: values from ${approxText(low)} to ${approxText(high)}.`,
      height: HEIGHT.values,
      x: { domain: domainOf(picture) },
      y: { domain: [least, most], nice: true },
      marks: [
        ...background(picture),
        xAxis(picture),
        axisY({ ticks: 5, label: 'value', labelArrow: false, tickFormat: approxText }),
        line(pointsOf(picture, target), {
          x: 'x',
          y: 'y',
          stroke: INK.target,
          strokeWidth: 2.5,
          strokeDasharray: '7 3',
        }),
        line(pointsOf(picture, output), { x: 'x', y: 'y', stroke: INK.output, strokeWidth: 1.75 }),
      ],
    },
    styles,
  );
}

function errorChart(picture: CurvePicture, bound: number | undefined, styles: StyleClasses): Html {
  const { error, at, x } = picture;
  const [, largest] = rangeOf(error);
  const most = Math.max(largest, bound ?? 0);
  const worst = at === undefined ? undefined : error[x.indexOf(at)];
  const marks: Markish[] = [
    gridY({ ticks: 4, stroke: INK.grid, strokeOpacity: 1 }),
    ...background(picture),
    xAxis(picture),
    axisY({ ticks: 4, label: differenceOf(picture), labelArrow: false, tickFormat: approxText }),
    areaY(pointsOf(picture, error), { x: 'x', y: 'y', fill: INK.error, fillOpacity: 0.25 }),
    line(pointsOf(picture, error), { x: 'x', y: 'y', stroke: INK.error, strokeWidth: 1.75 }),
  ];
  if (bound !== undefined) marks.push(ruleY([bound], { stroke: INK.bound, strokeWidth: 2 }));
  if (at !== undefined && worst !== undefined && worst !== null) {
    marks.push(dot([[at, worst]], { fill: INK.error, r: 4 }));
  }
  return chart(
    {
      alternative: `The ${differenceOf(picture)}: at most ${approxText(largest)} among the samples${bound === undefined ? '' : `, bound ${approxText(bound)}`}.`,
      height: HEIGHT.error,
      x: { domain: domainOf(picture) },
      y: { domain: [0, most > 0 ? most : 1], nice: true },
      marks,
    },
    styles,
  );
}

function attentionChart(picture: CurvePicture, styles: StyleClasses): Content {
  const { queries, keys, weights } = picture.attention!;
  const columns = edges(queries);
  const rows = Array.from({ length: keys.length + 1 }, (_, k) => k);
  const every = Math.max(1, Math.ceil(keys.length / 10));
  const svg = chart(
    {
      alternative: `Attention weights of ${keys.length} keys for queries along ${picture.variable}: ${sharpness(weights)}.`,
      height: HEIGHT.attention,
      x: { domain: domainOf(picture) },
      y: { domain: [0, keys.length] },
      marks: [
        heatMark({
          borders: [columns, rows],
          values: keys.flatMap((_, k) => weights.map((row) => row[k] ?? null)),
          range: [0, 1],
        }),
        xAxis(picture),
        axisY({
          ticks: rows.filter((k) => k < keys.length && k % every === 0).map((k) => k + 0.5),
          tickFormat: (k: number) => approxText(keys[Math.floor(k)] ?? null),
          label: 'key at',
          labelArrow: false,
        }),
      ],
    },
    styles,
  );
  return [svg, heatScale('attention weight', [0, 1])];
}

function sharpness(weights: readonly (readonly number[])[]): string {
  const largest = weights.map((row) => row.reduce((most, w) => Math.max(most, w), 0));
  const mean = largest.reduce((sum, w) => sum + w, 0) / Math.max(1, largest.length);
  return `the largest weight of a query is ${approxText(mean)} on average`;
}

/** Borders half-way between neighbours, and as far beyond the first and the last. */
function edges(centres: readonly number[]): number[] {
  const middle = centres.slice(1).map((c, i) => (c + centres[i]!) / 2);
  if (middle.length === 0) return centres.length === 0 ? [] : [centres[0]! - 0.5, centres[0]! + 0.5];
  return [2 * centres[0]! - middle[0]!, ...middle, 2 * centres.at(-1)! - middle.at(-1)!];
}

function tableOf(picture: CurvePicture) {
  const { x, target, output, error, at, variable, names } = picture;
  const every = Math.ceil(x.length / MOST_ROWS);
  const rows = x.flatMap((u, i) =>
    i % every === 0 || u === at
      ? [[approxText(u), approxText(target[i] ?? null), approxText(output[i] ?? null), approxText(error[i] ?? null)]]
      : [],
  );
  return {
    head: [variable, names[0], names[1], differenceOf(picture)],
    rows,
    note: `${rows.length} of ${x.length} samples; all of them are in pictures.json.`,
  };
}
