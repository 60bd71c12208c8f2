/** A case over a rectangle: target, output, error, and what the worst query attends to. */
import { axisX, axisY, dot, ruleX, ruleY, type Markish } from '@observablehq/plot';
import { printable } from '../../../check/spell-out.js';
import type { KeyGrid, MapAxis, MapPicture, Sample } from '../../../theorems/pictures/picture.js';
import { figure } from '../figure.js';
import { approxText, endText } from '../number-text.js';
import type { StyleClasses } from '../style-classes.js';
import { safe, type Html } from '../template.js';
import { chart, INK, X_LABEL } from './chart.js';
import { heatMark } from './heat-map.js';
import { heatScale, rangeOf } from './scale.js';

const SIZE = { height: 340 };
/** Rows and columns of the table of samples. */
const TABLE = 8;
/** More borders than these would hide the map. */
const MOST_CUTS = 32;

export function mapFigure(id: string, picture: MapPicture, bound: string, styles: StyleClasses): Html {
  const { axes, names, note, target, output, error, at, attention, isBounded } = picture;
  const values = rangeOf([...target, ...output]);
  const errors = rangeOf(error);
  const grid = axes.map(bordersOf) as [number[], number[]];
  const maps = [
    heat(names[0], picture, { borders: grid, values: target, range: values }, styles),
    heat(names[1], picture, { borders: grid, values: output, range: values }, styles),
    heat('error', picture, { borders: grid, values: error, range: errors }, styles),
    ...(attention === undefined ? [] : [keysMap(picture, attention, styles)]),
  ];
  const point = at === undefined ? '' : ` The worst point is (${at.map(approxText).join(', ')}), marked with a ring.`;
  const limit = isBounded === true ? ` The bound is ${endText(bound, 'down')} everywhere.` : '';
  return figure({
    id,
    title: 'What the layer does',
    chart: safe`<div class="maps">${maps}</div>`,
    text: safe`${note === undefined ? '' : `Shown: ${note}. `}The largest error among
    the samples is ${approxText(errors[1])}.${point}${limit} Lines are borders of cells. Samples in floating point, for
    the eye.`,
    table: tableOf(picture),
  });
}

interface Heat {
  readonly borders: readonly [readonly number[], readonly number[]];
  readonly values: readonly Sample[];
  readonly range: readonly [number, number];
}

function heat(name: string, { axes, at }: MapPicture, cells: Heat, styles: StyleClasses): Html {
  const [x, y] = axes;
  return oneMap(name, [x, y], at, cells, [cutsOf(x, ruleX), cutsOf(y, ruleY)].flat(), styles);
}

function keysMap({ axes, at }: MapPicture, { borders, weights }: KeyGrid, styles: StyleClasses): Html {
  const range = [0, rangeOf(weights)[1]] as const;
  return oneMap('attention at the worst point', axes, at, { borders, values: weights, range }, [], styles);
}

function oneMap(
  name: string,
  [x, y]: readonly [MapAxis, MapAxis],
  at: MapPicture['at'],
  cells: Heat,
  lines: readonly Markish[],
  styles: StyleClasses,
): Html {
  const svg = chart(
    {
      alternative: `${name}: from ${approxText(cells.range[0])} to ${approxText(cells.range[1])}.`,
      ...SIZE,
      x: { domain: [x.lower, x.upper] },
      y: { domain: [y.lower, y.upper] },
      marks: [
        heatMark(cells),
        ...lines,
        axisX({
          label: printable(x.variable),
          ...X_LABEL,
          ticks: 4,
          tickFormat: approxText,
        }),
        axisY({ label: printable(y.variable), labelArrow: false, ticks: 4, tickFormat: approxText }),
        ...(at === undefined
          ? []
          : [
              dot([at], { r: 6, stroke: 'var(--paper)', strokeWidth: 4 }),
              dot([at], { r: 6, stroke: 'currentColor', strokeWidth: 2 }),
            ]),
      ],
    },
    styles,
  );
  return safe`<div class="map">
    <h4>${name}</h4>
    ${svg}${heatScale('', cells.range)}
  </div>`;
}

function cutsOf({ cuts }: MapAxis, rule: typeof ruleX | typeof ruleY): Markish[] {
  return cuts.length > MOST_CUTS ? [] : [rule([...cuts], { stroke: INK.cut, strokeWidth: 0.6, strokeOpacity: 0.7 })];
}

function bordersOf({ lower, upper, samples }: MapAxis): number[] {
  return Array.from({ length: samples + 1 }, (_, i) => lower + ((upper - lower) * i) / samples);
}

function tableOf({ axes, error }: MapPicture) {
  const [x, y] = axes;
  const pick = ({ lower, upper, samples }: MapAxis) =>
    Array.from({ length: Math.min(TABLE, samples) }, (_, i) => {
      const index = Math.floor(((i + 0.5) * samples) / Math.min(TABLE, samples));
      return { index, at: lower + ((upper - lower) * (index + 0.5)) / samples };
    });
  const columns = pick(x);
  return {
    head: [`error at ${y.variable} \\ ${x.variable}`, ...columns.map(({ at }) => approxText(at))],
    rows: pick(y).map((row) => [
      approxText(row.at),
      ...columns.map((column) => approxText(error[row.index * x.samples + column.index] ?? null)),
    ]),
    note: `${TABLE} of ${x.samples} samples in each direction; all of them are in pictures.json.`,
  };
}
