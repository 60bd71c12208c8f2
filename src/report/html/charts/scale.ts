import { approxText } from '../number-text.js';
import { safe, type Html } from '../template.js';
import { LEVELS } from './heat-map.js';

/** The scale of a heat map: its levels from the least to the largest value. */
export function heatScale(label: string, [least, most]: readonly [number, number]): Html {
  const levels = Array.from(
    { length: LEVELS },
    (_, i) => safe`<rect class="h${i}" x="${i}" y="0" width="1.05" height="1" />`,
  );
  return safe`<p class="scale">
    <span>${label === '' ? '' : `${label} `}${approxText(least)}</span>
    <svg viewBox="0 0 ${LEVELS} 1" preserveAspectRatio="none" aria-hidden="true">${levels}</svg>
    <span>${approxText(most)}</span>
  </p>`;
}

/** Ends of the values that are finite; [0, 0] if none is. */
export function rangeOf(values: readonly (number | null)[]): readonly [number, number] {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [0, 0];
  return [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
}
