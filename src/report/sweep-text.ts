/** A sweep as a table for people and as comma-separated values. */
import type { Colors } from 'picocolors/types.js';
import { errorOfPoint, SHARP_KAPPA, valley, type Sweep, type SweepPoint } from '../check/sweep.js';
import { shorten } from './shorten.js';

const WIDTH = 10;

/** Rows are cells, columns κ, entries upper ends, or what samples found; `*` marks the least of a row. */
export function sweepText(sweep: Sweep, colours: Colors): string {
  const { points, target, construction, norm, sampled } = sweep;
  const kappas = distinct(points.map(({ kappa }) => kappa));
  const cells = distinct(points.map((point) => point.cells));
  const best = valley(sweep);
  const columns = kappas.map((kappa) => (kappa === null ? 'error' : `κ=${kappa}`).padStart(WIDTH));
  const rows = cells.map((count) => {
    const entries = kappas.map((kappa) => {
      const point = points.find((other) => other.cells === count && other.kappa === kappa);
      const text = entryText(point);
      const isBest = point !== undefined && best.get(count) === point;
      const shown = (isBest ? `*${text}` : text).padStart(WIDTH);
      return isBest ? colours.green(shown) : shown;
    });
    return `  ${String(count).padStart(8)} ${entries.join(' ')}`;
  });
  const name = norm === 'inf' ? 'sup error' : `L_${norm} error`;
  const notes = [
    ...(best.size > 0 ? ['  * the least of its row'] : []),
    ...(kappas.includes(SHARP_KAPPA) ? [`  κ=${SHARP_KAPPA} is the papers’ regime, R = 4 ln(10^6)/s²`] : []),
    ...refusals(points),
  ];
  return [
    `${colours.bold(target)}: ${sampled === undefined ? `upper ends of the certified ${name}` : `${name}, sampled at ${sampled} queries per axis,`} of ${construction}`,
    `  ${'cells'.padStart(8)} ${columns.join(' ')}`,
    ...rows,
    ...notes,
  ].join('\n');
}

function entryText(point: SweepPoint | undefined): string {
  if (point === undefined) return '';
  const error = errorOfPoint(point);
  return error === undefined ? '—' : Number(shorten(error, 'up', 3)).toExponential(2);
}

/** Each reason once, with the points that it is about. */
function refusals(points: readonly SweepPoint[]): string[] {
  const refused = points.filter((point) => point.refused !== undefined);
  return distinct(refused.map((point) => point.refused!)).map((reason) => {
    const about = refused.filter((point) => point.refused === reason);
    const where = about.map(({ cells, kappa }) => (kappa === null ? `${cells} cells` : `${cells} cells at κ=${kappa}`));
    return `  — ${where.join(', ')}: ${reason.split('\n')[0]!}`;
  });
}

/** A line per point that was measured; numbers as in the document. */
export function sweepCsv({ points, sampled }: Pick<Sweep, 'points' | 'sampled'>): string {
  const error = sampled === undefined ? 'upper' : 'sampled';
  const head = ['cells', 'kappa', 'keys', 'lower', error, 'bound', 'verdict'] as const;
  const lines = points.flatMap((point) =>
    errorOfPoint(point) === undefined ? [] : [head.map((name) => String(point[name] ?? '')).join(',')],
  );
  return `${[head.join(','), ...lines].join('\n')}\n`;
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
