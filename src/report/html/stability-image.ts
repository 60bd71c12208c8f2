/** An audit over a grid as an SVG document: the largest errors found against the cells, one panel for each temperature. */
import { axisX, axisY, dot, gridY, line } from '@observablehq/plot';
import type { AuditGrid } from '../../check/audit-grid.js';
import { chart } from './charts/chart.js';
import { logTicks } from './charts/log-ticks.js';
import { StyleClasses } from './style-classes.js';
import { escapeText } from './template.js';

/** Of Okabe and Ito. */
const COLOURS = ['#0072b2', '#c04a00', '#007d5a', '#8b3a72', '#a07000', '#3a8fc7', '#555555', '#000000'];
const [WIDTH, PANEL, LEGEND] = [560, 240, 18];

interface Dot {
  readonly cells: number;
  readonly error: number;
  readonly fails: boolean;
}

export function stabilityImage({ target, construction, temperatureOf, points, failures }: AuditGrid): string {
  const known = points.filter(({ refused }) => refused === undefined);
  const exact = known.map(({ error }) => Number(error!.upper));
  const finite = [...exact, ...known.flatMap(({ formats }) => formats!.map(({ measured }) => Number(measured)))].filter(
    (value) => value > 0 && value < Infinity,
  );
  const [least, most] = [Math.min(...finite) / 1.5, Math.max(...finite) * 3];
  const cells = [...new Set(known.map((point) => point.cells))];
  const temperatures = [...new Set(known.map(({ temperature }) => temperature))];
  const formats = [...new Set(failures.map(({ format }) => format))];
  const styles = new StyleClasses();
  const panels = temperatures.map((temperature, row) => {
    const here = known.filter((point) => point.temperature === temperature);
    const marks = failures.flatMap(({ format, scores }) => {
      const stroke = COLOURS[formats.indexOf(format) % COLOURS.length]!;
      const dots = here.map((point): Dot => {
        const found = point.formats!.find((one) => one.format === format && one.scores === scores)!;
        // What is not finite stands at the upper edge.
        return { cells: point.cells, error: Math.min(Number(found.measured), most), fails: found.fails };
      });
      const place = { x: 'cells', y: 'error', stroke } as const;
      return [
        line(dots, { ...place, ...(scores === 'centred' ? { strokeDasharray: '5 3' } : {}) }),
        dot(
          dots.filter(({ fails }) => fails),
          { ...place, symbol: 'times', r: 6, strokeWidth: 2.5 },
        ),
      ];
    });
    const name = temperatureOf === 'kappa' ? 'κ' : 'R';
    const svg = chart(
      {
        alternative: `Largest errors found against cells${temperature === null ? '' : ` at ${name} = ${temperature}`}, both logarithmic.`,
        width: WIDTH,
        height: PANEL,
        x: { type: 'log', domain: [cells[0]! / 1.1, cells.at(-1)! * 1.1] },
        y: { type: 'log', domain: [least, most] },
        marks: [
          gridY({ ticks: [...logTicks(least, most).ticks], stroke: '#dde0e4', strokeOpacity: 1 }),
          axisX({ ticks: cells, text: String, label: 'cells' }),
          axisY({
            ticks: [...logTicks(least, most).ticks],
            text: logTicks(least, most).text,
            label: 'error',
            labelArrow: false,
          }),
          line(
            here.map((point) => ({ cells: point.cells, error: Number(point.error!.upper) })),
            { x: 'cells', y: 'error', stroke: '#999999', strokeWidth: 6, strokeOpacity: 0.5 },
          ),
          ...marks,
        ],
      },
      styles,
    );
    const top = 44 + row * (PANEL + 26);
    const title = temperature === null ? '' : `${name} = ${temperature}`;
    return `<text x="64" y="${top - 4}">${escapeText(title)}</text>${placed(svg.text, top)}`;
  });
  const bottom = 44 + temperatures.length * (PANEL + 26);
  const legend = [
    ['#999999', '', 'exact layer, certified'] as const,
    ...failures.map(
      ({ format, scores }) =>
        [
          COLOURS[formats.indexOf(format) % COLOURS.length]!,
          scores === 'centred' ? ' stroke-dasharray="5 3"' : '',
          `${format}, ${scores}`,
        ] as const,
    ),
  ];
  const height = bottom + (legend.length + 1) * LEGEND + 10;
  const entries = legend.map(([stroke, dashes, text], i) => {
    const y = bottom + (i + 1) * LEGEND;
    return `<path d="M64 ${y - 4}h30" stroke="${stroke}" stroke-width="2"${dashes} fill="none"/><text x="102" y="${y}">${escapeText(text)}</text>`;
  });
  const last = bottom + (legend.length + 1) * LEGEND;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escapeText(`Largest errors found of ${construction} for ${target}, by cells, temperature and format`)}</title>`,
    `<style>${styles.css()}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="64" y="20" font-size="14">${escapeText(`${construction}, ${target}: largest errors found`)}</text>`,
    ...panels,
    ...entries,
    `<text x="64" y="${last}">${escapeText('× fails; at the upper edge: not finite')}</text>`,
    '</svg>\n',
  ].join('\n');
}

/** A chart inside another document. */
function placed(svg: string, top: number): string {
  return svg.replace('<svg ', `<svg y="${top}" height="${PANEL}" `);
}
