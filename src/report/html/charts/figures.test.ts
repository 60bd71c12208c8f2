/** What the charts show is what the documents say: read back from the SVG, with its own scales. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attributeOf, elementsOf, parsePart, textOf, type Element } from '../../../../properties/support/html-tree.js';
import { valid } from '../../../../properties/support/picture-documents.js';
import type { PicturesDocument } from '../../../check/pictures.js';
import type { Rate } from '../../../check/rate.js';
import type { CurvePicture, MapPicture, WeightsPicture } from '../../../theorems/pictures/picture.js';
import { StyleClasses } from '../style-classes.js';
import type { Html } from '../template.js';
import { curveFigure } from './curve-figure.js';
import { LEVELS, levelOf } from './heat-map.js';
import { logTicks } from './log-ticks.js';
import { mapFigure } from './map-figure.js';
import { rateFigure } from './rate-figure.js';
import { ratioFigure } from './ratio-figure.js';
import { weightsFigure } from './weights-figure.js';

const [curve, map, weights] = (valid['pictures-1.schema.json']![0] as unknown as PicturesDocument).claims.map(
  ({ picture }) => picture,
) as [CurvePicture, MapPicture, WeightsPicture];

const styles = (): StyleClasses => new StyleClasses();

function parts(figure: Html) {
  const elements = elementsOf(parsePart(figure.text));
  const charts = elements.filter((element) => attributeOf(element, 'role') === 'img');
  const rows = elements
    .filter(({ tagName }) => tagName === 'tr')
    .map((row) =>
      elementsOf(row)
        .filter(({ tagName }) => tagName === 'td' || tagName === 'th')
        .map(textOf),
    );
  return { elements, charts, rows };
}

function numbers(element: Element, ...names: readonly string[]): number[] {
  return names.map((name) => Number(attributeOf(element, name)));
}

/** Are `pixels` an affine function of `values`, but for rounding to hundredths? */
function expectAffine(pixels: readonly number[], values: readonly number[]): void {
  const [first, last] = [0, values.length - 1];
  const slope = (pixels[last]! - pixels[first]!) / (values[last]! - values[first]!);
  values.forEach((value, i) => {
    expect(Math.abs(pixels[i]! - (pixels[first]! + slope * (value - values[first]!)))).toBeLessThan(0.05);
  });
}

describe('the chart of a rate', () => {
  const rate: Rate = {
    family: 'a family',
    fitted: -1.02,
    low: -1.1,
    high: -0.9,
    predicted: -1,
    constant: 2,
    points: [
      { size: 8, lower: '0.2', upper: '0.22', bound: '0.5' },
      { size: 16, lower: '0.09', upper: '0.1', bound: '0.25' },
      { size: 64, lower: '0.03', upper: '0.031', bound: '0.06' },
    ],
  };

  test('has every error at its size, both logarithmic, and every number in its table', () => {
    const { charts, rows } = parts(rateFigure('r', rate, styles()));
    const dots = elementsOf(charts[0]!).filter(({ tagName }) => tagName === 'circle');
    expectAffine(
      dots.map((dot) => numbers(dot, 'cx')[0]!),
      rate.points.map(({ size }) => Math.log(size)),
    );
    expectAffine(
      dots.map((dot) => numbers(dot, 'cy')[0]!),
      rate.points.map(({ upper }) => Math.log(Number(upper))),
    );
    expect(rows).toEqual([
      ['N', 'error at least', 'error at most', 'bound'],
      ['8', '0.2', '0.22', '0.5'],
      ['16', '0.09', '0.1', '0.25'],
      ['64', '0.03', '0.031', '0.06'],
    ]);
  });

  test('labels every size, and at least two errors', () => {
    const { charts } = parts(rateFigure('r', rate, styles()));
    const labels = elementsOf(charts[0]!)
      .filter(({ tagName }) => tagName === 'text')
      .map(textOf);
    for (const label of ['8', '16', '64', '0.05', '0.1', 'N', 'error']) expect(labels).toContain(label);
  });

  test('is drawn for every slope and every magnitude', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -300, max: 300, noNaN: true }),
        fc.double({ min: -4, max: 0, noNaN: true }),
        (power, slope) => {
          const points = [2, 4, 8].map((size) => {
            const text = String(10 ** power * size ** slope);
            return { size, lower: text, upper: text, bound: text };
          });
          const { charts } = parts(
            rateFigure('r', { ...rate, predicted: slope, constant: 10 ** power, points }, styles()),
          );
          expect(charts[0]!.attrs.length).toBeGreaterThan(3);
          expect(
            elementsOf(charts[0]!).some((element) => element.attrs.some(({ value }) => value.includes('NaN'))),
          ).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('logarithmic ticks lie within the axis, are at least two over a factor of three, and are labelled truly', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -200, max: 200, noNaN: true }),
      fc.double({ min: 0.5, max: 60, noNaN: true }),
      (low, decades) => {
        const [lower, upper] = [10 ** low, 10 ** (low + decades)];
        const { ticks, text } = logTicks(lower, upper);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(10);
        expect(ticks.every((tick) => tick >= lower * (1 - 1e-12) && tick <= upper * (1 + 1e-12))).toBe(true);
        expect(new Set(ticks.map(text)).size).toBe(ticks.length);
      },
    ),
  );
});

