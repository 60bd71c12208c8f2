/** Heat maps as paths: one for each of a few levels, whose colours the page's style sheet gives. */
import type { Markish } from '@observablehq/plot';

export const LEVELS = 20;

export interface HeatCells {
  /** Borders along the first and the second coordinate: one more than cells; increasing. */
  readonly borders: readonly [readonly number[], readonly number[]];
  /** The first coordinate running fastest. */
  readonly values: readonly (number | null)[];
  /** Values at the ends of the scale. */
  readonly range: readonly [number, number];
}

/** The level of a value: 0 to `LEVELS − 1`. */
export function levelOf(value: number, [least, most]: readonly [number, number]): number {
  if (!(most > least)) return 0;
  return Math.min(LEVELS - 1, Math.max(0, Math.floor(((value - least) / (most - least)) * LEVELS)));
}

/** A mark of Plot: neighbours of one level in a row are one rectangle; values that are not finite stay blank. */
export function heatMark({ borders: [columns, rows], values, range }: HeatCells): Markish {
  return ((_index: unknown, scales: Scales, _channels: unknown, _size: unknown, { document }: Context) => {
    const paths = new Map<number, string[]>();
    const x = columns.map((border) => round(scales.x(border)));
    const y = rows.map((border) => round(scales.y(border)));
    const width = columns.length - 1;
    for (let j = 0; j + 1 < rows.length; j++) {
      for (let from = 0; from < width;) {
        const value = values[j * width + from];
        let to = from + 1;
        if (value !== null && value !== undefined) {
          const level = levelOf(value, range);
          while (to < width && isLevel(values[j * width + to], level, range)) to++;
          const d = `M${x[from]!},${y[j]!}H${x[to]!}V${y[j + 1]!}H${x[from]!}z`;
          paths.set(level, [...(paths.get(level) ?? []), d]);
        }
        from = to;
      }
    }
    const group = document.createElementNS(SVG, 'g');
    group.setAttribute('shape-rendering', 'crispEdges');
    for (const [level, parts] of [...paths].sort(([a], [b]) => a - b)) {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('class', `h${level}`);
      path.setAttribute('d', parts.join(''));
      group.appendChild(path);
    }
    return group;
  }) as unknown as Markish;
}

function isLevel(value: number | null | undefined, level: number, range: HeatCells['range']): boolean {
  return value !== null && value !== undefined && levelOf(value, range) === level;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

const SVG = 'http://www.w3.org/2000/svg';

interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

interface Element {
  readonly setAttribute: (name: string, value: string) => void;
  readonly appendChild: (child: Element) => void;
}

interface Context {
  readonly document: { readonly createElementNS: (namespace: string, name: string) => Element };
}
