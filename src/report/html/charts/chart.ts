/** Charts of Observable Plot, drawn without a browser into SVG that follows the page's colours. */
import { plot, type PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { printable } from '../../../check/spell-out.js';
import type { StyleClasses } from '../style-classes.js';
import { trusted, type Html } from '../template.js';

/** Names of the colours; the page gives them values, one set for light and one for dark. */
export const INK = {
  target: 'var(--target)',
  output: 'var(--output)',
  error: 'var(--error)',
  bound: 'var(--bound)',
  quiet: 'var(--quiet)',
  grid: 'var(--grid)',
  cut: 'var(--cut)',
} as const;

/** Sizes in pixels of a chart that stands beside another on a wide page. */
export const WIDTH = 400;
const FONT_SIZE = 13;
/** Below the ticks, so that it meets none of them. */
export const X_LABEL = { labelAnchor: 'right', labelArrow: false, labelOffset: 38 } as const;

export interface ChartOptions extends Omit<PlotOptions, 'document' | 'style' | 'title' | 'caption' | 'ariaLabel'> {
  /** One sentence that stands for the chart where it cannot be seen. */
  readonly alternative: string;
}

/** Charts are made in it, and never stay. */
const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** Labels and categories come from this program, never from a document: Plot's own markup is trusted. */
export function chart({ alternative, ...options }: ChartOptions, styles: StyleClasses): Html {
  const svg = plot({
    width: WIDTH,
    marginLeft: 64,
    marginBottom: 42,
    ...options,
    document,
    figure: false,
  } as PlotOptions) as unknown as SvgElement;
  for (const style of svg.querySelectorAll('style')) style.remove();
  svg.setAttribute('class', 'plot');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', printable(alternative, Infinity));
  svg.setAttribute('font-size', String(FONT_SIZE));
  svg.removeAttribute('height');
  for (const element of svg.querySelectorAll('[aria-label]')) element.removeAttribute('aria-label');
  for (const element of svg.querySelectorAll('[style]')) styles.take(element);
  return trusted(svg.outerHTML.replace(GEOMETRY, (attribute) => attribute.replace(/\d+\.\d{3,}/g, shortened)));
}

/** Attributes that place something; quotes in text are escaped, or come from this program. */
const GEOMETRY = / (?:d|x|y|x1|x2|y1|y2|cx|cy|width|height|transform)="[^"]*"/g;

/** Hundredths of a pixel. */
function shortened(digits: string): string {
  return String(Number(Number(digits).toFixed(2)));
}

interface SvgElement {
  readonly outerHTML: string;
  readonly setAttribute: (name: string, value: string) => void;
  readonly getAttribute: (name: string) => string | null;
  readonly removeAttribute: (name: string) => void;
  readonly remove: () => void;
  readonly querySelectorAll: (selector: string) => Iterable<SvgElement>;
}