describe('the histogram of ratios', () => {
  test('has bars as high as there are cases, and all of them in its table', () => {
    const counts = [3, 0, 1, 0, 0, 7, 2, 0, 0, 4];
    const { charts, rows } = parts(ratioFigure('t', { counts, above: 2, undetermined: 5 }, styles()));
    const bars = elementsOf(charts[0]!).filter(({ tagName }) => tagName === 'rect');
    expect(bars.length).toBe(counts.length);
    expectAffine(
      bars.map((bar) => numbers(bar, 'height')[0]!),
      counts,
    );
    expect(rows.slice(1).map(([, count]) => Number(count))).toEqual([...counts, 2, 5]);
  });
});

describe('the picture along one coordinate', () => {
  test('shows values, errors and attention, and its samples in a table', () => {
    const { charts, rows, elements } = parts(curveFigure('c', curve, '0.2', styles()));
    expect(charts.length).toBe(3);
    expect(rows).toEqual([
      ['x', 'target f', 'attention layer', 'error'],
      ['0', '0', '0.125', '0.125'],
      ['0.25', '0.25', '0.125', '0.125'],
      ['0.5', '0.5', '0.625', '0.125'],
      ['1', '—', '0.875', '—'],
    ]);
    // Three of four weights are different levels.
    const levels = elements
      .filter(({ tagName }) => tagName === 'path')
      .flatMap((path) => /^h(\d+)$/.exec(attributeOf(path, 'class') ?? '')?.[1] ?? []);
    expect(levels).toEqual(['0', '2', '18', '19']);
  });

  test('draws the bound where it is one of the error', () => {
    expect(curveFigure('c', curve, '0.2', styles()).text).toContain('bound 0.2');
    const free: CurvePicture = { ...curve, isBounded: undefined as never };
    expect(curveFigure('c', free, '0.2', styles()).text).not.toContain('bound 0.2');
  });
});

describe('the picture over a rectangle', () => {
  test('shows target, output, error and attention; what is not finite stays blank', () => {
    const { charts, elements } = parts(mapFigure('m', map, '0.75', styles()));
    expect(charts.length).toBe(4);
    const area = (chart: Element): number =>
      elementsOf(chart)
        .filter((path) => /^h\d+$/.test(attributeOf(path, 'class') ?? ''))
        .reduce((sum, path) => sum + attributeOf(path, 'd')!.split('z').length - 1, 0);
    // Equal weights of two neighbouring keys are one rectangle.
    expect(charts.map(area)).toEqual([4, 3, 3, 3]);
    expect(elements.some((element) => element.attrs.some(({ value }) => value.includes('NaN')))).toBe(false);
  });
});

test('levels of heat maps increase with the value, and take its whole range', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      fc.double({ noNaN: true, min: 1e-3, max: 1e9 }),
      (low, size) => {
        const range = [low, low + size] as const;
        const levels = Array.from({ length: 101 }, (_, i) => levelOf(low + (size * i) / 100, range));
        expect([levels[0], levels.at(-1)]).toEqual([0, LEVELS - 1]);
        expect(levels.every((level, i) => i === 0 || level >= levels[i - 1]!)).toBe(true);
      },
    ),
  );
  expect(levelOf(1, [1, 1])).toBe(0);
});

test('the picture of weights has a table of both', () => {
  expect(parts(weightsFigure('w', weights, styles())).rows).toEqual([
    ['rank', 'indicator', 'softmax'],
    ['1', '1', '0.7'],
    ['2', '0', '0.3'],
  ]);
});
